"""The bounds of a figure: kept where its words give them and its qualifier allows them."""

from decimal import Decimal
from typing import NamedTuple

from claimsdb.choices import Qualifier
from claimsdb.extraction.quantities.amounts import amounts_in


class Bounds(NamedTuple):
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None

    @property
    def given(self) -> set[Decimal]:
        return {bound for bound in self if bound is not None}


UNKNOWN = Bounds()


def supported(bounds: Bounds, *, words: str, qualifier: Qualifier) -> Bounds:
    """The bounds as the qualifier has them; all unknown where they contradict it, or name a number that the words do
    not give."""
    written = {bound for amount in amounts_in(words) for bound in (amount.low, amount.high)}
    return fitted(bounds, qualifier) if bounds.given <= written else UNKNOWN


def written_unit(words: str) -> str:
    """The unit that stands on the number itself: percent, a currency."""
    return next((amount.unit for amount in amounts_in(words) if amount.unit), "")


def fitted(bounds: Bounds, qualifier: Qualifier) -> Bounds:
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
    return UNKNOWN
