"""What the words around two figures have to show before they are set against each other: what is counted, when and
where. The statements of a pair stand in one article of Friday, 7 March 2025."""

import pytest

from claimsdb.agreement import Corpus, compare, propose, sentence_at
from claimsdb.choices import Basis, Placement, RelationKind
from tests.agreement.saying import KNOWN, fig, say

FRIDAY = "2025-03-07"


def said(text, value, measure, *, by="police", quote=None, at=1000, unit="person", written=None, **more):
    """A statement that says `text`, of which `quote` is the part that was quoted."""
    figure = fig(value, measure=measure, unit=unit, as_written=written, basis=more.pop("basis", Basis.TOTAL))
    return say("a", quote or text, by=by, at=at, on=FRIDAY, sentence=text, figures=[figure], **more)


def other(text, value, measure, **more):
    return said(text, value, measure, **({"by": "Union", "at": 1200} | more))


BALLOTS, OF_ARTICLE = {"unit": "item"}, {"unit": "item", "by": ""}
COUNTED = {
    "the same, with no word more": (said("officials listed 900 ballots", 900, "ballots", **BALLOTS), other("monitors counted 700 ballots", 700, "ballots", **BALLOTS), "disjoint"),
    "those that are something": (said("officials listed 900 ballots", 900, "ballots", **BALLOTS), other("70 ballots were torn", 70, "ballots", **BALLOTS), "counted"),
    "a word before the noun": (said("40 shops were looted", 40, "shops", **BALLOTS), other("15 foreign shops were looted", 15, "shops", **BALLOTS), "counted"),
    "another deed": (said("officials printed 900 ballots", 900, "ballots", **BALLOTS), other("courts rejected 70 ballots", 70, "ballots", **BALLOTS), "counted"),
    "too many": (said("900 ballots were printed", 900, "ballots", **BALLOTS), other("200 ballots too many were printed", 200, "ballots", **BALLOTS), "counted"),
    "a limit": (said("the ferry was licensed to carry 120 passengers", 120, "passengers"), other("the ferry carried 240 passengers", 240, "passengers"), "counted"),
    "civilians and soldiers": (said("40 civilians were killed", 40, "killed"), other("90 soldiers were killed", 90, "killed"), "counted"),
    "children, of all": (said("40 people were killed", 40, "killed"), other("12 children were killed", 12, "killed"), "counted"),
    "more children than people": (said("40 people were killed", 40, "killed"), other("52 children were killed", 52, "killed"), "disjoint"),
    "people and villagers": (said("40 people were killed", 40, "killed"), other("90 villagers were killed", 90, "killed"), "disjoint"),
    "others are named": (said("the army has lost 40 of Sylvania soldiers in Omni", 40, "troops"), other("the army has lost 90 of Acme soldiers", 90, "troops"), "counted"),
    "worlds apart": (said("40 people were killed", 40, "killed"), other("9,000 people were killed", 9000, "killed"), "counted"),
    "turnout in two words": (
        said("61 percent of registered voters had cast a ballot", 61, "voters", unit="percent", written="61 percent", basis=Basis.SHARE),
        other("they put turnout at 44 percent", 44, "turnout", unit="percent", written="44 percent", basis=Basis.SHARE), "disjoint",
    ),
    "turnout, and votes for somebody": (
        said("61 percent of the votes went to the mayor", 61, "votes", unit="percent", written="61 percent", basis=Basis.SHARE),
        other("they put turnout at 44 percent", 44, "turnout", unit="percent", written="44 percent", basis=Basis.SHARE), "measure",
    ),
    "two sums with words in common": (
        said("the new bridge cost 90 million euros", 90_000_000, "money", unit="EUR", written="90 million euros"),
        other("the new bridge has cost 140 million euros", 140_000_000, "money", unit="EUR", written="140 million euros"), "disjoint",
    ),
    "two sums": (
        said("the bridge cost 90 million euros", 90_000_000, "money", unit="EUR", written="90 million euros"),
        other("the tunnel has cost 140 million euros", 140_000_000, "money", unit="EUR", written="140 million euros"), "measure",
    ),
    "the article tells who counted": (
        said("the office counted 900 ballots", 900, "ballots", **OF_ARTICLE), other("the monitors counted 700 ballots", 700, "ballots", **OF_ARTICLE), "disjoint",
    ),
    "the article tells that one counted": (
        said("the office counted 900 ballots", 900, "ballots", **OF_ARTICLE), other("the office listed 700 ballots", 700, "ballots", **OF_ARTICLE), "speaker",
    ),
    "who counted is who speaks": (
        said("900 ballots", 900, "ballots", by="The office", **BALLOTS), other("the office counted 700 ballots", 700, "ballots", **OF_ARTICLE), "speaker",
    ),
}  # fmt: skip

