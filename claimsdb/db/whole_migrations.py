"""Migrations that are whole or not there, wherever the process that runs them is killed."""

from contextlib import AbstractContextManager, ExitStack, nullcontext
from copy import copy
from typing import Any

from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import atomic


class WholeMigrationExecutor(MigrationExecutor):
    """Django's, with a migration and the record of it in one transaction: Django commits the one before the other.

    On SQLite, where nobody could read or write meanwhile anyhow, that holds for each migration. On PostgreSQL those
    with `atomic = False` go step by step, and their operations clear what a run that was cut off has left
    (`online_migrations`).
    """

    first = True  # of the migrations of this run: only that one can have been cut off before

    def apply_migration(self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False) -> Any:
        if self.first and migration.atomic and creates_tables(migration) and not fake_initial:
            migration, fake_initial = perhaps_there(migration), True
        self.first = False
        with self._whole(migration):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def unapply_migration(self, state: Any, migration: Any, fake: bool = False) -> Any:
        with self._whole(migration):
            return super().unapply_migration(state, migration, fake=fake)

    def _whole(self, migration: Migration) -> AbstractContextManager[Any]:
        connection = self.connection
        if connection.vendor != "sqlite":
            return atomic(using=connection.alias) if migration.atomic else nullcontext()
        whole = ExitStack()
        whole.enter_context(connection.constraint_checks_disabled())  # as a transaction that has begun cannot
        whole.enter_context(atomic(using=connection.alias))
        return whole


def creates_tables(migration: Migration) -> bool:
    return any(isinstance(operation, CreateModel) for operation in migration.operations)


def perhaps_there(migration: Migration) -> Migration:
    """The migration as one that Django only records where its tables and columns are there.

    An older release that was cut off between its commit and its record has left it so.
    """
    migration = copy(migration)
    setattr(migration, "initial", True)  # noqa: B010  (typed as the class's alone)
    return migration
