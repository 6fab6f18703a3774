"""Migrations leave a big table open to readers and writers; CONTRIBUTING.md says how they are written."""

import errno
import re
from importlib import import_module
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from claimsdb.management.commands import migrate
from claimsdb.review import snapshots
from tests.commands import printed
from tests.factories import AcceptedClaimFactory, AttributionFactory, QuantityFactory

BEFORE_ANYBODY_HAD_DATA = ("0001_initial", "0002_groups")
REGISTRY = [f"claimsdb_{name}" for name in ("actor", "actorcode", "actorname", "affiliation", "source")]  # stays small

CARELESS = {
    r'CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON "(\w+)"': "writers wait for the index: AddIndexOnline",
    r'ALTER TABLE "(\w+)" ADD CONSTRAINT (?!.*(?:NOT VALID|USING INDEX))': "all wait for the check of each row: AddConstraintOnline",
    r'ALTER TABLE "(\w+)" ALTER COLUMN "\w+" TYPE ': "all wait for the rewriting of the table: a new column, filled in batches",
    r'ALTER TABLE "(\w+)" ALTER COLUMN "\w+" SET NOT NULL': "all wait for the check of each row: a check constraint that is not null",
    r'ALTER TABLE "(\w+)" ADD COLUMN .* (?:GENERATED|REFERENCES)': "all wait for the reading of the table: a plain column, filled in batches",
}  # fmt: skip


def carelessness(statements):
    """What the statements of a migration do to big tables that were there before it, and what to do instead."""
    script = [sql for sql in statements if not sql.startswith("--")]
    open_to_change = {*REGISTRY} | {match[1] for sql in script if (match := re.match(r'CREATE TABLE "(\w+)"', sql))}
    return [
        f"{sql}: {advice}"
        for sql in script
        for pattern, advice in CARELESS.items()
        if (match := re.match(pattern, sql)) and match[1] not in open_to_change
    ]


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ('CREATE INDEX "place" ON "old" ("place");', "AddIndexOnline"),
        ('CREATE UNIQUE INDEX "place" ON "old" ("place");', "AddIndexOnline"),
        ('CREATE INDEX CONCURRENTLY "place" ON "old" ("place");', ""),
        ('CREATE INDEX "place" ON "new" ("place");', ""),
        ('CREATE INDEX "place" ON "claimsdb_actor" ("place");', ""),
        ('ALTER TABLE "old" ADD CONSTRAINT "some" CHECK (a > 0);', "AddConstraintOnline"),
        ('ALTER TABLE "old" ADD CONSTRAINT "some" CHECK (a > 0) NOT VALID', ""),
        ('ALTER TABLE "new" ADD CONSTRAINT "some" CHECK (a > 0);', ""),
        ('ALTER TABLE "old" ALTER COLUMN "a" TYPE bigint USING "a"::bigint;', "in batches"),
        ('ALTER TABLE "old" ALTER COLUMN "a" SET NOT NULL;', "check constraint"),
        ('ALTER TABLE "old" ADD COLUMN "a" bigint NULL CONSTRAINT "b" REFERENCES "c"("id");', "in batches"),
        ('ALTER TABLE "old" ADD COLUMN "a" tsvector GENERATED ALWAYS AS (b) STORED;', "in batches"),
        ('ALTER TABLE "old" ADD COLUMN "a" varchar(20) DEFAULT \'\' NOT NULL;', ""),
        ('DROP INDEX "place";', ""),
    ],
)
def test_carelessness_is_seen(statement, advice):
    found = carelessness(['CREATE TABLE "new" ("id" bigint);', statement])
    assert [advice in each for each in found] == ([True] if advice else [])


def test_what_is_on_record_has_the_places_that_words_are_given(db):
    step = import_module("claimsdb.migrations.0021_mark_editors_words")
    claim = AcceptedClaimFactory(hedge="as an editor sees it", amended=["hedge"])
    words = claim.article.text.split()[0]
    AttributionFactory(claim=claim, as_written="not in the article", order=0)
    rows = [AttributionFactory(claim=claim, as_written=words, order=1), QuantityFactory(claim=claim, as_written=words)]
    snapshots.ensure_recorded(claim, replacing=["attributions", "quantities"])
    for _ in range(2):
        step.mark(apps, SimpleNamespace(connection=connection))
        step.place(apps, SimpleNamespace(connection=connection))
        for row in (claim, *rows):
            row.refresh_from_db()
        assert (rows[0].has_span, rows[1].has_span, claim.editors_words) == (True, True, ["hedge"])
        [version] = claim.versions.all()
        assert snapshots.agree(version, snapshots.snapshot(claim))


@pytest.mark.parametrize("looking", ["--check", "--plan"])
def test_who_changes_nothing_takes_no_lock(db, monkeypatch, looking):
    monkeypatch.setattr(migrate, "alone_at", lambda *_, **__: pytest.fail("takes the lock"))
    printed("migrate", looking)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file anyhow")
def test_no_migration_closes_a_big_table(db, subtests):
    loader = MigrationLoader(connection)
    ours = [migration for (app, _), migration in loader.disk_migrations.items() if app == "claimsdb"]
    for migration in ours:
        if migration.name not in BEFORE_ANYBODY_HAD_DATA:
            with subtests.test(migration.name):
                assert carelessness(loader.collect_sql([(migration, False)])) == []


def test_a_folder_that_cannot_be_written_to_is_named(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(migrate, "alone_at", refuse)
    connection = Mock(settings_dict={"NAME": "/srv/data/claims.sqlite3"})
    with (
        pytest.raises(CommandError, match=r"/srv/data cannot be written to \(Permission denied\): SQLite needs room"),
        migrate.Command()._with_lock(connection),
    ):
        pass
