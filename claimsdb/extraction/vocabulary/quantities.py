"""quantities.toml as lookup tables; phrases are tuples of lower-case words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from claimsdb.choices import Per, Qualifier
from claimsdb.extraction.vocabulary.tables import load_table

Phrase = tuple[str, ...]
Interval = tuple[Decimal, Decimal | None]

_DATA: dict[str, Any] = load_table("quantities")


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _name_by_phrase(listed: Mapping[str, Iterable[str]]) -> dict[Phrase, str]:
    return {tuple(phrase.split()): name for name, phrases in listed.items() for phrase in phrases}


def _name_by_word(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in listed.items() for word in words.split()}


def _qualifier_by_phrase(listed: Mapping[str, Iterable[str]]) -> dict[Phrase, Qualifier]:
    return {phrase: Qualifier(name) for phrase, name in _name_by_phrase(listed).items()}


def _parse_interval(bounds: list[int]) -> Interval:
    return Decimal(bounds[0]), Decimal(bounds[1]) if len(bounds) > 1 else None


def to_decimal(fraction: Fraction) -> Decimal:
    """Rounded to six places: a third is 0.333333."""
    value = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return round(value, 6).normalize() if value != int(value) else Decimal(int(value))


_NUMBERS = _DATA["numbers"]
SIMPLE = {word: Decimal(value) for value, word in enumerate(_NUMBERS["ones"].split())} | {
    word: Decimal(20 + 10 * place) for place, word in enumerate(_NUMBERS["tens"].split())
}
SCALES = {word: Decimal(value) for word, value in _NUMBERS["scales"].items()}
SCALE_SUFFIXES = {word: Decimal(value) for word, value in _NUMBERS["suffixes"].items()}
FRACTIONS: dict[str, int] = _NUMBERS["fractions"]
FRACTION_SIGNS = {sign: to_decimal(Fraction(value)) for sign, value in _NUMBERS["signs"].items()}

_MULTIPLIED = dict(_DATA["vague_multiplied"])
_MULTIPLIERS = _MULTIPLIED.pop("by")
VAGUE: dict[Phrase, Interval] = {
    **{tuple(phrase.split()): _parse_interval(bounds) for phrase, bounds in _DATA["vague"].items()},
    **{(*by.split(), scale): _parse_interval(bounds) for scale, bounds in _MULTIPLIED.items() for by in _MULTIPLIERS},
}
VAGUE_BEFORE_OF = {word: _parse_interval(bounds) for word, bounds in _DATA["vague_before_of"].items()}

_BOUND_WORDS = _DATA["bounds"]["words"]
BOUNDS_BEFORE = _qualifier_by_phrase(_DATA["bounds"]["before"])
BOUNDS_AFTER = _qualifier_by_phrase(_DATA["bounds"]["after"])
INTENSIFIERS = _word_set(_BOUND_WORDS["intensifiers"])
ADDITIONAL_BEFORE = _word_set(_BOUND_WORDS["additional_before"])
ADDITIONAL_AFTER = _word_set(_BOUND_WORDS["additional_after"])
ON_TOP: list[str] = _BOUND_WORDS["on_top"]
CHANGES = _word_set(_BOUND_WORDS["changes"])
BEFORE_RATIO = _word_set(_DATA["share"]["before_ratio"])
ROUND_WHOLES = frozenset(_DATA["share"]["round_wholes"].split())
SHARES = frozenset(("percent", "percentage point", "basis point"))
GOVERNORS = {bound: _word_set(words) for bound, words in _DATA["bounds"]["governors"].items()}

WHOLE_FOLLOWS = _word_set(_DATA["share"]["whole_follows"])
RATE = {name: _word_set(words) for name, words in _DATA["rate"].items()}
PER = {word: per for per in Per for word in RATE[per]}

UNITS = _name_by_phrase(_DATA["units"])
CURRENCY_SIGNS = _name_by_phrase(_DATA["currency_signs"])
TOUCHING = {name: _word_set(words) for name, words in _DATA["touching"].items()}
# "42.195 km" and "3.375 percent" have decimals, "10.000 soldiers" and "1.500 euros" are whole.
DECIMAL_BEFORE = frozenset(
    phrase[0]
    for phrase, unit in UNITS.items()
    if unit not in {*_DATA["dimensions"]["money"], *_DATA["dimensions"]["duration"]}
)
DIMENSIONS = {unit: dimension for dimension, units in _DATA["dimensions"].items() for unit in units}

COUNTING = _word_set(_DATA["measures"]["words"]["counting"])
ANIMALS = _word_set(_DATA["measures"]["words"]["animals"])
COUNTED = {
    noun: (name, unit)
    for unit in ("person", "round", "item")
    for noun, name in _name_by_word(_DATA["measures"][unit]).items()
}


COUNTED_UNITS = frozenset(unit for _, unit in COUNTED.values())
DIMENSION_UNITS = {dimension: frozenset(units) for dimension, units in _DATA["dimensions"].items()}


def unit_of(noun: str) -> str:
    """The unit of a counted noun in the singular, empty if it is not in the vocabulary."""
    return COUNTED[noun.lower()][1] if noun.lower() in COUNTED else ""


FATES = _name_by_word(_DATA["measures"]["fates"])
CASUALTIES = _word_set(_DATA["measures"]["words"]["casualties"])
LOST = _word_set(_DATA["measures"]["words"]["lost"])
UNIT_OF_MEASURE = dict(COUNTED.values()) | dict.fromkeys(FATES.values(), "person")
KNOWN_UNITS = COUNTED_UNITS | {*UNITS.values(), *CURRENCY_SIGNS.values()}
PARTITIVES = _word_set(_DATA["measures"]["words"]["partitive"])
GROUPS = PARTITIVES | _word_set(_DATA["measures"]["words"]["groups"])
INDIVIDUALS = _word_set(_DATA["measures"]["words"]["individuals"])
UNTOLD = _word_set(_DATA["measures"]["words"]["untold"])
OF_AGE = _word_set(_DATA["measures"]["words"]["of_age"])
UNCOUNTED = _word_set(_DATA["measures"]["words"]["uncounted"])

LABELS = _word_set(_DATA["masks"]["labels"])
NAMES: list[str] = _DATA["masks"]["names"]
BEFORE_DIMENSION = _word_set(_DATA["metres"]["before"])
COUNTING_SUFFIXES = _word_set(_DATA["masks"]["counting_suffixes"])
