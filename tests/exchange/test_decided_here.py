"""What editors of this installation decided stands, whatever a fixture says, and nothing in one looks like their word."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from claimsdb import review
from claimsdb.index import synced
from claimsdb.models import (
    Actor,
    Article,
    Claim,
    ClaimVersion,
    Comment,
    Decision,
    Dismissal,
    Lease,
    Mention,
    SavedQueue,
    SecondOpinion,
    Skip,
    Source,
    Token,
)
from claimsdb.review.batches import Batch
from claimsdb.review.integrity import check_integrity
from tests.factories import AttributionFactory, ClaimFactory, EditorFactory, QuantityFactory, SourceFactory
from tests.fixture_files import EVERYTHING, empty_the_database, export

pytestmark = [pytest.mark.django_db, pytest.mark.long]

COMMANDS = ["import_fixture", "loaddata"]
LATER = "2026-11-03T09:00:00Z"


@pytest.fixture(scope="module")
def editor(lasting):
    return EditorFactory()


@pytest.fixture
def decided(lasting_claim):
    return Claim.objects.get(pk=lasting_claim)


@pytest.fixture(scope="module")
@synced()
def lasting_claim(editor):
    """A claim that an editor has accepted in their own words, at version 3."""
    claim = ClaimFactory()
    AttributionFactory(claim=claim)
    QuantityFactory.create_batch(2, claim=claim)
    review.amend(claim, fields={"text": "As an editor words it."}, by=editor)
    review.accept(claim, by=editor, batch="together")
    return claim.pk


def load(command, folder, rows):
    path = folder / "fixture.jsonl" if command == "loaddata" else folder / "fixture.json"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    call_command(command, str(path), verbosity=0)


def exported():
    return [json.loads(line) for line in export(EVERYTHING, "--format=jsonl").splitlines()]


def of(model, rows, *, version=None):
    """The fields of the row of a model or, of decisions, of that version."""
    found = [row["fields"] for row in rows if row["model"] == f"claimsdb.{model}"]
    return next(row for row in found if version is None or row["version"] == version)


def everything():
    return [
        export(EVERYTHING),
        *(list(model.objects.order_by("pk").values_list()) for model in (Claim, Decision, ClaimVersion)),
    ]


def wrong():
    return [finding.what for finding in check_integrity().findings if finding.wrong]


def add(rows, model, **fields):
    rows.append({"model": f"claimsdb.{model}", "fields": fields})


def decision(rows, **fields):
    add(rows, "decision", **{**of("decision", rows, version=3), "batch": "", "decided_at": LATER, **fields})


def rejected(rows):
    of("claim", rows)["status"] = "rejected"
    of("decision", rows, version=3).update(verb="reject", reason="unclear", to_status="rejected")


def as_found(rows):
    of("claim", rows).update(status="extracted", decided_at=None, version=1, text="As it was.", amended=[])
    rows[:] = [row for row in rows if row["model"] != "claimsdb.decision"]


def undone(rows):
    decision(rows, version=4, verb="undo", undoes=3, from_status="accepted", to_status="extracted")
    of("claim", rows).update(status="extracted", decided_at=None, version=4)


def with_a_figure_less(rows):
    of("claim", rows)["version"] = 9
    rows.remove(next(row for row in rows if row["model"] == "claimsdb.quantity" and row["fields"]["order"] == 1))


def contradicted(rows):
    decision(rows, version=4, verb="reopen", from_status="accepted", to_status="needs_recheck")
    of("claim", rows).update(text="Other.", version=4)


def later_without_what_it_follows(rows):
    decision(rows, version=4, verb="amend", from_status="accepted", to_status="accepted")
    of("claim", rows).update(text="Other.", version=4)
    rows.remove(next(row for row in rows if row["fields"].get("version") == 3 and "verb" in row["fields"]))


REWRITING = {
    "another decision": rejected,
    "another note": lambda rows: of("decision", rows, version=2).update(note="Never mind."),
    "another moment": lambda rows: of("decision", rows, version=3).update(decided_at=LATER),
    "another batch": lambda rows: of("decision", rows, version=3).update(batch=""),
    "other words at its version": lambda rows: of("claim", rows).update(text="Other."),
    "other words later": lambda rows: of("claim", rows).update(text="Other.", version=9),
    "another speaker": lambda rows: of("attribution", rows).update(role="subject"),
    "one speaker more": lambda rows: add(rows, "attribution", **of("attribution", rows) | {"order": 1}),
    "another figure": lambda rows: of("quantity", rows).update(low="7", best="7", high="7"),
    "one figure more": lambda rows: add(rows, "quantity", **of("quantity", rows) | {"order": 2}),
    "one figure less": with_a_figure_less,
    "as it was before": as_found,
    "a decision before": lambda rows: decision(rows, version=1, verb="enter", from_status="", to_status="extracted"),
    "its undoing": undone,
    "a status of its own": contradicted,
    "a later decision alone": lambda rows: decision(rows, version=4, verb="amend", from_status="accepted"),
    "later, without theirs": later_without_what_it_follows,
}


DELETING = {"one figure less"}  # as loaddata never does


@pytest.mark.parametrize(
    ("command", "name"),
    [(command, name) for command in COMMANDS for name in REWRITING if command != "loaddata" or name not in DELETING],
)
def test_a_decision_taken_here_stands(decided, tmp_path, command, name):
    rows, before = exported(), everything()
    REWRITING[name](rows)
    with pytest.raises(CommandError) as error:
        load(command, tmp_path, rows)
    assert "fixture.json" in str(error.value)
    assert f"laim {decided.key} was decided" in str(error.value)
    assert "version 3" in str(error.value) or "version 2" in str(error.value) or ", 4," in str(error.value)
    assert command == "loaddata" or "\n  line " in str(error.value)
    assert everything() == before
    assert wrong() == []


@pytest.mark.parametrize("command", COMMANDS)
def test_what_was_decided_since_the_export_stands(decided, editor, tmp_path, command):
    rows = exported()
    review.reopen(decided, by=editor)
    before = everything()
    with pytest.raises(CommandError, match=f"laim {decided.key} was decided (here )?at version 4"):
        load(command, tmp_path, rows)
    assert everything() == before


def test_who_knew_of_the_decision_may_have_taken_another(decided, editor, tmp_path):
    rows = exported()
    decision(rows, version=4, verb="reject", reason="unclear", from_status="accepted", to_status="rejected")
    of("claim", rows).update(status="rejected", decided_at=LATER, version=4, text="Otherwise.")
    load("import_fixture", tmp_path, rows)
    assert [(each.verb, each.who) for each in decided.decisions.all()] == [
        ("amend", editor), ("accept", editor), ("reject", None),
    ]  # fmt: skip
    versions = decided.versions.order_by("version")
    assert [(each.version, each.by, each.columns["text"][:9]) for each in versions[2:]] == [
        (3, editor, "As an edi"), (4, None, "Otherwise"),
    ]  # fmt: skip
    assert wrong() == []
    assert exported() == [row for row in exported() if row in rows]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_machines_part_follows(decided, tmp_path, command):
    rows = exported()
    of("claim", rows).update(extractor_version="2", found={"text": "New."}, version=4)
    load(command, tmp_path, rows)
    decided.refresh_from_db()
    assert (decided.version, decided.extractor_version, decided.text) == (4, "2", "As an editor words it.")
    assert wrong() == []


FORGED = {
    "a decision of tomorrow": lambda rows: of("decision", rows, version=3).update(decided_at="2999-01-01T00:00:00Z"),
    "a claim decided tomorrow": lambda rows: of("claim", rows).update(
        decided_at=(timezone.now() + timedelta(hours=1)).isoformat()
    ),
    "what no editor amends": lambda rows: of("claim", rows).update(amended=["text", "key"]),
    "amended in no words": lambda rows: of("claim", rows).update(amended=[{}]),
    "who decided": lambda rows: of("decision", rows, version=3).update(who=["editor"]),
    "who entered it": lambda rows: of("claim", rows).update(entered_by=["editor"]),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", FORGED)
def test_nothing_looks_like_the_word_of_an_editor(decided, editor, tmp_path, command, name):
    rows = exported()
    empty_the_database()
    FORGED[name](rows)
    for fields in (row["fields"] for row in rows):
        for field in fields.keys() & {"who", "entered_by"}:
            fields[field] = [editor.username]
    with pytest.raises(CommandError, match=r"decided_at|amended|who|entered_by"):
        load(command, tmp_path, rows)
    assert not Claim.objects.exists()


LOCAL = [
    *(ClaimVersion, Comment, Dismissal, Lease, LogEntry, Mention, SavedQueue, SecondOpinion, Skip, Token),
    *(model.history.model for model in (Source, Article, Actor)),
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("model", LOCAL, ids=lambda model: model.__name__)
def test_what_an_installation_keeps_for_itself_comes_with_no_fixture(tmp_path, command, model):
    with pytest.raises(CommandError, match=model._meta.label_lower):
        load(command, tmp_path, [{"model": model._meta.label_lower, "fields": {}}])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_history_of_other_rows_says_that_they_were_imported(decided, editor, tmp_path, command):
    source = SourceFactory(name="As it was")
    source._history_user = editor
    source.save()
    row = {"model": "claimsdb.source", "fields": {"slug": source.slug, "name": "As it came"}}
    new = {"model": "claimsdb.source", "fields": {"slug": "new", "name": "New"}}
    for _ in range(2):
        load(command, tmp_path, [row, new])
    last, before, *_ = source.history.all()
    assert (last.name, last.history_user, last.history_change_reason) == ("As it came", None, "imported")
    assert (before.name, before.history_user) == ("As it was", editor)
    assert [each.history_type for each in Source.objects.get(slug="new").history.all()] == ["+"]


def test_a_batch_has_none_that_came_with_data(decided, editor, tmp_path):
    rows = exported()
    other = ClaimFactory(article=decided.article)
    more = exported()
    decision(more, claim=[other.key], version=2, batch="together")
    next(row["fields"] for row in more if row["fields"].get("key") == other.key).update(
        version=2, status="accepted", decided_at=LATER
    )
    load("import_fixture", tmp_path, more)
    assert rows
    batch = Batch("together")
    assert [each.claim for each in batch.decisions] == [decided]
    assert batch.newest.who == editor
    assert batch.verbs == {"accept": 1}
