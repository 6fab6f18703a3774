"""Where claims were reported: sources, their articles, and what the articles came out of."""

import hashlib
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact
from simple_history.models import HistoricalRecords

from claimsdb.choices import (
    ArticleState,
    DerivationKind,
    PublishedBasis,
    Reliability,
    SourceKind,
    SourceState,
    Texts,
    field_choices,
)
from claimsdb.models.countries import CountryField
from claimsdb.models.languages import LanguageField
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet, check_not_merged, check_not_reserved
from claimsdb.models.spans import SpanModel, clean_span, span_constraints
from claimsdb.models.texts import AddressField, DomainField, LineField
from claimsdb.models.visibility import visibility_of
from claimsdb.reading import cuts


def sha256(text: str) -> str:
    """The hexadecimal digest by which a text is known: two files with the same words are one article."""
    return hashlib.sha256(text.encode()).hexdigest()


def country_constraint(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_country_is_iso",
        condition=Q(country="") | (Q(Exact(Length("country"), 2)) & Q(country=Upper("country"))),
        violation_error_message="A country is two capital letters of ISO 3166-1, such as KP.",
    )


class SourceQuerySet(NaturalKeyQuerySet):
    def confirmed(self):
        return self.filter(state=SourceState.CONFIRMED)

    def visible_to(self, user):
        return self.within(visibility_of(user))

    def within(self, visibility):
        return self if visibility.is_all else self.confirmed()

    def with_editions(self):
        """These, and the confirmed ones that are editions of them, or of their editions."""
        found = new = set(self.values_list("pk", flat=True))
        while new:
            below = Source.objects.confirmed().filter(parent__in=new)
            new = set(below.values_list("pk", flat=True)) - found
            found = found | new
        return Source.objects.filter(pk__in=found)

    def merged_from(self, name, *, domain=""):
        """Into which another of this slug, name or domain was merged."""
        was = Q(merged__slug__iexact=name) | Q(merged__name__iexact=name)
        return self.filter(was | Q(merged__domain=domain) if domain else was).distinct()


