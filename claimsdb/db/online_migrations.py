"""Changes of big tables that leave them open to readers and writers meanwhile; CONTRIBUTING.md says when."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddConstraint, AddIndex

from claimsdb.db.timeouts import no_statement_timeout


class AddIndexOnline(AddIndexConcurrently):
    """AddIndex for a migration with `atomic = False`. It waits for those at work in the table without stopping others.

    A build that was cut off leaves an index that nobody uses under the name: it is dropped first.
    """

    def _ensure_not_in_transaction(self, schema_editor: Any) -> None:
        """A transaction is in nobody's way where the SQL is only written down."""
        if not schema_editor.collect_sql:
            super()._ensure_not_in_transaction(schema_editor)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        self._ensure_not_in_transaction(schema_editor)
        with no_statement_timeout(using=connection.alias):
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.index.name)}")
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)
            return
        with no_statement_timeout(using=connection.alias):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class AddConstraintOnline(AddConstraint):
    """AddConstraint for a migration with `atomic = False`: rows that are there are looked at while others work with
    them. What a run that was cut off has left under the name is dropped first."""

    model_name: str
    constraint: Any

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        with no_statement_timeout(using=connection.alias):
            for statement in self._statements(model, schema_editor):
                schema_editor.execute(statement)

    def _statements(self, model: Any, schema_editor: Any) -> list[str]:
        name, table = schema_editor.quote_name(self.constraint.name), schema_editor.quote_name(model._meta.db_table)
        added = str(self.constraint.create_sql(model, schema_editor))
        if added.startswith("CREATE UNIQUE INDEX"):
            meanwhile = added.replace("UNIQUE INDEX", "UNIQUE INDEX CONCURRENTLY", 1)
            return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}", meanwhile]
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",
            f"{added} NOT VALID",
            f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}",
        ]
