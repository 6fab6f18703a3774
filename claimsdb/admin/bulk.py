"""One decision for many claims: a page that says what would happen, then each claim in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, QuerySet
from django.template.response import TemplateResponse

from claimsdb import review
from claimsdb.admin.moves import ReasonForm, wording
from claimsdb.models import Claim
from claimsdb.vocabulary import Verb

SAMPLE = 5  # claims of a kind shown on the confirmation page, and refusals named after the run
CHUNK = 500
DONE = {Verb.ACCEPT: "Accepted", Verb.REJECT: "Rejected"}

Take = Callable[[Claim], object]


class AcceptForm(forms.Form):
    """Accepting asks nothing but a yes."""


@dataclass
class Preview:
    """What a verb would do to the chosen claims: how many it may move, some of them, and why it may not the others."""

    total: int = 0
    sample: list[Claim] = field(default_factory=list)
    refused: list[tuple[Claim, str]] = field(default_factory=list)
    refusals: int = 0

    @property
    def allowed(self) -> int:
        return self.total - self.refusals

    def add(self, claim: Claim, objection: str) -> None:
        self.total += 1
        self.refusals += bool(objection)
        if objection and len(self.refused) < SAMPLE:
            self.refused.append((claim, objection))
        if not objection and len(self.sample) < SAMPLE:
            self.sample.append(claim)


@admin.action(description="Accept…", permissions=["review"])
def accept_chosen(modeladmin, request, queryset):
    """Accepts the chosen claims, after a confirmation."""

    def take(claim):
        return review.accept(claim, by=request.user, version=claim.version)

    return _confirmed(modeladmin, request, queryset, Verb.ACCEPT, AcceptForm(request.POST), take)


@admin.action(description="Reject…", permissions=["review"])
def reject_chosen(modeladmin, request, queryset):
    """Rejects the chosen claims for one reason, after a confirmation."""
    form = ReasonForm(request.POST if "confirmed" in request.POST else None)

    def take(claim):
        return review.reject(claim, by=request.user, version=claim.version, **form.cleaned_data)

    return _confirmed(modeladmin, request, queryset, Verb.REJECT, form, take)


def _confirmed(modeladmin, request, queryset, verb: Verb, form: forms.Form, take: Take):
    """The confirmation page, until it is posted complete and for the claims that it showed, as they were then."""
    state = _state(queryset)
    if request.POST.get("confirmed") == state and form.is_valid():
        _run(modeladmin, request, queryset, verb, take)
        return None
    context = {
        **modeladmin.admin_site.each_context(request),
        **_choice(request),
        "title": f"{verb.capitalize()} claims",
        "opts": modeladmin.opts,
        "verb": verb,
        "form": form,
        "state": state,
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


def preview(queryset: QuerySet, verb: Verb, *, by) -> Preview:
    """Asks the rules about each claim, whatever their number, in a few rows of memory."""
    seen = Preview()
    for claim in queryset.prefetch_related(None).iterator(chunk_size=CHUNK):
        seen.add(claim, review.objection(verb, claim, by=by))
    return seen


def _run(modeladmin, request, queryset, verb: Verb, take: Take) -> None:
    """Moves them one by one; whoever stops it half way has whole decisions for what is done."""
    refused: list[str] = []
    pks = list(queryset.values_list("pk", flat=True))
    for pk in pks:
        try:
            take(Claim.objects.get(pk=pk))
        except (review.ReviewError, ValidationError, Claim.DoesNotExist) as error:
            refused.append(wording(error))
    done = len(pks) - len(refused)
    modeladmin.message_user(request, f"{DONE[verb]} {_counted(done)}.", messages.SUCCESS if done else messages.WARNING)
    if refused:
        more = f" and {len(refused) - SAMPLE} more" if len(refused) > SAMPLE else ""
        named = " ".join(refused[:SAMPLE])
        modeladmin.message_user(request, f"Left {_counted(len(refused))}: {named}{more}", messages.WARNING)


def _counted(number: int) -> str:
    return f"{number:,} claim{'' if number == 1 else 's'}"
