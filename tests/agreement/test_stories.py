"""Whole articles on many subjects: which contradictions and denials are proposed, and that nothing else is."""

import pytest

from claimsdb.agreement import propose
from claimsdb.choices import Phase, Placement, Qualifier, RelationKind, Stance
from tests.agreement.saying import KNOWN, fig, say

WANTED = (RelationKind.CONTRADICTS, RelationKind.DENIES)
HEAD, LEAD = {"placement": Placement.HEADLINE, "at": 0}, {"placement": Placement.LEAD, "at": 100}


def number(value, measure, **more):
    return {"figures": [fig(value, measure=measure, **more)]}


FLOOD = [
    say("flood", "Flood in Riverton kills 120", in_="Riverton", on="2025-03-04", phase=Phase.UNDER_WAY, **HEAD, **number(120, "killed")),
    say("flood", "At least 120 people died in the flood in Riverton", by="ministry", in_="Riverton", on="2025-03-04", phase=Phase.DONE, **LEAD, figures=[fig(None, low=120, as_written="At least 120", measure="killed", qualifier=Qualifier.AT_LEAST)]),
    say("flood", "62 people were killed in Lower Mills alone", by="Mayor", at=1000, in_="Lower Mills", on="2025-03-04", phase=Phase.DONE, **number(62, "killed")),
    say("flood", "340 people were injured", by="ministry", at=1200, on="2025-03-04", phase=Phase.DONE, **number(340, "wounded")),
    say("flood", "more than 2,000 people were evacuated", by="Red Cross", at=1300, on="2025-03-04", phase=Phase.DONE, figures=[fig(None, low=2000, as_written="more than 2,000", measure="people", qualifier=Qualifier.AT_LEAST)]),
    say("flood", "the death toll in Riverton stands at 95", by="Red Cross", at=2000, key="red", in_="Riverton", on="2025-03-04", **number(95, "killed")),
    say("flood", "the dam operator opened the gates without a warning", by="Residents", at=3000, key="gates", about="Damco", on="2025-03-04", phase=Phase.DONE, stance=Stance.ACCUSES),
    say("flood", "it had opened the gates without a warning", by="Damco", at=3200, key="no", about="Damco", on="2025-03-04", phase=Phase.DONE, stance=Stance.DENIES),
    say("flood", "floods in 2011 killed 400 people", at=4000, event="2011-01-01/2011-12-31", on="2025-03-04", phase=Phase.DONE, **number(400, "killed")),
]  # fmt: skip

STRIKE = [
    say("strike", "Tens of thousands march against pension reform", on="2025-05-01", phase=Phase.UNDER_WAY, **HEAD, figures=[fig(None, low=10_000, high=99_999, as_written="Tens of thousands", measure="people", qualifier=Qualifier.ORDER_OF_MAGNITUDE)]),
    say("strike", "120,000 people marched through the capital", by="Unions", at=100, key="unions", placement=Placement.LEAD, on="2025-05-01", phase=Phase.DONE, **number(120_000, "people")),
    say("strike", "38,000 protesters took part", by="police", at=1000, key="police", on="2025-05-01", phase=Phase.DONE, **number(38_000, "protesters")),
    say("strike", "14 people were arrested", by="police", at=1200, on="2025-05-01", phase=Phase.DONE, **number(14, "people")),
    say("strike", "officers used tear gas against marchers outside the station", by="Unions", at=2000, key="gas", about="police", on="2025-05-01", phase=Phase.DONE),
    say("strike", "the allegation", by="spokeswoman", at=2200, key="no", about="police", on="2025-05-01", stance=Stance.DENIES, paragraph=3),
    say("strike", "two thirds of trains were cancelled", by="Railco", at=4000, on="2025-05-01", phase=Phase.DONE, figures=[fig(0.66, as_written="two thirds", measure="trains", unit="item")]),
]  # fmt: skip

VOTE = [
    say("vote", "turnout was 61 percent of registered voters", by="Commission", at=100, key="official", on="2025-09-08", phase=Phase.DONE, **number(61, "turnout", unit="percent")),
    say("vote", "turnout was 38 percent of registered voters", by="Observers", at=1000, key="observers", on="2025-09-08", phase=Phase.DONE, **number(38, "turnout", unit="percent")),
    say("vote", "the ruling party won 54 percent of the vote", by="Commission", at=1200, on="2025-09-08", phase=Phase.DONE, **number(54, "vote", unit="percent")),
    say("vote", "ballot boxes were stuffed in twelve districts", by="Opposition", at=2000, key="stuffed", about="Commission", on="2025-09-08", phase=Phase.DONE, stance=Stance.ACCUSES),
    say("vote", "these accusations", by="Commission", at=2300, key="no", about="Commission", on="2025-09-08", stance=Stance.DENIES),
    say("vote", "the accusations as sour grapes", by="President", at=3000, on="2025-09-08", stance=Stance.ASSERTS),
    say("vote", "turnout would exceed 70 percent", by="Pollster", at=4000, on="2025-09-08", phase=Phase.PLANNED, stance=Stance.PREDICTS, figures=[fig(None, low=70, as_written="70", measure="turnout", unit="percent", qualifier=Qualifier.AT_LEAST)]),
]  # fmt: skip

