"""Checks of the bounds of a figure against its words and its qualifier."""

from decimal import Decimal
from typing import NamedTuple

from claimsdb.choices import Qualifier
from claimsdb.extraction.quantities.amounts import find_amounts


class Bounds(NamedTuple):
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None

    @property
    def given(self) -> set[Decimal]:
        return {bound for bound in self if bound is not None}


NO_BOUNDS = Bounds()


def check_bounds(bounds: Bounds, *, words: str, qualifier: Qualifier) -> Bounds:
    """The bounds that the qualifier allows; NO_BOUNDS if they contradict it or have a number that the words lack."""
    written = {bound for amount in find_amounts(words) for bound in (amount.low, amount.high)}
    return fit_to_qualifier(bounds, qualifier) if bounds.given <= written else NO_BOUNDS


def find_written_unit(words: str) -> str:
    """The unit that stands on the number itself: percent, a currency."""
    return next((amount.unit for amount in find_amounts(words) if amount.unit), "")


def fit_to_qualifier(bounds: Bounds, qualifier: Qualifier) -> Bounds:
    low, best, high = bounds
    match qualifier:
        case Qualifier.EXACT | Qualifier.ABOUT if len(bounds.given) == 1:
            (value,) = bounds.given
            return Bounds(value, value, value)
        case Qualifier.AT_LEAST if low is not None and high is None and best in (None, low):
            return Bounds(low=low)
        case Qualifier.AT_MOST if high is not None and low is None and best in (None, high):
            return Bounds(high=high)
        case Qualifier.BETWEEN if best is None and low is not None and high is not None and low <= high:
            return bounds
        case Qualifier.ORDER_OF_MAGNITUDE if best is None and low is not None and (high is None or low <= high):
            return bounds
    return NO_BOUNDS
