"""Imports on record: what came in, from where, by whom, and what it changed; failed ones too."""

import gzip
import hashlib
import io
import json
import os
import signal
import sys
from contextlib import suppress
from unittest.mock import patch

import pytest
from django.core.management import CommandError
from django.core.serializers.base import DeserializationError
from django.urls import reverse

from claimsdb.choices import ImportDoor
from claimsdb.extraction import ModelMissing
from claimsdb.index import data_version
from claimsdb.ingest import extractors, seeds
from claimsdb.ingest.import_records import FIRST_FAULTS
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.ingest.queue.process_pool import PoolFailed
from claimsdb.management.commands import load_articles
from claimsdb.models import Article, Import, ImportedFile
from claimsdb.reading import standard_input
from tests.commands import printed
from tests.extractors import Marked
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db

SEED = "Troops on the move\n\nThe ministry said on Monday that a brigade had left.\n"
ARTICLE = {"text": SEED}
SOURCE = {"model": "claimsdb.source", "fields": {"slug": "example", "name": "Example", "domain": "example.org"}}
REVIEW = {"@type": "ClaimReview", "url": "https://example.org/check", "claimReviewed": "The bridge is gone."}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    ActorFactory()
    monkeypatch.setattr(extractors, "default_extractor", Marked)
    monkeypatch.setattr(seeds, "default_extractor", Marked)


@pytest.mark.parametrize(
    ("command", "name", "content", "options", "counts"),
    [
        ("load_seeds", "a.txt", SEED, ["--no-decisions"], {"articles": {"new": 1}, "claims": {"new": 1}}),
        ("import_fixture", "a.json", json.dumps([SOURCE]), [], {"sources": {"new": 1}}),
        ("loaddata", "a.json", json.dumps([SOURCE]), [], {"rows": {"loaded": 1}}),
        ("import_claimreviews", "a.json", json.dumps(REVIEW), [], {"external fact checks": {"to place": 1}}),
    ],
)
def test_a_command_is_on_record(tmp_path, command, name, content, options, counts):
    before, file = data_version().number, tmp_path / name
    file.write_text(content)
    printed(command, file, *options)
    row = Import.objects.get()
    assert (row.door, row.state, row.user, row.reason, row.counts) == (command, "done", None, "", counts)
    assert row.who
    assert (row.change_before, row.change_after) == (before, data_version().number)
    [read] = row.files.all()
    expected = (str(file), hashlib.sha256(content.encode()).hexdigest(), len(content))
    assert (read.name, read.sha256, read.size) == expected
    listed = printed("imports", "--sha256", expected[1][:9], "--files")
    assert f"{command} by {row.who}: done" in listed
    assert expected[1] in listed


BAD = {"model": "claimsdb.source", "fields": {"slug": "example", "name": "", "domain": "no domain"}}


@pytest.mark.parametrize(
    ("command", "content", "state", "reason"),
    [
        ("import_fixture", json.dumps([BAD]), "failed", "domain"),
        ("import_fixture", "[" * 100_000, "failed", "line 1"),
        ("loaddata", json.dumps([{"model": "claimsdb.nothing"}]), "failed", "nothing"),
        ("import_claimreviews", "[" * 100_000, "partly", "depth limit"),
        ("load_seeds", "", "partly", "empty"),
    ],
)
def test_a_failed_one_is_too(tmp_path, command, content, state, reason):
    file = tmp_path / ("a.txt" if command == "load_seeds" else "a.json")
    file.write_text(content)
    with pytest.raises((CommandError, DeserializationError)):
        printed(command, file)
    row = Import.objects.get()
    assert (row.state, row.files.get().name) == (state, str(file))
    assert reason in row.reason
    assert row.ended_at
    assert "failed" in printed("imports", "--failed") or state == "partly"


