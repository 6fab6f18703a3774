"""The different values of an indexed column, each found by one look into the index; DISTINCT would read every row."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def values_held(rows: QuerySet, column: str) -> Iterator[Any]:
    """The values in order; good for columns that have few of them."""
    value = _first(rows.filter(**{f"{column}__isnull": False}), column)
    while value is not None:
        yield value
        # The filter comes before the order: the other way round each would join a table of its own.
        value = _first(rows.filter(**{f"{column}__gt": value}), column)


def _first(rows: QuerySet, column: str) -> Any:
    return rows.order_by(column).values_list(column, flat=True).first()