LAYOFFS = [
    say("jobs", "Acme to cut 1,200 jobs", about="acme", on="2025-06-03", phase=Phase.PLANNED, **HEAD, **number(1200, "jobs", unit="item", of="acme")),
    say("jobs", "it will cut 1,200 jobs worldwide", by="chief", about="acme", on="2025-06-03", phase=Phase.PLANNED, **LEAD, **number(1200, "jobs", unit="item", of="acme")),
    say("jobs", "the company plans to cut 3,000 jobs", by="Union", at=1000, key="union", about="acme", on="2025-06-03", phase=Phase.PLANNED, **number(3000, "jobs", unit="item", of="acme")),
    say("jobs", "Acme cut 800 jobs last year", at=1300, about="acme", on="2025-06-03", phase=Phase.DONE, event="2024-01-01/2024-12-31", **number(800, "jobs", unit="item", of="acme")),
    say("jobs", "the plant in Lakeside will be closed", by="Union", at=2000, key="plant", about="acme", in_="Lakeside", on="2025-06-03", phase=Phase.PLANNED, stance=Stance.PREDICTS),
    say("jobs", "there are plans to shut the Lakeside factory", by="chief", at=2400, key="no", about="acme", in_="Lakeside", on="2025-06-03", phase=Phase.PLANNED, stance=Stance.DENIES),
    say("jobs", "the company had 14,000 employees", at=4000, about="acme", on="2025-06-03", **number(14_000, "employees", of="acme")),
]  # fmt: skip

RAID = [
    say("raid", "militants seized 25 hostages in the raid on the village", by="ministry", at=100, key="army", on="2025-07-02", phase=Phase.DONE, **number(25, "hostages")),
    say("raid", "60 hostages were taken in the raid", by="Elders", at=1000, key="elders", on="2025-07-02", phase=Phase.DONE, **number(60, "hostages")),
    say("raid", "nine soldiers were killed", by="ministry", at=1300, on="2025-07-02", phase=Phase.DONE, figures=[fig(9, measure="killed", as_written="nine")]),
    say("raid", "some 300 hostages have been released since January", by="ministry", at=1500, on="2025-07-02", phase=Phase.DONE, event="2025-01-01/2025-07-01", **number(300, "hostages")),
    say("raid", "the army had been warned of the raid", by="Elders", at=2000, key="warned", about="ministry", on="2025-07-02", phase=Phase.DONE),
    say("raid", "the reports", by="spokeswoman", at=2200, key="no", about="ministry", on="2025-07-02", stance=Stance.DENIES),
]  # fmt: skip

EPIDEMIC = [
    say("cholera", "480 cases of cholera were confirmed in the past week", by="ministry", at=100, on="2025-02-10", phase=Phase.DONE, figures=[fig(480, measure="cases", per="week")]),
    say("cholera", "5,400 cases since December", by="ministry", at=200, on="2025-02-10", phase=Phase.DONE, event="2024-12-01/2025-02-09", **number(5400, "cases")),
    say("cholera", "there are 11,000 cases", by="Doctors", at=1000, on="2025-02-10", key="doctors", phase=Phase.DONE, event="2024-12-01/2025-02-09", **number(11_000, "cases")),
    say("cholera", "83 people have died", by="ministry", at=1100, on="2025-02-10", phase=Phase.DONE, **number(83, "people")),
    say("cholera", "the outbreak will reach 20,000 cases by April", by="agency", at=2000, on="2025-02-10", phase=Phase.PLANNED, stance=Stance.PREDICTS, **number(20_000, "cases")),
    say("cholera", "the water supply of the capital was contaminated", by="Doctors", at=3000, key="water", about="Waterworks", on="2025-02-10", phase=Phase.DONE),
    say("cholera", "the water supply of the capital had been contaminated", by="Waterworks", at=5000, key="no", about="Waterworks", on="2025-02-10", phase=Phase.DONE, stance=Stance.DENIES),
    say("cholera", "200 doctors were sent to the capital", by="agency", at=6000, on="2025-02-10", phase=Phase.DONE, **number(200, "doctors")),
]  # fmt: skip

STORIES = {
    "a flood": (
        FLOOD,
        {("contradicts", "flood-0", "red"), ("contradicts", "flood-100", "red"), ("denies", "no", "gates")},
    ),
    "a strike": (
        STRIKE,
        {("contradicts", "unions", "police"), ("denies", "no", "gas")},
    ),
    "a vote": (VOTE, {("contradicts", "official", "observers"), ("denies", "no", "stuffed")}),
    "layoffs": (LAYOFFS, {("contradicts", "jobs-100", "union"), ("denies", "no", "plant")}),
    "a raid": (RAID, {("contradicts", "army", "elders"), ("denies", "no", "warned")}),
    "an epidemic": (EPIDEMIC, {("contradicts", "cholera-200", "doctors"), ("denies", "no", "water")}),
}


def related(statements):
    return {(each.kind, each.a, each.b) for each in propose(statements, KNOWN) if each.kind in WANTED}


@pytest.mark.parametrize(("statements", "expected"), STORIES.values(), ids=STORIES)
def test_what_is_proposed(statements, expected):
    assert related(statements) == expected


def test_nothing_is_proposed_between_the_stories():
    together = [each for statements, _ in STORIES.values() for each in statements if each.key.startswith(each.article)]
    apart = {(a.split("-")[0], b.split("-")[0]) for _, a, b in related(together)}
    assert {one for one, other in apart if one != other} == set()
