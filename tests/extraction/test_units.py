"""Sentences whose figures are shares, rates or additions, or have a unit: money, distances, weights."""

import pytest

from claimsdb.extraction.quantities.figures import find_quantities
from claimsdb.extraction.vocabulary import quantities as vocabulary
from tests.extraction.expected_quantities import at_least, at_most, between, exact, magnitude, rows

BASES = [
    ("The deal is worth US$500m a year.", [exact("US$500m", 500_000_000, "money", "USD", "rate")]),
    ("Another 3,000 troops were sent.", [exact("3,000", 3_000, "troops", "person", "additional")]),
    ("An additional 1,500 soldiers arrived.", [exact("1,500", 1_500, "troops", "person", "additional")]),
    ("A further 1,000 soldiers arrived.", [exact("1,000", 1_000, "troops", "person", "additional")]),
    ("It sent 3,000 more troops in January.", [exact("3,000", 3_000, "troops", "person", "additional")]),
    (
        "It sent at least another 3,000 troops.",
        [at_least("at least another 3,000", 3_000, "troops", "person", "additional")],
    ),
    ("The North ships 3,000 shells a day.", [exact("3,000", 3_000, "shells", "round", "rate")]),
    ("Soldiers get $2,000 per month.", [exact("$2,000", 2_000, "money", "USD", "rate")]),
    ("Russia fires 10,000 shells daily.", [exact("10,000", 10_000, "shells", "round", "rate")]),
    ("It suffered a daily average of 1,200 casualties.", [exact("1,200", 1_200, "casualties", "person", "rate")]),
    (
        "Russia delivered 1 million barrels of oil a year.",
        [exact("1 million barrels", 1_000_000, "oil", "barrel", "rate")],
    ),
    (
        "It could deploy up to an additional 30,000 troops.",
        [at_most("up to an additional 30,000", 30_000, "troops", "person", "additional")],
    ),
    (
        "It lost 3,000 to 4,000 soldiers each month.",
        [between("3,000 to 4,000", 3_000, 4_000, "troops", "person", "rate")],
    ),
    ("The army fired 20,000 shells per day.", [exact("20,000", 20_000, "shells", "round", "rate")]),
    ("Seoul estimates 3,000 arrivals every month.", [exact("3,000", 3_000, "arrivals", "", "rate")]),
    ("Its monthly output is 250,000 shells.", [exact("250,000", 250_000, "shells", "round", "rate")]),
    ("Each soldier earns $2,000 a month.", [exact("$2,000", 2_000, "money", "USD", "rate")]),
    (
        "A further 50 missiles and 200 extra drones were supplied.",
        [exact("50", 50, "missiles", "item", "additional"), exact("200", 200, "drones", "item", "additional")],
    ),
]

SHARES = [
    ("20 to 30 percent of the shells failed.", [between("20 to 30 percent", 20, 30, "shells", "percent", "share")]),
    (
        "Half of the 12,000 soldiers died.",
        [exact("Half", "0.5", "killed", "", "share"), exact("12,000", 12_000, "troops", "person")],
    ),
    ("A third of its troops were wounded.", [exact("A third", "0.333333", "wounded", "", "share")]),
    ("Two-thirds of the contingent was lost.", [exact("Two-thirds", "0.666667", "troops", "", "share")]),
    ("40 percent of its ammunition comes from Pyongyang.", [exact("40 percent", 40, "rounds", "percent", "share")]),
    ("More than half of the shells were duds.", [at_least("More than half", "0.5", "shells", "", "share")]),
    ("One in five soldiers deserted.", [exact("One in five", "0.2", "troops", "", "share")]),
    ("Nine out of ten shells failed.", [exact("Nine out of ten", "0.9", "shells", "", "share")]),
    (
        "Half of the 12,000 soldiers were killed.",
        [exact("Half", "0.5", "killed", "", "share"), exact("12,000", 12_000, "troops", "person")],
    ),
    (
        "More than a third of the brigade was lost.",
        [at_least("More than a third", "0.333333", "brigades", "", "share")],
    ),
    ("Half its troops deserted.", [exact("Half", "0.5", "troops", "", "share")]),
    ("Exports rose 40 percent.", [exact("40 percent", 40, "", "percent", "share")]),
    ("Losses fell by a third.", [exact("a third", "0.333333", "", "", "share")]),
    (
        "Exports grew by 20 per cent to $1.2 billion.",
        [exact("20 per cent", 20, "", "percent", "share"), exact("$1.2 billion", 1_200_000_000, "money", "USD")],
    ),
    ("Less than 1 percent of the shells failed.", [at_most("Less than 1 percent", 1, "shells", "percent", "share")]),
    ("Turnout was 99.9%.", [exact("99.9%", "99.9", "", "percent", "share")]),
    ("Ukraine shot down 70 out of 100 drones.", [exact("70 out of 100", "0.7", "drones", "", "share")]),
    ("It made a 70-percent profit.", [exact("70-percent", 70, "profit", "percent", "share")]),
    ("Two thirds of them died.", [exact("Two thirds", "0.666667", "killed", "", "share")]),
    (
        "Pyongyang supplies 40 to 50 percent of Russia's ammunition.",
        [between("40 to 50 percent", 40, 50, "rounds", "percent", "share")],
    ),
    ("Three-quarters of the shells came from the North.", [exact("Three-quarters", "0.75", "shells", "", "share")]),
    ("Half of all shells were old.", [exact("Half", "0.5", "shells", "", "share")]),
]

