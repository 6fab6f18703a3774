"""The full-text index of claims: FTS5 on SQLite, text search with configurations of its own on PostgreSQL."""

from django.db import migrations

LANGUAGES = (
    "arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian indonesian irish "
    "italian lithuanian nepali norwegian portuguese romanian russian serbian spanish swedish tamil turkish yiddish"
).split()
WORDS = "asciiword, word, asciihword, hword, hword_asciipart, hword_part"
STATUSES = "extracted accepted rejected duplicate needs_recheck superseded".split()

CONFIGURATION = [
    "CREATE TEXT SEARCH DICTIONARY claimsdb_{language} (TEMPLATE = snowball, Language = {language})",
    "CREATE TEXT SEARCH CONFIGURATION claimsdb_{language} (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION claimsdb_{language} ALTER MAPPING FOR {words} WITH claimsdb_{language}",
]
NO_CONFIGURATION = [
    "DROP TEXT SEARCH CONFIGURATION claimsdb_{language}",
    "DROP TEXT SEARCH DICTIONARY claimsdb_{language}",
]

CREATE = {
    "sqlite": [
        """CREATE VIRTUAL TABLE claimsdb_search USING fts5(
            wording, quote, actors, tokenize = "porter ascii tokenchars '#'", columnsize = 0)"""
    ],
    "postgresql": [
        *(sql.format(language=language, words=WORDS) for language in LANGUAGES for sql in CONFIGURATION),
        """CREATE TABLE claimsdb_search (
            claim_id bigint PRIMARY KEY, status varchar(20) NOT NULL, day date NOT NULL,
            configuration varchar(30) NOT NULL, vector tsvector NOT NULL)""",
        "CREATE INDEX search_in_order ON claimsdb_search (status, day, claim_id)",
        "CREATE INDEX search_configuration ON claimsdb_search (configuration)",
        # One a status: what waits or was rejected does not lengthen the way to what is public.
        *(
            f"CREATE INDEX search_{status} ON claimsdb_search USING gin (vector)"
            f" WITH (gin_pending_list_limit = 1024) WHERE status = '{status}'"
            for status in STATUSES
        ),
    ],
}
DROP = {
    "sqlite": ["DROP TABLE claimsdb_search"],
    "postgresql": [
        "DROP TABLE claimsdb_search",
        *(sql.format(language=language) for language in LANGUAGES for sql in NO_CONFIGURATION),
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0003_feed")]

    operations = [migrations.RunPython(create, drop)]
