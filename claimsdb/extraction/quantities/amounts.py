"""Numerals with their bounds, ranges and units -> amounts, before it is known what they count.

"at least half a million", "between 10,000 and 12,000", "$2.3 billion", "40 percent".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from claimsdb.choices import Qualifier
from claimsdb.extraction.quantities.numerals import (
    ARTICLES,
    DASHES,
    HYPHENS,
    Lexemes,
    glued,
    lexemes,
    numeral_at,
    phrase_at,
    plain,
    word_at,
)
from claimsdb.extraction.vocabulary import quantities as words

# A bound and what stands around it are at most a handful of words: "at least another estimated 3,000".
_MAX_BOUNDS = 4
# "10,000 North Korean soldiers or more"
_COUNTED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Amount:
    """text[start:end] holds number, bound and unit; `number_start` and `number_end` the number and its unit alone.

    `suffix` is the word that a hyphen ties to the number ("strong", "member"). A `share` is a part of a whole; an
    `additional` amount comes on top of what there was. An order of magnitude has bounds, and `best` is None.
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

    @property
    def best(self) -> Decimal | None:
        return self.low if self.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) else None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A numeral or a range of two, with its unit, in lexemes[first:last]."""

    first: int
    last: int
    low: Decimal
    high: Decimal | None
    unit: str
    scale: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    fraction: bool = False


def amounts_in(text: str) -> Iterator[Amount]:
    """The amounts of a text in reading order; whatever counts nothing should have been masked before."""
    found = lexemes(text)
    i = 0
    while i < len(found):
        figure = _range_at(found, i) or _figure_at(found, i)
        if figure and _stands_alone(found, figure):
            yield _amount(found, figure)
        i = figure.last if figure else i + 1


def _figure_at(found: Lexemes, i: int) -> _Figure | None:
    sign = _longest(words.CURRENCY_SIGNS, found, i)
    numeral = numeral_at(found, i + len(sign))
    if numeral is None:
        return None
    links = ("of",) if numeral.vague else HYPHENS  # "millions of dollars", "a 500-kilometre front"
    at = numeral.last + 1 if word_at(found, numeral.last) in links else numeral.last
    unit = _longest(words.UNITS, found, at)
    return _Figure(
        first=i,
        last=at + len(unit) if unit else numeral.last,
        low=numeral.low,
        high=numeral.high,
        unit=words.CURRENCY_SIGNS[sign] if sign else words.UNITS.get(unit, ""),
        scale=numeral.scale,
        qualifier=Qualifier.ORDER_OF_MAGNITUDE if numeral.vague else Qualifier.EXACT,
        fraction=numeral.fraction,
    )


def _longest(phrases: Mapping[words.Phrase, str], found: Lexemes, i: int) -> words.Phrase:
    matching = (phrase for phrase in phrases if phrase[0] == word_at(found, i) and phrase_at(found, i, phrase))
    return max(matching, key=len, default=())


def _range_at(found: Lexemes, i: int) -> _Figure | None:
    """ "10,000-12,000", "two or three thousand", "between X and Y", "from X to Y"."""
    opening = word_at(found, i) if word_at(found, i) in ("between", "from") else ""
    low = _figure_at(found, i + 1 if opening else i)
    if low is None or (opening == "from" and _follows_change(found, i)):
        return None
    joiner = word_at(found, low.last)
    if not (joiner in DASHES or joiner in ("to", "or") or (joiner == "and" and opening == "between")):
        return None
    if not opening and _follows_change(found, i - 1):
        return None
    high = _figure_at(found, low.last + 1)
    return _spanned(i, low, high, dashed=joiner in DASHES) if high else None


def _follows_change(found: Lexemes, at: int) -> bool:
    """Whether the "from" at this place follows a verb of change: "rose from 3,000 to 12,000"."""
    before = {word_at(found, place) for place in range(at - 4, at)}
    return word_at(found, at) == "from" and not before.isdisjoint(words.CHANGES)


def _spanned(first: int, low: _Figure, high: _Figure, *, dashed: bool) -> _Figure | None:
    if Qualifier.ORDER_OF_MAGNITUDE in (low.qualifier, high.qualifier) or low.fraction != high.fraction:
        return None
    if low.unit and high.unit and low.unit != high.unit:
        return None
    bottom = plain(low.low * _shared_scale(low, high, dashed=dashed))
    if bottom >= high.low:
        return None
    unit = low.unit or high.unit
    return replace(high, first=first, low=bottom, high=high.low, unit=unit, qualifier=Qualifier.BETWEEN)


def _shared_scale(low: _Figure, high: _Figure, *, dashed: bool) -> Decimal:
    """What "1.2" is times in "1.2 to 1.5 million", and "10" in "10-12,000"."""
    if low.scale == 1 and high.scale > 1 and low.low < high.low / high.scale:
        return high.scale
    in_thousands = dashed and low.low < 1000 <= high.low and high.low % 1000 == 0 and high.scale == 1
    return Decimal(1000) if in_thousands and low.low < high.low / 1000 else Decimal(1)


def _stands_alone(found: Lexemes, figure: _Figure) -> bool:
    """Not a part of a longer word or number: "two-day", "12th", "3-2"."""
    if _scored(found, figure.first) or _scored(found, figure.last + 1):
        return False
    if not glued(found, figure.last):
        return True
    follower, behind = found[figure.last], word_at(found, figure.last + 1)
    if follower.text in HYPHENS and glued(found, figure.last + 1):
        return behind in words.COUNTING_SUFFIXES or _longest(words.BOUNDS_AFTER, found, figure.last) != ()
    return not (follower.is_word or follower.is_digits)


def _scored(found: Lexemes, second: int) -> bool:
    """Whether the lexeme is the second number of a score that is no range: the 2 of "3-2"."""
    if not (1 < second < len(found) and word_at(found, second - 1) in DASHES):
        return False
    numbers = found[second].is_digits and found[second - 2].is_digits
    return numbers and glued(found, second) and glued(found, second - 1)


def _amount(found: Lexemes, figure: _Figure) -> Amount:
    first, before, additional = _bounds_before(found, figure.first)
    last, after = _bound_after(found, figure.last)
    qualifier = _combined(figure.qualifier, *before, *after)
    tied = word_at(found, last) in HYPHENS and glued(found, last) and glued(found, last + 1)
    return Amount(
        start=found[first].start,
        end=found[last - 1].end,
        number_start=found[figure.first].start,
        number_end=found[figure.last - 1].end,
        low=None if qualifier is Qualifier.AT_MOST else figure.low,
        high=None if qualifier is Qualifier.AT_LEAST else figure.high,
        qualifier=qualifier,
        unit=figure.unit,
        suffix=word_at(found, last + 1) if tied else "",
        share=figure.fraction or figure.unit in ("percent", "percentage point"),
        additional=additional or _added_after(found, last),
    )


def _bounds_before(found: Lexemes, first: int) -> tuple[int, list[Qualifier], bool]:
    """Where the bounds before lexeme `first` begin, what they say (nearest first), and if "another" is among them."""
    at, additional = first, False
    qualifiers: list[Qualifier] = []
    for _ in range(_MAX_BOUNDS):
        if word_at(found, at - 1) in words.ADDITIONAL_BEFORE:
            additional = True
            at -= 2 if word_at(found, at - 2) in ARTICLES else 1
        elif phrase := _bound_ending_at(found, at):
            at -= len(phrase)
            first = at = at - 1 if word_at(found, at - 1) in words.INTENSIFIERS else at
            qualifiers.append(words.BOUNDS_BEFORE[phrase])
        else:
            break
    return first, qualifiers, additional


def _bound_ending_at(found: Lexemes, last: int) -> words.Phrase:
    matching = (
        phrase
        for phrase in words.BOUNDS_BEFORE
        if phrase[-1] == word_at(found, last - 1)
        and phrase_at(found, last - len(phrase), phrase)
        and word_at(found, last - len(phrase) - 1) not in words.GOVERNORS.get(phrase[0], ())
    )
    return max(matching, key=len, default=())


def _bound_after(found: Lexemes, last: int) -> tuple[int, list[Qualifier]]:
    for at in range(last, last + _COUNTED_WORDS + 1):
        phrase = _longest(words.BOUNDS_AFTER, found, at)
        if phrase and (at == last or phrase[0] == "or"):
            behind = at + len(phrase)
            goes_on = word_at(found, behind) == "than" or (behind < len(found) and found[behind].is_digits)
            return (last, []) if goes_on else (behind, [words.BOUNDS_AFTER[phrase]])
        if at >= len(found) or not found[at].is_word:
            break
    return last, []


def _combined(written: Qualifier, *bounds: Qualifier) -> Qualifier:
    """A range or an order of magnitude stays one; of several bounds the outermost that limits counts."""
    if written is not Qualifier.EXACT or not bounds:
        return written
    limits = [bound for bound in bounds if bound is not Qualifier.ABOUT]
    return limits[-1] if limits else Qualifier.ABOUT


def _added_after(found: Lexemes, last: int) -> bool:
    return word_at(found, last) in words.ADDITIONAL_AFTER and word_at(found, last + 1) != "than"