MEASUREMENTS = [
    ("The deal is worth $2.3 billion.", [exact("$2.3 billion", 2_300_000_000, "money", "USD")]),
    ("Russia paid €20 million for the missiles.", [exact("€20 million", 20_000_000, "money", "EUR")]),
    (
        "The North earned 5.5 billion dollars from arms sales.",
        [exact("5.5 billion dollars", 5_500_000_000, "money", "USD")],
    ),
    ("$2-3 billion was paid.", [between("$2-3 billion", 2_000_000_000, 3_000_000_000, "money", "USD")]),
    ("They advanced 12 kilometres into Kursk.", [exact("12 kilometres", 12, "distance", "kilometre")]),
    (
        "An area of 1,300 square kilometres was taken.",
        [exact("1,300 square kilometres", 1_300, "area", "square kilometre")],
    ),
    ("The missile flew 1,000 km.", [exact("1,000 km", 1_000, "distance", "kilometre")]),
    ("It delivered 50,000 tonnes of rice.", [exact("50,000 tonnes", 50_000, "rice", "tonne")]),
    ("One million barrels of oil were shipped.", [exact("One million barrels", 1_000_000, "oil", "barrel")]),
    ("The war has cost 1.5 trillion won.", [exact("1.5 trillion won", 1_500_000_000_000, "money", "won")]),
    ("The fund holds 1.5 trillion won.", [exact("1.5 trillion won", 1_500_000_000_000, "money", "won")]),
    (
        "The fund holds 1.5 trillion North Korean won.",
        [exact("1.5 trillion North Korean won", 1_500_000_000_000, "money", "KPW")],
    ),
    (
        "Tens of millions of dollars were stolen.",
        [magnitude("Tens of millions of dollars", 10_000_000, 99_999_999, "money", "USD")],
    ),
    (
        "Hackers stole $1.34 billion in 47 incidents.",
        [exact("$1.34 billion", 1_340_000_000, "money", "USD"), exact("47", 47, "incidents", "item")],
    ),
    ("They paid 500 million rubles.", [exact("500 million rubles", 500_000_000, "money", "RUB")]),
    ("They paid 3 billion yuan.", [exact("3 billion yuan", 3_000_000_000, "money", "CNY")]),
    ("They paid UAH 5 million.", [exact("UAH 5 million", 5_000_000, "money", "UAH")]),
    ("They paid £3.5bn.", [exact("£3.5bn", 3_500_000_000, "money", "GBP")]),
    ("The 1,000-kilometre front is long.", [exact("1,000-kilometre", 1_000, "distance", "kilometre")]),
    ("A 500-kg bomb fell on the base.", [exact("500-kg", 500, "mass", "kilogram")]),
    ("The Hwasong-18 can fly 15,000 kilometres.", [exact("15,000 kilometres", 15_000, "distance", "kilometre")]),
    ("They sent 300 m of cable.", [exact("300 m", 300, "cable", "metre")]),
    (
        "The plan costs between $1 billion and $2 billion.",
        [between("between $1 billion and $2 billion", 1_000_000_000, 2_000_000_000, "money", "USD")],
    ),
    (
        "Hundreds of millions of dollars were stolen.",
        [magnitude("Hundreds of millions of dollars", 100_000_000, 999_999_999, "money", "USD")],
    ),
    ("Billions of rubles were paid.", [magnitude("Billions of rubles", 1_000_000_000, None, "money", "RUB")]),
    ("It took a loan of $10-12 million.", [between("$10-12 million", 10_000_000, 12_000_000, "money", "USD")]),
    (
        "Costs rose from $1 billion to $2 billion.",
        [exact("$1 billion", 1_000_000_000, "money", "USD"), exact("$2 billion", 2_000_000_000, "money", "USD")],
    ),
    (
        "The price is between 5 and 10 million euros.",
        [between("between 5 and 10 million euros", 5_000_000, 10_000_000, "money", "EUR")],
    ),
    ("They hit a target 80 kilometres away.", [exact("80 kilometres", 80, "distance", "kilometre")]),
    ("The Unit 61 hackers stole $3 billion.", [exact("$3 billion", 3_000_000_000, "money", "USD")]),
    ("Ukraine holds 1,200 square km in Kursk.", [exact("1,200 square km", 1_200, "area", "square kilometre")]),
    ("They carried 2,000-pound bombs.", [exact("2,000-pound", 2_000, "mass", "pound")]),
]


@pytest.mark.parametrize(("sentence", "expected"), [*BASES, *SHARES, *MEASUREMENTS])
def test_units_and_bases_of_a_sentence(nlp, sentence, expected):
    assert rows(find_quantities(nlp(sentence), offset=0)) == expected


def test_every_unit_says_what_it_measures():
    units = {*vocabulary.UNITS.values(), *vocabulary.CURRENCY_SIGNS.values()}
    assert units - vocabulary.SHARES <= vocabulary.DIMENSIONS.keys()
