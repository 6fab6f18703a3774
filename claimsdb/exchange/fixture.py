"""Django fixtures: rows by their natural keys, in a fixed order, without users; the same data gives the same bytes.

`loaddata` and `import_fixture` take them into an empty and into a filled database. One row a line, so that two exports
can be compared. Rows are read and written as they come, so that memory is the same for any number of them.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from itertools import chain
from typing import IO, Any

import orjson
from django.db import connection, connections, models, router
from django.db.models import QuerySet

from claimsdb.databases.snapshots import snapshot
from claimsdb.exchange.selection import wanted
from claimsdb.exchange.tables import TABLES, Column, FixtureTable
from claimsdb.models import Claim, Derivation

CHUNK = 500  # rows
FLOAT = Context(prec=15)  # the digits that a float keeps
SIXTH = Decimal("0.000001")

# Where it is not by natural key; a duplicate comes after what it repeats.
ORDER = {
    Derivation: ["article", "start", "kind", "as_written"],
    Claim: ["duplicate_of", "article", "start", "end", "key"],
}

Converter = Callable[[Any], Any]


def write_fixture(claims: QuerySet[Claim], out: IO[bytes], *, lines: bool = False) -> int:
    """Writes the claims with all that they refer to, as JSON or, with `lines`, as JSON lines; returns how many rows.

    What a row refers to stands before it: sources, actors, articles, claims, and the parts of claims.
    """
    count = 0
    for piece, rows in _pieces(claims, lines=lines):
        out.write(piece)
        count += rows
    return count


def fixture(claims: QuerySet[Claim], *, lines: bool = False) -> Iterator[bytes]:
    """The same, piece by piece."""
    return (piece for piece, _ in _pieces(claims, lines=lines))


def _pieces(claims: QuerySet[Claim], *, lines: bool) -> Iterator[tuple[bytes, int]]:
    """Each with the number of rows in it."""
    between, last = (b"\n", b"\n") if lines else (b",\n", b"\n]\n")
    before = b"" if lines else b"[\n"
    using = router.db_for_read(Claim)
    with snapshot(using=using):
        for rows in chain.from_iterable(_chunks(table, claims, using=using) for table in TABLES):
            yield before + between.join(rows), len(rows)
            before = between
    yield last if before == between else before + last.lstrip(b"\n"), 0


def _chunks(table: FixtureTable, claims: QuerySet[Claim], *, using: str) -> Iterator[list[bytes]]:
    """The rows of one table as JSON, many at a time."""
    names = [column.name for column in table.columns]
    converters = [(place, converter) for place, column in enumerate(table.columns) if (converter := _converter(column))]
    opening = f'{{"model":"{table.label}","fields":'.encode()
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(*_statement(table, claims))
        while rows := cursor.fetchmany(CHUNK):
            yield [opening + _json(names, row, converters) + b"}" for row in rows]


def _json(names: Sequence[str], row: Sequence[Any], converters: Sequence[tuple[int, Converter]]) -> bytes:
    values = list(row)
    for place, converter in converters:
        if values[place] is not None:
            values[place] = converter(values[place])
    return orjson.dumps(dict(zip(names, values, strict=True)), option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def _statement(table: FixtureTable, claims: QuerySet[Claim]) -> tuple[str, Sequence[Any]]:
    before, where, parameters = wanted(table, claims)
    columns = ", ".join(_value(column) for column in table.columns)
    joins = " ".join(
        f"LEFT JOIN {column.refers_to._meta.db_table} AS the_{column.name}"  # type: ignore[union-attr]
        f" ON the_{column.name}.id = row.{column.column}"
        for column in table.references
    )
    order = ", ".join(_ordered(table))
    return f"{before} SELECT {columns} FROM {table.name} AS row {joins} WHERE {where} ORDER BY {order}", parameters


def _value(column: Column) -> str:
    """A column as the database gives it: keys of other rows, moments as ISO has them on SQLite, which has them as text,
    and exact figures and JSON as text on PostgreSQL."""
    if column.refers_to:
        return f"the_{column.name}.{column.key}"
    value = f"row.{connection.ops.quote_name(column.column)}"
    if connection.vendor == "sqlite" and isinstance(column.field, models.DateTimeField):
        return f"replace({value}, ' ', 'T') || 'Z'"
    if connection.vendor == "postgresql" and isinstance(column.field, models.DecimalField | models.JSONField):
        return f"{value}::text"
    return value


def _converter(column: Column) -> Converter | None:
    if column.refers_to:
        return lambda key: [key]
    match column.field:
        case models.JSONField():
            return orjson.loads
        case models.BooleanField():
            return bool
        case models.DecimalField() if connection.vendor == "sqlite":
            return _figure
    return None


@lru_cache(maxsize=10_000)
def _figure(value: float) -> str:
    """SQLite keeps figures as floats, or as whole numbers."""
    return str(FLOAT.create_decimal_from_float(value).quantize(SIXTH))


def _ordered(table: FixtureTable) -> Iterator[str]:
    """The same on both engines: by bytes, and with what is null first."""
    by_name = {column.name: column for column in table.columns}
    for name in ORDER.get(table.model, [column.name for column in table.key]):
        value = _value(by_name[name])
        is_text = not isinstance(by_name[name].field, models.IntegerField | models.DateField)
        if name == "duplicate_of":
            value = f"({value} IS NOT NULL)"
        elif is_text and connection.vendor == "postgresql":
            value = f'{value} COLLATE "C"'
        yield f"{value} NULLS FIRST" if by_name[name].field.null else value
