"""Sentences and what their figures count: things and people, and what befell them."""

import pytest

from claimsdb.extraction.quantities.figures import find_quantities
from tests.extraction.expected_quantities import about, at_least, at_most, between, exact, magnitude, rows

MEASURES = [
    ("It shipped two and a half million rounds.", [exact("two and a half million", 2_500_000, "rounds", "round")]),
    ("Two dozen tanks were destroyed.", [exact("Two dozen", 24, "tanks", "item")]),
    ("Half a dozen missiles were fired.", [exact("Half a dozen", 6, "missiles", "item")]),
    ("A 12-member delegation arrived in Moscow.", [exact("12", 12, "members", "person")]),
    ("The 93rd Brigade took two villages.", [exact("two", 2, "villages", "item")]),
    ("It sent 500 artillery pieces.", [exact("500", 500, "artillery pieces", "item")]),
    ("It sent 100 ballistic missiles.", [exact("100", 100, "missiles", "item")]),
    ("The 10,000 North Koreans train in the Far East.", [exact("10,000", 10_000, "people", "person")]),
    ("He has control over 300 villages.", [exact("300", 300, "villages", "item")]),
    ("They had 200 North Korean well-wishers.", [exact("200", 200, "well-wishers", "")]),
    (
        "It destroyed 300 tanks and 1,200 vehicles.",
        [exact("300", 300, "tanks", "item"), exact("1,200", 1_200, "vehicles", "item")],
    ),
    (
        "The army has 1.2 million active-duty soldiers and 600,000 reservists.",
        [exact("1.2 million", 1_200_000, "troops", "person"), exact("600,000", 600_000, "reservists", "person")],
    ),
    ("Three missiles hit Kyiv.", [exact("Three", 3, "missiles", "item")]),
    ("Eleven countries signed it.", [exact("Eleven", 11, "countries", "")]),
    (
        "These 12,000 included 500 officers and three generals.",
        [
            exact("12,000", 12_000, "", ""),
            exact("500", 500, "officers", "person"),
            exact("three", 3, "generals", "person"),
        ],
    ),
    (
        "They sent 20 trains with 500 wagons each.",
        [exact("20", 20, "trains", "item"), exact("500", 500, "wagons", "item")],
    ),
    (
        "The first 1,500 soldiers sailed on four ships.",
        [exact("1,500", 1_500, "troops", "person"), exact("four", 4, "ships", "item")],
    ),
    ("Russia used 60 KN-23 missiles.", [exact("60", 60, "missiles", "item")]),
    ("Russia holds 6,000 prisoners of war.", [exact("6,000", 6_000, "prisoners", "person")]),
    (
        "Russia bought 12 million rounds of ammunition and 100 rockets.",
        [exact("12 million", 12_000_000, "rounds", "round"), exact("100", 100, "rockets", "item")],
    ),
    ("It lost forty-two tanks.", [exact("forty-two", 42, "tanks", "item")]),
    ("It lost three hundred and five tanks.", [exact("three hundred and five", 305, "tanks", "item")]),
    (
        "It received five thousand rockets and 200 guns.",
        [exact("five thousand", 5_000, "rockets", "item"), exact("200", 200, "guns", "item")],
    ),
    ("Kim promised 6,000 sappers and builders.", [exact("6,000", 6_000, "engineers", "person")]),
    (
        "Twelve thousand servicemen, including 500 officers, arrived.",
        [exact("Twelve thousand", 12_000, "troops", "person"), exact("500", 500, "officers", "person")],
    ),
    ("Russia lost 30 aircraft and 12 ships.", [exact("30", 30, "aircraft", "item"), exact("12", 12, "ships", "item")]),
    (
        "Five soldiers and three officers surrendered.",
        [exact("Five", 5, "troops", "person"), exact("three", 3, "officers", "person")],
    ),
    ("Four drones were downed.", [exact("Four", 4, "drones", "item")]),
    ("One missile fell into the sea.", [exact("One", 1, "missiles", "item")]),
    ("The two countries signed 18 agreements.", [exact("18", 18, "agreements", "")]),
    ("The 5th army of 2,000 men moved.", [exact("2,000", 2_000, "people", "person")]),
    ("In the first half of 2024 it lost 300 tanks.", [exact("300", 300, "tanks", "item")]),
    ("He has 3 children.", [exact("3", 3, "children", "person")]),
    ("Since 2022, 1,000 missiles were fired.", [exact("1,000", 1_000, "missiles", "item")]),
]

