"""Keyset pagination from an index of the read model: claims of one actor, source, topic or stance, or all, by their day
of publication.

Such an index holds what a list is asked for in the order in which it is shown, so that a page reads as many rows as it
has, wherever it begins: after the position in a cursor, not at an offset. Several statuses are a scan each, merged, and
so are a publisher and its editions. In an ascending list claims without a day come last, though the index has them
first: they are a range of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol

from django.db import connections, router
from django.db.models import QuerySet

from claimsdb.index import counts
from claimsdb.index.counts import ALL_CLAIMS, Facet
from claimsdb.models import UNDATED, Actor, Claim, Entry, Part, Visibility

FIRST_DATED = UNDATED + timedelta(days=1)
COUNT_LIMIT = 10_001  # a count that no tally has goes no further


class ListPosition(NamedTuple):
    """Where a claim stands in a list by day of publication; the day as ISO has it."""

    day: str
    pk: int

    @property
    def range(self) -> "IndexRange":
        return UNDATED_CLAIMS if self.day == str(UNDATED) else DATED_CLAIMS


class IndexRange(NamedTuple):
    """A part of the index that is read in one go; the condition has no parameters."""

    condition: str


OFFICIAL = "official"  # the flag of those parts of which no tally is kept

WHOLE_INDEX = IndexRange("")
DATED_CLAIMS = IndexRange(f"AND day > '{UNDATED}'")
UNDATED_CLAIMS = IndexRange(f"AND day = '{UNDATED}'")

FACETS = {
    "": Facet.ALL,
    "role": Facet.ROLE,
    "source_id": Facet.SOURCE,
    "topic": Facet.TOPIC,
    "stance": Facet.STANCE,
}

# One value for each claim, so that no engine turns the scan around and begins with all that have it.
OF_ENTRY = f"(SELECT {{column}} FROM {Entry._meta.db_table} AS entry WHERE entry.claim_id = scanned.claim_id) = %s"


@dataclass(frozen=True, slots=True)
class IndexScan:
    """The claims of these statuses in `table` whose columns equal `keys`, with which the index begins, and whose entry
    equals `filters`, which is looked up for each on the way. `flag` is the column that is true once for each claim. The
    days, where given, are bounds, both included; `with_undated` are claims without a day not later than any."""

    statuses: Sequence[str]
    table: type[Entry | Part] = Entry
    keys: dict[str, Any] = field(default_factory=dict)
    flag: str = ""
    filters: dict[str, Any] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    with_undated: bool = False

    @property
    def days(self) -> dict[str, Any]:
        """The bounds, by their names."""
        return {"since": self.since, "until": self.until, "with_undated": self.with_undated}

    def count(self) -> tuple[int, bool]:
        """How many there are, up to COUNT_LIMIT where no tally has it; and whether that is all of them."""
        if tallied := self._tallied():
            return counts.count(statuses=self.statuses, **tallied), True
        found = 0
        for status in self.statuses:
            sql, parameters = self._selection(status)
            counted = f"SELECT count(*) FROM ({sql} LIMIT %s) AS found"
            found += _fetched(counted, [*parameters, COUNT_LIMIT - found])[0][0]
        return found, found < COUNT_LIMIT

    def _tallied(self) -> dict[str, Any] | None:
        """Where the tallies have the count: of all claims or of one actor's, with up to one more thing about them."""
        if self.flag == OFFICIAL:
            return None
        equal = {**self.keys, **self.filters}
        scope = equal.pop("actor_id", ALL_CLAIMS)
        if self.since or self.until or len(equal) > 1:
            return None
        column, value = next(iter(equal.items()), ("", ""))
        return {"scope": scope, "facet": FACETS[column], "value": str(value)}

    def positions(
        self, *, size: int, descending: bool, after: ListPosition | None = None, backward: bool = False
    ) -> list[ListPosition]:
        """The first positions in this order, or the first after `after`; `backward` turns the order around."""
        found: list[ListPosition] = []
        down = descending != backward
        for range_, begin in _ranges(after, descending=descending, backward=backward):
            limit = size - len(found)
            read = partial(self._rows, range_=range_, after=begin, down=down, limit=limit)
            rows = [row for status in self.statuses for row in read(status)]
            found += sorted(rows, reverse=down)[:limit]
            if len(found) == size:
                break
        return found

    def _rows(self, status: str, *, limit: int, **options: Any) -> list[ListPosition]:
        return [ListPosition(*row) for row in _fetched(*self.statement(status, limit=limit, **options))]

    def statement(
        self,
        status: str,
        *,
        limit: int,
        range_: IndexRange = WHOLE_INDEX,
        after: ListPosition | None = None,
        down: bool = True,
    ) -> tuple[str, list[Any]]:
        """The SQL that reads one status of one range, and its parameters."""
        sql, parameters = self._selection(status, range_=range_, after=after, down=down)
        direction = "DESC" if down else "ASC"
        return f"{sql} ORDER BY day {direction}, claim_id {direction} LIMIT %s", [*parameters, limit]

    def _selection(
        self, status: str, *, range_: IndexRange = WHOLE_INDEX, after: ListPosition | None = None, down: bool = True
    ) -> tuple[str, list[Any]]:
        conditions: dict[str, list[Any]] = {f"{column} = %s": [value] for column, value in self.keys.items()}
        conditions["status = %s"] = [status]
        if self.since:
            conditions["day >= %s"] = [str(self.since)]
        if self.until:
            conditions["day <= %s"] = [str(self.until)]
        if self.until and not self.with_undated:
            conditions["day > %s"] = [str(UNDATED)]
        if after:
            conditions[f"(day, claim_id) {'<' if down else '>'} (%s, %s)"] = [*after]
        if self.flag:
            conditions[self.flag] = []
        conditions |= {OF_ENTRY.format(column=column): [value] for column, value in self.filters.items()}
        sql = (
            f"SELECT CAST(day AS text) AS written, claim_id FROM {self.table._meta.db_table} AS scanned"
            f" WHERE {' AND '.join(conditions)} {range_.condition}"
        )
        return sql, [value for values in conditions.values() for value in values]