def test_a_pipe_is_read_once_and_named():
    reading, writing = os.pipe()
    os.write(writing, json.dumps([SOURCE]).encode())
    os.close(writing)
    try:
        printed("import_fixture", f"/dev/fd/{reading}")
    finally:
        os.close(reading)
    row = Import.objects.get()
    assert (row.state, row.counts) == ("done", {"sources": {"new": 1}})
    assert row.files.values_list("name", "sha256", "size").get() == (f"/dev/fd/{reading}", "", None)


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("import_fixture", json.dumps([SOURCE]).encode()),
        ("import_fixture", gzip.compress(json.dumps([SOURCE]).encode())),
        ("import_claimreviews", b"[]"),
    ],
)
def test_of_standard_input_the_digest_is_kept(monkeypatch, command, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with suppress(CommandError):
        printed(command, "-")
    known = ("-", hashlib.sha256(data).hexdigest(), len(data))
    assert Import.objects.get().files.values_list("name", "sha256", "size").get() == known


def test_of_what_was_not_read_to_its_end_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100_000)))
    assert standard_input.opened().read(10) == b"x" * 10
    assert standard_input.digest() is None


def test_a_named_pipe_without_a_writer_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(CommandError, match="is not a regular file"):
        printed("load_seeds", tmp_path / "a.txt", "--no-decisions")
    assert Import.objects.get().files.get().sha256 == ""


OUTCOME = Outcome(OutcomeStatus.NEW, "a.txt", article=1, claims=3)


def stopped(paths, *, note, **options):
    note(OUTCOME)
    signal.raise_signal(signal.SIGINT)


def failing(paths, *, note, **options):
    note(OUTCOME)
    note(Outcome(OutcomeStatus.FAILED, "b.txt", reason="empty"))
    raise PoolFailed("Processes cannot be begun.")


@pytest.mark.parametrize(
    ("load", "reason", "articles"),
    [
        (stopped, "Stopped before the end; run it again for the rest.", {"new": 1}),
        (failing, "Processes cannot be begun.\nb.txt: empty", {"new": 1, "failed": 1}),
    ],
)
def test_what_ended_before_its_end_failed_and_says_what_it_did(monkeypatch, tmp_path, load, reason, articles):
    monkeypatch.setattr(load_articles, "load_articles", load)
    with pytest.raises(CommandError, match=reason.partition("\n")[0]):
        printed("load_articles", tmp_path)
    row = Import.objects.get()
    assert (row.state, row.reason, row.counts) == ("failed", reason, {"articles": articles, "claims": {"new": 3}})


class OnceAlone(Marked):
    """Whose model is gone after an article."""

    articles = 0

    def extract(self, record, *, registry):
        OnceAlone.articles += 1
        if OnceAlone.articles > 1:
            raise ModelMissing("The model is gone.")
        return super().extract(record, registry=registry)


def test_seeds_that_fail_half_way_say_what_they_did(monkeypatch, tmp_path):
    monkeypatch.setattr(seeds, "default_extractor", OnceAlone)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(SEED.replace("Troops", name))
    with pytest.raises(CommandError, match="The model is gone"):
        printed("load_seeds", tmp_path, "--no-decisions")
    row = Import.objects.get()
    assert (row.state, row.reason) == ("failed", "The model is gone.")
    assert row.counts == {"articles": {"new": 1}, "claims": {"new": 1}}


@pytest.mark.parametrize(
    ("command", "options", "read"),
    [
        ("load_seeds", ["--no-decisions"], ["a.txt"]),
        ("load_articles", [], ["a.txt", "c.html"]),
        ("load_articles", ["--from", "auto"], ["a.txt", "b.pdf", "c.html"]),
    ],
)
def test_of_a_folder_those_files_are_named_that_are_read(monkeypatch, tmp_path, command, options, read):
    monkeypatch.setattr(load_articles, "load_articles", lambda *args, **options: None)
    for name in ("a.txt", ".h.txt", "b.pdf", "c.html"):
        (tmp_path / name).write_text(SEED)
    printed(command, tmp_path, *options)
    assert [*Import.objects.get().files.values_list("name", flat=True)] == [str(tmp_path / name) for name in read]


def test_a_dry_run_is_not(tmp_path):
    (tmp_path / "a.txt").write_text(SEED)
    printed("load_seeds", tmp_path, "--dry-run", "--no-decisions")
    assert not Import.objects.exists()


def statuses(answer):
    return [each["status"] for each in json.loads(b"".join(answer.streaming_content))["results"]]


