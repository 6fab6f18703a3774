"""Who may move an answer or a relation where, and what stays on record of it."""

import re
from copy import deepcopy
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb import review
from claimsdb.choices import LinkState, LinkVerb, QuestionStatus, RelationAbout, RelationKind, Strength
from claimsdb.curation import questions as asked
from claimsdb.index import synced
from claimsdb.models import Answer, AnswerDecision, DecisionsAreKept, Relation, RowChange
from claimsdb.questions import entering, links, standing
from claimsdb.questions.actions import LINK_ACTIONS
from claimsdb.questions.steps import last_step
from tests.factories import (
    AcceptedClaimFactory,
    AnswerFactory,
    EditorFactory,
    QuantityFactory,
    QuestionFactory,
    RelationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

SIMPLE = [LinkVerb.CONFIRM, LinkVerb.REJECT, LinkVerb.REOPEN]


@pytest.fixture(scope="module")
@synced()
def lasting_troops(lasting):
    """Two accepted claims, of 4,000 and of 1,200."""
    claims = [AcceptedClaimFactory(), AcceptedClaimFactory()]
    for claim, count in zip(claims, (4000, 1200), strict=True):
        QuantityFactory(claim=claim, as_written=f"{count:,}", low=count, best=count, high=count)
    return claims


@pytest.fixture
def troops(db, lasting_troops):
    """As they are put: a test may change what it has of them."""
    return deepcopy(lasting_troops)


@pytest.mark.parametrize("factory", [AnswerFactory, RelationFactory])
@pytest.mark.parametrize("verb", SIMPLE)
@pytest.mark.parametrize("state", LinkState)
def test_each_verb_goes_from_the_states_of_the_table(editor, factory, verb, state):
    link, action = factory(state=state, rule="figures"), LINK_ACTIONS[verb]
    if state in action.starts_from:
        links.take(verb, link, by=editor)
        assert (link.state, link.version) == (action.ends_in, 2)
    else:
        with pytest.raises(review.IllegalMove, match=verb):
            links.take(verb, link, by=editor)
        assert (type(link).objects.get(pk=link.pk).state, link.decisions.count()) == (state, 0)


@pytest.mark.parametrize("verb", [LinkVerb.PROPOSE, LinkVerb.WITHDRAW, LinkVerb.RECHECK, LinkVerb.MOVE])
def test_what_is_the_machines_no_editor_takes(editor, verb):
    [state, *_] = LINK_ACTIONS[verb].starts_from
    with pytest.raises(review.NotAllowed, match="program alone"):
        links.take(verb, RelationFactory(state=state, rule="figures"), by=editor)


def test_who_may_not_review_moves_nothing(reader):
    with pytest.raises(review.NotAllowed):
        links.take(LinkVerb.REJECT, RelationFactory(), by=reader)


def test_a_later_version_is_told(editor):
    relation = RelationFactory(version=3)
    with pytest.raises(review.Stale) as stale:
        links.take(LinkVerb.REJECT, relation, by=editor, version=2)
    assert stale.value.version == 3


def test_a_decision_says_who_when_and_why_and_stays(editor, troops):
    answer = entering.assign(troops[0], to=QuestionFactory(), figure=0, by=editor, note="seen in print")
    links.take(LinkVerb.REJECT, answer, by=editor, public_note="another count")
    first, second = answer.decisions.all()
    assert (first.verb, first.who, first.note, first.columns["state"]) == (
        "confirm",
        editor,
        "seen in print",
        "confirmed",
    )
    assert (second.verb, second.public_note, second.columns["state"]) == ("reject", "another count", "rejected")
    with pytest.raises(DecisionsAreKept):
        second.delete()


def test_an_amendment_sets_what_differs_and_nothing_else(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.UPDATES, about=RelationAbout.VALUE, by=editor)
    assert links.amend(relation, fields={"strength": Strength.CERTAIN}, by=editor) is None
    links.amend(relation, fields={"strength": Strength.POSSIBLE}, by=editor, version=1)
    assert (relation.strength, relation.version) == (Strength.POSSIBLE, 2)
    with pytest.raises(review.Incomplete, match="state"):
        links.amend(relation, fields={"state": LinkState.REJECTED}, by=editor)
    with pytest.raises(ValidationError):
        links.amend(relation, fields={"strength": "huge"}, by=editor)


def test_undo_brings_back_what_was_and_is_taken_once(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.UPDATES, about=RelationAbout.VALUE, by=editor)
    decision = links.amend(relation, fields={"about": RelationAbout.TIME}, by=editor)
    links.undo(decision, by=editor)
    relation.refresh_from_db()
    assert (relation.about, relation.version) == (RelationAbout.VALUE, 3)
    with pytest.raises(review.Stale):
        links.undo(decision, by=editor)
    with pytest.raises(review.IllegalMove):
        links.undo(relation.decisions.get(version=3), by=editor)


def test_another_editors_decision_is_not_undone(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.UPDATES, about=RelationAbout.VALUE, by=editor)
    decision = links.take(LinkVerb.REJECT, relation, by=editor)
    with pytest.raises(review.NotAllowed, match=str(editor)):
        links.undo(decision, by=EditorFactory())


def test_what_says_the_same_both_ways_is_stored_once(editor, troops):
    one = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    assert one.a.key < one.b.key
    with pytest.raises(ValidationError, match="already"):
        entering.relate(*reversed(troops), kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)


def test_the_database_keeps_both_ways_apart_too(troops):
    from django.db import IntegrityError, transaction

    one, other = troops
    RelationFactory(a=one, b=other, kind=RelationKind.REPEATS)
    with pytest.raises(IntegrityError), transaction.atomic():
        RelationFactory(a=other, b=one, kind=RelationKind.REPEATS)
    RelationFactory(a=other, b=one, kind=RelationKind.DENIES)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"figure": 3}, "has no figure 3"), ({"figure": 0, "value": "yes"}, "not both")],
)
def test_an_answer_that_does_not_fit_is_refused(editor, troops, values, words):
    with pytest.raises(ValidationError, match=words):
        entering.assign(troops[0], to=QuestionFactory(), by=editor, **values)


