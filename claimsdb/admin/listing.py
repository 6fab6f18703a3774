"""Change list of claims: what waits comes first, in reading order."""

from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime

from claimsdb.admin import list_filters, provenance_filters
from claimsdb.admin.marking import ANCHOR, badge
from claimsdb.choices import Role, Status, Voice
from claimsdb.index.search import MeaninglessQuery, matching_claims, understood
from claimsdb.models import CERTAINTY, indexed_statuses


class ClaimChangeList(ChangeList):
    """Rows with their parts, each linked to its place in the text."""

    def get_queryset(self, request, *args, **kwargs):
        return super().get_queryset(request, *args, **kwargs).with_rows()

    def url_for_result(self, result):
        return f"{super().url_for_result(result)}#{ANCHOR}"


class ClaimColumns(admin.ModelAdmin):
    """The list's columns, filters and search. The order is that of reading, within a column that sorts as well."""

    list_display = ["state", "wording", "speakers", "figures", "stance", "in_article", "sure", "updated"]
    list_display_links = ["wording"]
    ordering = ["article", "start", "end", "key"]
    list_filter = [
        list_filters.StatusListFilter,
        list_filters.ArticleListFilter,
        list_filters.ActorListFilter,
        provenance_filters.ClaimantListFilter,
        provenance_filters.SourceListFilter,
        provenance_filters.PublishedListFilter,
        list_filters.TopicListFilter,
        list_filters.RuleListFilter,
        list_filters.CertaintyListFilter,
        list_filters.FiguresListFilter,
        list_filters.HedgedListFilter,
        "stance",
        "voice",
        provenance_filters.MineListFilter,
    ]
    list_per_page = 50
    search_fields = ["article__title", "=key"]
    search_help_text = "words of the claim, its speakers, the article's title or the key"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request, **kwargs):
        return ClaimChangeList

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        with suppress(MeaninglessQuery):
            found |= queryset.filter(pk__in=matching_claims(understood(search_term), indexed_statuses(Status)))
        return found, may_repeat

    @admin.display(description="status", ordering="status")
    def state(self, claim):
        return badge(claim)

    @admin.display(description="claim", ordering="text")
    def wording(self, claim):
        return format_html('<span title="{}">{}</span>', claim.quote, Truncator(claim.text).chars(140))

    @admin.display(description="said by")
    def speakers(self, claim):
        """Who says it; who passes it on where nobody is named."""
        if claimants := claim.who_is(Role.CLAIMANT):
            return claimants
        relayers = claim.who_is(Role.RELAYER)
        return f"via {relayers}" if relayers else "the article" if claim.voice == Voice.ARTICLE else None

    @admin.display
    def figures(self, claim):
        return ", ".join(str(quantity) for quantity in claim.quantities.all()) or None

    @admin.display(description="article", ordering="article__title")
    def in_article(self, claim):
        page = reverse("admin:claimsdb_article_change", args=[claim.article_id])
        title = Truncator(claim.article.title).chars(40)
        return format_html('<a href="{}" title="{}">{}</a>', page, claim.article.file_name, title)

    @admin.display(description="sure", ordering=CERTAINTY.asc(nulls_last=True))
    def sure(self, claim):
        return None if claim.certainty is None else f"{claim.certainty:.2f}"

    @admin.display(ordering="updated_at")
    def updated(self, claim):
        return date_format(localtime(claim.updated_at), "j M Y, H:i")
