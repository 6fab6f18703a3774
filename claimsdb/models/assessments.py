"""Whether a claim is true, as fact-checkers judge it: their assessments, and the evidence for them.

That a claim is accepted says nothing of this. An assessment without a day of publication is a draft, and one whose day
is to come is seen by nobody else before.
"""

import base64
import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from claimsdb.choices import Bearing, Conclusion, SourceState, field_choices
from claimsdb.models.articles import Article, Source
from claimsdb.models.claims import KEY_LENGTH, Claim
from claimsdb.models.languages import LanguageField
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from claimsdb.models.texts import AddressField, LineField, ProseField, check_prose_of
from claimsdb.models.visibility import sees_all_claims
from claimsdb.reading import FIRST_PRINTED

ADDRESS_LENGTH = 600  # characters: of four bytes each they fit into an index of PostgreSQL

NO_RATING = Q(rating_value__isnull=True, best_rating__isnull=True, worst_rating__isnull=True)
WHOLE_RATING = Q(rating_value__isnull=False, best_rating__isnull=False, worst_rating__isnull=False)


def assessment_key() -> str:
    """A new public name: by chance, as all that is written in an assessment may be corrected."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


class AssessmentQuerySet(NaturalKeyQuerySet):
    def published(self):
        """Those whose day has come, of publishers that are confirmed."""
        return self.filter(published_on__lte=timezone.localdate(), publisher__state=SourceState.CONFIRMED)

    def deleted(self, **place):
        """Of one that is deleted, what is kept."""
        return Assessment.history.filter(history_type="-", **place)

    def visible_to(self, user):
        """Those that `user` may know of: anyone knows the published ones of claims that they see."""
        if sees_all_claims(user):
            return self
        # Each assessment asks for its own claim, so that no plan goes through the claims.
        claim = Claim.objects.visible_to(user).filter(pk=OuterRef("claim"))
        return self.published().filter(models.Exists(claim))


class Assessment(NaturalKeyModel):
    """What one publisher found of one claim. `label` is the publisher's own word, `normalized` ours for it; the rating,
    where there is one, is a place on the publisher's scale."""

    NATURAL_KEY = ("key",)

    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="assessments")
    title = LineField(max_length=500, blank=True)
    url = AddressField(max_length=ADDRESS_LENGTH, blank=True, help_text="where it can be read")
    language = LanguageField()
    label = LineField(max_length=200, help_text='in the publisher\'s own words: "Mostly false"')
    normalized = models.CharField(max_length=20, choices=field_choices(Conclusion))
    rating_value = models.FloatField(null=True, blank=True)
    worst_rating = models.FloatField(null=True, blank=True)
    best_rating = models.FloatField(null=True, blank=True)
    rationale = ProseField(blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="empty for a draft; readers see it from this day on"
    )

    version = models.PositiveIntegerField(default=1, help_text="rises with every write")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssessmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["claim_id", "published_on", "key"]
        indexes = [models.Index(fields=["published_on"], name="assessment_published")]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "url"],
                condition=~Q(url=""),
                name="assessment_once_at_an_address",
                violation_error_message="This claim has an assessment with this address already.",
            ),
            models.CheckConstraint(
                name="assessment_has_label",
                condition=~Q(label=""),
                violation_error_message="An assessment has a label.",
            ),
            models.CheckConstraint(
                name="assessment_published_has_address",
                condition=Q(published_on__isnull=True) | ~Q(url=""),
                violation_error_message="A published assessment says where it can be read.",
            ),
            models.CheckConstraint(
                name="assessment_rating_whole",
                condition=NO_RATING | WHOLE_RATING,
                violation_error_message="A rating has a value, the worst and the best of its scale, or none of them.",
            ),
            models.CheckConstraint(
                name="assessment_rating_on_scale",
                condition=Q(rating_value__isnull=True)
                | Q(rating_value__gte=F("worst_rating"), rating_value__lte=F("best_rating")),
                violation_error_message="A rating lies between the worst and the best of its scale.",
            ),
            models.CheckConstraint(
                name="assessment_scale_ordered",
                condition=Q(rating_value__isnull=True) | Q(worst_rating__lt=F("best_rating")),
                violation_error_message="The best of a scale is above its worst.",
            ),
            models.CheckConstraint(
                name="assessment_version_counts_from_1",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.label}"

    def clean(self):
        if self.published_on and self.published_on < FIRST_PRINTED:
            raise ValidationError({"published_on": f"{self.published_on} is before there were newspapers."})


class Evidence(NaturalKeyModel):
    """What an assessment goes by: an article held here, or what is at an address."""

    NATURAL_KEY = ("assessment__key", "order")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    order = models.PositiveSmallIntegerField(default=0)
    bearing = models.CharField(max_length=20, choices=field_choices(Bearing), help_text="what it does to the claim")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    url = AddressField(max_length=2000, blank=True)
    as_written = models.TextField(blank=True, help_text="its own words")
    note = ProseField(blank=True)

    objects = NaturalKeyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment_id", "order"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "order"], name="evidence_order_unique"),
            models.CheckConstraint(
                name="evidence_is_somewhere",
                condition=Q(article__isnull=False) | ~Q(url=""),
                violation_error_message="Evidence is an article, or has an address.",
            ),
        ]

    def __str__(self):
        return f"{self.get_bearing_display()}: {self.article or self.url}"

    def clean(self):
        if self.article and self.url:
            message = f"The evidence is the article {self.article_id} already: leave one of them out."
            raise ValidationError({"url": message})
        if self.article and self.as_written not in self.article.text:
            raise ValidationError({"as_written": "The article has not these words."})
        if not self.article:
            check_prose_of(self, "as_written")
