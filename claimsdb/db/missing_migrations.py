"""How far a database is behind this version of the program."""

from typing import Any

from django.db.migrations.executor import MigrationExecutor


def missing_migrations(database: Any, *, app: str | None = None) -> int:
    """How many have not been applied, of all apps or of one. Raises django.db.Error."""
    executor = MigrationExecutor(database)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes(app)))
