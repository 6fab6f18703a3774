"""Changes of big tables that leave them open to readers and writers meanwhile; CONTRIBUTING.md says when."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex

from claimsdb.databases.timeouts import unhurried


class AddIndexMeanwhile(AddIndexConcurrently):
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
        with unhurried(using=connection.alias):
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.index.name)}")
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)
            return
        with unhurried(using=connection.alias):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
