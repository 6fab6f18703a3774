"""One decision for many claims: a page that says what would happen, and then all of them under one name."""

from collections.abc import Sequence
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from claimsdb import review
from claimsdb.admin.moves import ReasonForm
from claimsdb.choices import Verb
from claimsdb.review.batches import BatchOutcome, Move, decide
from claimsdb.review.preview import preview

NAMED = 5  # refusals named after the run
DONE = {Verb.ACCEPT: "Accepted", Verb.REJECT: "Rejected"}


class AcceptForm(forms.Form):
    """Accepting asks nothing but a yes."""


@admin.action(description="Accept…", permissions=["review"])
def accept_chosen(modeladmin, request, queryset):
    """Accepts the chosen claims, after a confirmation."""
    return _confirmed(modeladmin, request, queryset, Verb.ACCEPT, AcceptForm(request.POST))


@admin.action(description="Reject…", permissions=["review"])
def reject_chosen(modeladmin, request, queryset):
    """Rejects the chosen claims for one reason, after a confirmation."""
    form = ReasonForm(request.POST if "confirmed" in request.POST else None)
    return _confirmed(modeladmin, request, queryset, Verb.REJECT, form)


def _confirmed(modeladmin, request, queryset, verb: Verb, form: forms.Form):
    """The confirmation page, until it is posted complete and for the claims that it showed, as they were then."""
    if "confirmed" in request.POST and form.is_valid():
        seen = dict(queryset.values_list("pk", "version"))  # before the state: what changes after it is refused
        if request.POST["confirmed"] == _state(queryset):
            move: Move = partial(getattr(review, verb), **form.cleaned_data)
            _tell(request, verb, decide(move, seen, by=request.user))
            return None
    context = {
        **modeladmin.admin_site.each_context(request),
        **_choice(request),
        "title": f"{verb.capitalize()} claims",
        "opts": modeladmin.opts,
        "verb": verb,
        "form": form,
        "state": _state(queryset),
        "preview": preview(queryset, verb, by=request.user),
        "is_changed": "confirmed" in request.POST and form.is_valid(),
    }
    return TemplateResponse(request, "admin/claimsdb/claim/confirm.html", context)


def _state(queryset: QuerySet) -> str:
    """What differs as soon as a claim joins or leaves the choice, or is written."""
    return "-".join(str(value) for value in queryset.aggregate(Count("pk"), Max("pk"), Max("updated_at")).values())


def _choice(request) -> dict[str, object]:
    """The choice as the list posted it, to be posted again. "All that match" is the page's address and a flag;
    Django wants one ticked claim beside it."""
    across = request.POST.get("select_across") == "1"
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return {
        "action": request.POST["action"],
        "across": across,
        "checkbox": ACTION_CHECKBOX_NAME,
        "ticked": ticked[:1] if across else ticked,
    }


def _tell(request: HttpRequest, verb: Verb, taken: BatchOutcome) -> None:
    if taken.done:
        page = format_html('<a href="{}">See or undo them</a>', reverse("desk-batch", args=[taken.batch]))
        messages.success(request, format_html("{} {}. {}", DONE[verb], counted(taken.done, "claim"), page))
    else:
        messages.warning(request, f"{DONE[verb]} no claim.")
    if taken.refused:
        messages.warning(request, f"Left {counted(len(taken.refused), 'claim')}: {some(taken.refused)}")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def some(refusals: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" … and {len(refusals) - NAMED:,} more." if len(refusals) > NAMED else ""
    return " ".join(refusals[:NAMED]) + more
