"""Admin of decisions, for reading only: they are taken on the claim's page and kept for good."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from claimsdb.admin.list_filters import YesNoListFilter
from claimsdb.admin.marking import claim_url, status_badge
from claimsdb.models import Decision


class TogetherListFilter(YesNoListFilter):
    """Many at once, or an amendment with its accepting. A batch's own page links here with its name."""

    title = "taken together"
    parameter_name = "together"

    def yes(self, decisions):
        return decisions.exclude(batch="")

    def no(self, decisions):
        return decisions.filter(batch="")


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    list_display = ["decided_at", "verb", "on_claim", "moved", "reason", "decided_by", "together", "note"]
    list_display_links = ["decided_at"]
    list_filter = ["verb", "reason", "decided_at", "who", TogetherListFilter]
    list_select_related = ["claim", "who"]
    list_per_page = 50
    search_fields = ["claim__key", "claim__text", "note"]
    search_help_text = "the claim's key or wording, or the note"
    show_full_result_count = False
    ordering = ["-decided_at", "-pk"]
    fields = ["on_claim", "verb", "moved", "decided_at", "who", "reason", "note", "together", "version", "undoes"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).defer("claim__found")

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
