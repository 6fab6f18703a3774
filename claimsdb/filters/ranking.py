"""A list of claims by how well a search fits them."""

from functools import cached_property
from typing import Any

from claimsdb.filters.rows import CursorPosition, OrderedRows
from claimsdb.index import search

RANKED = 500


class RankedRows:
    """The first RANKED rows of a list, those that fit the search best first; what comes after them, in the list's own
    order. However many there are, no more is compared, on each page anew.

    The key of a position is the row's score or, of one that is not ranked, a list with the key that it has in its own.
    """

    def __init__(self, rows: OrderedRows, query: search.SearchQuery):
        self.rows, self.query = rows, query

    @cached_property
    def first(self) -> list[Any]:
        return self.rows.read(None, size=RANKED)

    @cached_property
    def scores(self) -> dict[int, float]:
        return search.scores(self.query, [row.pk for row in self.first])

    @cached_property
    def ranked(self) -> list[Any]:
        return sorted(self.first, key=lambda row: -self.scores[row.pk])

    def count(self) -> tuple[int, bool]:
        return self.rows.count()

    def read(self, position: CursorPosition | None, *, size: int) -> list[Any]:
        if position is not None and position.backward:
            return self._before(position, size)
        return self._after(position, size)

    def _after(self, position: CursorPosition | None, size: int) -> list[Any]:
        if position and isinstance(position.key, list):
            return self.rows.read(CursorPosition(position.key[0], position.pk), size=size)
        found = self.ranked[self._place(position) :][:size] if position else self.ranked[:size]
        if len(found) < size and len(self.first) == RANKED:
            found = found + self.rows.read(self.rows.position(self.first[-1]), size=size - len(found))
        return found

    def _before(self, position: CursorPosition, size: int) -> list[Any]:
        if not isinstance(position.key, list):
            end = self._place(position) - any(row.pk == position.pk for row in self.ranked)
            return self.ranked[:end][::-1][:size]
        before = self.rows.read(CursorPosition(position.key[0], position.pk, backward=True), size=size)
        found = [row for row in before if row.pk not in self.scores]
        return (found + self.ranked[::-1])[:size]

    def _place(self, position: CursorPosition) -> int:
        """How many of the ranked rows come before what follows the position, whose own row may be gone."""
        for place, row in enumerate(self.ranked):
            if row.pk == position.pk:
                return place + 1
        return sum(self.scores[row.pk] >= position.key for row in self.ranked)

    def position(self, row: Any, *, backward: bool = False) -> CursorPosition:
        if row.pk in self.scores:
            return CursorPosition(self.scores[row.pk], row.pk, backward)
        own = self.rows.position(row)
        return CursorPosition([own.key], own.pk, backward)
