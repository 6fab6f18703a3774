"""Merging questions: what is decided of one claim here and there, and what is not one question."""

import pytest
from django.core.exceptions import ValidationError

from claimsdb.choices import AnswerKind, LinkState
from claimsdb.curation import questions as asked
from claimsdb.models import Answer
from claimsdb.questions import entering
from tests.factories import AcceptedClaimFactory, AnswerFactory, QuantityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(editor):
    fields = {"title": "Were any sent?", "answer": AnswerKind.YES_NO}
    return [asked.enter(fields={"slug": slug, **fields}, by=editor) for slug in ("one", "other")]


def everything(two):
    for each in two:
        each.refresh_from_db()
    return [(each.status, each.version) for each in two], list(Answer.objects.order_by("pk").values_list())


STATES = [*LinkState]
DECIDED = {LinkState.CONFIRMED, LinkState.REJECTED}


@pytest.mark.parametrize("there", STATES)
@pytest.mark.parametrize("here", STATES)
def test_of_two_verdicts_none_is_lost(editor, two, here, there):
    one, other = two
    claim = AcceptedClaimFactory()
    AnswerFactory(question=one, claim=claim, state=here, value="yes", rule="membership")
    kept = AnswerFactory(question=other, claim=claim, state=there, value="yes", rule="membership")
    before = everything(two)
    if {here, there} == DECIDED:
        with pytest.raises(ValidationError, match=rf"{claim.key} is {here} \(“yes”\) here, {there} \(“yes”\) there"):
            asked.merge(one, into=other, version=None, by=editor)
        assert everything(two) == before
        return
    asked.merge(one, into=other, version=None, by=editor)
    kept.refresh_from_db()
    assert kept.state == (LinkState.CONFIRMED if LinkState.CONFIRMED in (here, there) else there)


@pytest.mark.parametrize("said", [{"value": "no"}, {"value": "yes", "part": "presupposes"}])
@pytest.mark.parametrize("there", [LinkState.CONFIRMED, LinkState.PROPOSED])
def test_what_is_confirmed_is_said_or_refused(editor, two, said, there):
    one, other = two
    claim, third = AcceptedClaimFactory(), AcceptedClaimFactory()
    entering.assign(third, to=one, value="yes", by=editor)
    AnswerFactory(question=one, claim=claim, state=LinkState.CONFIRMED, **said)
    kept = AnswerFactory(question=other, claim=claim, state=there, value="yes")
    before = everything(two)
    if there == LinkState.CONFIRMED:
        with pytest.raises(ValidationError, match=claim.key):
            asked.merge(one, into=other, version=None, by=editor)
        assert everything(two) == before
        return
    asked.merge(one, into=other, version=None, by=editor)
    kept.refresh_from_db()
    assert said.items() <= {"value": kept.value, "part": kept.part}.items()
    assert other.answers.counting().count() == 2


def test_figures_are_named_as_they_are_written(editor):
    fields = {"title": "How many?", "answer": AnswerKind.NUMBER}
    one, other = (asked.enter(fields={"slug": slug, **fields}, by=editor) for slug in ("one", "other"))
    claim = QuantityFactory(claim=AcceptedClaimFactory(), as_written="3,000").claim
    AnswerFactory(question=one, claim=claim, figure=0)
    AnswerFactory(question=other, claim=claim, figure=0, state=LinkState.REJECTED)
    with pytest.raises(ValidationError, match=r"confirmed \(“3,000”\) here, rejected \(“3,000”\) there"):
        asked.merge(one, into=other, version=None, by=editor)


def test_what_asks_for_something_else_is_another_question(editor, two):
    number = asked.enter(fields={"title": "How many?", "answer": AnswerKind.NUMBER}, by=editor)
    with pytest.raises(ValidationError, match="asks for yes no, how-many for number"):
        asked.merge(two[0], into=number, version=None, by=editor)
