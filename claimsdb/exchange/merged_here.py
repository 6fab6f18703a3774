"""Actors and sources that were merged here stay merged, whatever a file from before says: it brings none of them back,
and what it has of others names the one that each was merged into.

What is under such an actor in the file, names, codes and whom it belongs to, is left out: the merge has moved what
there was. A source into which another was merged keeps the parent and the domain that it has here. A slug or domain
that somebody has taken again is theirs.
"""

from typing import Any

from django.db import connection

from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.tables import TABLES, FixtureTable
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Attribution,
    MergedActor,
    MergedSource,
    NaturalKeyModel,
    QuestionActor,
    Source,
)

MERGED: dict[type[NaturalKeyModel], Any] = {Actor: MergedActor, Source: MergedSource}
OWN: dict[type[NaturalKeyModel], str] = {ActorCode: "actor_id", ActorName: "actor_id", Affiliation: "child_id"}
BY_MODEL: dict[type[NaturalKeyModel], FixtureTable] = {table.model: table for table in TABLES}
SOURCE, ATTRIBUTION, AFFILIATION, SCOPE = (
    name_of(BY_MODEL[model]) for model in (Source, Attribution, Affiliation, QuestionActor)
)


def follow_merges() -> None:
    """Has the incoming rows say what they would after the merges."""
    for model, merged in MERGED.items():
        if merged.objects.exists():
            _follow(model)


def _follow(model: type[NaturalKeyModel]) -> None:
    led = _led(model)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name_of(BY_MODEL[model])} WHERE slug IN (SELECT slug FROM ({led}) AS led)")
        for statement in OF_ACTORS if model is Actor else OF_SOURCES:
            cursor.execute(statement.format(led=led))
        for table in TABLES:
            for column in table.references:
                if column.refers_to is model:
                    cursor.execute(
                        f"UPDATE {name_of(table)} SET {column.column} = led.goes_to FROM ({led}) AS led"
                        f" WHERE {name_of(table)}.{column.column} = led.slug"
                    )


def _led(model: type[NaturalKeyModel]) -> str:
    """SQL for the slugs that nobody has any more, and for those to which they lead."""
    rows, merged = model._meta.db_table, MERGED[model]._meta.db_table
    return (
        f"SELECT was.slug, goes_to.slug AS goes_to FROM {merged} AS was"
        f" JOIN {rows} AS goes_to ON goes_to.id = was.into_id"
        f" WHERE NOT EXISTS (SELECT 1 FROM {rows} AS again WHERE again.slug = was.slug)"
    )


def _repeating(table: str, actor: str, *others: str, order: str) -> str:
    """Deletes the rows that would say of an actor what one before them does, once merges are followed."""
    same = ", ".join([f"coalesce(led.goes_to, row.{actor})", *(f"row.{other}" for other in others)])
    return f"""
        DELETE FROM {table} WHERE line IN (
            SELECT line FROM (
                SELECT line, row_number() OVER (PARTITION BY {same} ORDER BY row.{order}) AS place,
                count(led.goes_to) OVER (PARTITION BY {same}) AS followed
                FROM {table} AS row LEFT JOIN ({{led}}) AS led ON led.slug = row.{actor} WHERE row.{actor} IS NOT NULL
            ) AS row WHERE place > 1 AND followed > 0
        )"""


OF_ACTORS = [
    *(
        f"DELETE FROM {name_of(BY_MODEL[model])} WHERE {column} IN (SELECT slug FROM ({{led}}) AS led)"
        for model, column in OWN.items()
    ),
    f"""DELETE FROM {AFFILIATION} WHERE EXISTS (
        SELECT 1 FROM ({{led}}) AS led WHERE led.slug = parent_id AND led.goes_to = child_id)""",
    _repeating(AFFILIATION, "parent_id", "child_id", "kind", "started_on", order="line"),
    _repeating(ATTRIBUTION, "actor_id", "claim_id", "role", order='"order"'),
    _repeating(SCOPE, "actor_id", "question_id", "part", order="line"),
]
OF_SOURCES = [
    f"""UPDATE {SOURCE} SET domain = own.domain, parent_id = (SELECT slug FROM {Source._meta.db_table} AS above
            WHERE above.id = own.parent_id)
        FROM {Source._meta.db_table} AS own WHERE own.slug = {SOURCE}.slug
        AND own.slug IN (SELECT goes_to FROM ({{led}}) AS led)""",
]
