"""Which two figures contradict each other, and the reason why others do not, on floods, marches, votes, layoffs, raids
and epidemics."""

from dataclasses import replace

import pytest

from claimsdb.agreement import Corpus, compare
from claimsdb.agreement.comparability import all_tests
from claimsdb.choices import Basis, Phase, Placement, Qualifier, ReasonCode, Stance, Strength, Verdict
from tests.agreement.saying import KNOWN, fig, say


def dead(value, **more):
    return fig(value, measure="killed", **more)


def flood(article="a", *, value=40, text="40 people were killed in the flood", **more):
    figure = more.pop("figure", None) or dead(value, as_written=str(value))
    given = {"phase": Phase.DONE, "on": "2025-03-04", "in_": "Riverton", "topic": "casualties"}
    return say(article, text.replace("40", str(value)), figures=[figure], **(given | more))


def march(article="a", *, value, measure="marchers", text="0 marchers came to the rally", **more):
    given = {"phase": Phase.DONE, "on": "2025-05-02"}
    return say(
        article,
        text.replace("0", f"{value:,}"),
        figures=[fig(value, measure=measure)],
        **(given | more),
    )


def cut(value, *, stage="", text="Acme cut 0 jobs", **more):
    given = {"phase": Phase.DONE, "about": "acme", "on": "2025-06-01"}
    figure = fig(value, measure="jobs", stage=stage, of="acme", unit="item")
    return say(more.pop("article", "a"), text.replace("0", f"{value:,}"), figures=[figure], **(given | more))


def turnout(value, whole, **more):
    figure = fig(value, measure="turnout", unit="percent", basis=Basis.SHARE, as_written=str(value))
    text = f"{value} percent of {whole} took part"
    return say(more.pop("article", "a"), text, figures=[figure], phase=Phase.DONE, on="2025-09-01", **more)


def cases(value, *, per="", basis=Basis.TOTAL, **more):
    figure = fig(value, measure="cases", per=per, basis=basis)
    return say(
        more.pop("article", "a"),
        f"{value:,} people were infected with measles",
        figures=[figure],
        on="2025-02-01",
        **more,
    )


def held(value, *, text="Police detained 0 people in the raid", measure="people", **more):
    given = {"phase": Phase.DONE, "on": "2025-07-01"}
    return say(
        more.pop("article", "a"),
        text.replace("0", f"{value:,}"),
        figures=[fig(value, measure=measure)],
        **(given | more),
    )


