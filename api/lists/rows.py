"""Where a page's rows come from: a query, or a walk along an index of the feed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from api.lists.ordering import Ordering
from claimsdb.index.keyset import COUNTED_TO, IndexScan, ListPosition
from claimsdb.models.index import UNDATED


@dataclass(frozen=True, slots=True)
class Position:
    """A row of an ordered list by its value to sort by and its id, and whether the page lies before it."""

    key: Any
    pk: int
    backward: bool = False


class Rows(Protocol):
    """An ordered list, read from any position."""

    def count(self) -> tuple[int, bool]:
        """How many rows there are, and whether that is all of them."""

    def read(self, position: Position | None, *, size: int) -> list[Any]:
        """The rows after the position, or the first; against the order where it looks backward."""

    def position(self, row: Any, *, backward: bool = False) -> Position: ...


class QueryRows:
    """The rows of a queryset; it is counted no further than COUNTED_TO."""

    def __init__(self, queryset: QuerySet, ordering: Ordering):
        self.queryset, self.ordering = queryset, ordering

    def count(self) -> tuple[int, bool]:
        counted = self.queryset.order_by()[:COUNTED_TO].count()
        return counted, counted < COUNTED_TO

    def read(self, position: Position | None, *, size: int) -> list[Model]:
        backward = position is not None and position.backward
        rows = self.ordering.sort(self.queryset, backward=backward)
        if position is not None:
            key = rows.query.annotations["sort_key"].output_field.to_python(position.key)
            rows = rows.filter(self.ordering.beyond(key, position.pk, backward=backward))
        return list(rows[:size])

    def position(self, row: Any, *, backward: bool = False) -> Position:
        key = row.sort_key
        return Position(key.isoformat() if isinstance(key, date) else key, row.pk, backward)


class WalkRows:
    """The places of a walk."""

    def __init__(self, walk: IndexScan, *, descending: bool):
        self.walk, self.descending = walk, descending

    def count(self) -> tuple[int, bool]:
        return self.walk.count()

    def read(self, position: Position | None, *, size: int) -> list[ListPosition]:
        beyond = ListPosition(position.key or str(UNDATED), position.pk) if position else None
        backward = position is not None and position.backward
        return self.walk.places(size=size, descending=self.descending, beyond=beyond, backward=backward)

    def position(self, row: ListPosition, *, backward: bool = False) -> Position:
        return Position(None if row.day == str(UNDATED) else row.day, row.pk, backward)
