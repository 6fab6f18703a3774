"""A migration that is cut off, at whatever statement: the next run finishes it, and nothing is lost."""

from contextlib import ExitStack
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.migrations import AddConstraint, AddIndex
from django.db.migrations.executor import MigrationExecutor

from claimsdb.db.online_migrations import AddConstraintOnline, AddIndexOnline
from claimsdb.db.whole_migrations import WholeMigrationExecutor
from tests.databases import new_database
from tests.migrating import Upgrade, connected_to, contents, each_cut

pytestmark = [
    pytest.mark.long,
    pytest.mark.both_engines,
    pytest.mark.xdist_group("cut-off migrations"),
]  # prepared once
if connection.vendor == "postgresql":  # which takes minutes, as it makes databases by hundreds
    pytestmark.append(pytest.mark.processes)


STEP_BY_STEP = {"0005_claims_by_rule", "0010_desk_queues"}
NEWER = "0016"  # the first migration that no release had that went step by step


@pytest.fixture
def upgrade(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), new_database(tmp_path) as url:
        yield Upgrade(url)


def as_now():
    return ExitStack()


def as_older_releases_did():
    """Step by step on SQLite, and the record after the commit."""
    older = ExitStack()
    older.enter_context(patch.object(WholeMigrationExecutor, "apply_migration", MigrationExecutor.apply_migration))
    if connection.vendor == "sqlite":
        older.enter_context(patch.object(AddIndexOnline, "database_forwards", AddIndex.database_forwards))
        older.enter_context(patch.object(AddConstraintOnline, "database_forwards", AddConstraint.database_forwards))
    return older


def halves(upgrade, tmp_path, *, migrated, before=""):
    """How many cuts of each migration, or of those before this one, leave it half done; asserts that the next run makes
    all of it the same."""
    found = {}
    with new_database(tmp_path) as url:
        for migration in upgrade.migrations():
            if migration.app_label == "claimsdb" and (not before or migration.name < before):
                found[migration.name] = halves_of(migration, upgrade, url=url, migrated=migrated)
            else:
                upgrade.step(migration)
    return found


def halves_of(migration, upgrade, *, url, migrated):
    """In copies of the database as it was before."""
    with connected_to(upgrade.url):
        before = contents()
    ends, halves = [], 0
    for _ in each_cut(upgrade, migration, url=url, migrated=migrated):
        with connected_to(url):
            if contents() == before:
                continue
            if not upgrade.is_recorded(migration):
                halves += 1
                upgrade.run(migration)
            ends.append(contents())
    upgrade.step(migration)
    with connected_to(upgrade.url):
        after = contents()
    assert [end for end in ends if end != after] == []
    upgrade.fill()
    return halves


def test_wherever_a_migration_is_cut_off_the_next_run_finishes_it(upgrade, tmp_path):
    left = halves(upgrade, tmp_path, migrated=as_now)
    online = {migration.name for migration, _ in upgrade.plan if not migration.atomic}
    assert {name for name in left if left[name]} <= (online if connection.vendor == "postgresql" else set())


def test_what_older_releases_left_half_done_is_finished(upgrade, tmp_path):
    left = halves(upgrade, tmp_path, migrated=as_older_releases_did, before=NEWER)
    assert {name for name in left if left[name]} >= STEP_BY_STEP