CASES = {
    # By name: the two statements, and what comes out of them.
    "two speakers of one flood": (flood(by="police"), flood(value=55, by="agency"), "contradicts", "disjoint", "certain"),
    "the article against a speaker": (flood(), flood(value=55, by="agency"), "contradicts", "disjoint", "certain"),
    "the headline against the text": (
        flood(value=400, placement=Placement.HEADLINE, phase=Phase.UNDER_WAY), flood(), "contradicts", "disjoint", "certain",
    ),
    "police and union": (
        march(value=10_000, by="police"), march(value=60_000, by="Union"), "contradicts", "disjoint", "certain",
    ),
    "marchers, and people who marched": (
        march(value=10_000, by="police"),
        march(value=60_000, by="Union", measure="people", text="0 people marched through the city"),
        "contradicts", "disjoint", "certain",
    ),
    "an occasion of which two papers tell, a day apart": (
        march(value=10_000, by="police", event="2025-05-01", in_="Riverton"),
        march("b", value=60_000, by="Union", on="2025-05-03", in_="Riverton"),
        "contradicts", "disjoint", "certain",
    ),
    "jobs of one company": (cut(500, by="chief"), cut(900, by="Union"), "contradicts", "disjoint", "certain"),
    "more came than were sent": (
        cut(500, stage="sent", by="chief"), cut(900, stage="arrived", by="Union"), "contradicts", "ladder", "possible",
    ),
    "fewer came than were sent": (cut(900, stage="sent", by="chief"), cut(500, stage="arrived", by="Union"), "none", "stage", ""),
    "announced and carried out": (cut(500, stage="announced", by="chief"), cut(900, stage="used", by="Union"), "none", "stage", ""),
    "planned and done": (cut(500, phase=Phase.PLANNED, by="chief"), cut(900, by="Union"), "none", "phase", ""),
    "of another company": (
        cut(500, by="chief"), say("a", "Omni cut 900 jobs", by="Union", about="Omni", figures=[fig(900, measure="jobs", unit="item")], phase=Phase.DONE),
        "none", "counted", "",
    ),
    "denied, not said": (flood(by="police"), flood(value=55, by="agency", stance=Stance.DENIES), "none", "stance", ""),
    "asked for": (cut(500, by="chief"), cut(0, by="Union", stance=Stance.CALLS_FOR), "none", "stance", ""),
    "killed and injured": (
        flood(by="police"), flood(by="agency", figure=fig(90, measure="wounded")), "none", "measure", "",
    ),
    "people detained, people hurt": (
        held(40, by="police"), held(12, text="0 people were hurt in the raid", by="Lawyers"), "none", "measure", "",
    ),
    "people detained, twice": (held(40, by="police"), held(12, by="Lawyers"), "contradicts", "disjoint", "certain"),
    "prisoners and police": (
        held(40, measure="prisoners", by="police"), held(12, measure="police", by="Lawyers"), "none", "measure", "",
    ),
    "people of whom nothing is said": (
        say("a", "40 people", by="police", figures=[fig(40, measure="people")]),
        say("a", "12 people", by="Lawyers", figures=[fig(12, measure="people")]),
        "none", "measure", "",
    ),
    "without a measure": (
        say("a", "40 were killed", by="police", figures=[fig(40)]), say("a", "12 were killed", by="Lawyers", at=90_000, figures=[fig(12)]),
        "none", "measure", "",
    ),
    "persons and items": (flood(by="police"), flood(by="agency", figure=dead(90, unit="item")), "none", "unit", ""),
    "another topic": (flood(by="police"), flood(value=90, by="agency", topic="combat"), "none", "topic", ""),
    "more, not in all": (
        flood(by="police"), flood(value=15, by="agency", figure=dead(15, basis=Basis.ADDITIONAL)), "none", "basis", "",
    ),
    "seen on photographs": (
        flood(by="police"), flood(value=90, by="agency", figure=dead(90, basis=Basis.PARTIAL)), "none", "partial", "",
    ),
    "of voters, of adults": (
        turnout(62, "registered voters", by="Commission"), turnout(45, "adults", by="Observers"), "none", "basis", "",
    ),
    "of voters, twice": (
        turnout(62, "registered voters", by="Commission"), turnout(45, "registered voters", by="Observers"),
        "contradicts", "disjoint", "certain",
    ),
    "percent, rounded": (
        turnout(62, "voters", by="Commission"), turnout(62.4, "voters", by="Observers"), "agrees", "precision", "",
    ),
    "a week, in all": (cases(120, per="week", basis=Basis.RATE, by="ministry"), cases(900, by="Doctors"), "none", "basis", ""),
    "a day, a month": (
        cases(120, per="day", basis=Basis.RATE, by="ministry"), cases(900, per="month", basis=Basis.RATE, by="Doctors"),
        "none", "per", "",
    ),
    "other places": (flood(by="police"), flood(value=205, by="agency", in_="Lakeside"), "none", "place", ""),
    "other days": (
        flood(by="police", event="2025-03-01"), flood(value=12, by="agency", event="2025-03-03"), "none", "time", "",
    ),
    "a flood of another year": (flood(by="police"), flood(value=900, event="2010-06-01/2010-06-30"), "none", "time", ""),
    "a flood of last year, in words": (
        flood(by="police"), flood(value=900, event_as_written="last year"), "none", "time_unknown", "",
    ),
    "Monday and Tuesday, in words": (
        flood(by="police", event_as_written="on Monday"), flood(value=12, by="agency", event_as_written="on Tuesday"),
        "none", "time", "",
    ),
    "rising from day to day": (
        flood(by="police"), flood("b", value=55, by="agency", on="2025-03-06"), "updates", "later", "",
    ),
    "falling from day to day, of two speakers": (
        flood(value=55, by="police"), flood("b", by="agency", on="2025-03-06"), "none", "time", "",
    ),
    "taken back by who said it": (
        flood(value=55, by="police"), flood("b", by="police", on="2025-03-06"), "updates", "later", "",
    ),
    "articles without a day": (
        flood(by="police", on=""), flood("b", value=90, by="agency", on=""), "none", "time_unknown", "",
    ),
    "two articles of two events": (
        flood(by="police", in_=""), flood("b", value=90, by="agency", text="40 people were killed in a fire", in_=""),
        "none", "event", "",
    ),
    "one speaker": (flood(by="police"), flood(value=90, by="police"), "none", "speaker", ""),
    "spokeswoman and minister": (flood(by="spokeswoman"), flood(value=90, by="minister"), "none", "speaker", ""),
    "a state and its police": (flood(by="freedonia"), flood(value=90, by="police"), "none", "speaker", ""),
    "ministry and police of one state": (
        flood(by="ministry"), flood(value=90, by="police"), "contradicts", "disjoint", "certain",
    ),
    "the article's own voice": (flood(), flood(value=90), "none", "speaker", ""),
    "equal": (flood(by="police"), flood(by="agency"), "agrees", "equal", ""),
    "about": (
        flood(by="police", figure=dead(95)), flood(by="agency", figure=dead(100, qualifier=Qualifier.ABOUT)),
        "agrees", "precision", "",
    ),
    "round thousands": (march(value=12_000, by="police"), march(value=11_600, by="Union"), "agrees", "precision", ""),
    "small numbers are exact": (flood(by="police"), flood(value=42, by="agency"), "contradicts", "disjoint", "certain"),
    "within a range": (
        flood(by="police"), flood(by="agency", figure=dead(None, low=30, high=60, qualifier=Qualifier.BETWEEN)),
        "agrees", "containment", "",
    ),
    "at least": (
        flood(value=90, by="police"), flood(by="agency", figure=dead(None, low=40, qualifier=Qualifier.AT_LEAST)),
        "agrees", "containment", "",
    ),
    "fewer than at least": (
        flood(value=12, by="police"), flood(by="agency", figure=dead(None, low=40, qualifier=Qualifier.AT_LEAST)),
        "contradicts", "disjoint", "certain",
    ),
    "more than at most": (
        flood(value=90, by="police"), flood(by="agency", figure=dead(None, high=40, qualifier=Qualifier.AT_MOST)),
        "contradicts", "disjoint", "certain",
    ),
    "a ceiling": (
        flood(by="police"), flood(value=90, by="agency", text="the toll could reach 40"), "agrees", "containment", "",
    ),
    "without a value": (flood(by="police"), flood(by="agency", figure=fig(measure="killed")), "none", "no_value", ""),
}  # fmt: skip


