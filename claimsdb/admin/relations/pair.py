"""Views of the relations desk: a pair of claims, and what its buttons do."""

from collections.abc import Callable, Sequence

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimsdb import review
from claimsdb.admin.move_forms import wording
from claimsdb.admin.relations.page import PairPage, RelationForm, pair_url
from claimsdb.admin.relations.queue import RelationQueue
from claimsdb.admin.review.permissions import EditorRequest, for_reviewers
from claimsdb.admin.review.taking import leave_lease, take_lease
from claimsdb.choices import LinkVerb, RelationKind
from claimsdb.index import synced
from claimsdb.models import Relation, RelationDecision
from claimsdb.questions import entering, links
from claimsdb.questions.actions import BY_EDITORS, LINK_ACTIONS
from claimsdb.questions.steps import decisions_of, last_step
from claimsdb.review import leases


def relation_of(pk: int) -> Relation:
    return get_object_or_404(
        Relation.objects.select_related("a__article__source", "b__article__source", "question"), pk=pk
    )


@require_safe
def start(request: EditorRequest) -> HttpResponse:
    """The next pair of the queue, or word that there is none."""
    return _next(request, RelationQueue.of(request))


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: EditorRequest, pk: int) -> HttpResponse:
    """The page of a pair; a POST decides."""
    queue, relation = RelationQueue.of(request), relation_of(pk)
    if request.method == "POST":
        return _decide(request, relation, queue)
    return PairPage(request, relation, queue, lease=leases.new_token()).response()


def _decide(request: EditorRequest, relation: Relation, queue: RelationQueue) -> HttpResponse:
    page = PairPage(request, relation, queue, data=request.POST)
    if page.held_by or page.is_stale:
        return page.response(status=409)
    if not page.form.is_valid():
        return page.response(status=400)
    try:
        verb = _pressed(request.POST.get("verb", ""))
        decided = DECIDE[verb](relation, page.form, verb=verb, by=request.user)
    except (review.ReviewError, ValidationError) as error:
        page = PairPage(request, relation_of(relation.pk), queue, data=request.POST, problem=wording(error))
        return page.response(status=409 if isinstance(error, review.Stale) else 400)
    leases.release(relation, by=request.user)
    messages.success(request, _said(LINK_ACTIONS[verb].done, decided))
    if LINK_ACTIONS[verb].moves_on:
        return _next(request, queue, after=relation)
    return HttpResponseRedirect(pair_url(relation, queue.query))


def _pressed(verb: str) -> LinkVerb:
    if verb not in DECIDE:
        raise review.Incomplete(f"Say what to do: verb is one of {', '.join(DECIDE)}.")
    return LinkVerb(verb)


def _take(relation: Relation, form: RelationForm, *, verb: LinkVerb, by) -> Relation:
    links.take(verb, relation, **_signature(form, by))
    return relation


def _confirm(relation: Relation, form: RelationForm, *, verb: LinkVerb, by) -> Relation:
    """As it stands in the form: what is of another kind is another relation."""
    signature = _signature(form, by)
    if not form.is_another:
        links.take(verb, relation, fields=form.changed(), **signature)
        return relation
    told = form.cleaned_data
    fields = {"about": told["about"], "strength": told["strength"], "question": relation.question}
    return entering.relate_otherwise(
        relation, kind=RelationKind(told["kind"]), turned=told["turned"], fields=fields, **signature
    )


def _amend(relation: Relation, form: RelationForm, *, verb: LinkVerb, by) -> Relation:
    if form.is_another:
        raise review.Incomplete("What is of another kind is another relation: confirm it so, or reject it.")
    if links.amend(relation, fields=form.changed(), **_signature(form, by)) is None:
        raise review.Incomplete("Nothing was changed.")
    return relation


def _signature(form: RelationForm, by) -> dict:
    told = form.cleaned_data
    notes = {name: told[name].replace("\r\n", "\n").strip() for name in ("note", "public_note")}
    return {"by": by, "version": told["seen_version"], **notes}


