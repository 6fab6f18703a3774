"""Checks of the incoming rows as a whole, by the database: uniqueness, constraints, and words at their places.

Check constraints are asked beforehand, in the words of the model, because the database would name no line.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models

from claimsdb.exchange.faults import FAULTS_LIMIT, Faults
from claimsdb.exchange.incoming import Incoming, name_of
from claimsdb.exchange.tables import CALIBRATED, NAMES, Column, FixtureTable
from claimsdb.exchange.values import excerpt
from claimsdb.models import Attribution, Claim, Derivation, Quantity


def check(incoming: Incoming, faults: Faults) -> None:
    """Adds what is wrong with the incoming rows, as far as they alone can tell."""
    for table in incoming.tables:
        for line, words in (*_repeated(table), *_violations(table)):
            faults.add(line, words)


def _repeated(table: FixtureTable) -> Iterator[tuple[int, str]]:
    """The rows that say of themselves what only one row may."""
    yield from _sharing(table, table.key)
    editor = connection.schema_editor(collect_sql=True)
    for each in table.model._meta.constraints:
        columns = [column for column in table.columns if column.name in getattr(each, "fields", ())]
        if isinstance(each, models.UniqueConstraint) and not {*columns} <= {*table.key}:
            yield from _sharing(table, columns, where=each._get_condition_sql(table.model, editor))  # type: ignore[attr-defined]


def _sharing(table: FixtureTable, columns: Sequence[Column], *, where: str | None = None) -> Iterator[tuple[int, str]]:
    """The rows that have the same values in these columns as one before them."""
    listed = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    rows = _rows(
        f"SELECT max(line), min(line) FROM {name_of(table)} {f'WHERE {where}' if where else ''}"
        f" GROUP BY {listed} HAVING count(*) > 1"
    )
    names = ", ".join(column.name for column in columns)
    for line, first in rows:
        yield line, f"{table.label}: It has the same {names} as the row on line {first}."


def _violations(table: FixtureTable) -> Iterator[tuple[int, str]]:
    """The rows that break a check constraint, one of them if they break several."""
    checks = [each for each in table.model._meta.constraints if isinstance(each, models.CheckConstraint)]
    editor = connection.schema_editor(collect_sql=True)
    broken = [f"NOT ({each._get_check_sql(table.model, editor)})" for each in checks]  # type: ignore[attr-defined]
    cases = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(broken))
    if checks:
        numbered = f"SELECT line, CASE {cases} END AS broken FROM ({_with_id(table)}) AS row"
        for line, number in _rows(f"SELECT line, broken FROM ({numbered}) AS row WHERE broken IS NOT NULL"):
            yield line, f"{table.label}: {checks[number].violation_error_message} ({checks[number].name})"


def _with_id(table: FixtureTable) -> str:
    """The incoming rows, without users and what is learned here; those whose constraints compare them with themselves
    go by their key."""
    quote = connection.ops.quote_name
    refers_to_itself = any(column.refers_to is table.model for column in table.columns)
    own = f", {quote(table.key[0].column)} AS id" if refers_to_itself else ""
    fields = table.model._meta.concrete_fields
    absent = (field for field in fields if field.related_model is User or field.name == CALIBRATED)
    nothing = "".join(f", CAST(NULL AS {field.db_type(connection)}) AS {quote(field.column)}" for field in absent)
    return f"SELECT *{own}{nothing} FROM {name_of(table)}"


# Where the words of a row stand. Those in the claim are looked up there: an article is long, and packed by PostgreSQL.
IN_ARTICLE = """
    SELECT line, substr(article.text, row."start" + 1, row."end" - row."start") AS found, row.{words} AS words
    FROM {incoming} AS row JOIN {article} AS article ON article.text_sha256 = row.article_id"""
IN_CLAIM = """
    SELECT line, CASE WHEN row."start" >= claim."start" AND row."end" <= claim."end"
        THEN substr(claim.quote, row."start" - claim."start" + 1, row."end" - row."start")
        ELSE substr(article.text, row."start" + 1, row."end" - row."start") END AS found, row.{words} AS words
    FROM {incoming} AS row JOIN {claim} AS claim ON claim.key = row.claim_id
    JOIN {article} AS article ON article.id = claim.article_id"""
PLACED = {
    Claim: (IN_ARTICLE, "quote"),
    Derivation: (IN_ARTICLE, "as_written"),
    Attribution: (IN_CLAIM, "as_written"),
    Quantity: (IN_CLAIM, "as_written"),
}


def check_places(table: FixtureTable, faults: Faults) -> None:
    """Adds the incoming rows whose words stand elsewhere in the article, once articles and claims are written."""
    if table.model not in PLACED:
        return
    statement, words = PLACED[table.model]
    placed = statement.format(incoming=name_of(table), words=words, **NAMES)
    misplaced = f"""
        SELECT line, found, words FROM ({placed} WHERE row."start" IS NOT NULL AND row.{words} <> '')
        AS placed WHERE found <> words"""
    for line, found, written in _rows(misplaced):
        faults.add(line, f"{words}: It is {excerpt(written)}, and the article has {excerpt(found)} at this place.")


def _rows(statement: str) -> list[tuple[Any, ...]]:
    """The first rows by line, as many as faults are told of."""
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 1 LIMIT {FAULTS_LIMIT}")
        return cursor.fetchall()
