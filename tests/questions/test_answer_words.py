"""What answers a question of which kind: the same at every door."""

import pytest
from django.core.exceptions import ValidationError

from claimsdb.choices import AnswerKind, LinkVerb, QuestionStatus
from claimsdb.curation import questions as asked
from claimsdb.index import synced
from claimsdb.models import Answer, check_answer
from claimsdb.questions import entering, links
from tests.factories import AcceptedClaimFactory, QuantityFactory, QuestionFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    AnswerKind.NUMBER: ([0, ""], ["3,000", "none", "yes"]),
    AnswerKind.YES_NO: (["yes", "no", "likely", ""], [0, "Yes", "maybe", "2024"]),
    AnswerKind.DATE: (
        ["2024", "2024-06", "2024-02-29", "2024-06/2024-07", "2024-06-01/2024-06-15", ""],
        [0, "June", "yes", "2024-13", "2023-02-29", "24", "2024-06-15/2024-06-01", "2024-06/", "2024-06-1", "0000"],
    ),
    AnswerKind.WHO: (["Kim called Putin so", "3000-sent-total", ""], [0, "<b>Kim</b>", "Kim\u202e", "Kim\nPutin"]),
    AnswerKind.OPEN: ([0, "weapons", "in-words", ""], ["&amp;", "weap\u200bons"]),
}  # fmt: skip
FITTING = [(kind, said) for kind, (those, _) in ANSWERS.items() for said in those]
MISFITS = [(kind, said) for kind, (_, those) in ANSWERS.items() for said in those]


def columns(said):
    return {"figure": None, "value": said} if isinstance(said, str) else {"figure": said, "value": ""}


@pytest.mark.parametrize(("kind", "said"), FITTING)
def test_what_fits(kind, said):
    check_answer(kind, **columns(said))


@pytest.mark.parametrize(("kind", "said"), MISFITS)
def test_what_does_not_is_told_at_its_place(kind, said):
    with pytest.raises(ValidationError) as refused:
        check_answer(kind, **columns(said))
    assert [*refused.value.error_dict] == ["value" if isinstance(said, str) else "figure"]


@pytest.fixture
@synced()
def claim():
    return QuantityFactory(claim=AcceptedClaimFactory()).claim


def asking(kind, **fields):
    return QuestionFactory(answer=kind, **fields)


@pytest.mark.parametrize("verb", [LinkVerb.CONFIRM, LinkVerb.PROPOSE])
@pytest.mark.parametrize(("kind", "said"), [each for each in MISFITS if each[1] != "Yes"])
def test_nobody_enters_what_does_not_fit(editor, claim, kind, said, verb):
    with pytest.raises(ValidationError):
        entering.assign(claim, to=asking(kind), by=editor, verb=verb, **columns(said))
    assert not Answer.objects.exists()


def test_yes_is_yes_however_it_is_written(editor, claim):
    answer = entering.assign(claim, to=asking(AnswerKind.YES_NO), value=" YES ", by=editor)
    assert (answer.value, answer.decisions.get().columns["value"]) == ("yes", "yes")
    assert links.amend(answer, fields={"value": "Yes"}, by=editor) is None
    assert links.amend(answer, fields={"value": "No"}, by=editor).columns["value"] == "no"


@pytest.mark.parametrize("status", [QuestionStatus.OPEN, QuestionStatus.CLOSED])
def test_amending_is_held_to_it_and_a_closed_question_only_takes_no_more_claims(editor, claim, status):
    question = asked.enter(fields={"title": "Were any sent?", "answer": AnswerKind.YES_NO}, by=editor)
    answer = entering.assign(claim, to=question, value="yes", by=editor)
    asked.amend(question, version=None, fields={"status": status}, by=editor)
    for fields in ({"value": "perhaps"}, {"value": "", "figure": 0}):
        with pytest.raises(ValidationError):
            links.amend(answer, fields=fields, by=editor)
    links.amend(answer, fields={"value": "no"}, by=editor)
    answer.refresh_from_db()
    assert (answer.value, answer.state) == ("no", "confirmed")


def test_a_question_with_confirmed_answers_asks_for_nothing_that_they_do_not_say(editor, claim):
    question = asked.enter(fields={"title": "Were any sent?", "answer": AnswerKind.YES_NO}, by=editor)
    answer = entering.assign(claim, to=question, value="yes", by=editor)
    with pytest.raises(ValidationError, match=rf"{claim.key} \(“yes”\)"):
        asked.amend(question, version=None, fields={"answer": AnswerKind.NUMBER}, by=editor)
    asked.amend(question, version=None, fields={"answer": AnswerKind.OPEN}, by=editor)
    rejection = links.take(LinkVerb.REJECT, answer, by=editor)
    asked.amend(question, version=None, fields={"answer": AnswerKind.DATE}, by=editor)
    with pytest.raises(ValidationError, match="no answer to a question for a date"):
        links.undo(rejection, by=editor)
    links.take(LinkVerb.REOPEN, answer, by=editor)
    with pytest.raises(ValidationError, match="no answer to a question for a date"):
        links.take(LinkVerb.CONFIRM, answer, by=editor)
    links.take(LinkVerb.CONFIRM, answer, fields={"value": "2024-06"}, by=editor)