def test_lines_by_the_api_are(editor_api, editor):
    body = json.dumps(ARTICLE) + '\n{"text": 5}\n'
    answer = editor_api.generic("POST", "/api/articles/", body, content_type="application/jsonl")
    assert statuses(answer) == ["new", "failed"]
    row = Import.objects.get()
    assert (row.door, row.state, row.user, row.who) == (ImportDoor.API, "partly", editor, editor.username)
    assert row.counts == {"articles": {"new": 1, "failed": 1}, "claims": {"new": 1}}
    assert row.reason.startswith("line 2: ")
    assert row.files.get().sha256 == hashlib.sha256(body.encode()).hexdigest()


def test_of_many_faults_the_first_are_kept_and_the_rest_counted(editor_api):
    body = '{"text": 5, "url": 5}\n' * (FIRST_FAULTS + 1_234)
    answer = editor_api.generic("POST", "/api/articles/", body, content_type="application/jsonl")
    assert set(statuses(answer)) == {"failed"}
    row = Import.objects.get()
    assert row.counts == {"articles": {"failed": FIRST_FAULTS + 1_234}}
    assert row.reason.startswith("line 1: ")
    assert row.reason.endswith("\nand 1,234 more")


def test_editors_look_them_up_and_change_nothing(editor_client, reader_client, client, editor):
    row = Import.objects.create(door="load_seeds", who="root", change_before=4, reason="No paper.")
    ImportedFile.objects.create(of=row, name="a.txt", sha256="ab" * 32, size=3)
    page = reverse("admin:claimsdb_import_change", args=[row.pk])
    assert "No paper." in editor_client.get(page).text
    assert "ab" * 32 in editor_client.get(page).text
    assert "a.txt" in editor_client.get(reverse("admin:claimsdb_import_changelist"), {"q": "abab"}).text
    assert editor_client.post(page, {"who": "nobody"}).status_code == 403
    assert editor_client.get(reverse("admin:claimsdb_import_add")).status_code == 403


def test_lists_of_imports_take_no_more_files_than_they_name(editor_client):
    for door in ("load_seeds", "load_articles"):
        row = Import.objects.create(door=door, who="root", change_before=4)
        ImportedFile.objects.bulk_create(ImportedFile(of=row, name=f"{door}-{n}.txt") for n in range(9))
    taken = []
    with patch.object(ImportedFile, "from_db", lambda *row: taken.append(row) or ImportedFile(pk=row[2][0])):
        listed = editor_client.get(reverse("admin:claimsdb_import_changelist")).text
    assert "load_seeds-0.txt and 8 more" in listed
    assert not taken
    told = printed("imports").splitlines()
    assert [*map(str.strip, told[1:5])] == [*(f"load_articles-{n}.txt" for n in range(3)), "and 6 more"]
    assert printed("imports", "--files").count(".txt") == 18


DEEP, LONG = "[" * 100_000, "9" * 1_000_000


@pytest.mark.parametrize(
    "nested", [DEEP, f'{{"text": {DEEP}', f'{{"text": {LONG}}}', LONG], ids=["deep", "deep field", "long field", "long"]
)
def test_json_that_is_too_deep_or_has_too_long_a_number_is_a_named_fault(editor_api, tmp_path, nested):
    """At every door."""
    assert editor_api.generic("POST", "/api/articles/", nested, content_type="application/json").status_code == 400
    lines = editor_api.generic("POST", "/api/articles/", nested, content_type="application/jsonl")
    assert statuses(lines) == ["failed"]
    for command, name in [
        ("import_fixture", "a.json"),
        ("import_fixture", "a.jsonl"),
        ("import_claimreviews", "a.json"),
        ("import_fixture", "packed.json.gz"),
        ("import_claimreviews", "packed.json.gz"),
        ("loaddata", "labelled.json"),
    ]:
        packed = gzip.compress(nested.encode()) if name.endswith(".gz") else nested.encode()
        (tmp_path / name).write_bytes(packed)
        with pytest.raises((CommandError, DeserializationError), match=name):
            printed(command, tmp_path / name)
    assert not Article.objects.exists()
