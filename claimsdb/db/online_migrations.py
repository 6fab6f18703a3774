"""Online migrations: operations that build indexes and constraints without locking a big table (CONTRIBUTING.md)."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddConstraint, AddIndex, RemoveConstraint

from claimsdb.db.timeouts import no_statement_timeout


class AddIndexOnline(AddIndexConcurrently):
    """AddIndex with CREATE INDEX CONCURRENTLY, for a migration with `atomic = False`.

    What a run that was cut off has left under the name, an index that is whole or invalid, is dropped first.
    """

    model_name: str

    def _ensure_not_in_transaction(self, schema_editor: Any) -> None:
        """Allowed in a transaction if the SQL is only collected, as by sqlmigrate."""
        if not schema_editor.collect_sql:
            super()._ensure_not_in_transaction(schema_editor)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            _clear(self.index.name, to_state.apps.get_model(app_label, self.model_name), schema_editor)
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
    """AddConstraint as NOT VALID and then VALIDATE, for a migration with `atomic = False`.

    What a run that was cut off has left under the name is dropped first.
    """

    model_name: str
    constraint: Any

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        if connection.vendor != "postgresql":
            _clear(self.constraint.name, model, schema_editor)
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        with no_statement_timeout(using=connection.alias):
            for statement in self._statements(model, schema_editor):
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        with no_statement_timeout(using=schema_editor.connection.alias):
            schema_editor.execute(self._statements(model, schema_editor)[0])

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


class RemoveConstraintOnline(RemoveConstraint):
    """RemoveConstraint for a migration with `atomic = False`: it may be gone already."""

    model_name: str
    name: str

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._removed(from_state, app_label).database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._removed(to_state, app_label).database_forwards(app_label, schema_editor, from_state, to_state)

    def _removed(self, state: Any, app_label: str) -> AddConstraintOnline:
        model_state = state.models[app_label, self.model_name_lower]
        return AddConstraintOnline(self.model_name, model_state.get_constraint_by_name(self.name))


def _clear(name: str, model: Any, schema_editor: Any) -> None:
    """Takes away what older releases, which migrated SQLite step by step, left where they were cut off.

    SQLite changes a table by filling another in its place: where the first was gone by then, the other has its rows.
    """
    table, quoted = model._meta.db_table, schema_editor.quote_name
    other, there = f"new__{table}", schema_editor.connection.introspection.table_names()
    if other in there and table in there:
        schema_editor.execute(f"DROP TABLE {quoted(other)}")
    elif other in there:
        schema_editor.execute(f"ALTER TABLE {quoted(other)} RENAME TO {quoted(table)}")
    schema_editor.execute(f"DROP INDEX IF EXISTS {quoted(name)}")
