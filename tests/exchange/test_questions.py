"""Questions, answers and relations in fixtures: by natural keys, whole or not at all, and never against what editors of
this installation decided."""

import json

import pytest
from django.core.management import CommandError, call_command

from claimsdb.choices import LinkVerb, RelationAbout, RelationKind, ScopePart
from claimsdb.curation import merge_actors
from claimsdb.curation import questions as asked
from claimsdb.index import synced
from claimsdb.models import (
    Answer,
    AnswerDecision,
    MergedActor,
    Question,
    QuestionActor,
    QuestionEntry,
    Relation,
    RelationDecision,
)
from claimsdb.questions import entering, links
from claimsdb.questions.integrity import check_questions
from tests.commands import printed
from tests.factories import AcceptedClaimFactory, ActorFactory, EditorFactory, QuantityFactory, StateFactory
from tests.fixture_files import EVERYTHING, empty_the_database, export

pytestmark = [pytest.mark.long, pytest.mark.django_db]

LATER = "2026-11-03T09:00:00Z"
TABLES = (Question, QuestionActor, Answer, AnswerDecision, Relation, RelationDecision, QuestionEntry)


@pytest.fixture(scope="module")
def editor(lasting):
    return EditorFactory()


@pytest.fixture
def desk(lasting_desk):
    return Question.objects.get(pk=lasting_desk)


@pytest.fixture(scope="module")
@synced()
def lasting_desk(editor):
    """Two figures that answer a question and contradict each other, as an editor has it, and what a rule proposes."""
    claims = sorted(AcceptedClaimFactory.create_batch(2), key=lambda claim: claim.key)
    for claim, number in zip(claims, (4000, 1200), strict=True):
        QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number)
    scope = {ScopePart.SUBJECT: [StateFactory(slug="north-korea", code="NK")]}
    question = asked.enter(
        fields={"slug": "lost", "title": "How many were lost?", "answer": "number", "note": "For us."},
        scope=scope,
        by=editor,
    )
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor, note="For us.", public_note="For all.")
    kinds = {"about": RelationAbout.VALUE, "question": question}
    entering.relate(*claims, kind=RelationKind.CONTRADICTS, by=editor, **kinds)
    entering.relate(*claims, kind=RelationKind.UPDATES, by=None, verb=LinkVerb.PROPOSE, rule={"rule": "words"}, **kinds)
    return question.pk


def exported(*arguments):
    return [json.loads(line) for line in export(*arguments, "--format=jsonl").splitlines()]


def of(model, rows, **values):
    """The fields of the first row of the model with these values."""
    found = (row["fields"] for row in rows if row["model"] == f"claimsdb.{model}")
    return next(row for row in found if values.items() <= row.items())


def load(command, folder, rows):
    path = folder / ("fixture.jsonl" if command == "loaddata" else "fixture.json")
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    call_command(command, str(path), verbosity=0)


def everything():
    return [list(model.objects.order_by("pk").values_list()) for model in TABLES]


def wrong():
    return [finding for finding in check_questions().findings if finding.wrong]


def add(rows, model, **fields):
    rows.append({"model": f"claimsdb.{model}", "fields": fields})


def without(rows, model, **values):
    gone = of(model, rows, **values)
    rows[:] = [row for row in rows if row["fields"] is not gone]


def moved_on(rows, kind="contradicts", verb="reject", state="rejected", **values):
    """The file has a further decision about a relation."""
    relation = of("relation", rows, kind=kind)
    relation.update(version=relation["version"] + 1, state=state)
    key = [*relation["a"], *relation["b"], kind]
    last = of("relationdecision", rows, link=key)
    columns = {**last["columns"], "state": state}
    decision = {**last, "version": relation["version"], "verb": verb, "columns": columns, "decided_at": LATER}
    add(rows, "relationdecision", **{**decision, **values})


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_all_of_it_goes_round_and_is_nobodys_word(desk, tmp_path, command):
    rows, before = exported(), QuestionEntry.objects.get().agreement
    empty_the_database()
    load(command, tmp_path, rows)
    assert exported() == rows
    assert not AnswerDecision.objects.filter(who__isnull=False).exists()
    assert QuestionEntry.objects.get().agreement == before == "conflict"
    assert wrong() == []


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_a_file_that_is_here_already_changes_nothing(desk, tmp_path, command):
    before = everything()
    load(command, tmp_path, exported())
    assert everything() == before


