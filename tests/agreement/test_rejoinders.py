"""A figure that somebody sets against the one before it: what it counts, that one tells."""

import pytest

from claimsdb.agreement import Corpus, compare
from claimsdb.choices import Basis
from tests.agreement.saying import KNOWN, fig, say

FRIDAY = "2025-03-07"


def said(text, value, measure, *, by, at, quote=None, written=None, unit="person", paragraph=1, **more):
    figure = fig(value, measure=measure, unit=unit, as_written=written, **more)
    at += text.index(quote or text)
    return say("a", quote or text, by=by, at=at, on=FRIDAY, sentence=text, paragraph=paragraph, figures=[figure])


def first(text="214 prisoners are on hunger strike", value=214, measure="prisoners", *, by="Lawyers", **more):
    return said(text, value, measure, by=by, at=1000, **more)


def then(text, value, measure="", *, by="ministry", at=1040, **more):
    return said(text, value, measure, by=by, at=at, **more)


EURO = {"unit": "EUR", "measure": "money"}
CASES = {
    "in another unit": (
        first("the homes are 1.2 kilometres away", 1.2, "distance", unit="kilometre", written="1.2 kilometres"),
        then("it was 640 metres", 640, "distance", unit="metre", written="640 metres"), "disjoint",
    ),
    "the same in another unit": (
        first("the homes are 1.2 kilometres away", 1.2, "distance", unit="kilometre", written="1.2 kilometres"),
        then("it was 1,200 metres", 1200, "distance", unit="metre", written="1,200 metres"), "equal",
    ),
    "francs, of which country is not told": (
        first("the drug cost 1.4 billion Swiss francs", 1_400_000_000, "money", unit="CHF", written="1.4 billion Swiss francs"),
        then("the price was 2.2 billion francs", 2_200_000_000, "money", unit="franc", written="2.2 billion francs"), "disjoint",
    ),
    "a sum without its unit": (
        first("it paid 3 million crowns", 3_000_000, "money", unit="krona", written="3 million crowns"),
        then("the price was 5 million", 5_000_000, unit="", written="5 million"), "disjoint",
    ),
    "how many are known": (first("Three people died", 3, "killed", written="Three"), then("it knows of eleven", 11, written="eleven"), "disjoint"),
    "the arrested, and arrests": (
        first("six people were arrested", 6, "people", written="six"), then("there were 19 arrests", 19, "arrests", unit="item"), "disjoint",
    ),
    "what was found, in other words": (
        first("700 officers were on duty", 700, "officers"), then("there were 250 officers at the ground", 250, "officers"), "disjoint",
    ),
    "of another kind": (
        first("23 officers were injured", 23, "wounded"), then("60 farmers had been hurt", 60, "wounded"), "counted",
    ),
    "the article's, and a bare number": (
        said("Four people were arrested", 4, "people", by="", at=1000, written="Four"), said("it was 30", 30, "", by="Unions", at=1027), "disjoint",
    ),
    "no word for what is counted": (first(), then("the strike involves 85", 85, unit=""), "disjoint"),
    "with another speaker's word for them": (first(), then("85 people are on strike", 85, "people"), "disjoint"),
    "of the same speaker": (first(), then("the strike involves 85", 85, unit="", by="Lawyers"), "measure"),
    "far away": (first(), then("the strike involves 85", 85, unit="", at=1400), "measure"),
    "in another paragraph": (first(), then("the strike involves 85", 85, unit="", paragraph=2), "measure"),
    "with a word that the other has not": (first(), then("85 people were moved to Lakeside", 85, "people"), "measure"),
    "of the dead": (first(), then("85 people were killed", 85, "killed"), "measure"),
    "of a part": (first(), then("the strike involves 85 of them", 85, unit="", basis=Basis.PARTIAL), "partial"),
    "the bill, of what is to be paid": (
        first("the repairs will cost 14 million euros", 14_000_000, written="14 million euros", by="Council", **EURO),
        then("a report puts the bill at 23 million euros", 23_000_000, quote="the bill at 23 million euros", written="23 million euros", by="Report", **EURO),
        "disjoint",
    ),
    "a bill after what was saved": (
        first("the mayor saved 14 million euros", 14_000_000, written="14 million euros", by="Council", **EURO),
        then("a report puts the bill at 23 million euros", 23_000_000, quote="the bill at 23 million euros", written="23 million euros", by="Report", **EURO),
        "measure",
    ),
    "a march on the day before, as the organisers count it": (
        first("3,000 residents protested on Thursday", 3000, "people", by="police"),
        then("the organisers spoke of 8,000 participants", 8000, "participants", quote="8,000 participants", by="Organisers", unit=""),
        "disjoint",
    ),
    "losses, and damage": (
        first("the fishermen expect losses of 2 million euros", 2_000_000, written="2 million euros", by="Fishermen", **EURO),
        then("the insurer estimates the damage at 700,000 euros", 700_000, quote="the damage at 700,000 euros", written="700,000 euros", by="Insurer", **EURO),
        "disjoint",
    ),
    "sums for one deed, in the next paragraph": (
        first("it needed 2 million euros of repairs", 2_000_000, written="2 million euros", by="Council", **EURO),
        then("a survey put the repairs at 800,000 euros", 800_000, quote="the repairs at 800,000 euros", written="800,000 euros", by="Friends", paragraph=2, at=1300, **EURO),
        "disjoint",
    ),
    "sums for another deed, in the next paragraph": (
        first("it needed 2 million euros of repairs", 2_000_000, written="2 million euros", by="Council", **EURO),
        then("the sale cost 800,000 euros", 800_000, written="800,000 euros", by="Friends", paragraph=2, at=1300, **EURO),
        "measure",
    ),
    "the true sum": (
        first("the charity spent 212,000 euros on travel last year", 212_000, written="212,000 euros", by="Accounts", **EURO),
        then("the true sum was 21,200 euros", 21_200, written="21,200 euros", by="Manager", at=1060, **EURO), "disjoint",
    ),
    "a more realistic one": (
        first("the plan would create 1,400 jobs", 1400, "jobs", unit=""), then("300 was a more realistic figure", 300, unit=""), "disjoint",
    ),
    "shots that were fired": (
        first("she counted five shots", 5, "shots", written="five", unit="", by="Witness"), then("two were fired", 2, written="two", unit=""), "disjoint",
    ),
    "who came, after another sentence": (
        said("400 people gathered outside the station", 400, "people", by="", at=1000),
        then("more than a thousand had come", 1001, written="more than a thousand", unit="", by="Organisers", at=1110), "disjoint",
    ),
    "more bodies than dead": (
        first("19 workers were killed in the collapse", 19, "killed", by="Company"),
        then("the bodies of 33 miners had been recovered", 33, "miners", unit="", by="Union"), "disjoint",
    ),
    "fewer bodies than dead": (
        first("19 workers were killed in the collapse", 19, "killed", by="Company"),
        then("the bodies of 12 people had been recovered", 12, "people", by="Union"), "containment",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "code"), CASES.values(), ids=CASES)
def test_what_is_set_against_another_figure(one, other, code):
    corpus = Corpus.of([one, other], KNOWN)
    a, b = (corpus.figures_of(corpus.by_key[each.key])[0] for each in (one, other))
    found = compare(a, b, KNOWN)
    assert found.code == code, found.in_words
    assert compare(b, a, KNOWN) == found


def test_a_figure_of_the_same_period_needs_no_other_word_for_it():
    one = first("seven babies have died since 2021", 7, "killed", written="seven", by="Board")
    other = then("16 babies died over the same period", 16, "killed", by="Report")
    corpus = Corpus.of([one, other], KNOWN)
    a, b = (corpus.figures_of(corpus.by_key[each.key])[0] for each in (one, other))
    assert compare(a, b, KNOWN).code == "disjoint"
