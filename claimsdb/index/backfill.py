"""Fills the read model after an upgrade: all of it from a version that had none, or what its rows did not say yet."""

import sys
from typing import IO, Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from claimsdb.db.missing_migrations import missing_migrations
from claimsdb.db.sql import ids_param
from claimsdb.index import bulk, changes, consistency, row_changes
from claimsdb.index.consistency import BATCH
from claimsdb.models import Change, Claim, Entry, Part


@receiver(post_migrate)
def fill(sender: AppConfig, *, using: str, verbosity: int, stdout: IO[str] = sys.stdout, **kwargs: Any) -> None:
    """After `migrate`."""
    if sender.label != "claimsdb" or using != DEFAULT_DB_ALIAS or not is_migrated():
        return
    if _is_missing():
        _say("Filling the lists of claims, which are empty", stdout, verbosity=verbosity)
        _fill_all()
    elif _next_without_officials():
        _say("Looking who speaks officially in the claims there are", stdout, verbosity=verbosity)
        _fill_officials()
    if any(row_changes.unrecorded(kind, limit=1) for kind in row_changes.ROWS):
        _say("Recording actors, sources, articles and assessments, which may be followed", stdout, verbosity=verbosity)
        _record_rows()


def _say(what: str, stdout: IO[str], *, verbosity: int) -> None:
    if verbosity:
        stdout.write(f"  {what}\n")


def _fill_all() -> None:
    """All of it, or nothing that a later run would take for the whole."""
    with transaction.atomic():
        bulk.refresh_in_batches(consistency.batches())
        changes.record(consistency.batches())


def _fill_officials() -> None:
    """Some claims at a time: a run that is cut off goes on where it was, and writers wait for no more than these. Only
    those that are shown otherwise for it have changed: in which an official speaks after one who is none."""
    after = 0
    while claims := _next_without_officials(after):
        with transaction.atomic():
            bulk.refresh_in_batches([claims])
            changes.record([[*_distinct_claims(Part.objects.filter(SECOND_PART, claim__in=ids_param(claims)))]])
        after = claims[-1]


def _record_rows() -> None:
    """Some rows at a time, as from a version that had no record of them; a run that is cut off goes on where it was."""
    for kind in row_changes.ROWS:
        after = 0
        while ids := row_changes.unrecorded(kind, after=after, limit=BATCH):
            changes.record([], rows=[(kind, ids)])
            after = ids[-1]


SECOND_PART = Q(official=True, first_in_role=False)


def _next_without_officials(after: int = 0) -> list[int]:
    """The ids of the next claims that have a part written by a version before 0022."""
    return [*_distinct_claims(Part.objects.filter(official=None, claim__gt=after))[:BATCH]]


def _distinct_claims(parts: QuerySet[Part]) -> QuerySet:
    return parts.order_by("claim_id").values_list("claim_id", flat=True).distinct()


def is_migrated() -> bool:
    """Whether all the tables are there: migrations may have gone only so far, or back."""
    return not missing_migrations(connections[DEFAULT_DB_ALIAS], app="claimsdb")


def _is_missing() -> bool:
    return Claim.objects.exists() and not (Entry.objects.exists() and Change.objects.exists())
