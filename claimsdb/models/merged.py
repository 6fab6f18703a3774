"""Actors and sources that were merged into another: what they went by, which goes on leading there.

Local to this installation, and in no fixture.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

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
