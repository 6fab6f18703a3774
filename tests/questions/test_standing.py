"""Whether the answers to a question agree is known after every write that bears on it, and nowhere else worked out."""

import pytest

from claimsdb import review
from claimsdb.choices import Agreement, AnswerKind, ArticleState, LinkVerb, RelationAbout, RelationKind, Strength
from claimsdb.curation import questions as asked
from claimsdb.models import QuestionEntry
from claimsdb.questions import entering, links
from claimsdb.review import publication
from tests.factories import AcceptedClaimFactory, QuantityFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def counting(number):
    claim = AcceptedClaimFactory()
    QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number)
    return claim


@pytest.fixture
def lost(editor):
    """A question with 4,000 and 1,200 for answers, which contradict each other, and the relation."""
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = [counting(4000), counting(1200)]
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    relation = entering.relate(*claims, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    return question, claims, relation


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


def test_what_bears_on_no_question_costs_two_queries(editor, django_assert_max_num_queries):
    claim = counting(5)
    with django_assert_max_num_queries(60):
        review.amend(claim, fields={"hedge": ""}, by=editor)
    assert not QuestionFactory().answers.exists()
