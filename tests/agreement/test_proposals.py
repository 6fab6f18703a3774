"""The other rules, and what holds for all: one result in any order, both ways, and for hostile values."""

import random
from dataclasses import replace

import pytest

from claimsdb.agreement import Corpus, Days, examine, explain, fingerprint, near_copies, propose
from claimsdb.agreement.near_copies import Text
from claimsdb.choices import SYMMETRIC, Basis, Phase, Placement, ReasonCode, RelationAbout, Role, Stance
from tests.agreement.saying import KNOWN, fig, party, say
from tests.agreement.test_stories import STORIES

DONE = {"phase": Phase.DONE, "on": "2025-03-05"}


def ferry(day, key, *, article="a", **more):
    return say(article, f"The ferry Aurora sank on {day}", about="Aurora", event=day, key=key, **(DONE | more))


CASES = {
    "two days on which a ship sank": ([ferry("2025-03-03", "x"), ferry("2025-03-04", "y", article="b")], {("contradicts", "x", "y")}),
    "a day within a month": ([ferry("2025-03-03", "x"), ferry("2025-03-01/2025-03-31", "y", article="b")], set()),
    "two attacks on two days": (
        [say("a", f"Rebels attacked the town on {day}", about="Rebels", event=day, key=day, **DONE) for day in ("2025-03-01", "2025-03-02")],
        set(),
    ),
    "two treaties": (
        [say("a", "Both signed a pact", about="freedonia, sylvania", topic="treaty", event=f"{year}-06-01/{year}-06-30", key=f"y{year}", **DONE) for year in (2023, 2024)],
        {("contradicts", "y2023", "y2024")},
    ),
    "treaties with others": (
        [say("a", "Both signed a pact", about=f"freedonia, {other}", topic="treaty", event=f"{year}-06-01", key=f"y{year}", **DONE) for year, other in ((2023, "sylvania"), (2024, "acme"))],
        set(),
    ),
    "words exchanged": (
        [say("a", "him his “dear friend”", by="minister", about="chief", key="x"), say("b", "the minister his “dear friend”", by="chief", about="minister", key="y")],
        {("contradicts", "x", "y")},
    ),
    "words of one speaker": (
        [say("a", "him his “dear friend”", by="minister", about="chief", key="x"), say("b", "his “dear friend”", by="minister", about="chief", key="y")],
        set(),
    ),
    "a long quotation of two": (
        [say(article, "“we will never again let the river take one of our towns”", by=by, key=article) for article, by in (("a", "minister"), ("b", "agency"))],
        {("contradicts", "a", "b")},
    ),
    "a long quotation of minister and ministry": (
        [say(article, "“we will never again let the river take one of our towns”", by=by, key=article) for article, by in (("a", "minister"), ("b", "ministry"))],
        set(),
    ),
    "a figure, and what corrects it": (
        [
            say("a", "112 deaths", by="agency", key="x", figures=[fig(112, measure="killed")], at=1000, **DONE),
            say("a", "the clinics corrected the figure to 64", key="y", figures=[fig(64, measure="killed")], at=1020, **DONE),
        ],
        set(),
    ),
    "those who were rescued, and rescuers": (
        [
            say("a", "rescue crews brought 14 miners to the surface", key="x", figures=[fig(14, measure="miners")], at=0, placement=Placement.LEAD, **DONE),
            say("a", "12 rescuers were treated for burns", key="y", figures=[fig(12, measure="rescuers")], at=1020, **DONE),
        ],
        set(),
    ),
    "a unit without a number, over a number of it": (
        [
            say("a", "fish die by the tonne", about="Fish", key="x", placement=Placement.HEADLINE),
            say("a", "14 tonnes of dead fish had been collected", about="Fish", by="agency", key="y", figures=[fig(14, unit="tonne", measure="fish")]),
        ],
        set(),
    ),
    "a forecast that came about": (
        [
            say("a", "the dam may burst", by="minister", about="Dam", key="x", stance=Stance.PREDICTS, phase=Phase.PLANNED, on="2025-03-01"),
            say("b", "the dam burst at dawn", by="police", about="Dam", key="y", **DONE),
        ],
        set(),
    ),
    "a forecast that came about, of one side": (
        [
            say("a", "the old dam may burst", by="minister", about="Dam", key="x", stance=Stance.PREDICTS, phase=Phase.PLANNED, on="2025-03-01"),
            say("b", "the old dam burst at dawn", by="police", about="Dam", key="y", **DONE),
        ],
        {("updates", "y", "x")},
    ),
    "half of a whole": (
        [
            say("a", "half of the 300 houses", key="x", by="police", paragraph=1, figures=[fig(0.5, measure="houses", basis=Basis.SHARE), replace(fig(300, measure="houses"), order=1)]),
            say("a", "150 houses", key="y", by="police", paragraph=1, figures=[fig(150, measure="houses")]),
        ],
        {("repeats", "x", "y")},
    ),
    "the lead has it from whom the text quotes": (
        [
            say("a", "Flood destroys 150 houses in two hours", at=0, key="x", placement=Placement.LEAD, **DONE, figures=[fig(150, measure="houses")]),
            say("a", "150 houses were destroyed", at=900, key="y", by="police", **DONE, figures=[fig(150, measure="houses")]),
        ],
        {("same_origin", "x", "y")},
    ),
    "a similar figure": (
        [
            say("a", "40 were killed", key="x", **DONE, figures=[fig(40, measure="killed")]),
            say("a", "a similar toll", by="police", key="y", **DONE, figures=[fig(measure="killed", as_written="similar", stands_for=("x", 0))]),
        ],
        {("confirms", "y", "x")},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), CASES.values(), ids=CASES)
