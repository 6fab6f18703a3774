"""The different values of an indexed column, each found by one look into the index; DISTINCT would read every row."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def values_held(rows: QuerySet, column: str) -> Iterator[Any]:
    """The values in order; good for columns that have few of them."""
    ordered = rows.order_by(column).values_list(column, flat=True)
    value = ordered.filter(**{f"{column}__isnull": False}).first()
    while value is not None:
        yield value
        value = ordered.filter(**{f"{column}__gt": value}).first()
