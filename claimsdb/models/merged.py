"""Actors and sources that were merged into another: what they went by, which goes on leading there, and what a merge
has moved, by which it is taken back.

Local to this installation, and in no fixture.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from claimsdb.choices import MergedKind, field_choices
from claimsdb.models.actors import Actor
from claimsdb.models.articles import Source
from claimsdb.models.texts import DomainField


class MergedActor(models.Model):
    """An actor that is part of another now. `was` is the id that it had, by which older versions of claims name it."""

    slug = models.SlugField(max_length=100, unique=True)
    was = models.BigIntegerField(unique=True)
    into = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="merged")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(Upper("slug"), name="mergedactor_slug_any_case")]

    def __str__(self):
        return self.slug


class MergedSource(models.Model):
    """A source that is part of another now."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    domain = DomainField(max_length=253, blank=True)
    into = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="merged")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="mergedsource_domain_unique"),
        ]

    def __str__(self):
        return self.slug


class Merge(models.Model):
    """One merge on record, with all that it moved. `was` and `into` are ids, of which either may be gone since."""

    kind = models.CharField(max_length=10, choices=field_choices(MergedKind))
    was = models.BigIntegerField()
    slug = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    into = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    moved = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="ids of what came to the other one, and the columns of what went"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "into"], name="merge_by_other")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "was"], condition=Q(undone_at__isnull=True), name="merge_one_in_force"
            ),
            models.CheckConstraint(
                name="merge_undone_by_somebody_at_a_moment",
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                violation_error_message="Who took a merge back did so at some moment.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.slug})"
