"""An index of the words of claims whose article is held back, on PostgreSQL: one for all their statuses, as few are."""

from django.db import migrations

from claimsdb.db.timeouts import no_statement_timeout

STATUSES = "extracted accepted rejected duplicate needs_recheck superseded".split()
DROP = "DROP INDEX CONCURRENTLY IF EXISTS search_closed"
CREATE = """
    CREATE INDEX CONCURRENTLY search_closed ON claimsdb_search USING gin (vector)
    WITH (gin_pending_list_limit = 1024) WHERE status IN ({})
""".format(", ".join(f"'closed_{status}'" for status in STATUSES))


def create(apps, schema_editor):
    """What a run that was cut off has left is dropped first."""
    if schema_editor.connection.vendor == "postgresql":
        with no_statement_timeout(using=schema_editor.connection.alias):
            schema_editor.execute(DROP)
            schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0018_notes_of_decisions_here")]

    operations = [migrations.RunPython(create, drop)]