def test_what_the_rules_propose(statements, expected):
    found = {(each.kind, each.a, each.b) for each in propose(statements, KNOWN)}
    assert found == expected


EVERYTHING = [each for statements, _ in [*STORIES.values(), *CASES.values()] for each in statements]
EVERYTHING = [replace(each, key=f"{number}", figures=each.figures) for number, each in enumerate(EVERYTHING)]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_makes_no_difference(seed):
    first = propose(EVERYTHING, KNOWN)
    mixed = random.Random(seed).sample(EVERYTHING, len(EVERYTHING))
    assert propose(mixed, KNOWN) == first
    assert first


def test_a_symmetric_relation_is_proposed_once():
    found = propose(EVERYTHING, KNOWN)
    pairs = [(each.kind, frozenset({each.a, each.b})) for each in found if each.kind in SYMMETRIC]
    assert len(pairs) == len(set(pairs))
    assert all(each.a != each.b for each in found)


def test_what_is_proposed_has_its_reason():
    for each in propose(EVERYTHING, KNOWN):
        assert each.in_words
        assert isinstance(each.about, RelationAbout)
        assert len(each.reason["fingerprints"]) == 2


def test_refusals_are_counted_by_reason():
    refused = examine(STORIES["an epidemic"][0], KNOWN).refused
    assert refused[ReasonCode.PER] == 3
    assert sum(refused.values()) > 2


HOSTILE = [
    say("a", ""),
    say("a", "?", figures=[fig()]),
    say("a", "\u202e\x00 «»“”", figures=[fig(0, measure="\u202e"), fig(-5, measure="killed")]),
    say("a", "40" * 500, figures=[fig(10**17, measure="killed", as_written="")]),
    say("a", "Same span", at=5, by="police", figures=[fig(1, measure="killed")]),
    say("a", "Same span", at=5, by="agency", figures=[fig(2, measure="killed")], key="same"),
    say("a", "No place", parties=(party(Role.PLACE, "?"), party(Role.CLAIMANT, "...")), stance=Stance.DENIES),
    replace(say("a", "Nowhere", stance=Stance.DENIES), start=None, end=None, paragraph=None, quote=""),
    say("b", "Open days", figures=[fig(3, measure="killed")], said=Days(None, None), published=Days()),
]  # fmt: skip


