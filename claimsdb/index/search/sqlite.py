"""The index of claims on SQLite, by FTS5.

The id of a row is the claim's position: its status, its day and its own id, one after the other. FTS5 has the rows of a
word in the order of their ids, so that it reads a page of a search, of whatever word, in the order of the list.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection, connections, router

from claimsdb.choices import Status
from claimsdb.index.keyset import ListPosition
from claimsdb.index.projection import EntryRow
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.lines import SearchLine
from claimsdb.index.search.words import Term, folded
from claimsdb.models import Claim, indexed_status

Words = tuple[str, str, str]  # wording, quote, actors

# Their numbers stand in the index: a new one comes last.
STATUSES = (
    Status.EXTRACTED, Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE, Status.NEEDS_RECHECK, Status.SUPERSEDED,
)  # fmt: skip
HELD = -8  # added to the number of a status: three bits are left for it, and the sign
NUMBERS = {
    indexed_status(status, is_held=is_held): number + is_held * HELD
    for number, status in enumerate(STATUSES)
    for is_held in (False, True)
}
CLAIM_BITS, DAY_BITS = 38, 22
LAST_CLAIM = (1 << CLAIM_BITS) - 1

day_of = lru_cache(maxsize=10_000)(date.fromisoformat)


def replace(before: Collection[EntryRow], lines: Collection[SearchLine]) -> None:
    right = _right(lines)
    found = _found(before, right)
    stale = [(row,) for row in sorted(found) if found[row] != right.get(row)]
    # In the order of their ids: FTS5 writes a piece of the index whenever an id is lower than the one before.
    fresh = [(row, *right[row]) for row in sorted(right) if right[row] != found.get(row)]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM claimsdb_search WHERE rowid = %s", stale)
        cursor.executemany("INSERT INTO claimsdb_search (rowid, wording, quote, actors) VALUES (%s, %s, %s, %s)", fresh)


def wrong(before: Collection[EntryRow], lines: Collection[SearchLine]) -> set[int]:
    right = _right(lines)
    found = _found(before, right)
    return {row & LAST_CLAIM for row in found.keys() | right if found.get(row) != right.get(row)}


def _right(lines: Collection[SearchLine]) -> dict[int, Words]:
    return {row_id(line.entry): (folded(line.wording), folded(line.quote), " ".join(line.actors)) for line in lines}


def _found(before: Collection[EntryRow], right: Collection[int]) -> dict[int, Words]:
    """The rows at the positions that the claims had, and ought to have."""
    positions = json.dumps([*map(row_id, before), *right])
    sql = "SELECT rowid, wording, quote, actors FROM claimsdb_search WHERE rowid IN (SELECT value FROM json_each(%s))"
    with connection.cursor() as cursor:
        cursor.execute(sql, [positions])
        return {row: (wording, quote, actors) for row, wording, quote, actors in cursor.fetchall()}


def count(terms: Sequence[Term], tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> int:
    """How many claims within the bounds have all of it, up to the limit."""
    sql, parameters = _matches(terms, tags, bounds)
    return _rows(f"SELECT count(*) FROM ({sql} LIMIT %s)", [*parameters, limit])[0][0]


def positions(terms: Sequence[Term], tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> list[ListPosition]:
    """The first positions within the bounds, in their direction."""
    sql, parameters = _matches(terms, tags, bounds)
    direction = "DESC" if bounds.down else "ASC"
    rows = _rows(f"{sql} ORDER BY rowid {direction} LIMIT %s", [*parameters, limit])
    return [_position(row) for (row,) in rows]


def claims(terms: Sequence[Term], statuses: Sequence[str]) -> tuple[str, list[Any]]:
    """The SQL that selects the ids of all claims of the statuses that have the terms, and its parameters."""
    selects = [_matches(terms, (), SearchBounds(status)) for status in statuses]
    sql = " UNION ALL ".join(sql for sql, _ in selects)
    return f"SELECT rowid & {LAST_CLAIM} FROM ({sql})", list(chain.from_iterable(given for _, given in selects))


def _matches(terms: Sequence[Term], tags: Sequence[str], bounds: SearchBounds) -> tuple[str, list[Any]]:
    sql = "SELECT rowid FROM claimsdb_search WHERE claimsdb_search MATCH %s AND rowid BETWEEN %s AND %s"
    return sql, [match(terms, tags), *_bounds(bounds)]


def match(terms: Sequence[Term], tags: Sequence[str] = ()) -> str:
    """FTS5's own words for it. Between quotation marks all is plain text, and no word has any in it."""
    phrases = [f'"{folded(term.words)}"{" *" if term.is_open else ""}' for term in terms]
    return " AND ".join([*phrases, *(f'"{tag}"' for tag in tags)])


def _bounds(bounds: SearchBounds) -> tuple[int, int]:
    lowest = _row_id(bounds.status, bounds.first, 0)
    highest = _row_id(bounds.status, bounds.last, LAST_CLAIM)
    if not bounds.after:
        return lowest, highest
    after = _row_id(bounds.status, date.fromisoformat(bounds.after.day), bounds.after.pk)
    return (lowest, min(highest, after - 1)) if bounds.down else (max(lowest, after + 1), highest)


def row_id(entry: EntryRow) -> int:
    return _row_id(entry.status, day_of(entry.day), entry.claim_id)


def _row_id(status: str, day: date, claim: int) -> int:
    return (NUMBERS[status] << DAY_BITS | day.toordinal()) << CLAIM_BITS | claim


def _position(row: int) -> ListPosition:
    day = date.fromordinal(row >> CLAIM_BITS & (1 << DAY_BITS) - 1)
    return ListPosition(day.isoformat(), row & LAST_CLAIM)


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connections[router.db_for_read(Claim)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
