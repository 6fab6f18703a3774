"""Sentences and how much they say: numerals, ranges and bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.extraction.quantities.figures import find_quantities
from tests.extraction.expected_quantities import about, at_least, at_most, between, exact, magnitude, rows, unvalued

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

POINTING = [
    ("It asked for twice that.", [unvalued("twice that", "", "")]),
    ("It sent twice as many troops.", [unvalued("twice as many", "troops", "person")]),
    ("It could send as many again.", [unvalued("as many", "", "")]),
    ("It needs three times as many shells.", [unvalued("three times as many", "shells", "round")]),
    ("Moscow has provided as much.", [unvalued("as much", "", "")]),
]


@pytest.mark.parametrize(("sentence", "expected"), [*NUMERALS, *MAGNITUDES, *RANGES, *BOUNDS, *POINTING])
def test_amounts_of_a_sentence(nlp, sentence, expected):
    assert rows(find_quantities(nlp(sentence), offset=0)) == expected


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


@given(number=st.integers(min_value=3000, max_value=10**12 - 1))
@pytest.mark.parametrize(
    "written",
    [spelled, "{:,}".format, lambda number: f"{number:,}".replace(",", " ")],
    ids=["words", "commas", "spaces"],
)
def test_a_number_is_read_back(nlp, written, number):
    [found] = find_quantities(nlp(f"Pyongyang sent {written(number)} soldiers."), offset=0)
    assert (found.as_written, found.low, found.best, found.high) == (written(number), number, number, number)