def test_hostile_values_are_read():
    statements = [replace(each, key=f"{number}") for number, each in enumerate(HOSTILE)]
    assert propose(statements, KNOWN) is not None
    for one in statements:
        for other in statements:
            assert explain(one.key, other.key, statements, KNOWN)


def test_nothing_gives_nothing():
    assert propose([], KNOWN) == []
    with pytest.raises(KeyError):
        explain("x", "y", [], KNOWN)


def test_a_fingerprint_changes_with_what_is_compared():
    statement = say("a", "40 were killed", figures=[fig(40, measure="killed")], key="x")
    compared = {"text": "50", "stance": Stance.DENIES, "figures": (), "event": Days(None, None), "topic": "combat"}
    same = {"end": 7, "hedge": "perhaps", "article": "b"}
    changed = {name: fingerprint(replace(statement, **{name: value})) for name, value in (compared | same).items()}
    first = fingerprint(statement)
    assert {name for name, each in changed.items() if each == first} == {"end", "hedge", "article", "event"}


def test_copies_wait_for_their_head():
    corpus = Corpus.of(CASES["the lead has it from whom the text quotes"][0], KNOWN)
    assert {key: head.key for key, head in corpus.heads.items()} == {"x": "y"}


PARAGRAPHS = [
    f"Paragraph {number} tells at some length what was seen on that day by {number} of the people who were there."
    for number in range(5)
]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (PARAGRAPHS, ["Another beginning of it.", *PARAGRAPHS[1:3]], [("b", "a", 2, 1.0)]),
        (PARAGRAPHS, [each.upper().replace(" ", "  ") for each in PARAGRAPHS[:3]], [("b", "a", 3, 1.0)]),
        (PARAGRAPHS, PARAGRAPHS[:1], []),
        (PARAGRAPHS, ["Short.", "Short, too."], []),
        ([], [], []),
    ],
)  # fmt: skip
def test_paragraphs_that_were_taken_over(one, other, expected):
    found = near_copies([Text("a", tuple(one)), Text("b", tuple(other))])
    assert [(each.copy, each.original, each.paragraphs, each.share) for each in found] == expected


def heading(text="Freedonia supplies weapons to rebels", **more):
    return say("a", text, about="freedonia", at=100, key="head", placement=Placement.HEADING, **(DONE | more))


def test_why_a_heading_repeats_the_text_is_told():
    body = say(
        "a", "Freedonia has supplied the rebels with weapons", by="agency", about="freedonia", key="body", **DONE
    )
    (found,) = [each for each in explain("head", "body", [heading(), body], KNOWN) if each.rule == "copy"]
    assert (found.result, found.in_words) == ("repeats", "The heading says what the body says.")


COPIES = {
    "what is demanded": say("a", "Freedonia should supply weapons to rebels", by="agency", about="freedonia", key="body", stance=Stance.CALLS_FOR, **DONE),
    "far more than that": say("a", "Freedonia supplies weapons to rebels in bright red boxes by night with paper stars, fresh flowers and cold soup", by="agency", about="freedonia", key="body", **DONE),
}  # fmt: skip


@pytest.mark.parametrize("body", COPIES.values(), ids=COPIES)
def test_what_a_heading_does_not_repeat(body):
    assert [each for each in propose([heading(), body], KNOWN) if each.rule == "copy"] == []


def test_as_many_elsewhere_are_no_repetition():
    in_all = say(
        "a",
        "95,000 people marched across Freedonia",
        at=100,
        key="lead",
        placement=Placement.LEAD,
        figures=[fig(95_000, measure="people")],
        **DONE,
    )
    in_town = say(
        "a",
        "In Lakeside, 95,000 people marched",
        by="police",
        key="body",
        figures=[fig(95_000, measure="people")],
        **DONE,
    )
    assert propose([in_all, in_town], KNOWN) == []
