"""Admin of decisions, for reading only: they are taken on the claim's page and kept for good."""

from django.contrib import admin
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from claimsdb.admin.list_filters import YesNoListFilter
from claimsdb.admin.marking import claim_url, status_badge
from claimsdb.models import Decision
from claimsdb.review import REVIEW_PERMISSION


class TogetherListFilter(YesNoListFilter):
    """Many at once, or an amendment with its accepting. A batch's own page links here with its name."""

    title = "taken together"
    parameter_name = "together"

    def yes(self, decisions):
        return decisions.exclude(batch="")

    def no(self, decisions):
        return decisions.filter(batch="")


def _may_review(request):
    return request.user.has_perm(REVIEW_PERMISSION)


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    list_display = ["decided_at", "verb", "on_claim", "moved", "reason", "decided_by", "together", "for_readers"]
    list_display_links = ["decided_at"]
    list_filter = ["verb", "reason", "decided_at", "who", TogetherListFilter]
    list_select_related = ["claim", "who"]
    list_per_page = 50
    search_fields = ["claim__key", "claim__text", "public_note"]
    search_help_text = "the claim's key or wording, or a note"
    show_full_result_count = False
    ordering = ["-decided_at", "-pk"]
    fields = [
        "on_claim",
        "verb",
        "moved",
        "decided_at",
        "who",
        "reason",
        "for_readers",
        "together",
        "version",
        "undoes",
    ]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).defer("claim__found")

    # --- notes are for those who may review --------------------------------------------------------------------

    def get_list_display(self, request):
        return [*self.list_display, *self._notes(request, "for_editors")]

    def get_fields(self, request, obj=None):
        return [*self.fields, *self._notes(request, "for_editors")]

    def get_search_fields(self, request):
        return [*self.search_fields, *self._notes(request, "note")]

    def lookup_allowed(self, lookup, value, request):
        """Nobody finds out by a filter in the address what they are not shown."""
        is_of_note = lookup.partition(LOOKUP_SEP)[0] == "note"
        return super().lookup_allowed(lookup, value, request) and (not is_of_note or _may_review(request))

    def _notes(self, request, name):
        return [name] if _may_review(request) else []

    @admin.display(description="note, for editors", empty_value="")
    def for_editors(self, decision):
        return decision.note

    @admin.display(description="note for readers", empty_value="")
    def for_readers(self, decision):
        return decision.public_note

    # ------------------------------------------------------------------------------------------------------------

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="claim")
    def on_claim(self, decision):
        return format_html('<a href="{}">{}</a>', claim_url(decision.claim), Truncator(decision.claim.text).chars(90))

    @admin.display(description="status")
    def moved(self, decision):
        to = status_badge(decision.to_status, decision.get_to_status_display())
        if decision.from_status in ("", decision.to_status):
            return to
        return format_html("{} → {}", status_badge(decision.from_status, decision.get_from_status_display()), to)

    @admin.display(description="who", ordering="who", empty_value="came with the data")
    def decided_by(self, decision):
        return decision.who

    @admin.display(description="together", ordering="batch", empty_value="")
    def together(self, decision):
        page = decision.batch and reverse("desk-batch", args=[decision.batch])
        return page and format_html('<a href="{}">{}</a>', page, decision.batch)
