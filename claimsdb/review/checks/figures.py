"""The figures of a sentence by their values: "50,000", "50000" and "fifty thousand" are one."""

from collections.abc import Iterator
from decimal import Decimal

from claimsdb.choices import Qualifier
from claimsdb.extraction.quantities import Amount, find_amounts, numeral_at, tokenize

Value = tuple[Decimal | None, Decimal | None]  # the same number twice; "dozens" has two

NO_FIGURE = frozenset({"one"})  # "one of the largest"
_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"


def added_figures(wording: str, quote: str, *, besides: frozenset[Decimal] = frozenset()) -> list[str]:
    """The figures as the wording writes them that are neither in the quote nor among the numbers `besides`."""
    known = {value for _, values in figures_in(quote) for value in values} | {(each, each) for each in besides}
    added = (written for written, values in figures_in(wording) if not values <= known)
    return [written for written in dict.fromkeys(added) if written.lower() not in NO_FIGURE]


def figures_in(text: str) -> Iterator[tuple[str, set[Value]]]:
    """The figures with their values: a range has those of both its ends, and a share counts as a part of one."""
    rest = text
    for amount in find_amounts(text):
        start, end = amount.number_start, amount.number_end
        rest = rest[:start] + _BLANK * (end - start) + rest[end:]
        yield text[start:end], _values(amount)
    yield from _numerals(rest)


def _values(amount: Amount) -> set[Value]:
    part = 100 if amount.unit == "percent" else 1
    if amount.qualifier is Qualifier.ORDER_OF_MAGNITUDE:
        return {(amount.low, amount.high)}
    bounds = [bound / part for bound in (amount.low, amount.high) if bound is not None]
    return {(bound, bound) for bound in bounds}


def _numerals(text: str) -> Iterator[tuple[str, set[Value]]]:
    """The numbers of what counts nothing: "a two-day visit", "152-mm shells", "the 12th"."""
    found, i = tokenize(text), 0
    while i < len(found):
        numeral = numeral_at(found, i)
        if numeral:
            yield text[found[i].start : found[numeral.last - 1].end], {(numeral.low, numeral.high)}
        i = numeral.last if numeral else i + 1
