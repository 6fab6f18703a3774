"""How many origins stand behind what is said, and by which joins."""

import random

import pytest

from claimsdb.agreement import Backing, Corpus, Ties, origins_of
from claimsdb.agreement.independence import Claimant, largest_independent
from claimsdb.choices import JoinReason, Placement, Role, Stance
from tests.agreement.saying import KNOWN, fig, party, say


def dead(key, *, by="", article="a", value=40, **more):
    figure = more.pop("figure", None) or fig(value, measure="killed")
    return say(article, f"{value} people were killed", key=key, by=by, figures=[figure], **more)


def no_number(key, *, by="", article="a", **more):
    return say(article, f"The dam broke, {key}", key=key, by=by, **more)


HEAD = {"placement": Placement.HEADLINE, "at": 0}
SIMILAR = fig(measure="killed", as_written="similar", stands_for=("x", 0))

CASES = {
    # Statements, and least, most and named.
    "nothing": ([], (0, 0, 0)),
    "one speaker": ([dead("x", by="police")], (1, 1, 1)),
    "one speaker in three articles": ([dead(key, article=key, by="police") for key in "xyz"], (1, 1, 1)),
    "two speakers": ([dead("x", by="police"), dead("y", by="agency")], (2, 2, 2)),
    "minister and ministry": ([dead("x", by="minister"), dead("y", by="ministry")], (1, 1, 1)),
    "minister and spokeswoman": ([dead("x", by="minister"), dead("y", by="spokeswoman", article="b")], (1, 1, 1)),
    "the article alone": ([dead("x")], (1, 1, 0)),
    "a headline alone": ([dead("x", **HEAD)], (0, 1, 0)),
    "headline, lead and speaker": (
        [dead("x", **HEAD), dead("y", placement=Placement.LEAD), dead("z", by="police")], (1, 1, 1),
    ),
    "the article beside a speaker of another figure": ([dead("x"), dead("y", by="police", value=50)], (1, 2, 1)),
    "two articles without a speaker": ([dead("x"), dead("y", article="b")], (1, 2, 0)),
    "two without a number": ([no_number("x"), no_number("y")], (1, 2, 0)),
    "nobody's and somebody's": ([no_number("x"), no_number("y", by="police")], (1, 2, 1)),
    "unnamed officials": ([dead("x", by="Officials"), dead("y", by="Officials")], (1, 1, 0)),
    "unnamed officials of a side": ([dead("x", by="Officials", side="sylvania")], (1, 1, 1)),
    "officials of two sides": (
        [dead("x", by="Officials", side="sylvania"), dead("y", by="Other Officials", side="freedonia")], (2, 2, 2),
    ),
    "officials and agency of a side": ([dead("x", by="Officials", side="sylvania"), dead("y", by="agency")], (1, 2, 2)),
    "three of a side, two of them known": (
        [dead("x", by="Officials", side="freedonia"), dead("y", by="police"), dead("z", by="ministry")], (2, 3, 3),
    ),
    "joint speakers": ([dead("x", by="police, agency")], (1, 2, 2)),
    "joint speakers who speak alone, too": (
        [dead("x", by="police, agency"), dead("y", by="police"), dead("z", by="agency")], (2, 2, 2),
    ),
    "who has it from whom": (
        [dead("x", by="police", parties=(party(Role.ORIGIN, "agency", hop=1), party(Role.ORIGIN, "Witnesses", hop=2)))],
        (1, 1, 0),
    ),
    "photographs": ([no_number("x", parties=(party(Role.EVIDENCE, "Photographs"),))], (1, 1, 0)),
    "similar": ([dead("x"), dead("y", by="police", figure=SIMILAR)], (1, 2, 1)),
    "confirmed": ([dead("x"), dead("y", by="police", stance=Stance.CONFIRMS)], (1, 2, 1)),
    "the headline's side": (
        [no_number("x", by="Our Intelligence", side="sylvania", **HEAD), no_number("y", by="agency")], (1, 1, 1),
    ),
}  # fmt: skip


def count(statements, **ties):
    corpus = Corpus.of(statements, KNOWN)
    backings = [Backing(each, next(iter(corpus.figures_of(each)), None)) for each in corpus]
    return origins_of(backings, KNOWN, Ties(heads=corpus.heads, **ties))