def test_a_fixture_of_some_claims_has_what_is_between_them(desk, editor):
    asked.enter(fields={"slug": "empty", "title": "How many more?", "answer": "number"}, by=editor)
    claim = desk.answers.first().claim
    counts = {}
    for arguments in ([], [f"--article={claim.article_id}"], ["--status=rejected"]):
        rows = [row["model"].removeprefix("claimsdb.") for row in exported(*arguments)]
        counts[tuple(arguments)] = [rows.count(model) for model in ("question", "answer", "relation")]
    assert list(counts.values()) == [[2, 2, 2], [1, 1, 0], [2, 0, 0]]


def test_anybody_gets_what_is_confirmed_without_notes(desk, editor):
    hidden = asked.enter(fields={"slug": "hidden", "title": "Which?", "answer": "who", "status": "proposed"}, by=editor)
    entering.assign(desk.answers.first().claim, to=hidden, value="him", by=editor)
    relation = Relation.objects.get(kind="contradicts")
    links.amend(relation, fields={"question": hidden}, by=editor, note="For us.")
    rows = exported("--public")
    assert "hidden" not in json.dumps(rows)
    assert {row["fields"]["state"] for row in rows if row["model"] in ("claimsdb.answer", "claimsdb.relation")} == {
        "confirmed"
    }
    notes = {row["fields"].get("note", "") for row in rows if row["model"] != "claimsdb.derivation"}
    assert notes == {""}
    assert of("answerdecision", rows)["public_note"] == "For all."
    assert of("relationdecision", rows, version=2)["columns"]["question"] is None
    assert of("relation", rows)["question"] is None


def test_what_anybody_gets_comes_back_without_taking_anything_away(desk, editor, tmp_path):
    hidden = asked.enter(fields={"slug": "hidden", "title": "Which?", "answer": "who", "status": "proposed"}, by=editor)
    links.amend(Relation.objects.get(kind="contradicts"), fields={"question": hidden}, by=editor)
    Question.history.update(history_user=None)
    before = everything()
    rows = exported("--public")
    load("import_fixture", tmp_path, rows)
    assert everything() == before
    empty_the_database()
    load("import_fixture", tmp_path, rows)
    assert exported("--public") == rows
    assert wrong() == []


def the_other_way(rows):
    relation = of("relation", rows, kind="contradicts")
    key = [*relation["b"], *relation["a"], "contradicts"]
    for decision in [row["fields"] for row in rows if row["model"] == "claimsdb.relationdecision"]:
        if decision["link"][2] == "contradicts":
            decision["link"] = key
    relation["a"], relation["b"] = relation["b"], relation["a"]


def test_what_says_the_same_both_ways_is_named_either_way(desk, tmp_path):
    rows, before = exported(), everything()
    the_other_way(changed := json.loads(json.dumps(rows)))
    load("import_fixture", tmp_path, changed)
    assert everything() == before
    empty_the_database()
    load("import_fixture", tmp_path, changed)
    assert exported() == rows


def rejected(rows):
    of("relation", rows, kind="contradicts")["state"] = "rejected"
    decision = next(row["fields"] for row in rows if row["fields"].get("link", [""])[-1] == "contradicts")
    decision.update(verb="reject", columns={**decision["columns"], "state": "rejected"})


def undone(rows):
    moved_on(rows, verb="undo", state="proposed", undoes=1)


def other_at_its_version(rows):
    of("relation", rows, kind="contradicts")["about"] = "time"


def unknowing(rows):
    moved_on(rows)
    relation = of("relation", rows, kind="contradicts")
    without(rows, "relationdecision", link=[*relation["a"], *relation["b"], "contradicts"], version=1)


REWRITING = {
    "another decision": (rejected, "was decided here at version 1"),
    "another note": (lambda rows: of("answerdecision", rows).update(note="Never mind."), "decided here at version 1"),
    "an undoing": (undone, "only here is that undone"),
    "another reading at its version": (other_at_its_version, "of which the file does not know"),
    "a later one by who did not know of it": (unknowing, "of which the file does not know"),
}


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
@pytest.mark.parametrize(("rewrite", "words"), REWRITING.values(), ids=REWRITING)
def test_what_was_decided_here_stands(desk, tmp_path, command, rewrite, words):
    before, rows = everything(), exported()
    rewrite(rows)
    with pytest.raises(CommandError, match=words if command == "import_fixture" else "decided here"):
        load(command, tmp_path, rows)
    assert everything() == before


