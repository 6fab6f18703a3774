"""Numerals as English text writes them -> Decimal: "3,000", "1.3m", "two and a half million", "dozens"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from claimsdb.extraction.quantities.tokenization import (
    ARTICLES,
    HYPHENS,
    NumberTokens,
    Phrases,
    is_adjacent,
    phrase_at,
    tokenize,
    word_at,
)
from claimsdb.extraction.vocabulary import quantities as vocabulary

_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
# A longer run of digits is a serial number.
_MAX_DIGITS = 15
_LARGEST_SCALE = 10**12
ONE, HALF = Decimal(1), Decimal("0.5")
_VAGUE = Phrases(vocabulary.VAGUE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number written in tokens[first:last]. `low` and `high` differ for vague words only, whose `high` may be open.

    `scale` is the scale word that it ends in ("1.5 million": 10**6), so that the other end of a range can share it.
    """

    first: int
    last: int
    low: Decimal
    high: Decimal | None
    scale: Decimal = ONE
    vague: bool = False
    fraction: bool = False


def numeral_at(tokens: NumberTokens, index: int) -> Numeral | None:
    """The longest numeral that begins with token `index`."""
    readers: tuple[Callable[[NumberTokens, int], Numeral | None], ...] = (
        _read_vague,
        _read_fraction,
        _read_ratio,
        _read_digits,
        _read_spelled,
    )
    return max(
        (numeral for read in readers if (numeral := read(tokens, index))),
        key=lambda numeral: numeral.last,
        default=None,
    )


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number that text[start:end] writes, of whatever it is one."""

    start: int
    end: int
    value: Decimal


def written_numbers(text: str) -> Iterator[WrittenNumber]:
    """The numbers in the text that have one value, which "dozens" and "a third" have not."""
    tokens = tokenize(text)
    index = 0
    while index < len(tokens):
        numeral = numeral_at(tokens, index)
        if numeral and not numeral.vague and not numeral.fraction:
            yield WrittenNumber(tokens[index].start, tokens[numeral.last - 1].end, numeral.low)
        index = numeral.last if numeral else index + 1


def _read_vague(tokens: NumberTokens, index: int) -> Numeral | None:
    """ "tens of thousands", "several hundred"; "tens" and "scores" before "of" only."""
    if phrase := _VAGUE.longest_at(tokens, index):
        return Numeral(index, index + len(phrase), *vocabulary.VAGUE[phrase], vague=True)
    if word_at(tokens, index) in vocabulary.VAGUE_BEFORE_OF and word_at(tokens, index + 1) == "of":
        return Numeral(index, index + 1, *vocabulary.VAGUE_BEFORE_OF[word_at(tokens, index)], vague=True)
    return None


def _read_fraction(tokens: NumberTokens, index: int) -> Numeral | None:
    """ "half", "a third", "two-thirds", "1/3"; times a scale where one follows: "a quarter of a million"."""
    part = _fraction_at(tokens, index)
    if part is None:
        return None
    value, last = part
    scale_index = next(
        (place for place in _scale_places(tokens, last) if word_at(tokens, place) in vocabulary.SCALES), None
    )
    if scale_index is not None:
        scale = vocabulary.SCALES[word_at(tokens, scale_index)]
        return _exact_numeral(index, scale_index + 1, vocabulary.to_decimal(value * Fraction(scale)), scale=scale)
    divides = word_at(tokens, last) in vocabulary.WHOLE_FOLLOWS or word_at(tokens, index - 1) == "by"
    return _exact_numeral(index, last, vocabulary.to_decimal(value), fraction=True) if divides else None


def _fraction_at(tokens: NumberTokens, index: int) -> tuple[Fraction, int] | None:
    if word_at(tokens, index) == "half":
        return Fraction(1, 2), index + 1
    if phrase_at(tokens, index + 1, ("/",)) and is_adjacent(tokens, index + 1) and is_adjacent(tokens, index + 2):
        above, below = _plain_number(tokens, index), _plain_number(tokens, index + 2)
        return (Fraction(above) / Fraction(below), index + 3) if above and below and above < below else None
    times = (
        Fraction(1)
        if word_at(tokens, index) in ARTICLES
        else Fraction(vocabulary.SIMPLE.get(word_at(tokens, index), Decimal(0)))
    )
    divisor_index = index + 2 if word_at(tokens, index + 1) in HYPHENS else index + 1
    divisor = vocabulary.FRACTIONS.get(word_at(tokens, divisor_index))
    return (times / divisor, divisor_index + 1) if times and divisor else None


def _scale_places(tokens: NumberTokens, last: int) -> tuple[int, ...]:
    """Where the scale may stand after a part of it: "half million", "half-million", "half a million"."""
    if word_at(tokens, last) in HYPHENS or word_at(tokens, last) in ARTICLES:
        return (last + 1,)
    if phrase_at(tokens, last, ("of", "a")):
        return (last + 2,)
    return (last,)


def _read_ratio(tokens: NumberTokens, index: int) -> Numeral | None:
    """ "nine out of ten", "two of every three", "one in five"."""
    for link in (("out", "of", "every"), ("out", "of"), ("of", "every"), ("in", "every"), ("in",)):
        whole_index = index + 1 + len(link)
        if phrase_at(tokens, index + 1, link) and (link != ("in",) or _is_share_in(tokens, index)):
            part, whole = _plain_number(tokens, index), _plain_number(tokens, whole_index)
            ratio = vocabulary.to_decimal(Fraction(part) / Fraction(whole)) if part and whole and part < whole else None
            return _exact_numeral(index, whole_index + 1, ratio, fraction=True) if ratio else None
    return None


def _is_share_in(tokens: NumberTokens, index: int) -> bool:
    """ "one in five", "3 in 10 voters", but not "two in three days" or "killed 3 in 20 raids"."""
    if word_at(tokens, index) == "one":
        return True
    timed = word_at(tokens, index + 3).removesuffix("s") in vocabulary.RATE["periods"]
    begins = index == 0 or not tokens[index - 1].is_word or word_at(tokens, index - 1) in vocabulary.BEFORE_RATIO
    return begins and not timed and word_at(tokens, index + 2) in vocabulary.ROUND_WHOLES


def _plain_number(tokens: NumberTokens, index: int) -> Decimal | None:
    word = word_at(tokens, index)
    return Decimal(word) if word.isdecimal() and len(word) < _MAX_DIGITS else vocabulary.SIMPLE.get(word)


def _read_digits(tokens: NumberTokens, index: int) -> Numeral | None:
    if word_at(tokens, index) in vocabulary.FRACTION_SIGNS:
        return _times_scales(tokens, index, index + 1, vocabulary.FRACTION_SIGNS[word_at(tokens, index)])
    if index >= len(tokens) or not tokens[index].is_digits:
        return None
    last = index + 1
    suffix = _suffix_at(tokens, last)
    follower = word_at(tokens, last)
    scaled = bool(suffix) or follower in vocabulary.SCALES or follower in vocabulary.DECIMAL_BEFORE
    value = _parse_digits(tokens[index].text, whole=not scaled)
    if value is None:
        return None
    if suffix:
        return _exact_numeral(index, last + 1, value * suffix, scale=suffix)
    if is_adjacent(tokens, last) and word_at(tokens, last) in vocabulary.FRACTION_SIGNS:
        return _times_scales(tokens, index, last + 1, value + vocabulary.FRACTION_SIGNS[word_at(tokens, last)])
    if mixed := _mixed_number(tokens, last, value):
        return mixed
    return _times_scales(tokens, index, last, value)


def _suffix_at(tokens: NumberTokens, index: int) -> Decimal | None:
    """The million of "300m soldiers", but not of "828m high"."""
    if not is_adjacent(tokens, index):
        return None
    is_length = word_at(tokens, index) == "m" and word_at(tokens, index + 1) in vocabulary.BEFORE_DIMENSION
    return None if is_length else vocabulary.SCALE_SUFFIXES.get(word_at(tokens, index))


def _mixed_number(tokens: NumberTokens, last: int, whole: Decimal) -> Numeral | None:
    """ "1 1/2 million", "1-1/2 million": a whole and a part of one."""
    first = last - 1
    place = last + (word_at(tokens, last) in HYPHENS)
    if not (place < len(tokens) and tokens[place].is_digits and word_at(tokens, place + 1) == "/"):
        return None
    part = _fraction_at(tokens, place)
    return _times_scales(tokens, first, part[1], whole + vocabulary.to_decimal(part[0])) if part else None


def _parse_digits(digits: str, *, whole: bool) -> Decimal | None:
    """The value of a run of digits, None if it is no number.

    "1.500" is 1500 before a noun and 1.5 before "million" or "km"; "1.2.3" is no number.
    """
    if len(digits) > _MAX_DIGITS:
        return None
    bare = digits.translate(dict.fromkeys(map(ord, " \u00a0\u202f'’")))
    if _DECIMAL_COMMA.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    bare = bare.replace(",", "")
    if _DOT_GROUPS.fullmatch(bare) and (whole or bare.count(".") > 1):
        return Decimal(bare.replace(".", ""))
    return Decimal(bare) if bare.count(".") <= 1 else None


def _times_scales(tokens: NumberTokens, first: int, last: int, value: Decimal) -> Numeral:
    """Digits times the scale words behind them: "2 and a half million", "1.5-million", "3 hundred thousand"."""
    scale = ONE
    for half in (("and", "a", "half"), ("-", "and", "-", "a", "-", "half")):
        if phrase_at(tokens, last, half):
            value, last = value + HALF, last + len(half)
    while scale < _LARGEST_SCALE and (index := _scale_after(tokens, last)) is not None:
        scale *= vocabulary.SCALES[word_at(tokens, index)]
        last = index + 1
    return _exact_numeral(first, last, value * scale, scale=scale)


def _scale_after(tokens: NumberTokens, last: int) -> int | None:
    index = _skip_hyphen(tokens, last)
    return index if word_at(tokens, index) in vocabulary.SCALES else None


def _read_spelled(tokens: NumberTokens, index: int) -> Numeral | None:
    """ "one hundred and twenty thousand": groups below a thousand, each times its scale, of falling scales."""
    total, last, scale = Decimal(0), index, Decimal("Infinity")
    while scale > 1 and (
        group := _below_thousand(tokens, last + 1 if last > index and word_at(tokens, last) == "and" else last)
    ):
        part = _times_scales(tokens, index, group[1], group[0])
        if part.low >= scale:
            break
        total, last, scale = total + part.low, part.last, part.scale
    return _exact_numeral(index, last, total, scale=scale) if last > index else None


def _below_thousand(tokens: NumberTokens, index: int) -> tuple[Decimal, int] | None:
    """A spelled number below a thousand, or the "a" of "a million", and where it ends."""
    start = _implied_count(tokens, index) or _below_hundred(tokens, index)
    if start is None or word_at(tokens, _skip_hyphen(tokens, start[1])) != "hundred":
        return start
    hundreds, last = start[0] * 100, _skip_hyphen(tokens, start[1]) + 1
    rest = _below_hundred(tokens, last + 1 if word_at(tokens, last) == "and" else last)
    return (hundreds + rest[0], rest[1]) if rest else (hundreds, last)


def _implied_count(tokens: NumberTokens, index: int) -> tuple[Decimal, int] | None:
    """The count that a scale word implies: 1 in "a million", "another million" and "million-strong", 2 in "a couple of
    thousand"."""
    if word_at(tokens, index) in ARTICLES and word_at(tokens, index + 1) in vocabulary.SCALES:
        return Decimal(1), index + 1
    for couple in (("a", "couple", "of"), ("a", "couple")):
        if phrase_at(tokens, index, couple) and word_at(tokens, index + len(couple)) in vocabulary.SCALES:
            return Decimal(2), index + len(couple)
    added = word_at(tokens, index - 1) in vocabulary.ADDITIONAL_BEFORE
    counts = word_at(tokens, index + 1) in HYPHENS and word_at(tokens, index + 2) in vocabulary.COUNTING_SUFFIXES
    return (Decimal(1), index) if word_at(tokens, index) in vocabulary.SCALES and (added or counts) else None


def _below_hundred(tokens: NumberTokens, index: int) -> tuple[Decimal, int] | None:
    value = vocabulary.SIMPLE.get(word_at(tokens, index))
    if value is None or value < 20:
        return None if value is None else (value, index + 1)
    ones_index = _skip_hyphen(tokens, index + 1)
    ones = vocabulary.SIMPLE.get(word_at(tokens, ones_index), Decimal(0))
    return (value + ones, ones_index + 1) if 0 < ones < 10 else (value, index + 1)


def _skip_hyphen(tokens: NumberTokens, index: int) -> int:
    return index + 1 if word_at(tokens, index) in HYPHENS and is_adjacent(tokens, index) else index


def _exact_numeral(first: int, last: int, value: Decimal, *, scale: Decimal = ONE, fraction: bool = False) -> Numeral:
    value = strip_decimal_zeros(value)
    return Numeral(first, last, value, value, scale=scale, fraction=fraction)


def strip_decimal_zeros(value: Decimal) -> Decimal:
    """1300000.0 -> 1300000; a fractional number stays as it is."""
    whole = value.to_integral_value()
    return whole if whole == value else value