DEAD = said("40 people were killed", 40, "killed")
MARCH = said("40,000 people marched", 40_000, "people", written="40,000")
TIMES = {
    "the day of the article": (DEAD, other("on Friday 90 people were killed", 90, "killed"), "disjoint"),
    "the day on which it happened": (DEAD, other("90 people were killed on Wednesday", 90, "killed"), "disjoint"),
    "an earlier day": (DEAD, other("On Tuesday the agency spoke of 12 killed", 12, "killed", quote="12 killed"), "time"),
    "up to a day": (DEAD, other("by Thursday evening 31 people had been killed", 31, "killed"), "time"),
    "an earlier day, of who said it": (DEAD, other("the agency said on Tuesday that 12 people were killed", 12, "killed", quote="12 people were killed"), "time"),
    "the day, of who said it": (DEAD, other("the agency said on Friday that 90 people were killed", 90, "killed", quote="90 people were killed"), "disjoint"),
    "another year": (DEAD, other("in the flood of 2011, 90 people were killed", 90, "killed"), "time"),
    "last year": (DEAD, other("last year 90 people were killed", 90, "killed"), "time"),
    "at first": (DEAD, other("at first the agency spoke of 12 killed", 12, "killed", quote="12 killed"), "time"),
    "since a war began": (DEAD, other("since the war began 900 people were killed", 900, "killed"), "time"),
    "a march on another day": (MARCH, other("on Thursday 90,000 people marched", 90_000, "people", written="90,000"), "time"),
    "marches over two days": (MARCH, other("over both days 90,000 people marched", 90_000, "people", written="90,000"), "time"),
}  # fmt: skip

HOME = say("a", "A flood struck Riverton", at=100, placement=Placement.LEAD, on=FRIDAY)
NEXT, LATER = {"at": 1200}, {"at": 5000}
PLACES = {
    "two towns": (said("In Lakeside 40 people were killed", 40, "killed"), other("In Upton 90 people were killed", 90, "killed"), "place"),
    "one town, from the front of the sentence": (
        said("In Lakeside, organisers claimed 900 marchers; police put the crowd at 300", 900, "marchers", quote="900 marchers"),
        other("In Lakeside, organisers claimed 900 marchers; police put the crowd at 300", 300, "marchers", quote="the crowd at 300"), "disjoint",
    ),
    "a town, and the country": (said("In Lakeside 900 people marched", 900, "people"), other("5,000 people marched nationwide", 5000, "people", written="5,000"), "place"),
    "the whole country, in two words": (
        said("900 people marched across Freedonia", 900, "people"), other("5,000 people marched in the whole country", 5000, "people", written="5,000"), "disjoint",
    ),
    "a town, and then no word": (said("In Lakeside 40 people were killed", 40, "killed"), other("90 people were killed", 90, "killed", **NEXT), "disjoint"),
    "a town, and far away no word": (said("In Lakeside 40 people were killed", 40, "killed"), other("90 people were killed", 90, "killed", **LATER), "place"),
    "the town of the article": (said("In Riverton 40 people were killed", 40, "killed"), other("90 people were killed", 90, "killed", **LATER), "disjoint"),
    "a part behind the figure": (said("40 people were killed", 40, "killed"), other("90 people were killed, most of them in Lakeside", 90, "killed"), "disjoint"),
    "where it was said": (said("40 people were killed", 40, "killed"), other("the agency told reporters in Upton that 90 people were killed", 90, "killed"), "disjoint"),
    "a headline names no place": (
        said("Flood kills 40", 40, "killed", by="", at=0, placement=Placement.HEADLINE), other("In Lakeside 90 people were killed", 90, "killed"), "disjoint",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [*COUNTED.values(), *TIMES.values(), *PLACES.values()],
    ids=[*COUNTED, *TIMES, *PLACES],
)
def test_what_the_words_around_two_figures_show(one, other, code):
    corpus = Corpus.of([HOME, one, other], KNOWN)
    a, b = (corpus.figures_of(corpus.by_key[each.key])[0] for each in (one, other))
    found = compare(a, b, KNOWN)
    assert found.code == code, found.in_words
    assert found.in_words
    assert compare(b, a, KNOWN) == found


def contradictions(*statements):
    return {(each.a, each.b) for each in propose(statements, KNOWN) if each.kind == RelationKind.CONTRADICTS}


def toll(value, *, key, by="police", at=1000, **more):
    return said(f"{value} people were killed", value, "killed", by=by, at=at, key=key, **more)


HEADLINE = {"by": "", "at": 0, "placement": Placement.HEADLINE}
CLUSTERS = {
    "a value twice": ([toll(40, key="x"), toll(90, key="y", by="Union", at=1200), toll(40, key="z", by="agency", at=5000)], {("x", "y")}),
    "a headline without its figure in the text": ([toll(74, key="h", **HEADLINE), toll(40, key="x"), toll(90, key="y", by="Union", at=1200)], {("h", "x"), ("x", "y")}),
    "a headline that has a figure of the text": ([toll(90, key="h", **HEADLINE), toll(40, key="x"), toll(90, key="y", by="Union", at=1200)], {("x", "y")}),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), CLUSTERS.values(), ids=CLUSTERS)
def test_two_values_are_set_against_each_other_once(statements, expected):
    assert contradictions(*statements) == expected


TEXT = "Title\n\nDr. Mills spoke. “It fell,” she said. On Monday 40 people came. Others left.\nThe end"
SENTENCES = {
    "It fell": "“It fell,” she said.",
    "40 people": "On Monday 40 people came.",
    "Mills": "Dr. Mills spoke.",
    "came. Others": "On Monday 40 people came. Others left.",
    "The end": "The end",
    "Title": "Title",
}


@pytest.mark.parametrize(("quote", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_the_sentence_of_a_quote(quote, sentence):
    start = TEXT.index(quote)
    assert sentence_at(TEXT, start, start + len(quote)) == sentence


def test_without_a_place_there_is_no_sentence():
    assert sentence_at(TEXT, None, None) == ""
