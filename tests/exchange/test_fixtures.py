"""Fixtures out and in: the same data gives the same bytes, wherever it has been."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from claimsdb.exchange import selection
from claimsdb.management.commands import export_fixtures
from claimsdb.models import Claim, Decision
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    SourceFactory,
)
from tests.fixture_files import EVERYTHING, TABLES, empty_the_database, export, load_fixture

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_the_same_data_gives_the_same_bytes_and_no_users(kept_desk, lasting_editor):
    once = export(EVERYTHING)
    assert once == export(EVERYTHING)
    assert lasting_editor.username not in once
    assert {row["model"] for row in json.loads(once)} == {f"claimsdb.{model.__name__.lower()}" for model in TABLES}
    assert not any("pk" in row for row in json.loads(once))


@pytest.mark.parametrize("filters", [[], [EVERYTHING], ["--actor", "NK"], ["--status", "duplicate"]])
def test_export_load_export_into_an_empty_database(kept_desk, tmp_path, filters):
    before = export(*filters)
    empty_the_database()
    load_fixture(tmp_path, before)
    assert export(*filters) == before


@pytest.mark.parametrize("filters", [[], [EVERYTHING], ["--actor", "NK"], ["--status", "duplicate"]])
def test_a_fixture_is_the_same_whether_its_claims_are_few_or_many(kept_desk, monkeypatch, filters):
    again = ClaimFactory(
        status="duplicate", duplicate_of=Claim.objects.get(status="duplicate"), article=ArticleFactory()
    )
    for claim in (again, ClaimFactory(article=ArticleFactory(source=SourceFactory())), AcceptedClaimFactory()):
        AttributionFactory(claim=claim, actor=ActorFactory())
    before, found = export(*filters), {}
    for few in (-1, 0, 1, 2):
        monkeypatch.setattr(selection, "FEW", few)
        found[few] = export(*filters)
    assert found == dict.fromkeys((-1, 0, 1, 2), before)


def test_export_load_export_into_a_filled_database(kept_desk, tmp_path):
    before, rows = export(EVERYTHING), [model.objects.count() for model in TABLES]
    load_fixture(tmp_path, before)
    assert export(EVERYTHING) == before
    assert [model.objects.count() for model in TABLES] == rows


def test_loading_over_local_rows_does_not_forget_who_decided(kept_desk, lasting_editor, tmp_path):
    load_fixture(tmp_path, export(EVERYTHING))
    assert Decision.objects.get(verb="mark_duplicate").who == lasting_editor


def test_moments_keep_their_microseconds(kept_desk, tmp_path):
    moments = [datetime(2026, 11, 22, 9, 0, 28, microsecond, tzinfo=UTC) for microsecond in (0, 7, 120000, 123456)]
    for moment in moments:
        Claim.objects.filter(pk=kept_desk.pk).update(updated_at=moment)
        before = export()
        empty_the_database()
        load_fixture(tmp_path, before)
        assert export() == before
        kept_desk = Claim.objects.get()
        assert kept_desk.updated_at == moment


def test_json_lines_hold_the_same_rows(kept_desk, tmp_path):
    lines = export(EVERYTHING, "--format=jsonl")
    rows = [json.loads(line) for line in lines.splitlines()]
    assert rows == json.loads(export(EVERYTHING))
    empty_the_database()
    load_fixture(tmp_path, lines, name="export.jsonl")
    assert export(EVERYTHING, "--format=jsonl") == lines


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--stance", "foo"], "--stance"),
        (["--actor", "Norht Korea"], "North Korea"),
        (["--value-min", "many"], "--value-min"),
    ],
)
def test_a_filter_that_is_not_understood_is_an_error(kept_desk, arguments, words):
    with pytest.raises(CommandError, match=words):
        export(*arguments)


def test_a_file_appears_whole_or_not_at_all(kept_desk, tmp_path, monkeypatch):
    target = tmp_path / "out.json"
    target.write_text("yesterday's", encoding="utf-8")

    def broken(claims, **options):
        yield b"["
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(export_fixtures.EXPORTS, "json", broken)
    with pytest.raises(CommandError, match="No space left"):
        export("-o", str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert target.read_text(encoding="utf-8") == "yesterday's"
    monkeypatch.undo()
    export("-o", str(target), "-v0")
    assert target.read_text(encoding="utf-8") == export()
