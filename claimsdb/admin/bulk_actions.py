"""Bulk actions on the list of claims: a page that previews what would happen, and then all decisions in one batch."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from claimsdb import review
from claimsdb.admin.move_forms import ActionForm
from claimsdb.review import BatchOutcome, ReviewAction, decide, preview_moves, state_of

NAMED = 5  # refusals named after the run


def bulk_action(action: ReviewAction) -> Callable[..., Any]:
    """The admin's action by which many claims are decided, after a confirmation."""

    @admin.action(description=f"{action.label}…", permissions=["review"])
    def chosen(modeladmin, request, queryset):
        return _confirmed(modeladmin, request, queryset, action)

    chosen.__name__ = name_of(action)
    return chosen


def name_of(action: ReviewAction) -> str:
    """By which the list of claims is asked for it."""
    return f"{action.verb}_chosen"


IN_BULK = [action for action in review.ON_CLAIM if action.in_bulk]


def _confirmed(modeladmin, request, queryset, action: ReviewAction):
    """The confirmation page, until it is posted complete and for the claims that it showed, as they were then."""
    form = ActionForm(action, request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and form.is_valid():
        seen = dict(queryset.values_list("pk", "version"))  # before the state: what changes after it is refused
        if request.POST["confirmed"] == state_of(queryset):
            take = partial(review.take, action.verb, **form.cleaned_data)
            tell(request, action, decide(take, seen, by=request.user))
            return None
    context = {
        **modeladmin.admin_site.each_context(request),
        **choice_of(request),
        "title": f"{action.label} claims",
        "opts": modeladmin.opts,
        "label": action.label,
        "form": form,
        "state": state_of(queryset),
        "preview": preview_moves(queryset, action.verb, by=request.user),
        "is_changed": "confirmed" in request.POST and form.is_valid(),
    }
    return TemplateResponse(request, "admin/claimsdb/claim/confirm.html", context)


def choice_of(request) -> dict[str, object]:
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


def tell(request: HttpRequest, action: ReviewAction, taken: BatchOutcome) -> None:
    if taken.done:
        page = format_html('<a href="{}">See or undo them</a>', reverse("desk-batch", args=[taken.batch]))
        messages.success(request, format_html("{} {}. {}", action.done, counted(taken.done, "claim"), page))
    else:
        messages.warning(request, f"{action.done} no claim.")
    if taken.refused:
        messages.warning(request, f"Left {counted(len(taken.refused), 'claim')}: {some([*taken.refused.values()])}")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def some(refusals: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" … and {len(refusals) - NAMED:,} more." if len(refusals) > NAMED else ""
    return " ".join(refusals[:NAMED]) + more