@dataclass(frozen=True, slots=True)
class ScanOfSources(IndexScan):
    """The claims of any of several sources: a scan for each, merged."""

    sources: Sequence[int] = ()

    def count(self) -> tuple[int, bool]:
        counted = [scan.count() for scan in self._scans()]
        are_all = all(is_all for _, is_all in counted)
        return (sum(found for found, _ in counted), True) if are_all else (COUNT_LIMIT, False)

    def _scans(self) -> Iterator[IndexScan]:
        options: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(IndexScan)}
        for source in self.sources:
            yield IndexScan(**{**options, "keys": {"source_id": source}})

    def _rows(self, status: str, *, limit: int, **options: Any) -> list[ListPosition]:
        return [row for scan in self._scans() for row in scan._rows(status, limit=limit, **options)]


class ClaimRows(Protocol):
    """Claims that somebody asks for, of those that they may see: the index scan that has just these, where one does,
    and a query that has them."""

    @property
    def visibility(self) -> Visibility: ...

    @property
    def scan(self) -> IndexScan | None: ...

    @property
    def queryset(self) -> QuerySet[Claim]: ...


def _fetched(sql: str, parameters: list[Any]) -> list[Any]:
    with connections[router.db_for_read(Claim)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def scan_of_actor(actor: Actor, *, role: str = "", **options: Any) -> IndexScan:
    """The claims in which the actor, or one who belongs to it, has a part: any, or this one."""
    keys = {"actor_id": actor.pk}
    if not role:
        return IndexScan(table=Part, keys=keys, flag="first", **options)
    return IndexScan(table=Part, keys=keys | {"role": role}, flag="first_in_role", **options)


def scan_of_officials(actor: Actor, *, role: str, **options: Any) -> IndexScan:
    """The claims in which the actor, or an official of it, has this part."""
    return IndexScan(table=Part, keys={"actor_id": actor.pk, "role": role}, flag=OFFICIAL, **options)


def scan_of_sources(scan: IndexScan, sources: Sequence[int]) -> ScanOfSources | None:
    """The scan of these sources instead of its one; None where it has another index and looks the source up."""
    if scan.keys.keys() != {"source_id"}:
        return None
    options: dict[str, Any] = {each.name: getattr(scan, each.name) for each in fields(IndexScan)}
    return ScanOfSources(**options, sources=sources)


def _ranges(
    after: ListPosition | None, *, descending: bool, backward: bool
) -> Iterator[tuple[IndexRange, ListPosition | None]]:
    """The ranges from `after` on, in the order in which they are read, and where in each to begin."""
    if descending:
        yield WHOLE_INDEX, after
        return
    order = [UNDATED_CLAIMS, DATED_CLAIMS] if backward else [DATED_CLAIMS, UNDATED_CLAIMS]
    first = order.index(after.range) if after else 0
    for range_ in order[first:]:
        yield range_, after if after and range_ is after.range else None
