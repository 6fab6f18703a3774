"""Counters: how many claims there are, of which kind. Kept in the writing transaction, so that no request counts them.

A writer adds the changes as rows of their own and waits for nobody; from time to time they are added up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection, connections, router, transaction
from django.db.models import Max

from claimsdb.db.sql import copy_rows
from claimsdb.index.projection import NO_DAY, EntryRow, Projected
from claimsdb.models import CountedClaims, Tally, TallyChange

ALL_CLAIMS = 0  # the scope that is no actor's
ADD_UP_AFTER = 20_000  # changes; a count then reads a few hundred rows at most

ScopeKey = tuple[int, str]  # whose claims, of which status
ValueKey = tuple[str, str]  # of which facet
Key = tuple[int, str, str, str]
COLUMNS = ("scope", "status", "facet", "value")


class Facet(StrEnum):
    """By what tallies are kept, as their column `facet` has it; `ALL` is the count of all claims. A status is a key of
    every tally and so none of these. What a request may ask for is `facets.FacetName`."""

    ALL = ""
    ACTOR = "actor"
    ROLE = "role"
    SOURCE = "source"
    TOPIC = "topic"
    STANCE = "stance"
    MONTH = "month"


# As plain words, which are quicker to make a key of.
ALL, ACTOR, ROLE, SOURCE, TOPIC, STANCE, MONTH = (facet.value for facet in Facet)


class CountChange:
    """By how much the counts change with the claims that come and go; `len` says of how many counts."""

    def __init__(self) -> None:
        self._by: dict[ScopeKey, Counter[ValueKey]] = defaultdict(Counter)

    def __len__(self) -> int:
        return sum(map(len, self._by.values()))

    def __iter__(self) -> Iterator[tuple[Key, int]]:
        for scope, counted in self._by.items():
            for value, claims in counted.items():
                yield (*scope, *value), claims

    def add(self, claims: Iterable[Projected]) -> None:
        for scope, values in _values(claims).items():
            self._by[scope].update(values)

    def subtract(self, claims: Iterable[Projected]) -> None:
        for scope, values in _values(claims).items():
            self._by[scope].subtract(values)

    def write(self) -> None:
        """Hands what there is to the database, and begins anew."""
        record(self)
        self._by.clear()


def _values(claims: Iterable[Projected]) -> dict[ScopeKey, list[ValueKey]]:
    """The counts in which each claim is one: of all claims, and of those of each of its actors."""
    by_scope: dict[ScopeKey, list[ValueKey]] = defaultdict(list)
    for claim in claims:
        entry = claim.entry
        actors = {part.actor_id for part in claim.parts if part.actor_id}
        shared = [*_shared(entry), *[_value(ACTOR, actor) for actor in actors]]
        for scope in (ALL_CLAIMS, *actors):
            by_scope[scope, entry.status] += shared
        for role in {part.role for part in claim.parts}:
            by_scope[ALL_CLAIMS, entry.status].append(_value(ROLE, role))
        for part in claim.parts:
            if part.actor_id and part.first_in_role:
                by_scope[part.actor_id, entry.status].append(_value(ROLE, part.role))
    return by_scope


def _shared(entry: EntryRow) -> Iterator[ValueKey]:
    yield _value(ALL, "")
    yield _value(STANCE, entry.stance)
    if entry.source_id:
        yield _value(SOURCE, entry.source_id)
    if entry.topic:
        yield _value(TOPIC, entry.topic)
    if entry.day != NO_DAY:
        yield _value(MONTH, entry.day[:7])


@lru_cache(maxsize=10_000)
def _value(facet: str, value: object) -> ValueKey:
    """The same pair for all the claims that have it."""
    return facet, str(value)


def record(by: Iterable[tuple[Key, int]]) -> None:
    """Adds the changes, and has them added up once there are many."""
    changes = [(*key, claims) for key, claims in by if claims]
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


def counts_by_facet(*, scope: int = ALL_CLAIMS, statuses: Iterable[str]) -> dict[Facet, dict[str, int]]:
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
        for statement in ADD_UP[connection.vendor]:
            cursor.execute(statement.format(tally=_table(Tally), changes=_table(TallyChange), key=", ".join(COLUMNS)))


ADD = """
    INSERT INTO {{tally}} ({{key}}, claims)
    SELECT {{key}}, sum(claims) FROM {moved} AS moved WHERE true GROUP BY {{key}} ORDER BY {{key}}
    ON CONFLICT ({{key}}) DO UPDATE SET claims = {{tally}}.claims + excluded.claims
"""
ADD_UP = {
    "sqlite": [ADD.format(moved="{changes}"), "DELETE FROM {changes}"],
    "postgresql": ["WITH moved AS (DELETE FROM {changes} RETURNING *)" + ADD.format(moved="moved")],
}
"""In one statement where other transactions add changes meanwhile; on SQLite none does."""


def _table(model: type[CountedClaims]) -> str:
    return model._meta.db_table