# Each returns the relation that is decided then.
DECIDE: dict[LinkVerb, Callable[..., Relation]] = {
    action.verb: {LinkVerb.CONFIRM: _confirm, LinkVerb.AMEND: _amend}.get(action.verb, _take)
    for action in BY_EDITORS
    if action.verb != LinkVerb.UNDO
}


@require_POST
def take(request: EditorRequest, pk: int) -> HttpResponse:
    """What the page's script sends once somebody has it before them."""
    return take_lease(request, relation_of(pk))


@require_POST
def take_over(request: EditorRequest, pk: int) -> HttpResponse:
    relation = relation_of(pk)
    leases.take_over(relation, by=request.user)
    return HttpResponseRedirect(pair_url(relation, RelationQueue.of(request).query))


@require_POST
def leave(request: EditorRequest, pk: int) -> HttpResponse:
    return leave_lease(request, relation_of(pk))


@require_POST
def undo(request: EditorRequest) -> HttpResponse:
    """Takes the editor's last step back, all that was decided with it, and returns to its pair as that was first."""
    queue, step = RelationQueue.of(request), last_step(request.user, RelationDecision)
    if step is None:
        messages.warning(request, "There is nothing of yours to undo.")
        return _next(request, queue)
    decisions = decisions_of(step)
    try:
        with synced():
            for each in decisions:
                links.undo(each, by=request.user)
        messages.success(request, _undone(decisions))
    except (review.ReviewError, ValidationError) as error:
        messages.error(request, wording(error))
    return HttpResponseRedirect(pair_url(decisions[-1].link, queue.query))


@require_safe
def following(request: EditorRequest, pk: int) -> HttpResponse:
    queue, relation = RelationQueue.of(request), relation_of(pk)
    return _move(request, relation, queue, queue.following(relation), "This is the last pair of the queue.")


@require_safe
def preceding(request: EditorRequest, pk: int) -> HttpResponse:
    queue, relation = RelationQueue.of(request), relation_of(pk)
    return _move(request, relation, queue, queue.preceding(relation), "This is the first pair of the queue.")


def _move(request, relation: Relation, queue: RelationQueue, target: Relation | None, at_the_end: str) -> HttpResponse:
    if target is None:
        messages.info(request, at_the_end)
    return HttpResponseRedirect(pair_url(target or relation, queue.query))


def _next(request: EditorRequest, queue: RelationQueue, *, after: Relation | None = None) -> HttpResponse:
    if relation := queue.next(after=after, take=request.method == "POST"):
        return HttpResponseRedirect(pair_url(relation, queue.query))
    if request.method == "POST":
        return HttpResponseRedirect(reverse("desk-relations") + queue.query)
    context = {
        **admin.site.each_context(request),
        "title": "No pair is left",
        "queue": queue,
        "is_alone": review.is_alone(),
        "last_step": last_step(request.user, RelationDecision),
        "actions": LINK_ACTIONS,
    }
    return render(request, "admin/claimsdb/relations/empty.html", context)


def _undone(decisions: Sequence[RelationDecision]) -> str:
    """The last one is of the pair that was decided; another is of what was confirmed in its stead."""
    *others, first = decisions
    said = [_said(f"{LINK_ACTIONS[LinkVerb.UNDO].done}: {first.get_verb_display()}", relation_of(first.link_id))]
    said += [
        f"“{each.link.get_kind_display()}”, confirmed in its stead, is {each.link.get_state_display()} now."
        for each in others
    ]
    return format_html_join(" ", "{}", ((each,) for each in said))


def _said(done: str, relation: Relation) -> str:
    return format_html("{}: {} “{}”", done, relation.get_kind_display(), relation.a.text[:70])


DOING = {"take": take, "take-over": take_over, "leave": leave, "following": following, "preceding": preceding}

urlpatterns = [
    path("relations/", for_reviewers(start), name="desk-relations"),
    path("relations/undo/", for_reviewers(undo), name="desk-relations-undo"),
    path("relations/<int:pk>/", for_reviewers(pair), name="desk-relation"),
    *(
        path(f"relations/<int:pk>/{name}/", for_reviewers(view), name=f"desk-relation-{name}")
        for name, view in DOING.items()
    ),
]
