"""The rows of a list in an order, from a query or from an index scan."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from claimsdb.filters.ordering import Ordering
from claimsdb.index import COUNT_LIMIT, IndexScan, ListPosition
from claimsdb.models import UNDATED


@dataclass(frozen=True, slots=True)
class CursorPosition:
    """What a cursor holds: a row of an ordered list by its sort key and its id, and whether the page lies before it."""

    key: Any
    pk: int
    backward: bool = False


class OrderedRows(Protocol):
    """A list in an order, read from any position."""

    def count(self) -> tuple[int, bool]:
        """How many rows there are, and whether that is all of them."""

    def read(self, position: CursorPosition | None, *, size: int) -> list[Any]:
        """The rows after the position, or the first; against the order where it looks backward."""

    def position(self, row: Any, *, backward: bool = False) -> CursorPosition: ...


class QueryRows:
    """The rows of a queryset; it is counted no further than COUNT_LIMIT."""

    def __init__(self, queryset: QuerySet, ordering: Ordering):
        self.queryset, self.ordering = queryset, ordering

    def count(self) -> tuple[int, bool]:
        counted = self.queryset.order_by()[:COUNT_LIMIT].count()
        return counted, counted < COUNT_LIMIT

    def read(self, position: CursorPosition | None, *, size: int) -> list[Model]:
        backward = position is not None and position.backward
        rows = self.ordering.sort(self.queryset, backward=backward)
        if position is not None:
            key = rows.query.annotations["sort_key"].output_field.to_python(position.key)
            rows = rows.filter(self.ordering.after(key, position.pk, backward=backward))
        return list(rows[:size])

    def position(self, row: Any, *, backward: bool = False) -> CursorPosition:
        key = row.sort_key
        return CursorPosition(key.isoformat() if isinstance(key, date) else key, row.pk, backward)


class ScannedRows:
    """The positions of claims in an index scan, each with the claim's id as `pk`."""

    def __init__(self, scan: IndexScan, *, descending: bool):
        self.scan, self.descending = scan, descending

    def count(self) -> tuple[int, bool]:
        return self.scan.count()

    def read(self, position: CursorPosition | None, *, size: int) -> list[ListPosition]:
        after = ListPosition(position.key or str(UNDATED), position.pk) if position else None
        backward = position is not None and position.backward
        return self.scan.positions(size=size, descending=self.descending, after=after, backward=backward)

    def position(self, row: ListPosition, *, backward: bool = False) -> CursorPosition:
        return CursorPosition(None if row.day == str(UNDATED) else row.day, row.pk, backward)
