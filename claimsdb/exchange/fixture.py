"""Django fixtures: rows by their natural keys, in a fixed order, without users; the same data gives the same bytes.

`loaddata` and `import_fixture` take them into an empty and into a filled database. One row a line, so that two exports
can be compared. Rows are written as they come, so that memory is the same for any number of them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import orjson
from django.db import connection, connections, models, router
from django.db.models import QuerySet

from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.db.sqlite import figure
from claimsdb.exchange.audience import OPERATOR, Audience, check_texts
from claimsdb.exchange.selection import Selection
from claimsdb.exchange.tables import TABLES, Column, FixtureTable, key_from_text
from claimsdb.filters import ClaimList
from claimsdb.models import Article, Claim, Derivation, Question

CHUNK = 500  # rows
OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z

# Where it is not by natural key.
ORDER = {
    Derivation: ["article", "start", "kind", "as_written"],
    Claim: ["article", "start", "end", "key"],
    Question: ["merged_into", "slug"],
}

Converter = Callable[[Any], Any]


def export(claims: ClaimList, *, audience: Audience, base: str = "", lines: bool = False) -> Iterator[bytes]:
    """A fixture of the claims as `claimsdb.exchange.formats` takes it. Raises ClosedTexts before anything is read."""
    check_texts(claims, audience)
    return fixture(claims.with_open_originals, audience=audience, lines=lines, is_whole=claims.asks_for_all)


def export_lines(claims: ClaimList, *, audience: Audience, base: str = "") -> Iterator[bytes]:
    """The same rows as JSON lines."""
    return export(claims, audience=audience, lines=True)


def fixture(
    claims: QuerySet[Claim], *, audience: Audience = OPERATOR, lines: bool = False, is_whole: bool = False
) -> Iterator[bytes]:
    """The claims with all that they refer to, how they stand to each other and the questions that they answer, as JSON
    or, with `lines`, as JSON lines, piece by piece; a fixture that `is_whole` has the questions that no claim answers
    too.

    What a row refers to stands before it: sources, actors, articles, claims, the parts of claims, questions.
    """
    between, last = (b"\n", b"\n") if lines else (b",\n", b"\n]\n")
    before = b"" if lines else b"[\n"
    using = router.db_for_read(Claim)
    with read_snapshot(using=using):
        selection = Selection(claims, audience=audience, using=using, is_whole=is_whole)
        chunks = (_chunks(table, selection, audience=audience, using=using) for table in TABLES)
        for rows in chain.from_iterable(chunks):
            yield before + between.join(rows)
            before = between
    yield last if before == between else before + last.lstrip(b"\n")


def _chunks(table: FixtureTable, selection: Selection, *, audience: Audience, using: str) -> Iterator[list[bytes]]:
    """The rows of one table as JSON, many at a time."""
    names = [column.name for column in table.columns]
    converters = [(place, converter) for place, column in enumerate(table.columns) if (converter := _converter(column))]
    opening = f'{{"model":"{table.label}","fields":'.encode()
    for statement, parameters in _statements(table, selection, audience):
        with connections[using].chunked_cursor() as cursor:
            cursor.execute(statement, parameters)
            while rows := cursor.fetchmany(CHUNK):
                yield [opening + _json(names, row, converters) + b"}" for row in rows]


def _json(names: Sequence[str], row: Sequence[Any], converters: Sequence[tuple[int, Converter]]) -> bytes:
    values = list(row)
    for place, converter in converters:
        if values[place] is not None:
            values[place] = converter(values[place])
    return orjson.dumps(dict(zip(names, values, strict=True)), option=OPTIONS)


def _statements(table: FixtureTable, selection: Selection, audience: Audience) -> Iterator[tuple[str, Sequence[Any]]]:
    """That give the rows of the table, one after the other."""
    before, where, parameters = selection.wanted(table)
    columns = ", ".join(audience.instead_of(column, table) or _value(column) for column in table.columns)
    order = ", ".join(_ordered(table))
    for rows, condition in _reads(table, selection, where):
        yield f"{before} SELECT {columns} FROM {rows} WHERE {condition} ORDER BY {order}", parameters


def _reads(table: FixtureTable, selection: Selection, where: str) -> Iterator[tuple[str, str]]:
    """What to read from, one after the other, and what must hold.

    A duplicate comes after what it repeats. Most of all claims are read article by article, as an index has them, so
    that never more than those of one are sorted.
    """
    rows = _joined(f"{table.name} AS row", table.references)
    if table.model is not Claim:
        yield rows, where
        return
    if selection.are_most:
        articles = f"{Article._meta.db_table} AS the_article CROSS JOIN {table.name} AS row"
        others = [column for column in table.references if column.name != "article"]
        of_article = "row.article_id = the_article.id AND row.duplicate_of_id IS NULL"
        yield _joined(articles, others), f"{selection.each}{where} AND {of_article}"
    else:
        yield rows, f"{where} AND row.duplicate_of_id IS NULL"
    # By number: SQLite finds what is not null by no index.
    yield rows, f"{selection.each}{where} AND row.duplicate_of_id > 0"


def _joined(rows: str, references: Sequence[Column]) -> str:
    """The rows with those that they refer to."""
    joins = (
        f"LEFT JOIN {column.named} AS the_{column.name} ON the_{column.name}.id = row.{column.column}"
        for column in references
    )
    return " ".join([rows, *joins])


def _value(column: Column) -> str:
    """A column as the database gives it: keys of other rows, moments as ISO has them on SQLite, which has them as text,
    and on PostgreSQL, where Django would look at each, without their zone; exact figures and JSON as text there."""
    if column.refers_to:
        return f"the_{column.name}.{column.key}"
    value = f"row.{connection.ops.quote_name(column.column)}"
    match column.field, connection.vendor:
        case models.DateTimeField(), "sqlite":
            return f"replace({value}, ' ', 'T') || 'Z'"
        case models.DateTimeField(), "postgresql":
            return f"{value} AT TIME ZONE 'UTC'"
        case ((models.DecimalField() | models.JSONField()), "postgresql"):
            return f"{value}::text"
    return value


def _converter(column: Column) -> Converter | None:
    if model := column.refers_to:
        return (lambda key: key_from_text(model, key)) if column.is_compound else lambda key: [key]
    match column.field:
        case models.JSONField():
            return orjson.loads
        case models.BooleanField():
            return bool
        case models.DecimalField() if connection.vendor == "sqlite":
            return figure
    return None


def _ordered(table: FixtureTable) -> Iterator[str]:
    """The same on both engines: by bytes, and with what is null first."""
    by_name = {column.name: column for column in table.columns}
    for name in ORDER.get(table.model, [column.name for column in table.key]):
        value = _value(by_name[name])
        is_text = not isinstance(by_name[name].field, models.IntegerField | models.DateField)
        if is_text and connection.vendor == "postgresql":
            value = f"{value} USING ~<~"  # as its indexes for LIKE have it
        yield f"{value} NULLS FIRST" if by_name[name].field.null else value