class Source(NaturalKeyModel):
    """A publisher. `reliability` is on the Admiralty scale, F until somebody has judged it. Claims have no source as
    long as theirs is only proposed."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(max_length=100, unique=True)
    name = LineField(max_length=200)
    domain = DomainField(max_length=253, blank=True)
    kind = models.CharField(max_length=20, choices=field_choices(SourceKind), default=SourceKind.UNKNOWN)
    country = CountryField()
    reliability = models.CharField(max_length=1, choices=field_choices(Reliability), default=Reliability.F)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="editions",
        help_text="the publisher of which this is an edition",
    )  # fmt: skip
    state = models.CharField(
        max_length=20, choices=field_choices(SourceState), default=SourceState.CONFIRMED,
        help_text="proposed by an article until an editor confirms it; readers see confirmed ones alone",
    )  # fmt: skip
    texts = models.CharField(
        max_length=20, choices=field_choices(Texts), blank=True,
        help_text="what readers get of its articles; empty as the setting CLAIMSDB_PUBLIC_TEXTS has it",
    )  # fmt: skip

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        constraints = [
            country_constraint("source"),
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="source_domain_unique"),
            models.CheckConstraint(
                name="source_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="A source is not an edition of itself.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        check_not_reserved(self.slug)
        check_not_merged(self, "slug", "domain")


class ArticleQuerySet(NaturalKeyQuerySet):
    def known(self, text: str):
        """The article with exactly this text, or None."""
        return self.filter(text_sha256=sha256(text)).first()

    def visible_to(self, user):
        return self.within(visibility_of(user))

    def within(self, visibility):
        return self if visibility.is_all else self.filter(state=ArticleState.PUBLIC)

    def that_may_be_before(self, day):
        """Those of which nobody knows whether they were published before this day."""
        begins_before = Q(published_from__lt=day) | Q(published_from__isnull=True)
        return self.filter(begins_before, published_on__isnull=True, published_to__gte=day)

    def with_closed_text(self):
        """Those of which readers get the quotes alone; None where there can be none, without a look at the articles."""
        if settings.CLAIMSDB_PUBLIC_TEXTS != Texts.FULL:
            return self.exclude(source__texts=Texts.FULL)
        closed = list(Source.objects.filter(texts=Texts.QUOTES).values_list("pk", flat=True))
        return self.filter(source__in=closed) if closed else None

    def set_state_quietly(self, state):
        """For drafts and public articles of which no editor has said what they are: neither holds claims back, so that
        the read model need not be told."""
        return models.QuerySet.update(self, state=state)


NO_DAYS = Q(published_from__isnull=True, published_to__isnull=True)
IS_NO_DAY = Q(published_from__isnull=True) | Q(published_to__isnull=True) | Q(published_to__gt=F("published_from"))
IS_THAT_DAY = Q(
    published_from__isnull=False, published_to__isnull=False,
    published_from=F("published_on"), published_to=F("published_on"),
)  # fmt: skip


class Article(NaturalKeyModel):
    """One article as found. A corrected text is a new row that `wasRevisionOf` the old one.

    It was published between two days, either of which may be unknown; `published_on` is the day where they are one.
    """

    DAYS = ("published_on", "published_from", "published_to")

    NATURAL_KEY = ("text_sha256",)

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    title = models.TextField()
    byline = models.CharField(max_length=300, blank=True)
    url = AddressField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    text = models.TextField(help_text="as found; never edited")
    text_sha256 = models.CharField(max_length=64, unique=True)
    language = LanguageField()
    published_on = models.DateField(null=True, blank=True, help_text="empty where only an interval is known")
    published_from = models.DateField(null=True, blank=True, help_text="not before this day")
    published_to = models.DateField(null=True, blank=True, help_text="by this day")
    published_basis = models.CharField(
        max_length=20, choices=field_choices(PublishedBasis), default=PublishedBasis.UNKNOWN,
        help_text="where the date comes from",
    )  # fmt: skip
    state = models.CharField(
        max_length=20, choices=field_choices(ArticleState), default=ArticleState.DRAFT,
        help_text="readers see public ones, and are told of withdrawn ones that they are gone",
    )  # fmt: skip
    state_by_editor = models.BooleanField(
        default=False, help_text="whether an editor has set the state; else it is public with its first public claim"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["text"])

    class Meta:
        ordering = ["file_name", "text_sha256"]
        indexes = [
            models.Index(fields=["published_from"], name="article_published_from"),
            models.Index(fields=["published_to"], name="article_published_to"),
            models.Index(fields=["language"], name="article_language"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_has_text", condition=~Q(text=""), violation_error_message="An article has a text."
            ),
            models.CheckConstraint(
                name="article_sha256_whole",
                condition=Q(Exact(Length("text_sha256"), 64)),
                violation_error_message="text_sha256 is 64 hexadecimal digits.",
            ),
            models.CheckConstraint(
                name="article_date_has_basis",
                condition=(NO_DAYS & Q(published_basis=PublishedBasis.UNKNOWN))
                | (~NO_DAYS & ~Q(published_basis=PublishedBasis.UNKNOWN)),
                violation_error_message="A date of publication says where it comes from; no date, no basis.",
            ),
            models.CheckConstraint(
                name="article_day_is_interval",
                condition=(Q(published_on__isnull=True) & IS_NO_DAY) | Q(IS_THAT_DAY, published_on__isnull=False),
                violation_error_message="A day of publication is an interval of that day, and such an interval a day.",
            ),
            models.CheckConstraint(
                name="article_published_ordered",
                condition=Q(published_from__isnull=True)
                | Q(published_to__isnull=True)
                | Q(published_to__gte=F("published_from")),
                violation_error_message="The interval of publication ends before it starts.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def when(self) -> str:
        """When it was published, for people to read."""
        return self.in_words(self.published_on, self.published_from, self.published_to)

    @staticmethod
    def in_words(day: date | None, first: date | None, last: date | None) -> str:
        """A day, or between which days something was; empty where that is not known."""
        if day:
            return day.isoformat()
        if first and last:
            return f"{first} to {last}"
        if first:
            return f"from {first} on"
        return f"by {last}" if last else ""

    @staticmethod
    def published(first: date | None, last: date | None) -> dict[str, date | None]:
        """The columns of an article that was published between these days, or on that day if they are one."""
        return {"published_on": first if first == last else None, "published_from": first, "published_to": last}

    @property
    def confirmed_source(self) -> Source | None:
        return self.source if self.source and self.source.state == SourceState.CONFIRMED else None

    @property
    def is_held(self) -> bool:
        """Whether readers see none of its claims, whatever their status: withdrawn, or kept a draft by an editor. Any
        other draft has no public claim, as it is public with the first."""
        return self.state == ArticleState.WITHDRAWN or (self.state == ArticleState.DRAFT and self.state_by_editor)

    @property
    def has_public_text(self) -> bool:
        """Whether readers get the text, and not the quotes of its claims alone."""
        texts = (self.source.texts if self.source else "") or settings.CLAIMSDB_PUBLIC_TEXTS
        return texts == Texts.FULL

    def clean(self):
        if self.text_sha256 != sha256(self.text):
            raise ValidationError({"text": "A text is never edited: enter a corrected one as a new article."})


class DerivationQuerySet(NaturalKeyQuerySet):
    def revisions(self):
        return self.filter(kind=DerivationKind.REVISION, original__isnull=False)

    def visible_to(self, user):
        """Without those that would say nothing but that there is an article which the user may not know."""
        if visibility_of(user).is_all:
            return self
        public = Q(original__isnull=True) | Q(original__state=ArticleState.PUBLIC) | ~Q(as_written="")
        return self.filter(public, proposed=False)


class Derivation(NaturalKeyModel, SpanModel):
    """That an article came out of another work, as it says itself: "Via: Eurasian Times"; or as its address does, or
    whoever sent it, without words of the article."""

    NATURAL_KEY = ("article__text_sha256", "kind", "as_written")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="derivations")
    kind = models.CharField(max_length=20, choices=field_choices(DerivationKind))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="derived")
    original = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="derived")
    url = AddressField(max_length=2000, blank=True)
    as_written = models.TextField(blank=True, help_text="the article's own words for it")
    proposed = models.BooleanField(default=False, help_text="by the machine; for editors alone until one confirms it")

    objects = DerivationQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start"]
        constraints = [
            *span_constraints("derivation", "as_written"),
            models.UniqueConstraint(fields=["article", "kind", "as_written"], name="derivation_unique"),
            models.CheckConstraint(
                name="derivation_has_one_target",
                condition=Q(source__isnull=False, original__isnull=True, url="")
                | Q(source__isnull=True, original__isnull=False, url="")
                | (Q(source__isnull=True, original__isnull=True) & ~Q(url="")),
                violation_error_message="Name one origin: a source, an article or an address.",
            ),
            models.CheckConstraint(
                name="derivation_not_from_itself",
                condition=Q(original__isnull=True) | ~Q(original=F("article")),
                violation_error_message="An article does not come out of itself.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.source or self.original or self.url}"

    def clean(self):
        if self.has_span:
            text = self.article.text
            clean_span(text=text, start=self.start, end=self.end, words=self.as_written, field="as_written")


class ExtractionCut(models.Model):
    """That claims were not looked for to the end of an article, as a limit was reached. Of this installation alone, in
    no fixture, and for editors."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="extraction_cut")
    at = models.PositiveIntegerField(help_text="the code point up to which they were")
    reason = models.CharField(max_length=200, help_text="which limit, and the setting that has it")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return cuts.in_words(self.at, self.reason)

    @classmethod
    def note(cls, article, cut):
        """What is so now: `cut` as an extractor has it, None where claims were looked for to the end."""
        if cut:
            cls.objects.update_or_create(article=article, defaults={"at": cut.at, "reason": cut.reason})
        else:
            cls.objects.filter(article=article).delete()


class RefusedDerivation(models.Model):
    """That an editor has refused that an article came out of another, as the machine had proposed: it is not proposed
    again, whichever of them came first. Local to this installation, in no fixture, and for editors alone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="refused_derivations")
    original = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "original"], name="refusedderivation_once")]

    def __str__(self):
        return f"not out of {self.original}"
