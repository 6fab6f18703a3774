"""Amounts: numerals with bounds ("at least"), ranges and units, before it is known what they count.

"at least half a million", "between 10,000 and 12,000", "$2.3 billion", "40 percent".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from claimsdb.choices import Qualifier
from claimsdb.extraction.quantities.numerals import Numeral, numeral_at, strip_decimal_zeros
from claimsdb.extraction.quantities.tokenization import (
    ARTICLES,
    DASHES,
    HYPHENS,
    NumberTokens,
    Phrases,
    is_adjacent,
    phrase_at,
    tokenize,
    word_at,
)
from claimsdb.extraction.vocabulary import quantities as vocabulary

# A bound and what stands around it are at most a handful of words: "at least another estimated 3,000".
_MAX_BOUNDS = 4
# "10,000 North Korean soldiers or more"
_COUNTED_WORDS = 3
_MAX_LISTED = 6  # numbers of a list that are read as one figure
_MAX_TO_CHANGE = 9  # words from a verb of change to the number
_SIGNS, _UNITS = Phrases(vocabulary.CURRENCY_SIGNS), Phrases(vocabulary.UNITS)
_AFTER = Phrases(vocabulary.BOUNDS_AFTER)


@dataclass(frozen=True, slots=True)
class Amount:
    """text[start:end] is number, bound and unit; text[number_start:number_end] the number and its unit alone.

    `suffix` is the word that a hyphen ties to the number ("strong", "member"). A `share` is a part of a whole; an
    `additional` amount comes on top of what there was, a `level` is what something rose or fell to. An
    order of magnitude has bounds, and `best` is None.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    unit: str
    suffix: str = ""
    share: bool = False
    additional: bool = False
    level: bool = False

    @property
    def best(self) -> Decimal | None:
        return self.low if self.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) else None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A numeral or a range of two, with its unit, in tokens[first:last]."""

    first: int
    last: int
    low: Decimal
    high: Decimal | None
    unit: str
    scale: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    fraction: bool = False
    sign: bool = False  # its unit is a currency's sign before it


def find_amounts(text: str) -> Iterator[Amount]:
    """The amounts of a text in reading order. Numbers that count nothing are masked beforehand, by `masking`."""
    tokens = tokenize(text)
    index = 0
    while index < len(tokens):
        figure = _range_at(tokens, index) or _figure_at(tokens, index)
        if figure and _stands_alone(tokens, figure):
            yield _make_amount(tokens, figure)
        index = figure.last if figure else index + 1


def _figure_at(tokens: NumberTokens, index: int) -> _Figure | None:
    sign = _SIGNS.longest_at(tokens, index)
    minus = _minus_at(tokens, index + len(sign))
    if not sign and minus and _SIGNS.longest_at(tokens, index + minus):
        figure = _figure_at(tokens, index + minus)
        return figure and replace(figure, first=index, low=-figure.low, high=figure.high and -figure.high)
    numeral = numeral_at(tokens, index + len(sign) + minus)
    if numeral is None or (sign and not _is_sign_of(sign, tokens, index, numeral)):
        return None
    links = ("of",) if numeral.vague else HYPHENS  # "millions of dollars", "a 500-kilometre front"
    unit_index = numeral.last + 1 if word_at(tokens, numeral.last) in links else numeral.last
    unit = _unit_at(tokens, unit_index)
    direction = -1 if minus and (sign or unit) else 1
    return _Figure(
        first=index,
        last=unit_index + len(unit) if unit else numeral.last,
        low=numeral.low * direction,
        high=None if numeral.high is None else numeral.high * direction,
        unit=_currency(sign, tokens, index) if sign else vocabulary.UNITS.get(unit, ""),
        sign=bool(sign),
        scale=numeral.scale,
        qualifier=Qualifier.ORDER_OF_MAGNITUDE if numeral.vague else Qualifier.EXACT,
        fraction=numeral.fraction,
    )


def _unit_at(tokens: NumberTokens, index: int) -> vocabulary.Phrase:
    """The unit behind a number; words that are others elsewhere only where they are certain: "5g", "0.3 points"."""
    unit = _UNITS.longest_at(tokens, index)
    if not unit or (unit[0] in vocabulary.TOUCHING["units"] and not is_adjacent(tokens, index)):
        return ()
    return unit if unit[0] not in vocabulary.TOUCHING["decimals"] or "." in word_at(tokens, index - 1) else ()


def _minus_at(tokens: NumberTokens, index: int) -> int:
    """How many tokens of a minus stand before a number: of "-2.5 percent" or "minus 2.5 percent"; none in "3-2"."""
    if word_at(tokens, index) == "minus":
        return 1
    glued = word_at(tokens, index) in DASHES and is_adjacent(tokens, index + 1) and not is_adjacent(tokens, index)
    return 1 if glued and not tokens[index + 1].is_word else 0


def _is_sign_of(sign: vocabulary.Phrase, tokens: NumberTokens, index: int, numeral: Numeral) -> bool:
    """A letter is a sign only where it touches a number with a scale: "R400m"."""
    touches = is_adjacent(tokens, index + len(sign))
    return sign[-1] not in vocabulary.TOUCHING["signs"] or (touches and numeral.scale > 1)


def _currency(sign: vocabulary.Phrase, tokens: NumberTokens, index: int) -> str:
    """The sign's currency, open where letters before the sign make it one that the vocabulary lacks: "XY$400m"."""
    other = len(sign) == 1 and is_adjacent(tokens, index) and tokens[index - 1].is_word
    return "" if other and not sign[0].isalpha() else vocabulary.CURRENCY_SIGNS[sign]


