"""What older releases kept of the past of claims is kept as snapshots: the API tells the same, undoing does the same."""

import json
import os
import subprocess
import sys
from itertools import groupby

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import new_database
from tests.processes import said
from tests.system.histories import OLD, TOLD

NEWER = {"public_note", "editors_words", "of", "stage", "per", "stands_for"}
BROUGHT = "romougs6ysau3uj3"  # by a fixture, and then decided here


def as_then(told):
    """What the API tells, without what it has learnt to tell since."""
    match told:
        case dict():
            return {name: as_then(value) for name, value in told.items() if name not in NEWER}
        case list():
            return [as_then(each) for each in told if not (isinstance(each, dict) and each.get("field") in NEWER)]
    return told


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with new_database(tmp_path_factory.mktemp("old")) as url:
        command = [sys.executable, "-m", "tests.system.histories"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        environment = os.environ | {"DATABASE_URL": url}
        return json.loads(said(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, text=True, **pipes)))


@pytest.mark.xdist_group("histories")
@pytest.mark.both_engines
class TestHistories:
    @pytest.mark.parametrize("key", [key for key in TOLD["history"] if key != BROUGHT])
    def test_the_past_is_told_as_before(self, report, key):
        assert as_then(report["history"][key]) == TOLD["history"][key]

    def test_what_undoing_knew_of_a_claim_that_a_fixture_brought_is_told_now(self, report):
        """Before, what the first decision here changed was not known."""
        told, before = as_then(report["history"][BROUGHT]), TOLD["history"][BROUGHT]
        old, new = (history["results"][1].pop("changes") for history in (before, told))
        assert (old, [change["field"] for change in new]) == (None, ["attributions"])
        assert [part["actor"]["code"] for part in new[0]["old"]] == ["sam"]
        assert (told, new[0]["new"]) == (before, [])

    def test_what_a_claim_said_outlives_it(self, report):
        assert report["gone"] == [[1, "", 2, 1], [2, "might", 2, 1]]

    def test_what_was_decided_before_is_undone(self, report):
        assert report["undone"] == TOLD["undone"]

    def test_it_may_be_cut_off_and_the_old_tables_go_last(self, report):
        """On SQLite a migration is one transaction, on PostgreSQL the conversion is many."""
        lasting = range(1, 40) if connection.vendor == "postgresql" else [0]
        assert report["converted before it was cut off"] in lasting
        assert report["old tables"] == []

    def test_wherever_it_is_cut_off_all_old_tables_are_left_or_none(self, report):
        cuts = report["old tables after each cut"]
        assert {name: [left for left, _ in groupby(cuts[name])] for name in cuts} == {
            "0014_histories_written_meanwhile": [OLD],
            "0015_drop_histories": [OLD, []],  # the last cut comes after the commit
        }
        assert min(map(len, cuts.values())) > len(OLD)

    def test_undoing_the_migrations_keeps_the_snapshots(self, report):
        assert report["old tables when it is undone"] == OLD
        assert report["kept meanwhile"]
