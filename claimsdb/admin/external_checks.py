"""Admin of fact checks of others: which are to be placed, at which claims they may belong, and what an editor decides,
by `claimsdb.review.external_checks`."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from claimsdb import review
from claimsdb.actors import find_article
from claimsdb.admin.bulk_actions import counted, some
from claimsdb.admin.links import claim_link
from claimsdb.admin.move_forms import wording
from claimsdb.admin.moving import REFUSALS, Move, MovedAdmin, may_review, note_in
from claimsdb.admin.recorded import HistoryAdmin
from claimsdb.choices import Conclusion, MatchRule, SourceState, field_choices
from claimsdb.index import articles_at
from claimsdb.models import Claim, ExternalCheck
from claimsdb.review import external_checks

STATES = {"": "To place", "certain": "To place, claim certain", "attached": "Attached", "changed": "Changed since"}
STATES |= {"rejected": "Rejected", "all": "All"}
RULES = {
    MatchRule.CLAIMS_ADDRESS: "it names this claim by its address",
    MatchRule.ADDRESS_AND_WORDING: "the address that it gives, and the wording, are those of this claim",
}


Options = Mapping[str, Any]


def _attach(check: ExternalCheck, typed: Any, options: Options) -> str:
    key = typed.get("other", "").strip() or typed.get("claim", "")
    claim = Claim.objects.filter(key=key).first()
    if claim is None:
        raise review.Incomplete(f"No claim has the key “{key:.40}”." if key else "Choose the claim that it is about.")
    attached = external_checks.attach(check, claim, **options, **_said(typed))
    if attached.assessment and attached.assessment.published_on is None:
        return "Attached as a draft, as it says no day or no address: enter these at the assessment."
    if attached.assessment and not attached.wrote_assessment:
        return f"Attached to {claim.key}, {external_checks.kept_words(attached.assessment)}."
    return "Attached."


def _enter_claim(check: ExternalCheck, typed: Any, options: Options) -> str:
    asked = typed.get("article", "").strip()
    if not asked:
        raise review.Incomplete("Say in which article the claim was made.")
    external_checks.enter_claim(check, find_article(asked), **options, **_said(typed))
    reviewer = "you" if review.is_alone() else "somebody else"
    return f"The claim is entered, for {reviewer} to review, and the fact check is attached to it."


def _said(typed: Any) -> Options:
    return {"normalized": typed.get("normalized", ""), "label": typed.get("label", "")}


def _reject(check: ExternalCheck, typed: Any, options: Options) -> str:
    external_checks.reject(check, **options, note=note_in(typed))
    return "Rejected."


def _put_back(check: ExternalCheck, typed: Any, options: Options) -> str:
    external_checks.put_back(check, **options)
    return "It is to be placed again."


def _take_over(check: ExternalCheck, typed: Any, options: Options) -> str:
    external_checks.follow(check, **options, is_taken=True)
    return "The assessment says what the publisher says by now."


def _leave(check: ExternalCheck, typed: Any, options: Options) -> str:
    external_checks.follow(check, **options, is_taken=False)
    return "The assessment stays as it is."


MOVES: Mapping[str, Move] = {
    "attach": _attach,
    "enter_claim": _enter_claim,
    "reject": _reject,
    "put_back": _put_back,
    "take_over": _take_over,
    "leave": _leave,
}


class StateFilter(admin.SimpleListFilter):
    """What is to be placed, unless something else is asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*STATES.items()]

    def choices(self, changelist):
        for value, label in STATES.items():
            query = changelist.get_query_string({self.parameter_name: value or None})
            yield {"selected": (self.value() or "") == value, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        match self.value():
            case "certain":
                return queryset.to_place().filter(claim__isnull=False)
            case "attached":
                return queryset.attached()
            case "changed":
                return queryset.attached().filter(is_changed=True)
            case "rejected":
                return queryset.filter(is_rejected=True)
            case "all":
                return queryset
            case _:
                return queryset.to_place()


@admin.action(description="Reject", permissions=["review"])
def reject_chosen(modeladmin, request, queryset):
    done, refused = 0, []
    for check in queryset:
        try:
            external_checks.reject(check, by=request.user, version=check.version)
            done += 1
        except REFUSALS as error:
            refused.append(wording(error))
    if done:
        messages.success(request, f"Rejected {counted(done, 'external fact check')}.")
    if refused:
        messages.warning(request, f"Left {counted(len(refused), 'external fact check')}: {some(refused)}")


@admin.register(ExternalCheck)
class ExternalCheckAdmin(MovedAdmin, HistoryAdmin):
    moves = MOVES
    change_form_template = "admin/claimsdb/externalcheck/change_form.html"
    actions = [reject_chosen]
    list_display = ["reviewed", "says", "publisher", "published_on", "at_claim", "not_read"]
    list_filter = [StateFilter, ("publisher", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["publisher", "claim"]
    search_fields = ["wording", "url", "=claim__key"]
    search_help_text = "words of the claim that was reviewed, an address, or the key of a claim"
    ordering = ["-pk"]
    fieldsets = [
        (
            None,
            {"fields": [("says", "by_publisher", "published_on"), ("appeared", "claimants"), "at_address", "state"]},
        ),
        ("As it was found", {"fields": ["unread", "found_in", "as_found"]}),
    ]
    readonly_fields = [
        *("says", "at_address", "by_publisher", "published_on", "appeared", "claimants", "state"),
        *("unread", "found_in", "as_found", "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("claim__found")

    def has_view_history_or_change_history_permission(self, request, obj=None):
        return may_review(request)  # it has the notes

    def get_fieldsets(self, request, obj=None):
        notes = [("For editors", {"fields": ["note"]})] if may_review(request) else []
        return [*super().get_fieldsets(request, obj), *notes]

    def changelist_view(self, request, extra_context=None):
        asked = STATES.get(request.GET.get(StateFilter.parameter_name, ""), "To place")
        title = f"External fact checks: {asked[0].lower()}{asked[1:]}"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and may_review(request):
            context |= _placing(obj) if not (obj.assessment or obj.is_rejected) else {}
            context |= {"move_url": self.move_url(obj.pk)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="claim reviewed", ordering="wording")
    def reviewed(self, check):
        return Truncator(str(check)).chars(110)

    @admin.display(description="rating", ordering="label")
    def says(self, check):
        rating = check.record.rating
        scale = f" ({rating.value:g}, on a scale from {rating.worst:g} to {rating.best:g})" if rating else ""
        return f"{check.label or 'no words'}{scale}" if check.label or scale else "-"

    @admin.display(description="claim here", ordering="claim")
    def at_claim(self, check):
        return claim_link(check.claim) if check.claim else "-"

    @admin.display(description="not read")
    def not_read(self, check):
        return ", ".join(dict.fromkeys(fault.partition(" ")[0] for fault in check.faults)) or "-"

    @admin.display(description="not read")
    def unread(self, check):
        return format_html_join("", "{}<br>", ((fault,) for fault in check.faults)) or "-"

    @admin.display(description="address")
    def at_address(self, check):
        return _outward(check.url) if check.url else "-"

    @admin.display(description="publisher")
    def by_publisher(self, check):
        if check.publisher is None:
            return "-"
        page = reverse("admin:claimsdb_source_change", args=[check.publisher_id])
        proposed = "" if check.publisher.state == SourceState.CONFIRMED else ": proposed, readers see it once confirmed"
        return format_html('<a href="{}">{}</a>{}', page, check.publisher, proposed)

    @admin.display(description="made at")
    def appeared(self, check):
        return format_html_join("", "{}<br>", ((_outward(each),) for each in check.record.appearances)) or "-"

    @admin.display(description="claimed by")
    def claimants(self, check):
        return ", ".join(check.record.claimants) or "-"

    @admin.display(description="state")
    def state(self, check):
        if check.is_rejected:
            return "rejected: it belongs at no claim here"
        if check.assessment:
            page = reverse("admin:claimsdb_assessment_change", args=[check.assessment_id])
            since = " (the publisher says something else by now)" if check.is_changed else ""
            made = format_html('<a href="{}">this assessment</a>{}', page, since)
            return format_html("attached, by {}, to {}", made, claim_link(check.claim))
        if check.claim:
            return format_html("to place; {}: {}", RULES.get(check.rule, "it was at"), claim_link(check.claim))
        return "to place"

    @admin.display(description="object")
    def as_found(self, check):
        return format_html(
            '<details><summary>JSON</summary><pre class="found">{}</pre></details>',
            json.dumps(check.found, indent=2, ensure_ascii=False),
        )


def _outward(address: str) -> SafeString:
    return format_html('<a href="{0}" rel="noreferrer">{0}</a>', address)


def _placing(check: ExternalCheck) -> dict[str, Any]:
    """What the page needs where the check is to be placed."""
    likely = external_checks.likely_conclusion(check.record)
    return {
        "candidates": external_checks.candidates(check.record, certain=check.claim),
        "articles": articles_at(check.record.appearances),
        "conclusions": [(value, label, value == likely) for value, label in field_choices(Conclusion)],
    }
