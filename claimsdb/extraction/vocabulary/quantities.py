"""The words of quantities.toml in the shapes that the grammar reads: phrases are tuples of lower-case words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from claimsdb.choices import Qualifier
from claimsdb.extraction.vocabulary import table

Phrase = tuple[str, ...]
Interval = tuple[Decimal, Decimal | None]

_DATA: dict[str, Any] = table("quantities")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_phrase(listed: Mapping[str, Iterable[str]]) -> dict[Phrase, str]:
    return {tuple(phrase.split()): name for name, phrases in listed.items() for phrase in phrases}


def _by_word(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in listed.items() for word in words.split()}


def _bounds(listed: Mapping[str, Iterable[str]]) -> dict[Phrase, Qualifier]:
    return {phrase: Qualifier(name) for phrase, name in _by_phrase(listed).items()}


def _interval(bounds: list[int]) -> Interval:
    return Decimal(bounds[0]), Decimal(bounds[1]) if len(bounds) > 1 else None


def decimal(fraction: Fraction) -> Decimal:
    """Six places are more than any text gives: a third is 0.333333."""
    value = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return round(value, 6).normalize() if value != int(value) else Decimal(int(value))


_NUMBERS = _DATA["numbers"]
SIMPLE = {word: Decimal(value) for value, word in enumerate(_NUMBERS["ones"].split())} | {
    word: Decimal(20 + 10 * place) for place, word in enumerate(_NUMBERS["tens"].split())
}
SCALES = {word: Decimal(value) for word, value in _NUMBERS["scales"].items()}
SCALE_SUFFIXES = {word: Decimal(value) for word, value in _NUMBERS["suffixes"].items()}
FRACTIONS: dict[str, int] = _NUMBERS["fractions"]
FRACTION_SIGNS = {sign: decimal(Fraction(value)) for sign, value in _NUMBERS["signs"].items()}

_MULTIPLIED = dict(_DATA["vague_multiplied"])
_MULTIPLIERS = _MULTIPLIED.pop("by")
VAGUE: dict[Phrase, Interval] = {
    **{tuple(phrase.split()): _interval(bounds) for phrase, bounds in _DATA["vague"].items()},
    **{(*by.split(), scale): _interval(bounds) for scale, bounds in _MULTIPLIED.items() for by in _MULTIPLIERS},
}
VAGUE_BEFORE_OF = {word: _interval(bounds) for word, bounds in _DATA["vague_before_of"].items()}

_BOUND_WORDS = _DATA["bounds"]["words"]
BOUNDS_BEFORE = _bounds(_DATA["bounds"]["before"])
BOUNDS_AFTER = _bounds(_DATA["bounds"]["after"])
INTENSIFIERS = _words(_BOUND_WORDS["intensifiers"])
ADDITIONAL_BEFORE = _words(_BOUND_WORDS["additional_before"])
ADDITIONAL_AFTER = _words(_BOUND_WORDS["additional_after"])
CHANGES = _words(_BOUND_WORDS["changes"])
GOVERNORS = {bound: _words(words) for bound, words in _DATA["bounds"]["governors"].items()}

WHOLE_FOLLOWS = _words(_DATA["share"]["whole_follows"])
RATE = {name: _words(words) for name, words in _DATA["rate"].items()}

UNITS = _by_phrase(_DATA["units"])
CURRENCY_SIGNS = _by_phrase(_DATA["currency_signs"])
DIMENSIONS = {unit: dimension for dimension, units in _DATA["dimensions"].items() for unit in units}

COUNTED = {
    noun: (name, unit)
    for unit in ("person", "round", "item")
    for noun, name in _by_word(_DATA["measures"][unit]).items()
}


def unit_of(noun: str) -> str:
    """The unit of a counted noun in the singular, empty if it is not in the vocabulary."""
    return COUNTED[noun.lower()][1] if noun.lower() in COUNTED else ""


FATES = _by_word(_DATA["measures"]["fates"])
PARTITIVES = _words(_DATA["measures"]["words"]["partitive"])
INDIVIDUALS = _words(_DATA["measures"]["words"]["individuals"])
UNCOUNTED = _words(_DATA["measures"]["words"]["uncounted"])

LABELS = _words(_DATA["masks"]["labels"])
NAMES: list[str] = _DATA["masks"]["names"]
COUNTING_SUFFIXES = _words(_DATA["masks"]["counting_suffixes"])
