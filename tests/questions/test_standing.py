"""Whether the answers to a question agree is known after every write that bears on it, and nowhere else worked out."""

from collections import defaultdict
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb import review
from claimsdb.choices import Agreement, AnswerKind, ArticleState, LinkVerb, RelationAbout, RelationKind, Strength
from claimsdb.curation import questions as asked
from claimsdb.index import synced
from claimsdb.models import AnswerEntry, Question, QuestionEntry, RelationEntry
from claimsdb.questions import entering, links
from claimsdb.questions.kept import standings
from claimsdb.questions.standing import follow, otherwise_kept, renew
from claimsdb.review import publication
from tests.factories import AcceptedClaimFactory, EditorFactory, QuantityFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]


def counting(number):
    claim = AcceptedClaimFactory()
    QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number)
    return claim


@pytest.fixture(scope="module")
def lasting_lost(lasting):
    """A question with 4,000 and 1,200 for answers, which contradict each other, and the relation."""
    editor = EditorFactory()
    question = asked.enter(fields={"title": "How many of them were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = [counting(4000), counting(1200)]
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    relation = entering.relate(*claims, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    return question, claims, relation


@pytest.fixture
def lost(db, lasting_lost):
    """As it is put: a test may change what it has of it."""
    return deepcopy(lasting_lost)


NO_BOUNDS = dict.fromkeys(("low", "best", "high"))


def standings_are_right():
    return otherwise_kept([*Question.objects.values_list("pk", flat=True)]) == set()


def standing(question):
    entry = QuestionEntry.objects.get(pk=question.pk)
    return (entry.agreement, entry.statements, entry.articles, entry.figures)


def test_a_question_without_answers_is_unassessed(editor):
    assert standing(asked.enter(fields={"title": "How many?", "answer": "number"}, by=editor)) == (
        "unassessed",
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("write", "agreement", "statements"),
    [
        (lambda by, claims, relation: None, Agreement.CONFLICT, 2),
        (lambda by, claims, relation: links.take(LinkVerb.REJECT, relation, by=by), Agreement.COMPATIBLE, 2),
        (
            lambda by, claims, relation: links.amend(relation, fields={"strength": Strength.POSSIBLE}, by=by),
            Agreement.COMPATIBLE,
            2,
        ),
        (
            lambda by, claims, relation: links.take(LinkVerb.REJECT, claims[0].answers.get(), by=by),
            Agreement.ONE_ANSWER,
            1,
        ),
        (
            lambda by, claims, relation: review.reject(claims[1], reason="unclear", by=by),
            Agreement.ONE_ANSWER,
            1,
        ),
        (lambda by, claims, relation: review.reopen(claims[1], by=by), Agreement.ONE_ANSWER, 1),
        (
            lambda by, claims, relation: review.mark_duplicate(claims[1], original=claims[0], by=by),
            Agreement.ONE_ANSWER,
            1,
        ),
        (
            lambda by, claims, relation: publication.set_state(
                claims[1].article, ArticleState.WITHDRAWN, by=by
            ),
            Agreement.ONE_ANSWER,
            1,
        ),
    ],
    ids=["nothing", "relation rejected", "only possible", "answer rejected", "claim rejected", "claim reopened",
         "duplicate", "article withdrawn"],
)  # fmt: skip
def test_every_write_that_bears_on_it_is_followed(editor, lost, write, agreement, statements):
    question, claims, relation = lost
    write(editor, claims, relation)
    assert standing(question)[:2] == (agreement, statements)


def test_a_figure_that_is_amended_counts_anew_in_the_same_transaction(editor, lost):
    question, [four_thousand, _], relation = lost
    [figure] = four_thousand.quantities.all()
    figure.low = figure.best = figure.high = 1200
    figure.as_written, figure.own_words = "1,200", True
    review.amend(four_thousand, quantities=[figure], by=editor)
    relation.refresh_from_db()
    assert relation.state == "needs_recheck"
    assert standing(question) == (Agreement.ONE_ANSWER, 2, 2, 1)


def test_a_denial_among_the_answers_leaves_it_denied(editor):
    question = asked.enter(fields={"title": "Were troops sent?", "answer": AnswerKind.YES_NO}, by=editor)
    yes, no = AcceptedClaimFactory(), AcceptedClaimFactory()
    for claim, value in ((yes, "yes"), (no, "no")):
        entering.assign(claim, to=question, value=value, by=editor)
    assert standing(question)[0] == Agreement.COMPATIBLE
    entering.relate(no, yes, kind=RelationKind.DENIES, about=RelationAbout.EXISTENCE, by=editor)
    assert standing(question)[0] == Agreement.DENIED


def test_a_merged_question_has_the_answers_no_more(editor, lost):
    question, claims, _ = lost
    other = asked.enter(fields={"title": "How many fell?", "answer": AnswerKind.NUMBER}, by=editor)
    entering.assign(claims[0], to=other, figure=0, by=editor)
    asked.merge(question, into=other, version=None, by=editor)
    assert standing(other)[:2] == (Agreement.CONFLICT, 2)
    assert question.answers.count() == 1  # the one that the other had already


def test_a_figure_that_stands_for_another_follows_it(editor):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    meant, alike, other = counting(4000), AcceptedClaimFactory(), counting(1200)
    QuantityFactory(claim=alike, as_written="as many", stands_for_claim=meant, stands_for_order=0, **NO_BOUNDS)
    for claim in (alike, other):
        entering.assign(claim, to=question, figure=0, by=editor)
    assert standing(question) == (Agreement.COMPATIBLE, 2, 2, 2)
    [figure] = meant.quantities.all()
    figure.low = figure.best = figure.high = 1200
    figure.as_written, figure.own_words = "1,200", True
    review.amend(meant, quantities=[figure], by=editor)
    assert standing(question) == (Agreement.ONE_ANSWER, 2, 2, 1)
    publication.set_state(meant.article, ArticleState.WITHDRAWN, by=editor)
    assert standing(question) == (Agreement.COMPATIBLE, 2, 2, 2)  # what nobody may see gives it no number
    assert standings_are_right()


@pytest.mark.parametrize("kind", [RelationKind.REPEATS, RelationKind.SAME_ORIGIN])
def test_answers_that_are_said_to_be_one_are_one(editor, kind):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = [counting(number) for number in (4000, 4100, 4200)]
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    found = []
    for one, other in ((0, 1), (2, 1)):
        found.append(standing(question)[0])
        entering.relate(claims[one], claims[other], kind=kind, about=RelationAbout.READING, by=editor)
    assert [*found, standing(question)[0]] == [Agreement.COMPATIBLE, Agreement.COMPATIBLE, Agreement.ONE_ANSWER]
    review.reject(claims[1], reason="unclear", by=editor)
    assert standing(question)[:2] == (Agreement.COMPATIBLE, 2)
    assert standings_are_right()


def test_a_decision_costs_as_much_however_many_answer_the_question(editor):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    costs = []
    for number in (2, 20):
        with synced():
            claims = [counting(number * 100 + each) for each in range(number)]
            for claim in claims:
                entering.assign(claim, to=question, figure=0, by=editor)
        review.reopen(claims[0], by=editor)
        with CaptureQueriesContext(connection) as asked_of_it:
            review.accept(claims[0], by=editor)
        costs.append(len(asked_of_it))
    assert costs[0] == costs[1]
    assert standing(question)[1:] == (22, 22, 22)


@pytest.mark.parametrize("kind", [RelationKind.REPEATS, RelationKind.SAME_ORIGIN])
def test_what_is_said_to_be_one_is_found_by_as_many_rows_however_many_answer(editor, monkeypatch, kind):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = [counting(number) for number in (4000, 4100)]
    read = []
    whole = standings.is_one_answer
    monkeypatch.setattr(standings, "is_one_answer", lambda found, pairs: read.append(len(found)) or whole(found, pairs))
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    entering.relate(*claims, kind=kind, about=RelationAbout.READING, by=editor)
    with synced():
        alike = [counting(4000) for _ in range(20)]
    for more in alike:
        entering.assign(more, to=question, figure=0, by=editor)
    review.reopen(more, by=editor)
    assert standing(question) == (Agreement.ONE_ANSWER, 21, 21, 2)
    assert {*read} == {4}  # two numbers, and the claims that make them one
    assert standings_are_right()


def test_a_claim_that_gives_two_answers_joins_what_they_say(editor):
    """As `gathering` has it, which reads all of them."""
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = [counting(number) for number in (4000, 4100, 4200)]
    QuantityFactory(claim=claims[0], order=1, as_written="4,200", low=4200, best=4200, high=4200)
    for claim, figure in ((claims[0], 0), (claims[0], 1), (claims[1], 0), (claims[2], 0)):
        entering.assign(claim, to=question, figure=figure, by=editor)
        assert standings_are_right()
    entering.relate(*claims[:2], kind=RelationKind.REPEATS, about=RelationAbout.READING, by=editor)
    assert standings_are_right()
    entering.relate(*claims[1:], kind=RelationKind.REPEATS, about=RelationAbout.READING, by=editor)
    assert (standing(question)[0], standings_are_right()) == (Agreement.ONE_ANSWER, True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock")
def test_what_is_missing_is_added_before_anything_is_held(editor, lost):
    """Of two writers neither has what the other waits for: both wait for what is missing first."""
    question, _, _ = lost
    unasked = QuestionFactory()
    QuestionEntry.objects.filter(pk=unasked.pk).delete()
    with CaptureQueriesContext(connection) as said:
        renew([question.pk, unasked.pk])
    words = ("INSERT", "FOR UPDATE")
    entries = [each["sql"] for each in said if '"claimsdb_questionentry"' in each["sql"]]
    found = [word for sql in entries for word in words if word in sql]
    assert found[:2] == ["INSERT", "FOR UPDATE"]
    assert len(found) == 3  # the second time none is missing


def test_what_an_older_version_kept_is_filled_after_the_upgrade(editor, lost):
    question, _, _ = lost
    for model in (AnswerEntry, RelationEntry):
        model.objects.all()._raw_delete("default")
    call_command("migrate", verbosity=0)
    assert standing(question) == (Agreement.CONFLICT, 2, 2, 2)
    assert standings_are_right()


def test_what_bears_on_no_question_costs_four_queries(lost, django_assert_num_queries):
    """Whether answers or relations were compared with it, what stands for it, and which questions it touches."""
    claim, changed = counting(5), defaultdict(set)
    with django_assert_num_queries(4):
        follow([claim.pk], changed)
    assert not any(changed.values())