def _range_at(tokens: NumberTokens, index: int) -> _Figure | None:
    """ "10,000-12,000", "two or three thousand", "between X and Y", "from X to Y"."""
    opening = word_at(tokens, index) if word_at(tokens, index) in ("between", "from") else ""
    low = _figure_at(tokens, index + 1 if opening else index)
    if low is None or (opening == "from" and _follows_change(tokens, index)):
        return None
    joiner = word_at(tokens, low.last)
    if joiner == "," and not opening:
        return _list_at(tokens, index, low)
    if not (joiner in DASHES or joiner in ("to", "or") or (joiner == "and" and opening == "between")):
        return None
    if not opening and _follows_change(tokens, index - 1):
        return None
    high = _figure_at(tokens, low.last + 1)
    if high is None or (joiner == "to" and not opening and is_change_to_level(tokens, index, low, high)):
        return None
    return _make_range(index, low, high, dashed=joiner in DASHES)


def _list_at(tokens: NumberTokens, index: int, first: _Figure) -> _Figure | None:
    """ "30, 40 or 50 tanks" are between 30 and 50."""
    last = first
    for _ in range(_MAX_LISTED):
        if word_at(tokens, last.last) not in (",", "or"):
            break
        ends = word_at(tokens, last.last) == "or"
        following = _figure_at(tokens, last.last + 1)
        if following is None or following.low <= last.low or last.unit:
            return None
        last = following
        if ends:
            return _make_range(index, first, last, dashed=False)
    return None


def _follows_change(tokens: NumberTokens, index: int) -> bool:
    """Whether token `index` is a "from" after a verb of change: "rose from 3,000 to 12,000" is no range."""
    return word_at(tokens, index) == "from" and _changes_before(tokens, index)


def _changes_before(tokens: NumberTokens, index: int) -> bool:
    """Whether a verb of change stands before a token in its clause."""
    for place in range(index - 1, max(-1, index - 1 - _MAX_TO_CHANGE), -1):
        if word_at(tokens, place) in vocabulary.CHANGES:
            return True
        if word_at(tokens, place) in (".", ";", ":"):
            return False
    return False


def is_change_to_level(tokens: NumberTokens, index: int, change: _Figure, level: _Figure) -> bool:
    """ "rose by 5,000 to 12,000", "fell 3.5% to 42.10": by how much, and what was reached.

    "rose by 10 to 15 percent" is a range, as its first number has no unit of its own.
    """
    own = bool(change.unit) and not change.sign
    if own and not level.unit:
        return True
    before = word_at(tokens, index - 1)
    changed = before == "by" or (own and before not in ("to", "at", "of", "with"))
    return changed and _changes_before(tokens, index) and (own or not level.unit)


def _make_range(first: int, low: _Figure, high: _Figure, *, dashed: bool) -> _Figure | None:
    if Qualifier.ORDER_OF_MAGNITUDE in (low.qualifier, high.qualifier) or low.fraction != high.fraction:
        return None
    if low.unit and high.unit and low.unit != high.unit:
        return None
    bottom = strip_decimal_zeros(low.low * _shared_scale(low, high, dashed=dashed))
    if bottom >= high.low:
        return None
    unit = low.unit or high.unit
    return replace(high, first=first, low=bottom, high=high.low, unit=unit, qualifier=Qualifier.BETWEEN)


def _shared_scale(low: _Figure, high: _Figure, *, dashed: bool) -> Decimal:
    """The scale that the lower end shares: a million in "1.2 to 1.5 million", a thousand in "10-12,000"."""
    if low.scale == 1 and high.scale > 1 and low.low < high.low / high.scale:
        return high.scale
    in_thousands = dashed and low.low < 1000 <= high.low and high.low % 1000 == 0 and high.scale == 1
    return Decimal(1000) if in_thousands and low.low < high.low / 1000 else Decimal(1)