@pytest.mark.parametrize("status", [QuestionStatus.CLOSED, QuestionStatus.MERGED])
def test_a_question_that_is_closed_takes_no_more(editor, troops, status):
    into = QuestionFactory() if status == QuestionStatus.MERGED else None
    with pytest.raises(ValidationError, match=r"closed|merged"):
        entering.assign(troops[0], to=QuestionFactory(status=status, merged_into=into), by=editor)


def amended(claim, editor, **values):
    [figure] = claim.quantities.all()
    for name, value in values.items():
        setattr(figure, name, value)
    review.amend(claim, quantities=[figure], by=editor)


def test_a_confirmed_link_is_looked_at_again_once_its_claim_says_something_else(editor, troops):
    four_thousand, _ = troops
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    answer = entering.assign(four_thousand, to=QuestionFactory(), figure=0, by=editor)
    review.amend(four_thousand, fields={"text": "About 4,000 were lost."}, by=editor)
    assert states(relation, answer) == ["confirmed", "confirmed"]  # of figures, the wording counts for nothing
    amended(four_thousand, editor, as_written="1,200", low=1200, best=1200, high=1200, own_words=True)
    assert states(relation, answer) == ["needs_recheck", "confirmed"]  # another number answers the same question
    amended(four_thousand, editor, measure="shells", unit="round", own_words=True)
    assert states(relation, answer) == ["needs_recheck", "needs_recheck"]
    number = RowChange.objects.order_by("-number").first().number
    changed = RowChange.objects.filter(number=number).values_list("kind", flat=True)
    assert "answer" in set(changed)
    for link in (relation, answer):
        link.refresh_from_db()
        assert (link.decisions.last().verb, link.decisions.last().who) == ("recheck", None)
        links.take(LinkVerb.CONFIRM, link, by=editor)
    amended(four_thousand, editor, as_written="1,200", best=1200, own_words=True)
    assert states(relation, answer) == ["confirmed", "confirmed"]


