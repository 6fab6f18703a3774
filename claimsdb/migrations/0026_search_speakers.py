"""The search index knows, beside its words, how a claim's article calls those who have a part in it, and its figures by
their value.

On SQLite the table is made anew, in one transaction. On PostgreSQL, where it is searched meanwhile, its rows are
rewritten in batches; it may be cut off and run again.
"""

from django.db import migrations

from claimsdb.migrations._search_rows import rewrite

DROP = "DROP TABLE IF EXISTS claimsdb_search"
CREATE = """CREATE VIRTUAL TABLE claimsdb_search USING fts5(
    {columns}, tokenize = "porter ascii tokenchars '#'", columnsize = 0)"""


def write_anew(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        schema_editor.execute(DROP)
        schema_editor.execute(CREATE.format(columns="wording, quote, called, tags"))
    if not schema_editor.collect_sql:
        rewrite(connection)


def empty_anew(apps, schema_editor):
    """What the table had before; `check_consistency --repair` of the release before fills it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(DROP)
        schema_editor.execute(CREATE.format(columns="wording, quote, actors"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0025_names_at")]

    operations = [migrations.RunPython(write_anew, empty_anew)]
