"""Fact checks of others, as their ClaimReviews say it: found in a file, and to be placed at a claim by an editor. Seen
by editors and readers with an account alone; once one is attached, anybody sees it as an assessment."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from claimsdb.choices import MatchRule, field_choices
from claimsdb.models.articles import Source
from claimsdb.models.assessments import ADDRESS_LENGTH, Assessment
from claimsdb.models.claims import Claim
from claimsdb.models.texts import AddressField, NoteField
from claimsdb.reading.claim_reviews import ReviewRecord, read_review

ATTACHED = Q(assessment__isnull=False)


class ExternalCheckQuerySet(models.QuerySet):
    def to_place(self):
        """Those that wait for an editor."""
        return self.exclude(ATTACHED).filter(is_rejected=False)

    def attached(self):
        return self.filter(ATTACHED)


class ExternalCheck(models.Model):
    """What one ClaimReview says. `claim` is the one that it is about for certain, by `rule`, or to which an editor has
    attached it, with an `assessment` then; without either it is to be placed, or rejected."""

    identity = models.CharField(max_length=64, unique=True, editable=False, help_text="by what it is known again")
    found = models.JSONField(help_text="as it was found")
    found_in = models.CharField(max_length=500, help_text="in which file, and where")
    faults = models.JSONField(default=list, blank=True, help_text="what of it could not be read, and why")
    wording = models.TextField(blank=True, help_text="the claim as it was reviewed")
    url = AddressField(max_length=ADDRESS_LENGTH, blank=True)
    label = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    publisher = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="external_checks"
    )

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="external_checks")
    rule = models.CharField(max_length=30, choices=field_choices(MatchRule), blank=True)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="external_check"
    )
    wrote_assessment = models.BooleanField(default=False, help_text="whether attaching it wrote the assessment")
    is_changed = models.BooleanField(default=False, help_text="whether it says something else since it was attached")
    is_rejected = models.BooleanField(default=False)
    note = NoteField(blank=True)

    version = models.PositiveIntegerField(default=1, help_text="rises with every write")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ExternalCheckQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "external fact check"
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"], name="external_check_to_place", condition=Q(assessment__isnull=True, is_rejected=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="external_check_attached_to_claim",
                condition=Q(assessment__isnull=True) | Q(claim__isnull=False, is_rejected=False),
                violation_error_message="What is attached is so to a claim, and not rejected.",
            ),
            models.CheckConstraint(
                name="external_check_rule_names_claim",
                condition=Q(rule="") | Q(claim__isnull=False),
                violation_error_message="A rule says which claim it is.",
            ),
            models.CheckConstraint(
                name="external_check_version_counts_from_1",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    def __str__(self):
        return self.wording or self.url or f"without words, in {self.found_in}"

    @cached_property
    def record(self) -> ReviewRecord:
        """All that it says."""
        return read_review(self.found)