def states(*found):
    return [type(link).objects.get(pk=link.pk).state for link in found]


def test_none_is_a_figure_too(editor, troops):
    """And another than one that is not known."""
    amended(troops[0], editor, as_written="none", low=0, best=0, high=0, own_words=True)
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    amended(troops[0], editor, as_written="some", low=None, best=None, high=None, own_words=True, own_figure=True)
    assert states(relation) == ["needs_recheck"]


def test_a_day_that_is_known_only_now_is_compared_too(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.TIME, by=editor)
    days = {"event_from": date(2024, 6, 1), "event_to": date(2024, 6, 30)}
    review.amend(troops[0], fields=days, by=editor)
    assert states(relation) == ["needs_recheck"]


def test_what_is_brought_back_is_looked_at_again_where_its_claim_says_something_else_by_now(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    rejected = links.take(LinkVerb.REJECT, relation, by=editor)
    amended(troops[0], editor, as_written="1,200", low=1200, best=1200, high=1200, own_words=True)
    assert states(relation) == ["rejected"]
    links.undo(rejected, by=editor)
    assert states(relation) == ["needs_recheck"]
    assert [each.verb for each in relation.decisions.order_by("version")][-2:] == ["undo", "recheck"]


def test_an_amendment_is_of_what_the_claims_say_now(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    links.take(LinkVerb.REJECT, relation, by=editor)
    amended(troops[0], editor, as_written="1,300", low=1300, best=1300, high=1300, own_words=True)
    links.take(LinkVerb.REOPEN, relation, by=editor)
    links.amend(relation, fields={"strength": Strength.POSSIBLE}, by=editor)
    assert standing.outdated([Relation.objects.get(pk=relation.pk)]) == []


def test_many_links_of_a_claim_are_looked_at_again_in_as_many_statements_as_one(editor, troops):
    def queries(others):
        for _ in range(others):
            other = AcceptedClaimFactory()
            QuantityFactory(claim=other, low=7, best=7, high=7)
            entering.relate(troops[0], other, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
        number = 100 + others
        with CaptureQueriesContext(connection) as captured:
            amended(troops[0], editor, as_written=str(number), low=number, best=number, high=number, own_words=True)
        return len(captured)

    of_one, of_twelve = queries(1), queries(12)  # the one waits for an editor by then
    assert of_twelve <= of_one
    assert Relation.objects.filter(state=LinkState.NEEDS_RECHECK).count() == 13


def test_a_link_that_was_moved_with_its_question_is_not_moved_back_alone(editor, troops):
    one, other = QuestionFactory(), QuestionFactory()
    answer = entering.assign(troops[0], to=one, figure=0, by=editor)
    asked.merge(one, into=other, version=None, by=editor)
    with pytest.raises(review.IllegalMove, match="not taken back"):
        links.undo(answer.decisions.get(verb=LinkVerb.MOVE), by=editor)
    assert Answer.objects.get(pk=answer.pk).question == other


def test_of_the_same_answer_to_two_merged_questions_the_one_that_an_editor_confirmed_stands(editor, troops):
    one, other = QuestionFactory(), QuestionFactory()
    entering.assign(troops[0], to=one, figure=0, by=editor)
    proposed = AnswerFactory(question=other, claim=troops[0], figure=0, rule="figures", state=LinkState.PROPOSED)
    asked.merge(one, into=other, version=None, by=editor)
    assert states(proposed) == ["confirmed"]


@pytest.mark.parametrize("kind", [RelationKind.UPDATES, RelationKind.REPEATS])
def test_a_relation_of_another_kind_that_is_on_record_is_taken_up_again(editor, troops, kind):
    other = entering.relate(*troops, kind=kind, about=RelationAbout.VALUE, by=editor)
    links.take(LinkVerb.REJECT, other, by=editor)
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    fields = {"about": RelationAbout.VALUE, "strength": Strength.POSSIBLE}
    taken_up = entering.relate_otherwise(
        relation, kind=kind, turned=relation.a != other.a, version=None, fields=fields, by=editor
    )
    assert taken_up == other
    assert states(relation, other) == ["rejected", "confirmed"]
    assert Relation.objects.get(pk=other.pk).strength == Strength.POSSIBLE


def test_no_link_is_amended_into_a_question_that_takes_no_more(editor, troops):
    relation = entering.relate(*troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    merged = QuestionFactory(status=QuestionStatus.MERGED, merged_into=QuestionFactory())
    with pytest.raises(ValidationError, match="merged"):
        links.amend(relation, fields={"question": merged}, by=editor)
    assert Relation.objects.get(pk=relation.pk).question is None


def test_undo_leads_to_where_the_question_before_was_merged(editor, troops):
    first, second, third = QuestionFactory.create_batch(3)
    relation = entering.relate(
        *troops, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, question=first, by=editor
    )
    decision = links.amend(relation, fields={"question": second}, by=editor)
    asked.merge(first, into=third, version=None, by=editor)
    links.undo(decision, by=editor)
    relation.refresh_from_db()
    assert relation.question == third
    assert relation.decisions.last().columns["question"] == third.slug


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock")
def test_the_question_before_is_held_until_it_is_undone(editor, troops):
    first, second = QuestionFactory.create_batch(2)
    relation = entering.relate(*troops, kind=RelationKind.UPDATES, about=RelationAbout.VALUE, question=first, by=editor)
    decision = links.amend(relation, fields={"question": second}, by=editor)
    with CaptureQueriesContext(connection) as captured:
        links.undo(decision, by=editor)
    held = f'"claimsdb_question"."id" = {first.pk} LIMIT 21 FOR NO KEY UPDATE'
    assert any(held in each["sql"] for each in captured)


@pytest.mark.parametrize("status", ["proposed", "open"])
def test_a_question_that_opens_or_closes_is_told_with_its_answers(editor, troops, status):
    question = QuestionFactory(status={"proposed": "open", "open": "proposed"}[status])
    answer = entering.assign(troops[0], to=question, figure=0, by=editor)
    before = RowChange.objects.order_by("-number").first().number
    asked.amend(question, version=None, fields={"status": status}, by=editor)
    told = RowChange.objects.filter(number__gt=before).values_list("kind", "row")
    assert ("answer", answer.pk) in set(told)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock")
def test_the_claims_are_locked_before_the_question_and_the_link(editor, troops):
    """As by whoever writes a claim, of whose links then hang: in another order the two would wait for each other."""
    question, other = QuestionFactory(), QuestionFactory()
    answer = entering.assign(troops[0], to=question, figure=0, by=editor)
    doors = [
        lambda: links.take(LinkVerb.REJECT, answer, by=editor),
        lambda: links.undo(answer.decisions.last(), by=editor),
        lambda: entering.assign(troops[1], to=question, figure=0, by=editor),
        lambda: asked.merge(question, into=other, version=None, by=editor),
    ]
    for door in doors:
        with CaptureQueriesContext(connection) as captured:
            door()
        held = [each["sql"] for each in captured if "FOR NO KEY UPDATE" in each["sql"] or "FOR UPDATE" in each["sql"]]
        rooms = [re.search(r'FROM "claimsdb_(\w+)"', sql)[1] for sql in held]
        order = [rooms.index(room) for room in ("claim", "question", "answer") if room in rooms]
        assert (rooms[0], order) == ("claim", sorted(order)), rooms


def test_what_was_decided_in_a_row_is_taken_back_in_a_row(editor, troops):
    answer = entering.assign(troops[0], to=QuestionFactory(answer="yes_no"), figure=None, value="yes", by=editor)
    links.amend(answer, fields={"value": "no"}, by=editor)
    links.take(LinkVerb.REJECT, answer, by=editor)
    said = []
    while (step := last_step(editor, AnswerDecision)) is not None:
        links.undo(step, by=editor)
        said.append((step.verb, *Answer.objects.values_list("state", "value").get()))
    assert said == [("reject", "confirmed", "no"), ("amend", "confirmed", "yes")]  # it came about by the first
    links.take(LinkVerb.REJECT, answer, by=editor)
    assert last_step(editor, AnswerDecision).verb == "reject"