@pytest.mark.parametrize(("statements", "expected"), CASES.values(), ids=CASES)
def test_how_many_origins(statements, expected):
    found = count(statements)
    assert (found.least, found.most, found.named) == expected, found.joins
    assert (found.statements, found.articles) == (len(statements), len({each.article for each in statements}))
    assert {key for group in found.groups for key in group.keys} == {each.key for each in statements}


def pair(*keys):
    return frozenset({frozenset(keys)})


TWO = [dead("x", by="Officials", side="sylvania"), dead("y", by="agency", article="b")]


@pytest.mark.parametrize(
    ("statements", "ties", "expected"),
    [
        (TWO, {}, (1, 2, 2)),
        (TWO, {"one_origin": pair("x", "y")}, (1, 1, 1)),
        (TWO, {"apart": pair("x", "y")}, (2, 2, 2)),
        ([dead("x", by="police"), dead("y", by="agency")], {"maybe_one": pair("x", "y")}, (1, 2, 2)),
        ([dead("x", by="police"), dead("y", by="agency")], {"maybe_one": pair("x", "y"), "apart": pair("x", "y")}, (2, 2, 2)),
        ([dead("x"), dead("y", article="b")], {"derived": pair("a", "b")}, (1, 1, 0)),
        ([dead("x", by="Officials"), dead("y", by="Officials", article="b")], {"derived": pair("a", "b")}, (1, 1, 0)),
        ([dead("x"), dead("y", article="b", value=50)], {"derived": pair("a", "b")}, (1, 2, 0)),
        ([dead("x"), dead("y", article="b")], {"maybe_derived": pair("a", "b")}, (1, 2, 0)),
        ([dead("x", by="police")], {"one_origin": pair("x", "gone"), "derived": pair("a", "gone")}, (1, 1, 1)),
    ],
)  # fmt: skip
def test_what_else_is_known_counts(statements, ties, expected):
    found = count(statements, **ties)
    assert (found.least, found.most, found.named) == expected


def test_a_copied_article_adds_statements_and_no_origin():
    first = [dead("x", by="police"), dead("y", value=12), no_number("z", by="Residents")]
    again = [
        dead("x2", by="police", article="b"),
        dead("y2", value=12, article="b"),
        no_number("z", by="Residents", article="b"),
    ]
    both = [*first, *(each if each.key != "z" else dead("z2", value=12, article="b") for each in again)]
    assert count(both, derived=pair("a", "b")).most == count(first).most
    assert count(both, derived=pair("a", "b")).statements == 6


def test_each_join_has_its_reason():
    found = count(CASES["headline, lead and speaker"][0])
    assert [(join.between, join.reason) for join in found.joins] == [
        (("x", "z"), JoinReason.COPY), (("y", "z"), JoinReason.COPY),
    ]  # fmt: skip
    assert all(join.is_certain for join in found.joins)
    assert found.in_words == "1 origin: Police"
    vague = count(TWO)
    assert [(join.is_certain, join.reason) for join in vague.joins] == [(False, JoinReason.ONE_SIDE)]
    assert vague.in_words == "at least 1, at most 2 origins, 2 named"


@pytest.mark.parametrize("seed", range(3))
def test_the_order_makes_no_difference(seed):
    statements = [each for cases, _ in CASES.values() for each in cases]
    statements = [
        say(each.article, each.text, key=f"{number:03}", at=number, parties=each.parties, figures=each.figures)
        for number, each in enumerate(statements)
    ]
    mixed = random.Random(seed).sample(statements, len(statements))
    assert count(mixed) == count(statements)


def test_many_are_counted_rather_too_low():
    known = [Claimant(number, frozenset({"x"}), is_vague=False) for number in range(40)]
    vague = [Claimant(number, frozenset({f"s{number % 5}"}), is_vague=True) for number in range(40, 80)]
    assert largest_independent(known, edges=[], cut=[]) == 40
    assert largest_independent([*known, *vague], edges=[], cut=[]) == 45
    assert largest_independent(known, edges=[frozenset({0, other}) for other in range(1, 40)], cut=[]) == 39