def told_of(*statements):
    corpus = Corpus.of(statements, KNOWN)
    return [corpus.figures_of(corpus.by_key[each.key])[0] for each in statements]


@pytest.mark.parametrize(("one", "other", "verdict", "code", "strength"), CASES.values(), ids=CASES)
def test_how_two_figures_stand_to_each_other(one, other, verdict, code, strength):
    a, b = told_of(one, other)
    found = compare(a, b, KNOWN)
    assert (found.verdict, found.code) == (verdict, code), found.in_words
    assert found.strength == (strength or Strength.CERTAIN)
    assert found.in_words
    assert compare(b, a, KNOWN) == found


def test_every_reason_has_a_case():
    told = {ReasonCode(code) for _, _, _, code, _ in CASES.values()}
    of_denials = {ReasonCode.SUBJECT, ReasonCode.WORDS, ReasonCode.DISCOURSE, ReasonCode.ANSWERED}
    assert told == set(ReasonCode) - of_denials
    assert {verdict for _, _, verdict, _, _ in CASES.values()} == set(Verdict)


def test_all_tests_are_run_for_people_to_see():
    a, b = told_of(flood(by="police"), flood(value=90, by="police", topic="combat", event="2010-01-01"))
    failed = [each.code for each in all_tests(a, b, KNOWN) if not each.passes]
    assert failed == [ReasonCode.TOPIC, ReasonCode.TIME, ReasonCode.SPEAKER]


def test_what_stands_for_another_has_its_value():
    first = flood(by="police", key="first")
    similar = flood(by="agency", figure=fig(measure="killed", as_written="similar", stands_for=("first", 0)))
    third = flood(value=90, by="Doctors")
    corpus = Corpus.of([first, similar, third], KNOWN)
    figure = corpus.figures_of(corpus.by_key[similar.key])[0]
    assert figure.span == corpus.figures_of(corpus.by_key["first"])[0].span
    assert compare(figure, corpus.figures_of(corpus.by_key[third.key])[0], KNOWN).verdict == Verdict.CONTRADICTS


def test_what_stands_for_itself_has_none():
    circle = [
        replace(flood(by=by, key=key), figures=(fig(measure="killed", stands_for=(other, 0)),))
        for key, other, by in (
            ("x", "y", "police"),
            ("y", "x", "agency"),
            ("z", "z", "Doctors"),
            ("v", "gone", "Lawyers"),
        )
    ]
    corpus = Corpus.of(circle, KNOWN)
    assert [corpus.figures_of(each)[0].span for each in corpus] == [None] * 4