FATES = [
    ("Twenty-five soldiers were killed.", [exact("Twenty-five", 25, "killed", "person")]),
    ("Dozens of soldiers died.", [magnitude("Dozens", 12, 99, "killed", "person")]),
    ("Nearly 4,000 soldiers were wounded.", [about("Nearly 4,000", 4_000, "wounded", "person")]),
    (
        "About 1,100 North Korean soldiers were killed or wounded.",
        [about("About 1,100", 1_100, "casualties", "person")],
    ),
    ("Some 4,000 were killed.", [about("Some 4,000", 4_000, "killed", "person")]),
    ("The losses exceeded 4,000.", [at_least("exceeded 4,000", 4_000, "casualties", "person")]),
    (
        "In Kursk, 1,200 were killed and 3,400 wounded.",
        [exact("1,200", 1_200, "killed", "person"), exact("3,400", 3_400, "wounded", "person")],
    ),
    (
        "Ukraine said 1,200 soldiers were killed and 3,400 injured.",
        [exact("1,200", 1_200, "killed", "person"), exact("3,400", 3_400, "wounded", "person")],
    ),
    ("Ukraine killed 300 North Korean soldiers.", [exact("300", 300, "killed", "person")]),
    ("Ukraine killed or wounded 3,000 troops.", [exact("3,000", 3_000, "casualties", "person")]),
    ("The deaths of 1,200 soldiers were confirmed.", [exact("1,200", 1_200, "killed", "person")]),
    ("Two soldiers were killed.", [exact("Two", 2, "killed", "person")]),
    (
        "Of the 12,000 soldiers killed, 300 were officers.",
        [exact("12,000", 12_000, "killed", "person"), exact("300", 300, "troops", "person")],
    ),
    (
        "Kyiv says over 6,000 North Korean casualties were inflicted.",
        [at_least("over 6,000", 6_000, "casualties", "person")],
    ),
    ("The number of wounded reached 3,400.", [exact("3,400", 3_400, "wounded", "person")]),
    ("The death toll rose to 1,200.", [exact("1,200", 1_200, "killed", "person")]),
    ("Casualties reached 12,000.", [exact("12,000", 12_000, "casualties", "person")]),
    (
        "As many as 600 people, including 50 children, were killed.",
        [at_most("As many as 600", 600, "killed", "person"), exact("50", 50, "children", "person")],
    ),
    ("Zero casualties were reported.", [exact("Zero", 0, "casualties", "person")]),
    ("Many thousands of soldiers died.", [magnitude("thousands", 1_000, None, "killed", "person")]),
    ("A hundred soldiers died.", [exact("A hundred", 100, "killed", "person")]),
    ("A hundred or so soldiers died.", [about("A hundred or so", 100, "killed", "person")]),
    ("300-odd soldiers died.", [about("300-odd", 300, "killed", "person")]),
    ("12,000 North Korean Troops Killed or Wounded, Seoul Says", [exact("12,000", 12_000, "casualties", "person")]),
    (
        "Anywhere between 1,000 and 1,500 soldiers died.",
        [between("between 1,000 and 1,500", 1_000, 1_500, "killed", "person")],
    ),
    ("12 soldiers killed two civilians.", [exact("12", 12, "troops", "person"), exact("two", 2, "killed", "person")]),
    ("1,200 killed, wounded 300.", [exact("1,200", 1_200, "killed", "person"), exact("300", 300, "wounded", "person")]),
    ("Several dozen officers died.", [magnitude("Several dozen", 12, 99, "killed", "person")]),
    (
        "South Korea says 600 North Koreans were killed and 4,100 wounded.",
        [exact("600", 600, "killed", "person"), exact("4,100", 4_100, "wounded", "person")],
    ),
    (
        "More than 6,000 North Korean soldiers were killed or injured in Kursk.",
        [at_least("More than 6,000", 6_000, "casualties", "person")],
    ),
    ("Ukraine estimates 4,000 casualties.", [exact("4,000", 4_000, "casualties", "person")]),
    (
        "Some 300 dead and 2,700 injured were counted.",
        [about("Some 300", 300, "killed", "person"), exact("2,700", 2_700, "wounded", "person")],
    ),
    (
        "At least 1,100 of the North Korean soldiers were wounded.",
        [at_least("At least 1,100", 1_100, "wounded", "person")],
    ),
    ("Six people died.", [exact("Six", 6, "killed", "person")]),
    ("Seven miners died in the explosion.", [exact("Seven", 7, "killed", "person")]),
    ("Seven cows died in the explosion.", [exact("Seven", 7, "cows", "")]),
    ("She found nine nests.", [exact("nine", 9, "nests", "")]),
    ("It knows of eleven.", [exact("eleven", 11, "", "")]),
    ("Five were on a ward.", [exact("Five", 5, "", "")]),
    ("He missed one.", [exact("one", 1, "", "")]),
    ("The three were questioned.", []),
    ("The two engines stopped.", []),
    ("The fence was 60 centimetres high.", [exact("60 centimetres", 60, "distance", "centimetre")]),
    ("Some 19 objects were missing.", [about("Some 19", 19, "objects", "")]),
    ("The damage came to 700,000 francs.", [exact("700,000 francs", 700_000, "money", "franc")]),
    ("The number of dead was no lower than 30.", [at_least("no lower than 30", 30, "killed", "person")]),
    ("The strike involves 85, the ministry says.", [exact("85", 85, "", "")]),
    ("The ministry had spoken of 40.", [exact("40", 40, "", "")]),
    ("The meeting began at 12.", []),
    (
        "About 700 parents marched to the ministry; the police counted 200.",
        [about("About 700", 700, "parents", ""), exact("200", 200, "", "")],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), [*MEASURES, *FATES])
def test_what_the_figures_of_a_sentence_count(nlp, sentence, expected):
    assert rows(find_quantities(nlp(sentence), offset=0)) == expected
