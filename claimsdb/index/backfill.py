"""Fills the read model where there are claims and it is empty: after an upgrade from a version that had none."""

import sys
from typing import IO, Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from claimsdb.index import bulk, changes, consistency
from claimsdb.models import Change, Claim, Entry


@receiver(post_migrate)
def fill_where_empty(
    sender: AppConfig, *, using: str, verbosity: int, stdout: IO[str] = sys.stdout, **kwargs: Any
) -> None:
    """After `migrate`; all of it, or nothing that a later run would take for the whole."""
    if sender.label != "claimsdb" or using != DEFAULT_DB_ALIAS or not _is_migrated() or not _is_missing():
        return
    if verbosity:
        stdout.write("  Filling the lists of claims, which are empty\n")
    with transaction.atomic():
        bulk.refresh_in_batches(consistency.batches())
        changes.record(consistency.batches())


def _is_migrated() -> bool:
    """Whether all the tables are there: migrations may have gone only so far, or back."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("claimsdb"))


def _is_missing() -> bool:
    return Claim.objects.exists() and not (Entry.objects.exists() and Change.objects.exists())
