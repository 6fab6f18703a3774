"""Numerals as English text writes them -> Decimal: "3,000", "1.3m", "two and a half million", "dozens"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from claimsdb.extraction.vocabulary import quantities as words

_LEXEME = re.compile(
    r"""
    (?P<digits>
        \d{1,3}(?:[ \u00a0\u202f]\d{3}){1,5}(?![\d,]|[ -]?mm\b)(?:\.\d+)?   # 10 000
      | \d{1,3}(?:,\d{2,3}){0,5},\d{3}(?!\d)(?:\.\d+)?                      # 1,300,000 and 13,00,000
      | \d+,\d{1,2}(?=[ -]?(?:thousand|million|billion|trillion)\b)     # 1,5 million
      | \d+(?:\.\d+)*
    )
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | \S
    """,
    re.VERBOSE,
)
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—−")
ARTICLES = frozenset(("a", "an"))
# No article counts as far; a longer run of digits is a serial number.
_MOST_DIGITS = 15
_LARGEST_SCALE = 10**12
ONE, HALF = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word, number or sign of a text in lower case, with its place."""

    text: str
    start: int
    end: int
    is_digits: bool
    is_word: bool


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number written in lexemes[first:last]. `low` and `high` differ for vague words only, whose `high` may be open.

    `scale` is the scale word that it ends in ("1.5 million": 10**6), so that the other end of a range can share it.
    """

    first: int
    last: int
    low: Decimal
    high: Decimal | None
    scale: Decimal = ONE
    vague: bool = False
    fraction: bool = False


Lexemes = Sequence[Lexeme]


def lexemes(text: str) -> list[Lexeme]:
    return [
        Lexeme(m[0].lower(), m.start(), m.end(), is_digits=m["digits"] is not None, is_word=m["word"] is not None)
        for m in _LEXEME.finditer(text)
    ]


def word_at(found: Lexemes, i: int) -> str:
    """The lexeme's text, empty outside the text."""
    return found[i].text if 0 <= i < len(found) else ""


def glued(found: Lexemes, i: int) -> bool:
    """Whether nothing stands between lexeme i and the one before it."""
    return 0 < i < len(found) and found[i - 1].end == found[i].start


def phrase_at(found: Lexemes, i: int, phrase: words.Phrase) -> bool:
    return i >= 0 and tuple(lexeme.text for lexeme in found[i : i + len(phrase)]) == phrase


def numeral_at(found: Lexemes, i: int) -> Numeral | None:
    """The longest numeral that begins with lexeme i."""
    readers: tuple[Callable[[Lexemes, int], Numeral | None], ...] = (_vague, _fraction, _ratio, _digits, _spelled)
    return max(
        (numeral for read in readers if (numeral := read(found, i))), key=lambda numeral: numeral.last, default=None
    )


def _vague(found: Lexemes, i: int) -> Numeral | None:
    """ "tens of thousands", "several hundred"; "tens" and "scores" before "of" only."""
    matching = [phrase for phrase in words.VAGUE if phrase_at(found, i, phrase)]
    if matching:
        phrase = max(matching, key=len)
        return Numeral(i, i + len(phrase), *words.VAGUE[phrase], vague=True)
    if word_at(found, i) in words.VAGUE_BEFORE_OF and word_at(found, i + 1) == "of":
        return Numeral(i, i + 1, *words.VAGUE_BEFORE_OF[word_at(found, i)], vague=True)
    return None


def _fraction(found: Lexemes, i: int) -> Numeral | None:
    """ "half", "a third", "two-thirds", "1/3"; times a scale where one follows: "a quarter of a million"."""
    part = _part(found, i)
    if part is None:
        return None
    value, last = part
    scale_at = next((at for at in _scale_places(found, last) if word_at(found, at) in words.SCALES), None)
    if scale_at is not None:
        scale = words.SCALES[word_at(found, scale_at)]
        return _exactly(i, scale_at + 1, words.decimal(value * Fraction(scale)), scale=scale)
    divides = word_at(found, last) in words.WHOLE_FOLLOWS or word_at(found, i - 1) == "by"
    return _exactly(i, last, words.decimal(value), fraction=True) if divides else None


def _part(found: Lexemes, i: int) -> tuple[Fraction, int] | None:
    if word_at(found, i) == "half":
        return Fraction(1, 2), i + 1
    if phrase_at(found, i + 1, ("/",)) and glued(found, i + 1) and glued(found, i + 2):
        above, below = _bare(found, i), _bare(found, i + 2)
        return (Fraction(above) / Fraction(below), i + 3) if above and below and above < below else None
    times = Fraction(1) if word_at(found, i) in ARTICLES else Fraction(words.SIMPLE.get(word_at(found, i), Decimal(0)))
    at = i + 2 if word_at(found, i + 1) in HYPHENS else i + 1
    divisor = words.FRACTIONS.get(word_at(found, at))
    return (times / divisor, at + 1) if times and divisor else None


def _scale_places(found: Lexemes, last: int) -> tuple[int, ...]:
    """Where the scale may stand after a part of it: "half million", "half-million", "half a million"."""
    if word_at(found, last) in HYPHENS or word_at(found, last) in ARTICLES:
        return (last + 1,)
    if phrase_at(found, last, ("of", "a")):
        return (last + 2,)
    return (last,)


def _ratio(found: Lexemes, i: int) -> Numeral | None:
    """ "nine out of ten", "two of every three", "one in five"."""
    for link in (("out", "of", "every"), ("out", "of"), ("of", "every"), ("in", "every"), ("in",)):
        at = i + 1 + len(link)
        if phrase_at(found, i + 1, link) and (link != ("in",) or word_at(found, i) == "one"):
            part, whole = _bare(found, i), _bare(found, at)
            ratio = words.decimal(Fraction(part) / Fraction(whole)) if part and whole and part < whole else None
            return _exactly(i, at + 1, ratio, fraction=True) if ratio else None
    return None


