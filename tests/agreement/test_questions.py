"""What answers a question, whether the answers agree, and what their figures are called."""

import pytest

from claimsdb.agreement import (
    Answered,
    Corpus,
    Related,
    Scope,
    agreement_of,
    answers,
    figure_rows,
    fits,
)
from claimsdb.choices import (
    Agreement,
    AnswerKind,
    AnswerPart,
    Basis,
    Phase,
    Placement,
    Qualifier,
    RelationKind,
    Stance,
    Strength,
)
from tests.agreement.saying import KNOWN, day, fig, say

TROOPS = Scope(
    slug="troops", title="How many soldiers has Sylvania sent to Freedonia?", answer=AnswerKind.NUMBER,
    subjects=frozenset({"sylvania"}), measure="troops", unit="person", places=frozenset({"freedonia"}), days=day("2025-01-01/2025-12-31"),
)  # fmt: skip
CLOSED = Scope(
    slug="closed", title="Has Acme closed the plant in Sylvania?", answer=AnswerKind.YES_NO,
    subjects=frozenset({"acme"}), places=frozenset({"sylvania"}),
)  # fmt: skip
SOLD = Scope(slug="sold", title="Has Acme supplied weapons?", answer=AnswerKind.YES_NO, subjects=frozenset({"acme"}))
EARLY = Scope(
    slug="early", title="Did Acme close the plant before 2024?", answer=AnswerKind.YES_NO, subjects=frozenset({"acme"})
)  # fmt: skip
SIGNED = Scope(
    slug="signed", title="When was the pact signed?", answer=AnswerKind.DATE, subjects=frozenset({"sylvania"})
)


def troops(
    value=300,
    *,
    text="Sylvania sent 300 soldiers to Freedonia",
    with_="freedonia",
    on="2025-03-01",
    of="sylvania",
    phase=Phase.DONE,
    **more,
):
    figure = fig(value, **({"measure": "troops", "of": of, "stage": "sent"} | more))
    return TROOPS, say("a", text, about="sylvania", with_=with_, on=on, phase=phase, figures=[figure])


def closed(text="Acme has closed the plant", *, about="acme", with_="sylvania", **more):
    return CLOSED, say("a", text, about=about, with_=with_, **more)


CASES = {
    "all of it": (*troops(), True, set()),
    "a day is not told": (*troops(on=""), True, set()),
    "a plan of an unknown day": (*troops(on="", phase=Phase.PLANNED), False, {"time"}),
    "another year": (*troops(on="2023-03-01"), False, {"time"}),
    "others' soldiers": (*troops(of="freedonia"), False, {"subject"}),
    "something else": (*troops(measure="tanks", unit="item"), False, {"measure", "unit"}),
    "those who were lost": (*troops(stage="lost"), False, {"stage"}),
    "a month": (*troops(per="month", basis=Basis.RATE), False, {"per"}),
    "a share": (*troops(basis=Basis.SHARE), False, {"basis"}),
    "yes": (*closed(), True, set()),
    "in other words": (*closed("Acme shut its factory"), True, set()),
    "another deed": (*closed("Acme sold its plant"), False, set()),
    "another company": (*closed(about="omni"), False, {"subject"}),
    "no place": (*closed(with_=""), False, set()),
    "a demand": (*closed(stance=Stance.CALLS_FOR), False, {"stance"}),
    "from whom it came": (SOLD, say("a", "Police found rifles from Acme", about="police", with_="acme"), True, set()),
    "from somebody else": (SOLD, say("a", "Police found rifles from Omni", about="police", with_="acme"), False, set()),
    "no more than a decision to": (*closed("the decision to close the plant"), False, set()),
    "before the year of the title": (EARLY, say("a", "Acme closed the plant", about="acme", on="2023-05-01"), True, set()),
    "in the year of the title": (EARLY, say("a", "Acme closed the plant", about="acme", on="2024-05-01"), False, {"time"}),
    "a day of signing": (SIGNED, say("a", "They signed the pact", about="sylvania", event="2024-06-03"), True, set()),
}  # fmt: skip


@pytest.mark.parametrize(("scope", "statement", "expected", "against"), CASES.values(), ids=CASES)
def test_what_answers_a_question(scope, statement, expected, against):
    corpus = Corpus.of([statement], KNOWN)
    (found,) = fits(scope, corpus.by_key[statement.key], corpus)
    assert (found.is_proposed, set(found.against)) == (expected, against), found.in_words
    assert found.in_words
    assert bool(answers(corpus, [scope])) == expected


@pytest.mark.parametrize(
    ("scope", "more", "expected"),
    [
        (CLOSED, {}, "yes"),
        (CLOSED, {"stance": Stance.DENIES}, "no"),
        (CLOSED, {"stance": Stance.PREDICTS}, "likely"),
        (SIGNED, {"event": "2024-06-03"}, "2024-06-03"),
        (SIGNED, {"event": "2024-06-01/2024-06-30"}, "2024-06"),
        (SIGNED, {"event": "2024-02-01/2024-02-29"}, "2024-02"),
        (SIGNED, {"event": "2024-06-01/2024-07-15"}, "2024-06-01/2024-07-15"),
        (SIGNED, {}, ""),
    ],
)
def test_the_answer_in_words(scope, more, expected):
    statement = say("a", "Acme has closed the plant; they signed the pact", about="acme, sylvania", **more)
    corpus = Corpus.of([statement], KNOWN)
    (found,) = fits(scope, corpus.by_key[statement.key], corpus)
    assert found.answer == expected


