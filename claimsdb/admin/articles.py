"""Admin of sources and articles. A text is read here, with its claims marked in it, and never edited."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from claimsdb.actors import did_you_mean, find_source
from claimsdb.admin.derivations import ProposedDerivations
from claimsdb.admin.forms import PLAIN_INPUTS
from claimsdb.admin.marking import marked_text
from claimsdb.admin.merging import TARGETS, Merging
from claimsdb.admin.new_articles.page import NewArticlesPage
from claimsdb.admin.publishing import WORDS, Publishing, publishing_action
from claimsdb.admin.recorded import RecordedAdmin
from claimsdb.choices import SourceState, Status, field_choices
from claimsdb.curation import merge_sources, preview_of_sources, sources
from claimsdb.models import Article, Claim, Derivation, Source, check_wording
from claimsdb.review import publication


class SourceForm(forms.ModelForm):
    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and (fault := sources.fault_of_parent(self.instance, parent)):
            raise ValidationError(fault)
        return parent

    def clean_domain(self):
        domain = self.cleaned_data["domain"]
        fault = sources.fault_of_domain(domain) if domain and "domain" in self.changed_data else ""
        if fault:
            raise ValidationError(fault)
        return domain


@admin.register(Source)
class SourceAdmin(Merging, RecordedAdmin):
    form = SourceForm
    rules, called = sources, "slug, domain or name of the other one"
    merge, preview = staticmethod(merge_sources), staticmethod(preview_of_sources)
    find = staticmethod(partial(find_source, among=Source.objects.all()))
    list_display = ["name", "state", "kind", "country", "domain", "reliability", "parent"]
    list_filter = ["state", "texts", "kind", "reliability", "country"]
    list_select_related = ["parent"]
    list_per_page = 100
    search_fields = ["name", "slug", "domain"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["confirm"]

    def get_readonly_fields(self, request, obj=None):
        return ["may_be"] if obj and obj.state == SourceState.PROPOSED else []

    def likely(self, source):
        first = did_you_mean(source)
        others = Source.objects.exclude(pk__in=[each.pk for each in (source, *first)]).order_by("slug")
        return [*first, *others[: TARGETS - len(first)]]

    @admin.action(description="Confirm: readers see them", permissions=["change"])
    def confirm(self, request, sources):
        confirmed = publication.confirm_sources(list(sources.values_list("slug", flat=True)), by=request.user)
        self.message_user(request, f"{confirmed} sources confirmed.")

    @admin.display(description="Did you mean")
    def may_be(self, source):
        """Known sources that a proposed one may be, written otherwise."""
        likely = (
            (reverse("admin:claimsdb_source_change", args=[each.pk]), each.name, each.slug)
            for each in did_you_mean(source)
        )
        return format_html_join(", ", '<a href="{}">{}</a> ({})', likely) or "-"


class ArticleForm(forms.ModelForm):
    """What is typed anew is checked; what was found with the article may be as it is."""

    def clean(self):
        values = super().clean()
        for name in ("title", "byline"):
            if name in self.changed_data and name in values:
                try:
                    check_wording(values[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return values if self.errors else values | self._days(values)

    def _days(self, values):
        """A day of publication, or an interval: whichever is typed, the other follows."""
        if not {*Article.DAYS} <= values.keys():
            return {}
        day, first, last = (values[name] for name in Article.DAYS)
        typed = {*self.changed_data}
        if "published_on" not in typed:
            return Article.published(first, last)
        if typed & {"published_from", "published_to"} and not first == last == day:
            self.add_error("published_on", "Is one day, and the interval is another: change one of them.")
        return Article.published(day, day)


class DerivationInline(admin.StackedInline):
    model = Derivation
    fk_name = "article"
    fields = ["kind", "as_written", ("source", "original"), "url"]
    autocomplete_fields = ["source", "original"]
    formfield_overrides = PLAIN_INPUTS
    extra = 0

    def get_queryset(self, request):
        """Proposed ones have buttons of their own."""
        return super().get_queryset(request).filter(proposed=False)


def claims_of_article(status: Status) -> Coalesce:
    """How many claims of an article have the status; counted for the rows of a page alone, unlike a join."""
    claims = Claim.objects.order_by().filter(article=OuterRef("pk"), status=status).values("article")
    return Coalesce(Subquery(claims.values(number=Count("pk"))), 0)


@admin.register(Article)
class ArticleAdmin(NewArticlesPage, Publishing, ProposedDerivations, RecordedAdmin):
    form = ArticleForm
    list_display = ["title", "state", "file_name", "published", "source", "claims_by_status"]
    list_filter = ["state", "published_to", "language", ("source", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["source"]
    list_per_page = 50
    search_fields = ["title", "file_name", "byline"]
    show_full_result_count = False
    autocomplete_fields = ["source"]
    formfield_overrides = PLAIN_INPUTS
    inlines = [DerivationInline]
    actions = [publishing_action(word) for word in WORDS.values()]
    fields = [
        "text_with_claims",
        "title",
        ("source", "byline"),
        (*Article.DAYS, "published_basis"),
        "language",
        "url",
        ("file_name", "created_at"),
        "text_sha256",
    ]
    readonly_fields = ["cut", "text_with_claims", "file_name", "created_at", "text_sha256"]

    def get_fields(self, request, obj=None):
        return ["cut", *self.fields] if obj and self.cut(obj) else self.fields

    @admin.display(description="not read to its end")
    def cut(self, article):
        return getattr(article, "extraction_cut", "")

    def get_queryset(self, request):
        counts = {status.value: claims_of_article(status) for status in Status}
        return super().get_queryset(request).select_related("extraction_cut").defer("text").annotate(**counts)

    @admin.display(description="published", ordering="published_to")
    def published(self, article):
        return article.when or "-"

    @admin.display(description="claims")
    def claims_by_status(self, article):
        page = reverse("admin:claimsdb_claim_changelist")
        counts = [(status, label, getattr(article, status)) for status, label in field_choices(Status)]
        return format_html_join(
            " ",
            '<a class="badge status-{}" href="{}?article={}&status={}">{} {}</a>',
            ((status, page, article.pk, status, count, label) for status, label, count in counts if count),
        )

    @admin.display(description="text")
    def text_with_claims(self, article):
        return format_html(
            '<div class="article-text">{}</div>', marked_text(article.text, article.claims.defer("found"))
        )
