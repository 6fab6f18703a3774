"""`check_consistency` finds what of questions, answers and relations no constraint can hold, and mends what is kept."""

from functools import partial

import pytest
from django.db import connection

from claimsdb.choices import LinkVerb, RelationAbout, RelationKind
from claimsdb.curation import questions as asked
from claimsdb.models import (
    Answer,
    AnswerDecision,
    AnswerEntry,
    Attribution,
    Claim,
    Quantity,
    Question,
    QuestionEntry,
    Relation,
    RelationDecision,
    RelationEntry,
)
from claimsdb.questions import entering, links
from claimsdb.questions.integrity import check_questions
from tests.commands import outcome
from tests.factories import AcceptedClaimFactory, AttributionFactory, EditorFactory, QuantityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]

run = partial(outcome, "check_consistency")


@pytest.fixture(scope="module")
def lasting_question(lasting):
    editor = EditorFactory()
    claims = sorted(AcceptedClaimFactory.create_batch(2), key=lambda claim: claim.key)
    question = asked.enter(fields={"slug": "lost", "title": "How many?", "answer": "number"}, by=editor)
    for claim, number in zip(claims, (4000, 1200), strict=True):
        AttributionFactory(claim=claim, role="subject")
        QuantityFactory(claim=claim, low=number, best=number, high=number)
        entering.assign(claim, to=question, figure=0, by=editor)
    entering.relate(*claims, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
    links.take(LinkVerb.REJECT, Answer.objects.last(), by=editor)
    asked.merge(
        asked.enter(fields={"slug": "gone", "title": "How many?", "answer": "number"}, by=editor),
        into=question,
        version=None,
        by=editor,
    )
    return question


@pytest.fixture
def question(db, lasting_question):
    return lasting_question


def write(model, condition="true", **values):
    """Past the models, as somebody might by hand."""
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {columns} WHERE {condition}", [*values.values()])


def turned_around():
    relation = Relation.objects.get()
    write(Relation, a_id=relation.b_id, b_id=relation.a_id)


def leading_on():
    other = Question.objects.create(slug="other", title="Which?", answer="who", status="open")
    write(Question, "slug = 'lost'", status="merged", merged_into_id=other.pk)


KEPT = "whether the answers to a question agree is as kept"
DECIDED = "answers and relations are what their last decision made them"
WRONG = {
    "another agreement": (lambda: write(QuestionEntry, agreement="open"), [KEPT], True),
    "another count": (lambda: write(QuestionEntry, statements=7), [KEPT], True),
    "nothing kept": (lambda: QuestionEntry.objects.all()._raw_delete("default"), [KEPT], True),
    "an answer that says something else": (lambda: write(AnswerEntry, says="7"), [KEPT], True),
    "an answer less": (lambda: AnswerEntry.objects.all()._raw_delete("default"), [KEPT], True),
    "a relation that is none": (
        lambda: RelationEntry.objects.create(
            question=Question.objects.get(slug="lost"), relation=Relation.objects.get(), kind="denies"
        ),
        [KEPT],
        True,
    ),
    "something of a question that is gone": (
        lambda: QuestionEntry.objects.create(question_id=10**6, agreement="open", statements=0, articles=0, figures=0),
        ["nothing is kept of questions that are gone"],
        True,
    ),
    "a state that nobody gave": (
        lambda: write(Relation, state="rejected"),
        [DECIDED],
        False,
    ),
    "a version of its own": (lambda: write(Answer, version=9), [DECIDED], False),
    "a decision ahead": (lambda: write(RelationDecision, version=9), [DECIDED], False),
    "a decision that says something else": (lambda: write(AnswerDecision, columns="{}"), [DECIDED], False),
    "claims that say something else": (
        lambda: write(Attribution, role="mentioned"),
        ["claims of confirmed ones say what they did then"],
        True,
    ),
    "a figure that is gone": (
        lambda: Quantity.objects.all()._raw_delete("default"),
        ["claims of confirmed ones say what they did then", "an answer's figure is one of its claim"],
        True,
    ),
    "an answer that its question does not take": (
        lambda: write(Question, "slug = 'lost'", answer="yes_no"),
        ["confirmed answers are what their questions ask for"],
        False,
    ),
    "a merged question that leads on": (leading_on, ["a merged question leads to one that is not merged"], False),
    "a relation the other way round": (
        turned_around,
        ["relations that say the same both ways begin with the lower key"],
        False,
    ),
}


def wrong():
    return [finding.what for finding in check_questions().findings if finding.wrong]


def test_all_is_right_at_first(question):
    assert wrong() == []
    assert run()[1] == ""


@pytest.mark.parametrize(("spoil", "expected", "is_mended"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found_and_what_is_derived_mended(question, spoil, expected, is_mended):
    spoil()
    assert {*expected} <= {*wrong()}
    claims = list(Claim.objects.order_by("pk").values_list())
    out, errors = run(repair=True)
    assert ("Mended" in out, expected[0] in out) == (True, True)
    assert [what for what in expected if what in wrong()] == ([] if is_mended else expected)
    assert ("not as they should be" in errors) or is_mended
    assert list(Claim.objects.order_by("pk").values_list()) == claims
