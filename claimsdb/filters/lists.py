"""A list's source of rows: made of the parameters and the user, handed to pagination, to facets and to exports alike.

Claims come by a scan of an index where one has just those that are asked for, and by a query otherwise.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

from claimsdb.filters.base import StrictFilterSet
from claimsdb.filters.claims import ClaimFilterSet
from claimsdb.filters.ordering import Ordering
from claimsdb.index import COUNT_LIMIT, IndexScan, ListPosition, Version
from claimsdb.models import UNDATED, Claim, Visibility


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


class RowList:
    """The rows that filters match. Raises InvalidParameters when it is made."""

    def __init__(self, filters: StrictFilterSet):
        filters.check()
        self.filters = filters

    @property
    def applied(self) -> dict[str, Any]:
        """The filters in force, defaults too, as JSON has them."""
        return self.filters.applied

    @cached_property
    def queryset(self) -> QuerySet:
        return self.filters.filter_queryset(self.filters.queryset)

    def ordered(self, ordering: Ordering) -> OrderedRows:
        return QueryRows(self.queryset, ordering)


class ClaimList(RowList):
    """The claims that parameters ask for, among those that are open to the user: their ids, as the documents are
    made of these. `reserved` parameters somebody else reads; `version` is that of the data, if the caller knows it."""

    filters: ClaimFilterSet

    def __init__(
        self,
        parameters: Mapping[str, Any],
        *,
        open_to: Visibility,
        reserved: Collection[str] = (),
        version: Version | None = None,
    ):
        super().__init__(ClaimFilterSet(parameters, reserved=reserved, open_to=open_to, version=version))

    @cached_property
    def scan(self) -> IndexScan | None:
        """The index scan that has just these claims; None where no single one does."""
        return self.filters.scan

    def ordered(self, ordering: Ordering) -> OrderedRows:
        if ordering.is_by_day and self.scan:
            return ScannedRows(self.scan, descending=ordering.descending)
        return QueryRows(self.queryset.only("pk"), ordering)

    @property
    def with_open_originals(self) -> QuerySet[Claim]:
        """The claims without duplicates of one that the user may not see, which a fixture would have to hold."""
        if self.filters.open_to.is_all:
            return self.queryset
        originals = Claim.objects.within(self.filters.open_to)
        return self.queryset.filter(Q(duplicate_of=None) | Q(duplicate_of__in=originals))


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
