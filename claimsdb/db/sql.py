"""SQL that the ORM lacks: ids as one parameter, COPY, dates as text, a loose index scan for distinct values."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

# --- many ids as one parameter: a list in SQL would make each number of ids another statement, and has a limit --------

IDS_PARAM = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def ids_param(ids: Collection[int]) -> RawSQL:
    """The ids, for a filter such as `claim__in`."""
    return RawSQL(IDS_PARAM[connection.vendor], [pack_ids(ids, connection.vendor)])


def pack_ids(ids: Collection[int], vendor: str) -> list[int] | str:
    """The ids as the engine takes them in one parameter: as an array or, where it has none, as JSON."""
    return [*ids] if vendor == "postgresql" else f"[{','.join(map(str, ids))}]"


# --- rows -------------------------------------------------------------------------------------------------------------


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Appends rows with COPY or executemany; values come in the order of the columns."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.copy(f"COPY {table} ({names}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:  # the driver's errors become Django's
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # type: ignore[arg-type]


# --- days as they are written, 2026-11-22: they stand in order too, and of millions none is made a date and back ------

IsoDay = str
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


def iso_day(column: str) -> Cast:
    """The days of a column, for `values_list`."""
    return Cast(column, TextField())


# --- distinct values of an indexed column, each found by a look into the index; DISTINCT would read every row ---------


def distinct_values(rows: QuerySet, column: str) -> Iterator[Any]:
    """The values in order; good for columns that have few of them."""
    value = _first(rows.filter(**{f"{column}__isnull": False}), column)
    while value is not None:
        yield value
        # The filter comes before the order: the other way round each would join a table of its own.
        value = _first(rows.filter(**{f"{column}__gt": value}), column)


def _first(rows: QuerySet, column: str) -> Any:
    return rows.order_by(column).values_list(column, flat=True).first()