def test_a_later_decision_by_who_knew_is_taken(desk, editor, tmp_path):
    rows = exported()
    moved_on(rows)
    load("import_fixture", tmp_path, rows)
    assert Relation.objects.get(kind="contradicts").state == "rejected"
    assert [decision.who for decision in Relation.objects.get(kind="contradicts").decisions.all()] == [editor, None]
    assert QuestionEntry.objects.get().agreement == "compatible"
    assert wrong() == []


def test_a_file_from_before_leaves_later_decisions_alone(desk, editor, tmp_path):
    rows = exported()
    links.take(LinkVerb.REJECT, Relation.objects.get(kind="contradicts"), by=editor)
    links.take(LinkVerb.WITHDRAW, Relation.objects.get(kind="updates"), by=None)
    before = everything()
    load("import_fixture", tmp_path, rows)
    assert everything() == before


@pytest.mark.parametrize("by_editor", [True, False])
def test_a_question_stays_as_an_editor_here_has_it(desk, tmp_path, by_editor):
    rows = exported()
    of("question", rows).update(title="How many are gone?", version=2)
    without(rows, "questionactor")
    if not by_editor:
        Question.history.update(history_user=None)
    load("import_fixture", tmp_path, rows)
    question = Question.objects.get()
    assert question.title == ("How many were lost?" if by_editor else "How many are gone?")
    assert question.scope.count() == (1 if by_editor else 0)


def test_answers_to_a_question_that_is_merged_here_go_where_it_leads(desk, editor, tmp_path):
    rows = exported()
    into = asked.enter(fields={"slug": "gone", "title": "How many are gone?", "answer": "number"}, by=editor)
    asked.merge(desk, into=into, version=None, by=editor)
    claim = AcceptedClaimFactory(article=desk.answers.model.objects.first().claim.article)
    QuantityFactory(claim=claim)
    before = everything()
    load("import_fixture", tmp_path, rows)
    assert everything() == before
    new = {**of("answer", rows), "claim": [claim.key]}
    add(rows, "answer", **new)
    key = ["lost", claim.key, 0]
    add(rows, "answerdecision", **{**of("answerdecision", rows), "link": key})
    load("import_fixture", tmp_path, rows)
    assert set(Answer.objects.values_list("question__slug", flat=True)) == {"gone"}
    assert Answer.objects.count() == 3
    assert wrong() == []


def test_scopes_follow_actors_that_are_merged_here(desk, editor, tmp_path):
    rows = exported()
    of("question", rows)["slug"] = "another"
    for row in rows:
        if row["model"] == "claimsdb.questionactor":
            row["fields"]["question"] = ["another"]
    kept = [row for row in rows if row["model"] in ("claimsdb.question", "claimsdb.questionactor")]
    into = ActorFactory(slug="dprk", kind="state")
    merge_actors(QuestionActor.objects.get().actor, into=into, seen=None, by=None)
    assert [row.actor for row in desk.scope.all()] == [into]
    assert Question.objects.get().version == 2
    assert MergedActor.objects.exists()
    load("import_fixture", tmp_path, kept)
    assert [row.actor for row in Question.objects.get(slug="another").scope.all()] == [into]


