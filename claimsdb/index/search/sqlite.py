"""The index of claims on SQLite, by FTS5.

The id of a row is the claim's position: its status, its day and its own id, one after the other. FTS5 has the rows of a
word in the order of their ids, so that it reads a page of a search, of whatever word, in the order of the list.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from threading import local
from typing import Any

from django.db import connection, connections, router

from claimsdb.choices import Status
from claimsdb.db.words import fold, folded
from claimsdb.index.keyset import ListPosition
from claimsdb.index.projection import EntryRow
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.lines import SearchLine
from claimsdb.index.search.query import Alternative, SearchQuery
from claimsdb.models import Claim, indexed_status

TOKENIZER = "\"porter ascii tokenchars '#'\""  # as the migration has it
STEMS_KNOWN = 200_000  # kept in memory by a thread
COLUMNS = "wording, quote, called, tags"
Words = tuple[str, ...]  # of each column

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
    fresh: list[tuple[Any, ...]] = [(row, *right[row]) for row in sorted(right) if right[row] != found.get(row)]
    insert = f"INSERT INTO claimsdb_search (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM claimsdb_search WHERE rowid = %s", stale)
        cursor.executemany(insert, fresh)


def wrong(before: Collection[EntryRow], lines: Collection[SearchLine]) -> set[int]:
    right = _right(lines)
    found = _found(before, right)
    return {row & LAST_CLAIM for row in found.keys() | right if found.get(row) != right.get(row)}


def _right(lines: Collection[SearchLine]) -> dict[int, Words]:
    return {row_id(line.entry): _words(line) for line in lines}


def _words(line: SearchLine) -> Words:
    return *(folded(words) for words in (line.wording, line.quote, line.called)), " ".join(line.tags)


def _found(before: Collection[EntryRow], right: Collection[int]) -> dict[int, Words]:
    """The rows at the positions that the claims had, and ought to have."""
    positions = json.dumps([*map(row_id, before), *right])
    sql = f"SELECT rowid, {COLUMNS} FROM claimsdb_search WHERE rowid IN (SELECT value FROM json_each(%s))"
    with connection.cursor() as cursor:
        cursor.execute(sql, [positions])
        return {row: tuple(words) for row, *words in cursor.fetchall()}


def count(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> int:
    """How many claims within the bounds have all of it, up to the limit."""
    sql, parameters = _matches(query, tags, bounds)
    return _rows(f"SELECT count(*) FROM ({sql} LIMIT %s)", [*parameters, limit])[0][0]


def positions(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> list[ListPosition]:
    """The first positions within the bounds, in their direction."""
    sql, parameters = _matches(query, tags, bounds)
    direction = "DESC" if bounds.down else "ASC"
    rows = _rows(f"{sql} ORDER BY rowid {direction} LIMIT %s", [*parameters, limit])
    return [_position(row) for (row,) in rows]


def claims(query: SearchQuery, statuses: Sequence[str]) -> tuple[str, list[Any]]:
    """The SQL that selects the ids of all claims of the statuses that the query finds, and its parameters."""
    selects = [_matches(query, (), SearchBounds(status)) for status in statuses]
    sql = " UNION ALL ".join(sql for sql, _ in selects)
    return f"SELECT rowid & {LAST_CLAIM} FROM ({sql})", list(chain.from_iterable(given for _, given in selects))


def _matches(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds) -> tuple[str, list[Any]]:
    sql = "SELECT rowid FROM claimsdb_search WHERE claimsdb_search MATCH %s AND rowid BETWEEN %s AND %s"
    return sql, [match(query, tags), *_bounds(bounds)]


def match(query: SearchQuery, tags: Sequence[str] = ()) -> str:
    """FTS5's own words for it. Between quotation marks all is plain text, and no word has any in it."""
    found = " AND ".join([*(_either(clause) for clause in query.required), *(f'"{tag}"' for tag in tags)])
    return f"({found}) NOT {_either(query.excluded)}" if query.excluded else found


def _either(alternatives: Sequence[Alternative]) -> str:
    return f"({' OR '.join(each for alternative in alternatives for each in _ways(alternative))})"


def _ways(alternative: Alternative) -> Iterator[str]:
    phrases = [f'"{folded(term.words)}"{" *" if term.is_open else ""}' for term in alternative.terms]
    yield f"({' AND '.join(phrases)})" if len(phrases) > 1 else phrases[0]
    yield from (f'"{tag}"' for tag in alternative.tags)


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


# --- stems ----------------------------------------------------------------------------------------------------------


class Stemmer(local):
    """What the tokenizer of the index makes of a word, asked of a table of its own in memory, a thread each."""

    @cached_property
    def connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(f"CREATE VIRTUAL TABLE stemmed USING fts5(word, tokenize = {TOKENIZER})")
        connection.execute("CREATE VIRTUAL TABLE stem USING fts5vocab(stemmed, instance)")
        return connection

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        return {}

    def stems(self, words: Collection[str]) -> dict[str, frozenset[str]]:
        if len(self.known) > STEMS_KNOWN:
            self.known.clear()
        new = [word for word in words if word not in self.known]
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO stemmed (rowid, word) VALUES (?, ?)", enumerate(new))
        found = self.connection.execute("SELECT doc, term FROM stem").fetchall()
        self.connection.execute("ROLLBACK")
        self.known.update({new[place]: frozenset([stem]) for place, stem in found})
        return self.known


_stemmer = Stemmer()


def stems(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
    """The stems by which a word is found in a text of a language, by both; here of English, whatever it is."""
    bare = {word: fold(word) for _, word in wanted}
    known = _stemmer.stems(set(bare.values()))
    return {(language, word): known.get(bare[word], frozenset()) for language, word in wanted}
