"""The ledger of a question: figures with whose word they are, as of a day, and as this database had it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from claimsdb import review
from claimsdb.choices import AnswerKind, ArticleState, Basis, LinkVerb, RelationAbout, RelationKind, Role
from claimsdb.curation import questions as asked
from claimsdb.questions import entering, links
from claimsdb.questions.gathering import AsOf
from claimsdb.questions.ledger import ledger_of
from claimsdb.review import publication, snapshots
from tests.factories import AcceptedClaimFactory, ArticleFactory, AttributionFactory, QuantityFactory, StateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def counting(number, *, day=None, who="", **figure):
    """An accepted claim with a figure, by somebody, in an article of that day."""
    article = ArticleFactory(**({} if day is None else published(day)))
    claim = AcceptedClaimFactory(article=article)
    QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number, **figure)
    if who:
        AttributionFactory(claim=claim, role=Role.CLAIMANT, actor=None, name=who, as_written=who)
    snapshots.ensure_recorded(claim)
    return claim


def published(day):
    return {"published_on": day, "published_from": day, "published_to": day, "published_basis": "editor"}


@pytest.fixture
def question(editor):
    return asked.enter(fields={"title": "How many were sent?", "answer": AnswerKind.NUMBER}, by=editor)


@pytest.fixture
def sent(editor, question):
    """3,000 said twice, by one unnamed official and by the ministry; 3,000 more; 1,200, which contradicts the first."""
    claims = [
        counting(3000, day=date(2024, 10, 17), who="an official", stage="sent"),
        counting(3000, day=date(2024, 10, 20), who="the ministry", stage="sent"),
        counting(3000, day=None, who="the army", stage="sent", basis=Basis.ADDITIONAL),
        counting(1200, day=date(2024, 10, 20), who="the harbour", stage="sent"),
    ]
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    entering.relate(claims[0], claims[3], kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    return claims


def rows(question, **options):
    return {row.name: (len(row.statements), row.articles) for row in ledger_of(question, **options).rows}


def test_a_row_is_a_value_in_a_series(question, sent):
    found = {row.name: row for row in ledger_of(question).rows}
    assert {name: len(row.statements) for name, row in found.items()} == {
        "1200-sent-total": 1, "3000-sent-total": 2, "3000-sent-additional": 1,
    }  # fmt: skip
    total, more = found["3000-sent-total"], found["3000-sent-additional"]
    assert (total.written, total.first_day, total.articles) == (["3,000"], date(2024, 10, 17), 2)
    assert sorted(party.who for party in total.speakers) == ["an official", "the ministry"]
    assert total.contradicts == ("1200-sent-total",)
    assert [(each.figure, each.code) for each in total.looks_like] == [("3000-sent-additional", "basis")]
    assert [each.figure for each in more.looks_like] == ["3000-sent-total"]


@pytest.mark.parametrize(
    ("day", "undated", "known"),
    [
        ("2024-10-16", False, {}),
        ("2024-10-17", False, {"3000-sent-total": (1, 1)}),
        ("2024-10-20", False, {"3000-sent-total": (2, 2), "1200-sent-total": (1, 1)}),
        ("2024-10-16", True, {"3000-sent-additional": (1, 1)}),
    ],
)
def test_as_of_a_day_is_what_was_published_by_then(question, sent, day, undated, known):
    as_of = AsOf(date.fromisoformat(day), undated=undated)
    ledger = ledger_of(question, as_of=as_of)
    assert {row.name: (len(row.statements), row.articles) for row in ledger.rows} == known
    assert ledger.gathered.undated == (0 if undated else 1)


def test_what_was_recorded_at_a_moment_is_as_it_was(editor, question, sent):
    before = timezone.now()
    article = sent[2].article
    article.published_on = article.published_from = article.published_to = date(2024, 10, 20)
    article.published_basis = "editor"
    article.save()
    links.take(LinkVerb.REJECT, sent[3].answers.get(), by=editor)
    [figure] = sent[0].quantities.all()
    figure.stage = "arrived"
    review.amend(sent[0], quantities=[figure], by=editor)
    day = AsOf(date(2024, 10, 20))
    assert rows(question, as_of=day).keys() == {"3000-arrived-total", "3000-sent-total", "3000-sent-additional"}
    then = rows(question, as_of=AsOf(day.day, recorded=before))
    assert then == {"3000-sent-total": (2, 2), "1200-sent-total": (1, 1)}
    assert rows(question, as_of=AsOf(recorded=before - timedelta(days=1))) == {}


def test_nobody_sees_what_they_may_not_in_what_was_recorded(editor, question, sent):
    before = timezone.now()
    publication.set_state(sent[0].article, ArticleState.WITHDRAWN, by=editor)
    for as_of in (AsOf(), AsOf(recorded=before)):
        assert rows(question, user=AnonymousUser(), as_of=as_of)["3000-sent-total"] == (1, 1)
        assert rows(question, user=editor, as_of=as_of)["3000-sent-total"] == (2, 2)


def test_no_word_is_taken_for_a_figure_or_for_none(editor):
    question = asked.enter(fields={"title": "What was sent?", "answer": AnswerKind.OPEN}, by=editor)
    entering.assign(counting(3000, stage="sent"), to=question, figure=0, by=editor)
    words = ("3000-sent-total", "", "in-words", "word:x", "weapons", "2024-06")
    for word in words:
        entering.assign(counting(1), to=question, value=word, by=editor)
    ledger = ledger_of(question)
    assert {row.name: (row.value, len(row.statements)) for row in ledger.rows} == {
        "3000-sent-total": ("", 1), "word:3000-sent-total": ("3000-sent-total", 1), "in-words": ("", 1),
        "word:in-words": ("in-words", 1), "word:word:x": ("word:x", 1), "weapons": ("weapons", 1),
        "2024-06": ("2024-06", 1),
    }  # fmt: skip
    assert ledger.row("3000-sent-total").told
    assert ledger.row("in-words").value == ""


def test_what_was_recorded_stands_in_the_same_order(editor):
    question = asked.enter(fields={"title": "Were any sent?", "answer": AnswerKind.YES_NO}, by=editor)
    first, *others = (counting(3000, day=date(2024, 10, day), who=f"speaker {day}") for day in (1, 2, 3))
    for claim in (*others, first):
        entering.assign(claim, to=question, value="yes", by=editor)
    now, then = (
        [
            (row.name, [each.key for each in row.statements], [each.who for each in row.speakers])
            for row in ledger_of(question, as_of=as_of).rows
        ]
        for as_of in (AsOf(), AsOf(recorded=timezone.now()))
    )
    assert then == now


def test_who_denies_a_figure_is_told_with_it(editor, question, sent):
    denial = AcceptedClaimFactory(stance="denies")
    AttributionFactory(claim=denial, role=Role.CLAIMANT, actor=StateFactory())
    entering.relate(denial, sent[3], kind=RelationKind.DENIES, about=RelationAbout.EXISTENCE, by=editor)
    row = ledger_of(question).row("1200-sent-total")
    assert [each.statement.key for each in row.denied_by] == [denial.key]


def test_one_origin_confirmed_joins_and_rejected_parts(editor, question, sent):
    def origins():
        found = ledger_of(question).row("3000-sent-total").origins
        return (found.least, found.most)

    apart = origins()
    relation = entering.relate(sent[0], sent[1], kind=RelationKind.SAME_ORIGIN, about=RelationAbout.SPEAKER, by=editor)
    assert origins() == (1, 1)
    links.take(LinkVerb.REJECT, relation, by=editor)
    assert origins() == apart
    assert apart[1] == 2


def test_a_ledger_takes_as_many_queries_whatever_its_length(question, sent, editor, django_assert_max_num_queries):
    for _ in range(5):
        entering.assign(counting(77, day=date(2024, 10, 20)), to=question, figure=0, by=editor)
    with django_assert_max_num_queries(14):
        ledger_of(question)
