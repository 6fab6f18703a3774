"""That something is so, and that it is not, of two speakers side by side."""

import pytest

from claimsdb.agreement import propose
from claimsdb.agreement.dismissals import what_is_dismissed
from claimsdb.choices import Phase, RelationKind, Stance
from tests.agreement.saying import KNOWN, fig, say

DONE = {"on": "2025-04-02", "phase": Phase.DONE}


def yes(text="nine men were arrested in the square", **more):
    return say("a", text, **(DONE | {"by": "Villagers", "at": 1000, "key": "yes"} | more))


def no(text="nobody was arrested in the square", **more):
    return say("a", text, **(DONE | {"by": "police", "at": 1100, "key": "no"} | more))


PAIRS = {
    "nobody": (yes(), no(), True),
    "it comes first": (yes(at=1200), no(), True),
    "in the next paragraph": (yes(), no(at=2100), True),
    "far away": (yes(), no(at=5000), False),
    "none of those who are named otherwise": (
        yes("nine men were fed by force", figures=[fig(9, measure="people", as_written="nine")]), no("No prisoner is being fed by force"), True,
    ),
    "none of another kind": (yes("nine dogs were fed by force"), no("No prisoner is being fed by force"), False),
    "another deed": (yes("nine men were searched in the square"), no(), False),
    "the speaker's own word": (yes(by="police"), no(), False),
    "both say no": (yes("no men were arrested in the square"), no(), False),
    "a no about something else in it": (yes("nine men were arrested in the square although they had no weapons"), no(), True),
    "a forecast": (yes(phase=Phase.PLANNED, stance=Stance.PREDICTS), no(), False),
    "what he does not know": (yes(), no("it was not clear who was arrested in the square"), False),
    "nothing to say": (yes(), no("he had nothing to say on who was arrested in the square"), False),
    "how many were not": (yes(), no("400 people were not arrested in the square", figures=[fig(400, measure="people")]), False),
    "no such thing, of who speaks": (
        yes("its request was refused", by="Chamber"), no("the chamber had made no such request", by="minister"), True,
    ),
    "the opposite": (yes("the gates were locked"), no("The gates had been open throughout"), True),
    "the opposite, of something else": (yes("the shops were closed"), no("The gates had been open throughout"), False),
    "at another time": (yes(), no("nobody was arrested in the square in 2019", event="2019-01-01/2019-12-31", event_as_written="2019"), False),
}  # fmt: skip


@pytest.mark.parametrize(("claim", "negative", "expected"), PAIRS.values(), ids=PAIRS)
def test_who_says_that_it_is_not_so(claim, negative, expected):
    proposed = {(each.kind, *sorted((each.a, each.b))) for each in propose([claim, negative], KNOWN)}
    assert proposed == ({(RelationKind.CONTRADICTS, "no", "yes")} if expected else set())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('the accusation as "pure invention"', "the accusation"),
        ("the report a lie", "the report"),
        ("The county's number is a fantasy", "The county's number"),
        ("reports of a retreat were false", "reports of a retreat"),
        ("The allegations are not true", "The allegations"),
        ("the number of dead is not wrong", None),
        ("the report a great success", None),
        ("That is nonsense", "That"),
        ("that was “absolute nonsense”", "that"),
        ("the claims “sick lies from bitter people”", "the claims"),
        ("that impossible", "that"),
        ("there was no truth in that", "that"),
        ("there is not a shred of truth in the report", "the report"),
        ("this was not the case", "this"),
        ("there was no truth commission", None),
        ("It’s a lie.", "It"),
        ("It is wrong to wait", None),
        ("so many claims as inaccurate", None),
        ("him a liar", None),
        ("they had filed a false report", None),
    ],
)
def test_what_is_called_false(said, expected):
    assert what_is_dismissed(said) == expected