def test_who_repeats_an_answer_answers_and_who_denies_it_by_a_pointer():
    said = [
        closed("Acme has closed the plant", at=0, key="head", placement=Placement.HEADLINE)[1],
        closed("Acme has closed the plant", by="Union", at=1000, key="text")[1],
        closed("this", by="chief", at=1040, key="no", stance=Stance.DENIES)[1],
    ]
    found = {(each.key, each.answer, each.part) for each in answers(Corpus.of(said, KNOWN), [CLOSED])}
    states, repeats = AnswerPart.STATES, AnswerPart.REPEATS
    assert found == {("head", "yes", repeats), ("text", "yes", states), ("no", "no", states)}


def test_a_figure_that_is_only_taken_up_is_no_answer():
    said = troops()[1]
    taken_up = say(
        "a", "300 soldiers are not many", about="sylvania", with_="freedonia", on="2025-03-01", figures=said.figures
    )
    corpus = Corpus.of([said, taken_up], KNOWN)
    (found,) = fits(TROOPS, corpus.by_key[taken_up.key], corpus)
    assert (found.part, found.is_proposed) == (AnswerPart.PRESUPPOSES, False)


def told(value, **more):
    statement = say("a", "text", figures=[fig(value, measure="troops", **more)])
    corpus = Corpus.of([statement], KNOWN)
    return corpus.figures_of(next(iter(corpus)))[0]


ONE, OTHER = Answered("x", told(300)), Answered("y", told(500))
YES, NO = Answered("x", answer="yes"), Answered("y", answer="no")


@pytest.mark.parametrize(
    ("kind", "answered", "relations", "expected"),
    [
        (AnswerKind.NUMBER, [], [], Agreement.UNASSESSED),
        (AnswerKind.NUMBER, [Answered("x", told(3), part=AnswerPart.PRESUPPOSES)], [], Agreement.UNASSESSED),
        (AnswerKind.OPEN, [ONE, OTHER], [Related(RelationKind.CONTRADICTS, "x", "y")], Agreement.OPEN),
        (AnswerKind.NUMBER, [ONE], [], Agreement.ONE_ANSWER),
        (AnswerKind.NUMBER, [ONE, Answered("y", told(300))], [], Agreement.ONE_ANSWER),
        (AnswerKind.NUMBER, [ONE, Answered("y")], [], Agreement.ONE_ANSWER),
        (AnswerKind.NUMBER, [ONE, OTHER], [], Agreement.COMPATIBLE),
        (AnswerKind.NUMBER, [ONE, OTHER], [Related(RelationKind.REPEATS, "x", "y")], Agreement.ONE_ANSWER),
        (AnswerKind.NUMBER, [ONE, OTHER], [Related(RelationKind.CONTRADICTS, "y", "x")], Agreement.CONFLICT),
        (AnswerKind.NUMBER, [ONE, OTHER], [Related(RelationKind.CONTRADICTS, "x", "y", Strength.POSSIBLE)], Agreement.COMPATIBLE),
        (AnswerKind.NUMBER, [ONE, OTHER], [Related(RelationKind.CONTRADICTS, "x", "elsewhere")], Agreement.COMPATIBLE),
        (AnswerKind.YES_NO, [YES, NO], [Related(RelationKind.DENIES, "y", "x")], Agreement.DENIED),
        (AnswerKind.YES_NO, [YES, NO], [Related(RelationKind.DENIES, "y", "x"), Related(RelationKind.CONTRADICTS, "x", "y")], Agreement.CONFLICT),
        (AnswerKind.YES_NO, [YES], [], Agreement.ONE_ANSWER),
    ],
)  # fmt: skip
def test_whether_the_answers_agree(kind, answered, relations, expected):
    assert agreement_of(kind, answered, relations) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (told(3000, stage="sent"), "3000-sent-total"),
        (told(3000, basis=Basis.ADDITIONAL, stage="sent", qualifier=Qualifier.ABOUT), "3000-sent-additional"),
        (told(None, low=10_000, high=12_000, qualifier=Qualifier.BETWEEN), "10000-to-12000-total"),
        (told(None, low=500_000, qualifier=Qualifier.AT_LEAST), "500000-or-more-total"),
        (told(None, high=12_000, qualifier=Qualifier.AT_MOST), "up-to-12000-total"),
        (told(1.5, basis=Basis.RATE, per="year"), "1.5-rate-per-year"),
        (told(-4), "minus-4-total"),
        (told(None), "unknown-total"),
    ],
)
def test_what_a_figure_is_called(figure, expected):
    (row,) = figure_rows([Answered("x", figure), Answered("w", figure), Answered("v", answer="yes")])
    assert (row.slug, [each.key for each in row.answers]) == (expected, ["w", "x"])