def _stands_alone(tokens: NumberTokens, figure: _Figure) -> bool:
    """Not a part of a longer word or number: "two-day", "12th", "3-2"."""
    if _is_second_of_score(tokens, figure.first) or _is_second_of_score(tokens, figure.last + 1):
        return False
    if not is_adjacent(tokens, figure.last):
        return True
    follower, behind = tokens[figure.last], word_at(tokens, figure.last + 1)
    if follower.text in HYPHENS and is_adjacent(tokens, figure.last + 1):
        return (
            behind in vocabulary.COUNTING_SUFFIXES
            or behind in (*ARTICLES, "per")
            or _AFTER.longest_at(tokens, figure.last) != ()
        )
    return not (follower.is_word or follower.is_digits)


def _is_second_of_score(tokens: NumberTokens, second: int) -> bool:
    """Whether the token is the second number of a score, which is no range: the 2 of "3-2"."""
    if not (1 < second < len(tokens) and word_at(tokens, second - 1) in DASHES):
        return False
    numbers = tokens[second].is_digits and tokens[second - 2].is_digits
    return numbers and is_adjacent(tokens, second) and is_adjacent(tokens, second - 1)


def _make_amount(tokens: NumberTokens, figure: _Figure) -> Amount:
    first, before, additional = _bounds_before(tokens, figure.first)
    last, after = _bound_after(tokens, figure.last)
    qualifier = _combine_qualifiers(figure.qualifier, *before, *after)
    tied = word_at(tokens, last) in HYPHENS and is_adjacent(tokens, last) and is_adjacent(tokens, last + 1)
    return Amount(
        start=tokens[first].start,
        end=tokens[last - 1].end,
        number_start=tokens[figure.first].start,
        number_end=tokens[figure.last - 1].end,
        low=None if qualifier is Qualifier.AT_MOST else figure.low,
        high=None if qualifier is Qualifier.AT_LEAST else figure.high,
        qualifier=qualifier,
        unit=figure.unit,
        suffix=word_at(tokens, last + 1) if tied else "",
        level=_is_level(tokens, figure),
        share=figure.fraction or figure.unit in vocabulary.SHARES,
        additional=additional or _is_additional(tokens, last),
    )


def _is_level(tokens: NumberTokens, figure: _Figure) -> bool:
    """The 42.10 of "fell 3.5% to 42.10"."""
    if word_at(tokens, figure.first - 1) != "to" or not _changes_before(tokens, figure.first - 1):
        return False
    return any(tokens[place].is_digits for place in range(max(0, figure.first - 4), figure.first - 1))


def _bounds_before(tokens: NumberTokens, first: int) -> tuple[int, list[Qualifier], bool]:
    """The first token of the bounds before token `first`, their qualifiers (nearest first), and if "another" is one."""
    index, additional = first, False
    qualifiers: list[Qualifier] = []
    for _ in range(_MAX_BOUNDS):
        if word_at(tokens, index - 1) in vocabulary.ADDITIONAL_BEFORE:
            additional = True
            index -= 2 if word_at(tokens, index - 2) in ARTICLES else 1
        elif phrase := _bound_ending_at(tokens, index):
            index -= len(phrase)
            first = index = index - 1 if word_at(tokens, index - 1) in vocabulary.INTENSIFIERS else index
            qualifiers.append(vocabulary.BOUNDS_BEFORE[phrase])
        else:
            break
    return first, qualifiers, additional


def _bound_ending_at(tokens: NumberTokens, last: int) -> vocabulary.Phrase:
    matching = (
        phrase
        for phrase in vocabulary.BOUNDS_BEFORE
        if phrase[-1] == word_at(tokens, last - 1)
        and phrase_at(tokens, last - len(phrase), phrase)
        and word_at(tokens, last - len(phrase) - 1) not in vocabulary.GOVERNORS.get(phrase[0], ())
    )
    return max(matching, key=len, default=())


def _bound_after(tokens: NumberTokens, last: int) -> tuple[int, list[Qualifier]]:
    for index in range(last, last + _COUNTED_WORDS + 1):
        phrase = _AFTER.longest_at(tokens, index)
        if phrase and (index == last or phrase[0] == "or"):
            behind = index + len(phrase)
            goes_on = word_at(tokens, behind) == "than" or (behind < len(tokens) and tokens[behind].is_digits)
            return (last, []) if goes_on else (behind, [vocabulary.BOUNDS_AFTER[phrase]])
        if index >= len(tokens) or not tokens[index].is_word:
            break
    return last, []


def _combine_qualifiers(written: Qualifier, *bounds: Qualifier) -> Qualifier:
    """A range or an order of magnitude stays one; of several bounds the outermost that limits counts."""
    if written is not Qualifier.EXACT or not bounds:
        return written
    limits = [bound for bound in bounds if bound is not Qualifier.ABOUT]
    return limits[-1] if limits else Qualifier.ABOUT


def _is_additional(tokens: NumberTokens, last: int) -> bool:
    return word_at(tokens, last) in vocabulary.ADDITIONAL_AFTER and word_at(tokens, last + 1) != "than"
