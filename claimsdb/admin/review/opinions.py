"""Views of second opinions: what waits for one, unmarked by the first, and where two editors disagree."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimsdb import review
from claimsdb.admin.marking import ANCHOR
from claimsdb.admin.move_forms import add_refused_reason
from claimsdb.admin.review.page import reasons_shown
from claimsdb.admin.review.permissions import for_reviewers
from claimsdb.choices import Reason, Verb, field_choices
from claimsdb.models import Claim, SecondOpinion
from claimsdb.review import AS_OPINION, leases
from claimsdb.review.opinions import blind, disagreements, settle, waiting_for

TEMPLATES = "admin/claimsdb/review"
SHOWN = 50  # disagreements on a page
WORDED = ("stance", "hedge", "phase", "voice", "quotation", "topic")  # in lines of the template


class OpinionForm(forms.Form):
    """A verdict, by the button that was pressed: `verb`, or `reject` with a reason."""

    verb = forms.ChoiceField(choices=[(action.verb, action.as_opinion) for action in AS_OPINION], required=False)
    reject = forms.ChoiceField(choices=field_choices(Reason), required=False)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 1, "form": "card-form"}))

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        reason, verb = sent.get("reject", ""), sent.get("verb", "")
        if reason:
            add_refused_reason(self, reason, note=sent.get("note", ""))
        if not self.errors and not reason and verb in ("", Verb.REJECT):
            self.add_error(None, "Choose a verdict; a rejection has a reason.")
        return {"verb": Verb.REJECT if reason else verb, "reason": reason, "note": sent.get("note", "")}


@require_safe
def next_opinion(request) -> HttpResponse:
    """To the question that comes next; a page that says so when there is none."""
    if asked := blind.next_for(request.user):
        return redirect(f"{reverse('desk-opinion', args=[asked.pk])}#{ANCHOR}")
    return _page(request, "opinions", title="Second opinions", disagreements=disagreements().count())


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk: int) -> HttpResponse:
    """One question. Whoever has it before them has the claim for a while; whoever answers first has answered."""
    asked = waiting_for(request.user).filter(pk=pk).first()
    if asked is None:
        return _to_next(request, "That question does not wait for you: it was answered, or the decision taken back.")
    if request.method == "POST":
        return _answer(request, asked)
    if leases.held_by_another(asked.decision.claim, user=request.user):
        return _to_next(request, "Somebody else has that question before them.")
    return _shown(request, asked, OpinionForm(), lease=leases.new_token())


def _answer(request, asked: SecondOpinion) -> HttpResponse:
    if "skip" in request.POST:
        blind.skip(asked, by=request.user)
        return redirect("desk-opinions")
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _shown(request, asked, form, lease=request.POST.get("lease", ""), status=400)
    try:
        blind.give(asked, by=request.user, **form.cleaned_data)
    except review.Stale as error:
        return _to_next(request, str(error))
    messages.success(request, "Noted.")
    return redirect("desk-opinions")


def _to_next(request, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect("desk-opinions")


def _shown(request, asked: SecondOpinion, form: OpinionForm, *, lease: str, status: int = 200) -> HttpResponse:
    seen = blind.as_it_was(asked.decision)
    article, start, end = seen.claim.article, seen.claim.start or 0, seen.claim.end or 0
    return _page(
        request,
        "opinion",
        status=status,
        title="Second opinion",
        seen=seen,
        judged=_judged(seen.claim),
        figures=[(quantity, quantity.bounds) for quantity in seen.quantities],
        form=form,
        lease=lease,
        actions=review.ACTIONS,
        **reasons_shown(),
        text=(article.text[:start], article.text[start:end], article.text[end:]),
        others=article.claims.exclude(pk=seen.claim.pk).in_reading_order().values_list("text", flat=True),
        waiting=waiting_for(request.user).count(),
    )


def _judged(claim: Claim) -> list[tuple[str, str]]:
    """Label and value of what is judged of a claim and has no line of its own on the page."""
    labels = {name: str(Claim._meta.get_field(name).verbose_name) for name in Claim.JUDGED if name not in WORDED}  # type: ignore[union-attr]
    values = {name: getattr(claim, f"get_{name}_display", lambda name=name: getattr(claim, name))() for name in labels}
    return [(capfirst(label), values[name]) for name, label in labels.items() if values[name]]


@require_safe
def open_disagreements(request) -> HttpResponse:
    """What two editors decided differently, the oldest first."""
    found = disagreements()
    return _page(request, "disagreements", title="Disagreements", shown=found[:SHOWN], total=found.count())


@require_POST
def keep(request, pk: int) -> HttpResponse:
    """The decision stays."""
    if opinion := disagreements().filter(pk=pk).first():
        settle(opinion)
        messages.success(request, "Kept as it is.")
    else:
        messages.warning(request, "That disagreement was settled already.")
    return redirect("desk-disagreements")


def _page(request, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context = admin.site.each_context(request) | context
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("opinions/", for_reviewers(next_opinion), name="desk-opinions"),
    path("opinions/<int:pk>/", for_reviewers(question), name="desk-opinion"),
    path("disagreements/", for_reviewers(open_disagreements), name="desk-disagreements"),
    path("disagreements/<int:pk>/keep/", for_reviewers(keep), name="desk-keep"),
]
