"""How many claims there are, of which kind: kept in the writing transaction, so that no request ever counts them.

A writer adds the changes as rows of their own and waits for nobody; from time to time they are added up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain
from typing import Any

from django.db import connection, connections, router, transaction
from django.db.models import Max

from claimsdb.databases.copying import copy_rows
from claimsdb.feed.projection import Projected
from claimsdb.models.feed import UNDATED, CountedClaims, Tally, TallyChange

ALL_CLAIMS = 0  # the scope that is no actor's
ADD_UP_AFTER = 20_000  # changes; a count then reads a few hundred rows at most

Key = tuple[int, str, str, str]
COLUMNS = ("scope", "status", "facet", "value")


class Facet(StrEnum):
    """By what claims are counted; `ALL` is the count of them all."""

    ALL = ""
    ACTOR = "actor"
    ROLE = "role"
    SOURCE = "source"
    TOPIC = "topic"
    STANCE = "stance"
    MONTH = "month"


# As plain words, which are quicker to make a key of.
ALL, ACTOR, ROLE, SOURCE, TOPIC, STANCE, MONTH = (facet.value for facet in Facet)


def keys(claims: Iterable[Projected]) -> Iterator[Key]:
    """The counts in which the claims are one each."""
    return chain.from_iterable(map(_keys, claims))


def _keys(claim: Projected) -> list[Key]:
    """Each count in which the claim is one: of all claims, and of those of each of its actors."""
    entry = claim.entry
    actors = {part.actor_id for part in claim.parts if part.actor_id}
    shared = [(ALL, ""), (STANCE, entry.stance), *[(ACTOR, str(actor)) for actor in actors]]
    if entry.source_id:
        shared.append((SOURCE, str(entry.source_id)))
    if entry.topic:
        shared.append((TOPIC, entry.topic))
    if entry.day != UNDATED:
        shared.append((MONTH, entry.day.isoformat()[:7]))
    roles = {(scope, part.role) for part in claim.parts for scope in (ALL_CLAIMS, part.actor_id) if scope is not None}
    keys = [(scope, entry.status, facet, value) for scope in (ALL_CLAIMS, *actors) for facet, value in shared]
    return keys + [(scope, entry.status, ROLE, role) for scope, role in roles]


def change(by: Mapping[Key, int]) -> None:
    """Adds the changes, and has them added up once there are many."""
    changes = [(*key, claims) for key, claims in by.items() if claims]
    if not changes:
        return
    copy_rows(_table(TallyChange), [*COLUMNS, "claims"], changes)
    last = TallyChange.objects.aggregate(id=Max("id"))["id"]
    if last // ADD_UP_AFTER != (last - len(changes)) // ADD_UP_AFTER:
        transaction.on_commit(add_up, robust=True)


def count(*, scope: int = ALL_CLAIMS, statuses: Iterable[str], facet: Facet = Facet.ALL, value: str = "") -> int:
    """How many claims of these statuses have the value."""
    rows = _sums(scope=[scope], status=list(statuses), facet=[facet.value], value=[value])
    return sum(int(claims) for _, _, claims in rows)


def counts(*, scope: int = ALL_CLAIMS, statuses: Iterable[str]) -> dict[Facet, dict[str, int]]:
    """How many claims of these statuses have which value, by facet; values that none has are left out."""
    by_facet: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for facet, value, claims in _sums(scope=[scope], status=list(statuses)):
        if claims:
            by_facet[Facet(facet)][value] = int(claims)
    return by_facet


def _sums(**wanted: list[Any]) -> list[tuple[str, str, int]]:
    """Facet, value and claims where each column is among the values wanted: in one statement, so that what is added up
    meanwhile is seen once."""
    if not all(wanted.values()):
        return []
    where = " AND ".join(f"{column} IN ({', '.join(['%s'] * len(values))})" for column, values in wanted.items())
    tables = (f"SELECT facet, value, claims FROM {_table(model)} WHERE {where}" for model in (Tally, TallyChange))
    with connections[router.db_for_read(Tally)].cursor() as cursor:
        cursor.execute(
            f"SELECT facet, value, sum(claims) FROM ({' UNION ALL '.join(tables)}) AS counted GROUP BY facet, value",
            [*chain.from_iterable(wanted.values())] * 2,
        )
        return cursor.fetchall()


def add_up() -> None:
    """Moves the changes that are there into the tallies; changes that another transaction is adding stay."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('claimsdb.tallies'))")
            if not cursor.fetchone()[0]:
                return
        cursor.execute(f"DELETE FROM {_table(TallyChange)} RETURNING {', '.join(COLUMNS)}, claims")
        moved: Counter[Key] = Counter()
        for *key, claims in cursor.fetchall():
            moved[tuple(key)] += claims
        cursor.executemany(ADD.format(table=_table(Tally)), [(*key, claims) for key, claims in sorted(moved.items())])


ADD = """
    INSERT INTO {table} (scope, status, facet, value, claims) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (scope, status, facet, value) DO UPDATE SET claims = {table}.claims + excluded.claims
"""


def _table(model: type[CountedClaims]) -> str:
    return model._meta.db_table
