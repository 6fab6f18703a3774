"""Where on a line a number stands, and which numbers are written beneath it. Pure: no Django, no page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import chain, count, takewhile
from math import log10

WIDE = 20  # times: beyond that small figures would lie on top of each other
MOST_TICKS = 4  # that fit beside each other on a small telephone
STEPS = (Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True, slots=True)
class Scale:
    """From `first` to `last`, which the line begins and ends with; `ticks` are round numbers within."""

    first: Decimal
    last: Decimal
    is_logarithmic: bool
    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """From 0 at the first to 1 at the last."""
        if self.is_logarithmic:
            return (log10(value) - log10(self.first)) / (log10(self.last) - log10(self.first))
        return float((value - self.first) / (self.last - self.first))


def scale_of(values: Sequence[Decimal]) -> Scale:
    """The scale for these, of which there is at least one, in whatever order; logarithmic where the range is wide."""
    low, high = min(values), max(values)
    if low > 0 and high > WIDE * low:
        return _logarithmic(low, high)
    return _linear(min(low, Decimal(0)), max(high, Decimal(0)))


def _linear(low: Decimal, high: Decimal) -> Scale:
    """With nought in it, so that what is twice as much is twice as far."""
    if low == high:
        high = Decimal(1)
    step = _step((high - low) / MOST_TICKS)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Scale(first, last, False, tuple(_every(first, last, step)))


def _logarithmic(low: Decimal, high: Decimal) -> Scale:
    first, last = _round_below(low), _round_above(high)
    decades = [each for each in _round_numbers(first, last) if each.as_tuple().digits[0] == 1]
    thinned = decades[:: -(-len(decades) // MOST_TICKS)]
    return Scale(first, last, True, tuple(thinned or (first, last)))


def _every(first: Decimal, last: Decimal, step: Decimal) -> list[Decimal]:
    return list(takewhile(lambda each: each <= last, (first + step * number for number in count())))


def _step(least: Decimal) -> Decimal:
    """The round number that is not below it."""
    return _round_above(least)


def _round_below(value: Decimal) -> Decimal:
    power = Decimal(10) ** value.adjusted()
    return max(step * power for step in STEPS if step * power <= value)


def _round_above(value: Decimal) -> Decimal:
    power = Decimal(10) ** value.adjusted()
    return min(step * power for step in (*STEPS, Decimal(10)) if step * power >= value)


def _round_numbers(first: Decimal, last: Decimal) -> list[Decimal]:
    powers = range(first.adjusted(), last.adjusted() + 1)
    return [
        each
        for each in chain.from_iterable((step * Decimal(10) ** power for step in STEPS) for power in powers)
        if first <= each <= last
    ]
