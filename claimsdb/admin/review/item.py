"""Views of one claim at the desk: its page, and what its buttons do."""

from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, re_path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimsdb import review
from claimsdb.admin.differences import decisions_since
from claimsdb.admin.move_forms import wording
from claimsdb.admin.review.bare_article import to_entered
from claimsdb.admin.review.last_step import LastStep
from claimsdb.admin.review.page import Page, item_url, said
from claimsdb.admin.review.permissions import EditorRequest, View, for_reviewers
from claimsdb.admin.review.pressed import ENTER, decision_pressed
from claimsdb.admin.review.queue import Queue
from claimsdb.admin.review.selecting import selected_place
from claimsdb.admin.review.taking import leave_lease, take_lease
from claimsdb.choices import Verb
from claimsdb.ingest.selected_words import enter_selected, split_at
from claimsdb.models import Claim, Skip
from claimsdb.review import checks, comments, leases


def claim_of(key: str, *, by: User) -> Claim:
    """With what its page tells the user of comments, in one statement."""
    claims = Claim.objects.select_related("article__source", "article__extraction_cut")
    return get_object_or_404(comments.counted(claims, user=by), key=key)


@require_safe
def start(request: EditorRequest) -> HttpResponse:
    """The next claim of the queue, or word that there is none."""
    return _next(request, Queue.of(request))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: EditorRequest, key: str) -> HttpResponse:
    """The page of a claim; a POST decides, or where Enter was pressed in the choice of a question, takes that."""
    queue, claim = Queue.of(request), claim_of(key, by=request.user)
    if request.method == "POST":
        answers = ENTER in request.POST and any(map(request.POST.get, ("question", "value")))
        return _assign(request, claim, queue) if answers else _decide(request, claim, queue)
    return Page(request, claim, queue, lease=leases.new_token()).response()


def _decide(request: EditorRequest, claim: Claim, queue: Queue) -> HttpResponse:
    page = Page(request, claim, queue, data=request.POST)
    if page.is_stale and _is_taken(request, page):
        return _next(request, queue, after=claim)
    if page.held_by or page.is_stale:
        return page.response(status=409)
    try:
        decision = decision_pressed(request.POST)
        if decision.takes_card and not page.card.is_valid():
            return page.response(status=400)
        decision.take(page, by=request.user)
    except (review.ReviewError, ValidationError) as error:
        return _refused(request, claim, queue, error)
    leases.release(claim, by=request.user)
    Skip.objects.filter(claim=claim, user=request.user).delete()
    _tell(request, decision.action.done, claim)
    if decision.action.moves_on:
        return _next(request, queue, after=claim)
    return HttpResponseRedirect(item_url(claim, queue.query))


def _is_taken(request: EditorRequest, page: Page) -> bool:
    """Whether the form has come twice: all that has happened since it was opened is what it asks for, by its sender."""
    try:
        action = decision_pressed(request.POST).action
    except review.ReviewError:
        return False
    since = decisions_since(page.claim, page.seen)
    is_theirs = {each.who_id for each in since} == {request.user.pk}
    is_it = is_theirs and max(since, key=lambda each: each.version).verb == action.verb
    return action.moves_on and is_it and page.card.is_valid() and not page.card.changes()


def _refused(request: EditorRequest, claim: Claim, queue: Queue, error: Exception) -> HttpResponse:
    """The page again, with the claim as it is now and all that was typed."""
    claim.refresh_from_db()
    page = Page(request, claim, queue, data=request.POST, problem=wording(error))
    return page.response(status=409 if isinstance(error, review.Stale) else 400)


def only_pressed(view: View) -> View:
    """A view that a button calls. Whoever has had to sign in again comes by GET, and is led to the claim."""

    @wraps(view)
    def pressed(request: EditorRequest, key: str) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(item_url(claim_of(key, by=request.user), Queue.of(request).query))
        return view(request, key)

    return require_http_methods(["GET", "HEAD", "POST"])(pressed)


@only_pressed
def skip(request: EditorRequest, key: str) -> HttpResponse:
    """Puts the claim off: it comes back after all others."""
    claim, queue = claim_of(key, by=request.user), Queue.of(request)
    Skip.objects.filter(claim=claim, user=request.user).delete()
    Skip.objects.create(claim=claim, user=request.user)
    leases.release(claim, by=request.user)
    messages.info(request, said("Skipped", claim))
    return _next(request, queue, after=claim)


@require_POST
def take(request: EditorRequest, key: str) -> HttpResponse:
    """What the page's script sends once somebody has it before them."""
    return take_lease(request, claim_of(key, by=request.user))


@only_pressed
def take_over(request: EditorRequest, key: str) -> HttpResponse:
    claim, queue = claim_of(key, by=request.user), Queue.of(request)
    leases.take_over(claim, by=request.user)
    return HttpResponseRedirect(item_url(claim, queue.query))


@only_pressed
def leave(request: EditorRequest, key: str) -> HttpResponse:
    return leave_lease(request, claim_of(key, by=request.user))


@only_pressed
def dismiss(request: EditorRequest, key: str) -> HttpResponse:
    """Keeps that a check's finding is no problem."""
    claim, queue = claim_of(key, by=request.user), Queue.of(request)
    check, _, about = request.POST.get("finding", "").partition(":")
    try:
        checks.dismiss(claim, check, about, by=request.user)
    except review.ReviewError as error:
        return _refused(request, claim, queue, error)
    return _stay(request, claim, queue)