def _bare(found: Lexemes, i: int) -> Decimal | None:
    word = word_at(found, i)
    return Decimal(word) if word.isdecimal() and len(word) < _MOST_DIGITS else words.SIMPLE.get(word)


def _digits(found: Lexemes, i: int) -> Numeral | None:
    if word_at(found, i) in words.FRACTION_SIGNS:
        return _scaled(found, i, i + 1, words.FRACTION_SIGNS[word_at(found, i)])
    if i >= len(found) or not found[i].is_digits:
        return None
    last = i + 1
    suffix = words.SCALE_SUFFIXES.get(word_at(found, last)) if glued(found, last) else None
    value = _value(found[i].text, whole=not suffix and word_at(found, last) not in words.SCALES)
    if value is None:
        return None
    if suffix:
        return _exactly(i, last + 1, value * suffix, scale=suffix)
    if glued(found, last) and word_at(found, last) in words.FRACTION_SIGNS:
        return _scaled(found, i, last + 1, value + words.FRACTION_SIGNS[word_at(found, last)])
    return _scaled(found, i, last, value)


def _value(digits: str, *, whole: bool) -> Decimal | None:
    """What one run of digits says. "1.500" is 1500 before a noun and 1.5 before "million"; "1.2.3" is no number."""
    if len(digits) > _MOST_DIGITS:
        return None
    bare = digits.translate({ord(" "): None, 0xA0: None, 0x202F: None})
    if _DECIMAL_COMMA.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    bare = bare.replace(",", "")
    if _DOT_GROUPS.fullmatch(bare) and (whole or bare.count(".") > 1):
        return Decimal(bare.replace(".", ""))
    return Decimal(bare) if bare.count(".") <= 1 else None


def _scaled(found: Lexemes, first: int, last: int, value: Decimal) -> Numeral:
    """Digits times the scale words behind them: "2 and a half million", "1.5-million", "3 hundred thousand"."""
    scale = ONE
    if phrase_at(found, last, ("and", "a", "half")):
        value, last = value + HALF, last + 3
    while scale < _LARGEST_SCALE and (at := _scale_after(found, last)) is not None:
        scale *= words.SCALES[word_at(found, at)]
        last = at + 1
    return _exactly(first, last, value * scale, scale=scale)


def _scale_after(found: Lexemes, last: int) -> int | None:
    at = _past_hyphen(found, last)
    return at if word_at(found, at) in words.SCALES else None


def _spelled(found: Lexemes, i: int) -> Numeral | None:
    """ "one hundred and twenty thousand": groups below a thousand, each times its scale, of falling scales."""
    total, last, scale = Decimal(0), i, Decimal("Infinity")
    while scale > 1 and (group := _group(found, last + 1 if last > i and word_at(found, last) == "and" else last)):
        part = _scaled(found, i, group[1], group[0])
        if part.low >= scale:
            break
        total, last, scale = total + part.low, part.last, part.scale
    return _exactly(i, last, total, scale=scale) if last > i else None


def _group(found: Lexemes, i: int) -> tuple[Decimal, int] | None:
    """A spelled number below a thousand, or the "a" of "a million", and where it ends."""
    start = _single(found, i) or _below_hundred(found, i)
    if start is None or word_at(found, _past_hyphen(found, start[1])) != "hundred":
        return start
    hundreds, last = start[0] * 100, _past_hyphen(found, start[1]) + 1
    rest = _below_hundred(found, last + 1 if word_at(found, last) == "and" else last)
    return (hundreds + rest[0], rest[1]) if rest else (hundreds, last)


def _single(found: Lexemes, i: int) -> tuple[Decimal, int] | None:
    """The one of "a million", of "another million" and of "million-strong"; the two of "a couple of thousand"."""
    if word_at(found, i) in ARTICLES and word_at(found, i + 1) in words.SCALES:
        return Decimal(1), i + 1
    if phrase_at(found, i, ("a", "couple", "of")) and word_at(found, i + 3) in words.SCALES:
        return Decimal(2), i + 3
    added = word_at(found, i - 1) in words.ADDITIONAL_BEFORE
    counts = word_at(found, i + 1) in HYPHENS and word_at(found, i + 2) in words.COUNTING_SUFFIXES
    return (Decimal(1), i) if word_at(found, i) in words.SCALES and (added or counts) else None


def _below_hundred(found: Lexemes, i: int) -> tuple[Decimal, int] | None:
    value = words.SIMPLE.get(word_at(found, i))
    if value is None or value < 20:
        return None if value is None else (value, i + 1)
    at = _past_hyphen(found, i + 1)
    ones = words.SIMPLE.get(word_at(found, at), Decimal(0))
    return (value + ones, at + 1) if 0 < ones < 10 else (value, i + 1)


def _past_hyphen(found: Lexemes, i: int) -> int:
    return i + 1 if word_at(found, i) in HYPHENS and glued(found, i) else i


def _exactly(first: int, last: int, value: Decimal, *, scale: Decimal = ONE, fraction: bool = False) -> Numeral:
    value = plain(value)
    return Numeral(first, last, value, value, scale=scale, fraction=fraction)


def plain(value: Decimal) -> Decimal:
    """Whole numbers without the places that a product leaves behind: 1300000.0 -> 1300000."""
    whole = value.to_integral_value()
    return whole if whole == value else value
