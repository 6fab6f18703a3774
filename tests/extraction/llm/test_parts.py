"""What is kept of a claim's parts: actors, hedges and figures that the article has, words of the closed lists."""

import pytest

from claimsdb.choices import Phase, Quotation, Stance, Voice
from tests.extraction.llm.answers import FIGURES, actor, claim, quantity


def names(found):
    return [(part.role.value, part.name, part.actor) for part in found.attributions]


@pytest.mark.parametrize(
    ("told", "expected", "dropped"),
    [
        ([actor("he")], [("claimant", "he", None)], {}),
        ([actor("he", name="Kim Jong Il")], [("claimant", "he", None)], {"name": 1}),
        ([actor("Vladimir Putin")], [], {"actor": 1}),
        ([actor("Officials")], [("claimant", "Officials", None)], {}),
        ([actor("Kim Jong Un", name="Kim")], [("claimant", "Kim Jong Un", "kim-jong-un")], {}),
        ([actor("The TASS agency", name="TASS")], [("relayer", "TASS", "tass")], {}),
        ([actor("he", role="boss")], [("mentioned", "he", None)], {"value": 1}),
        ([actor("he"), actor("he")], [("claimant", "he", None)], {}),
        (["he", None, actor(7)], [], {"actor": 3}),
        ("he", [], {}),
        ([actor("Seoul said", role="subject")], [("subject", "South Korea", "south-korea")], {}),
    ],
)
def test_actors(harvest, told, expected, dropped):
    result = harvest(claim(actors=told))
    assert [names(found) for found in result.claims] == [expected]
    assert result.dropped == dropped


def test_actors_that_the_quote_names_are_there_though_the_answer_forgets_them(harvest):
    (found,) = harvest(claim("up to 1,200 tanks had reached Russia", actors=[actor("Officials")])).claims
    assert names(found) == [("claimant", "Officials", None), ("mentioned", "Russia", "russia")]


@pytest.mark.parametrize(
    ("changes", "voice", "quotation"),
    [
        ({"quotation": "none"}, Voice.ARTICLE, Quotation.NONE),
        ({"quotation": "loud"}, Voice.ARTICLE, Quotation.NONE),
        ({"quotation": "mixed"}, Voice.ATTRIBUTED, Quotation.MIXED),
        ({"quotation": "none", "actors": [actor("he")]}, Voice.ATTRIBUTED, Quotation.INDIRECT),
        ({"quotation": "none", "actors": [actor("Nobody at all")]}, Voice.ATTRIBUTED, Quotation.INDIRECT),
        ({"quotation": "none", "actors": [actor("he", role="subject")]}, Voice.ARTICLE, Quotation.NONE),
    ],
)
def test_a_claim_is_the_articles_own_only_where_nobody_is_said_to_speak(harvest, changes, voice, quotation):
    (found,) = harvest(claim(**changes)).claims
    assert (found.voice, found.quotation) == (voice, quotation)


@pytest.mark.parametrize(
    ("field", "value", "expected", "dropped"),
    [
        ("stance", "shouts", Stance.ASSERTS, 1),
        ("stance", 7, Stance.ASSERTS, 1),
        ("stance", " Denies ", Stance.DENIES, 0),
        ("phase", "", Phase.UNKNOWN, 1),
        ("topic", "gossip", None, 1),
        ("topic", None, None, 0),
    ],
)
def test_values_outside_the_word_lists_fall_to_the_neutral_one(harvest, field, value, expected, dropped):
    result = harvest(claim(**{field: value}))
    assert getattr(result.claims[0], field) is expected
    assert result.dropped["value"] == dropped


@pytest.mark.parametrize(
    ("hedges", "expected", "dropped"),
    [(["may"], "may", 0), (["may", "may"], "may", 0), (["reportedly", "may", 3], "may", 2), ("may", "", 0)],
)
def test_hedges(harvest, hedges, expected, dropped):
    result = harvest(claim(hedges=hedges))
    assert result.claims[0].hedge == expected
    assert result.dropped["hedge"] == dropped


@pytest.mark.parametrize(("told", "expected"), FIGURES)
def test_figures_stand_where_words_and_qualifier_allow_them(harvest, told, expected):
    result = harvest(claim(quantities=[quantity(**told)]))
    (figure,) = result.claims[0].quantities
    assert (figure.low, figure.best, figure.high) == expected
    usable = any(isinstance(told.get(name), float | int) and told[name] in (2000, 3000) for name in told)
    assert result.dropped["figures"] == (usable and not any(expected))


@pytest.mark.parametrize(
    ("told", "expected", "dropped"),
    [
        (quantity(words="1,200"), [], {"quantity": 1}),
        (quantity(words="000"), [], {"quantity": 1}),
        (quantity(measure="dragons"), [("", "person")], {"measure": 1}),
        (quantity(unit="dragon"), [("soldiers", "")], {}),
        (quantity(measure=None, unit=None, basis=None), [("", "")], {}),
    ],
)
def test_quantities(harvest, told, expected, dropped):
    result = harvest(claim(quantities=[told]))
    assert [(figure.measure, figure.unit) for figure in result.claims[0].quantities] == expected
    assert result.dropped == dropped