BAD = {
    "a claim that is nowhere": (
        lambda rows: of("relation", rows, kind="updates").update(b=["a" * 16]),
        r"line \d+: b: There is no claim with the key",
    ),
    "a claim's figure that is not there": (
        lambda rows: (
            [row["fields"].update(figure=7) for row in rows if row["model"] == "claimsdb.answer"],
            [row["fields"]["link"].__setitem__(2, 7) for row in rows if row["model"] == "claimsdb.answerdecision"],
        ),
        r"claimsdb.answer: figure: The claim \w+ has no figure 7",
    ),
    "no decision": (
        lambda rows: without(rows, "answerdecision"),
        r"claimsdb.answer: lost \w+ 0: Its decision at version 1 is neither here nor in the file",
    ),
    "a decision of another state": (
        lambda rows: of("answer", rows).update(state="rejected"),
        r"or gives it another state",
    ),
    "a decision ahead": (
        lambda rows: add(rows, "answerdecision", **{**of("answerdecision", rows), "version": 2}),
        r"a decision ahead of its own version, 1",
    ),
    "a decision to come": (
        lambda rows: of("answerdecision", rows).update(decided_at="2126-01-01T00:00:00Z"),
        r"lies in the future",
    ),
    "a key that is none": (
        lambda rows: of("answerdecision", rows).update(link=["lost"]),
        r'claimsdb.answerdecision: link: It is \["lost"\], not the natural key of an answer: \["question__slug",',
    ),
    "a state that is none": (lambda rows: of("answer", rows).update(state="sure"), r"state: It is \"sure\", not one of"),
    "one claim twice": (
        lambda rows: of("relation", rows).update(b=of("relation", rows)["a"]),
        r"A claim is not related to itself",
    ),
    "the same both ways": (
        lambda rows: add(
            rows,
            "relation",
            **{**of("relation", rows, kind="contradicts"), "a": of("relation", rows)["b"], "b": of("relation", rows)["a"]},
        ),
        r"It has the same a, b, kind as the row on line",
    ),
    "a title in HTML": (
        lambda rows: of("question", rows).update(title="<b>Who</b>?"),
        r"claimsdb.question: title: Has <b>, which is HTML",
    ),
    "a title that turns around": (
        lambda rows: of("question", rows).update(title="Who\u202e?"),
        r"claimsdb.question: title: Has a character that cannot be seen \(U\+202E\)",
    ),
    "a unit in HTML": (lambda rows: of("question", rows).update(unit="<i>x</i>"), r"question: unit: Has <i>"),
    "a note that turns around": (
        lambda rows: of("question", rows).update(note="For\u202e us"),
        r"question: note: Has a character",
    ),
    "a reason in HTML": (
        lambda rows: of("relation", rows).update(reason={"in_words": "<script>x</script>"}),
        r"claimsdb.relation: reason: Has <script>",
    ),
    "a reason that turns around": (
        lambda rows: of("answer", rows).update(reason={"in_words": "so\u202e"}),
        r"claimsdb.answer: reason: Has a character",
    ),
    "a reason that is no text": (
        lambda rows: of("relation", rows).update(reason={"in_words": ["so"]}),
        r'relation: reason: It is \["so"\], not a text',
    ),
    "a decision's note that turns around": (
        lambda rows: of("relationdecision", rows).update(public_note="so\u202e"),
        r"relationdecision: public_note: Has a character",
    ),
    "a word in HTML": (
        lambda rows: of("answer", rows).update(value="<b>yes</b>"),
        r"claimsdb.answer: value: Has <b>, which is HTML",
    ),
    "figures that answer no such question": (
        lambda rows: of("question", rows).update(answer="yes_no"),
        r"claimsdb.answer: lost \w+: A question for yes or no is answered in a word",
    ),
    "a member that is none": (
        lambda rows: rows[0].update(foo=1),
        r"line 1: foo: There is no such member: a row has model and fields",
    ),
    "no question mark": (lambda rows: of("question", rows).update(title="Lost"), r"A question ends in a question mark"),
    "an actor that is nowhere": (lambda rows: of("questionactor", rows).update(actor=["nobody"]), "There is no actor"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_told_of_by_line_and_field_and_leaves_nothing(desk, tmp_path, spoil, words):
    rows = exported()
    empty_the_database()
    before = everything()
    spoil(rows)
    with pytest.raises(CommandError, match=words):
        load("import_fixture", tmp_path, rows)
    assert everything() == before


def test_a_later_version_of_a_question_takes_the_answers_that_are_here(desk, tmp_path):
    rows = exported()
    Question.history.update(history_user=None)
    of("question", rows).update(answer="date", version=2)
    kept = [row for row in rows if row["model"] == "claimsdb.question"]
    with pytest.raises(CommandError, match=r"line 1: claimsdb.answer: lost \w+: A question for a date is answered in"):
        load("import_fixture", tmp_path, kept)


def test_a_question_that_a_file_has_as_merged_is_merged_here_first(desk, tmp_path):
    rows = exported()
    Question.history.update(history_user=None)
    add(rows, "question", **{**of("question", rows), "slug": "gone"})
    of("question", rows, slug="lost").update(status="merged", merged_into=["gone"], version=2)
    with pytest.raises(CommandError, match="Claims answer lost here: merge it into gone first"):
        load("import_fixture", tmp_path, rows)


def test_the_table_of_an_import_names_what_came(desk, tmp_path):
    path = tmp_path / "fixture.json"
    path.write_text(export(EVERYTHING), encoding="utf-8")
    empty_the_database()
    said = printed("import_fixture", path)
    assert [line.split() for line in said.splitlines() if line.strip().startswith("relations")] == [
        ["relations", "2", "·", "·"]
    ]
