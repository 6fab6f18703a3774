"""A text in pieces, cut at the borders of the spans over it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """text[start:end], and whose spans lie over it from end to end: the shortest first, so that of two that overlap,
    or lie one in the other, each has words of its own."""

    start: int
    end: int
    over: tuple[T, ...]


def stretches(length: int, spans: Iterable[tuple[int, int, T]]) -> Iterator[Stretch[T]]:
    """The whole text of this length in order, by spans (start, end, whose) in code points within it."""
    ordered = sorted(spans, key=lambda span: span[1] - span[0])
    borders = sorted({0, length, *(edge for start, end, _ in ordered for edge in (start, end))})
    for first, last in pairwise(borders):
        yield Stretch(first, last, tuple(whose for start, end, whose in ordered if start <= first and last <= end))