@only_pressed
def add(request: EditorRequest, key: str) -> HttpResponse:
    """Enters the selected words of the article as a claim, and goes there."""
    claim, queue = claim_of(key, by=request.user), Queue.of(request)
    page = Page(request, claim, queue, data=request.POST)
    if page.held_by or page.is_stale:
        return page.response(status=409)
    try:
        _check_saved(page)
        entered = enter_selected(claim.article, selected_place(request.POST, claim.article.text), by=request.user)
    except (review.ReviewError, ValidationError) as error:
        return _refused(request, claim, queue, error)
    leases.release(claim, by=request.user)
    return to_entered(request, entered, queue.query)


@only_pressed
def split(request: EditorRequest, key: str) -> HttpResponse:
    """Makes two claims of one, at the selected words, and stays at the first."""
    claim, queue = claim_of(key, by=request.user), Queue.of(request)
    page = Page(request, claim, queue, data=request.POST)
    if page.held_by or page.is_stale:
        return page.response(status=409)
    try:
        _check_saved(page)
        words = selected_place(request.POST, claim.article.text)
        second = split_at(claim, words, by=request.user, version=page.seen)
    except (review.ReviewError, ValidationError) as error:
        return _refused(request, claim, queue, error)
    _tell(request, "Split, and this one stays", claim)
    messages.success(request, said("The other one", second))
    return HttpResponseRedirect(item_url(claim, queue.query))


def _check_saved(page: Page) -> None:
    """Raises Incomplete where something is typed on the card that would be lost."""
    if not page.card.is_valid() or page.card.changes():
        raise review.Incomplete("Save what you changed here first, or take it back.")


@only_pressed
def assign(request: EditorRequest, key: str) -> HttpResponse:
    """Has the claim answer a question."""
    return _assign(request, claim_of(key, by=request.user), Queue.of(request))


def _assign(request: EditorRequest, claim: Claim, queue: Queue) -> HttpResponse:
    page = Page(request, claim, queue, data=request.POST)
    if page.held_by or page.is_stale:
        return page.response(status=409)
    try:
        answer = page.questions.assign(request.POST, by=request.user)
    except (review.ReviewError, ValidationError) as error:
        return _refused(request, claim, queue, error)
    said = f"It answers “{answer.question}” by “{answer.said}”" if answer.said else f"It belongs to “{answer.question}”"
    _tell(request, f"{said} now", claim)
    return _stay(request, claim, queue)


def _stay(request: EditorRequest, claim: Claim, queue: Queue) -> HttpResponse:
    """The claim's page again, with all that was typed."""
    page = Page(request, claim, queue, lease=leases.take(claim, by=request.user), data=request.POST)
    is_untouched = page.card.is_valid() and not page.card.changes()
    return HttpResponseRedirect(item_url(claim, queue.query)) if is_untouched else page.response()


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: EditorRequest) -> HttpResponse:
    """Takes the last step back and returns to its claim. By GET, after signing in again, it is only the next claim."""
    if request.method != "POST":
        return start(request)
    queue, step = Queue.of(request), LastStep.of(request.user)
    if step is None:
        messages.warning(request, "There is nothing of yours to undo.")
        return _next(request, queue)
    step.undo(by=request.user)
    if step.done:
        messages.success(request, said(f"{review.ACTIONS[Verb.UNDO].done}: {step.in_words}", step.claim))
    for refusal in step.refused[:1]:
        messages.error(request, refusal)
    return HttpResponseRedirect(item_url(step.claim, queue.query))


@require_safe
def following(request: EditorRequest, key: str) -> HttpResponse:
    queue, claim = Queue.of(request), claim_of(key, by=request.user)
    return _move(request, claim, queue, queue.following(claim), "This is the last claim of the queue.")


@require_safe
def preceding(request: EditorRequest, key: str) -> HttpResponse:
    queue, claim = Queue.of(request), claim_of(key, by=request.user)
    return _move(request, claim, queue, queue.preceding(claim), "This is the first claim of the queue.")


def _move(request: EditorRequest, claim: Claim, queue: Queue, target: Claim | None, at_the_end: str) -> HttpResponse:
    if target is None:
        messages.info(request, at_the_end)
    return HttpResponseRedirect(item_url(target or claim, queue.query))


def _next(request: EditorRequest, queue: Queue, *, after: Claim | None = None) -> HttpResponse:
    found = queue.next(after=after, take=request.method == "POST")
    if found:
        return HttpResponseRedirect(item_url(found, queue.query))
    if request.method == "POST":
        return HttpResponseRedirect(reverse("desk") + (f"?{queue.query}" if queue.query else ""))
    context = {
        **admin.site.each_context(request),
        "title": "Nothing left",
        "queue": queue,
        "is_alone": review.is_alone(),
        "last_step": LastStep.of(request.user),
        "actions": review.ACTIONS,
        "article": queue.article,
    }
    return render(request, "admin/claimsdb/review/empty.html", context)


def _tell(request: EditorRequest, done: str, claim: Claim) -> None:
    """Says what was done; by the tag the browser knows that what it has kept of the claim's form is saved."""
    messages.success(request, said(done, claim), extra_tags=f"saved-{claim.key}")


KEY = r"^(?P<key>[a-z2-7]{16})/"
DOING: dict[str, View] = {
    "skip": skip,
    "take": take,
    "take-over": take_over,
    "leave": leave,
    "dismiss": dismiss,
    "add": add,
    "split": split,
    "assign": assign,
}
MOVING: dict[str, View] = {"following": following, "preceding": preceding}

urlpatterns = [
    path("", for_reviewers(start), name="desk"),
    path("undo/", for_reviewers(undo), name="desk-undo"),
    re_path(KEY + "$", for_reviewers(item), name="desk-item"),
    *(re_path(f"{KEY}{name}/$", for_reviewers(view), name=f"desk-{name}") for name, view in (DOING | MOVING).items()),
]
