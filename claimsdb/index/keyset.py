"""Pages straight from an index: claims of one actor, source, topic or stance, or all, by their day of publication.

Such an index holds what a list is asked for in the order in which it is shown, so that a page reads as many rows as it
has, wherever it begins. Several statuses are a walk each, laid together. In an ascending list claims without a day come
last, though their place in the index is the first: they are a stretch of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import connections, router

from claimsdb.index import counts
from claimsdb.index.counts import ALL_CLAIMS, Facet
from claimsdb.models import Actor, Claim
from claimsdb.models.index import UNDATED, Entry, Part

COUNTED_TO = 10_001  # a count that no tally has goes no further


class ListPosition(NamedTuple):
    """Where a claim stands in the walk; the day as ISO has it."""

    day: str
    pk: int

    @property
    def stretch(self) -> "Stretch":
        return UNDATED_LAST if self.day == str(UNDATED) else DATED


class Stretch(NamedTuple):
    """A part of the index that is read in one go; the condition has no parameters."""

    condition: str


EVERYTHING = Stretch("")
DATED = Stretch(f"AND day > '{UNDATED}'")
UNDATED_LAST = Stretch(f"AND day = '{UNDATED}'")

FACETS = {
    "": Facet.ALL,
    "role": Facet.ROLE,
    "source_id": Facet.SOURCE,
    "topic": Facet.TOPIC,
    "stance": Facet.STANCE,
}

# One value for each claim, so that no engine turns the walk around and begins with all that have it.
BESIDES = f"(SELECT {{column}} FROM {Entry._meta.db_table} AS entry WHERE entry.claim_id = walked.claim_id) = %s"


@dataclass(frozen=True, slots=True)
class IndexScan:
    """The claims of these statuses in `table` of which the equalities `among` hold, which an index has; `mark` is the
    column that has each claim once. Columns of its entry that a claim must have `besides` are looked up on the way.
    The days, where given, are bounds, both included."""

    statuses: Sequence[str]
    table: type[Entry | Part] = Entry
    among: dict[str, Any] = field(default_factory=dict)
    mark: str = ""
    besides: dict[str, Any] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def count(self) -> tuple[int, bool]:
        """How many there are, up to COUNTED_TO where no tally has it; and whether that is all of them."""
        if tallied := self._tallied():
            return counts.count(statuses=self.statuses, **tallied), True
        found = 0
        for status in self.statuses:
            sql, parameters = self._selection(status)
            counted = f"SELECT count(*) FROM ({sql} LIMIT %s) AS found"
            found += _fetched(counted, [*parameters, COUNTED_TO - found])[0][0]
        return found, found < COUNTED_TO

    def _tallied(self) -> dict[str, Any] | None:
        """Where the tallies have the count: of all claims or of one actor's, with up to one more thing about them."""
        asked = {**self.among, **self.besides}
        scope = asked.pop("actor_id", ALL_CLAIMS)
        if self.since or self.until or len(asked) > 1:
            return None
        column, value = next(iter(asked.items()), ("", ""))
        return {"scope": scope, "facet": FACETS[column], "value": str(value)}

    def places(
        self, *, size: int, descending: bool, beyond: ListPosition | None = None, backward: bool = False
    ) -> list[ListPosition]:
        """The first places in this order, or the first after `beyond`; `backward` turns the order around."""
        found: list[ListPosition] = []
        down = descending != backward
        for stretch, after in _stretches(beyond, descending=descending, backward=backward):
            limit = size - len(found)
            read = partial(self._rows, stretch=stretch, beyond=after, down=down, limit=limit)
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
        stretch: Stretch = EVERYTHING,
        beyond: ListPosition | None = None,
        down: bool = True,
    ) -> tuple[str, list[Any]]:
        """The SQL that reads one status of one stretch, and its parameters."""
        sql, parameters = self._selection(status, stretch=stretch, beyond=beyond, down=down)
        direction = "DESC" if down else "ASC"
        return f"{sql} ORDER BY day {direction}, claim_id {direction} LIMIT %s", [*parameters, limit]

    def _selection(
        self, status: str, *, stretch: Stretch = EVERYTHING, beyond: ListPosition | None = None, down: bool = True
    ) -> tuple[str, list[Any]]:
        given: dict[str, list[Any]] = {f"{column} = %s": [value] for column, value in self.among.items()}
        given["status = %s"] = [status]
        if self.since:
            given["day >= %s"] = [str(self.since)]
        if self.until:
            given["day <= %s"] = [str(self.until)]
            given["day > %s"] = [str(UNDATED)]
        if beyond:
            given[f"(day, claim_id) {'<' if down else '>'} (%s, %s)"] = [*beyond]
        if self.mark:
            given[self.mark] = []
        given |= {BESIDES.format(column=column): [value] for column, value in self.besides.items()}
        sql = (
            f"SELECT CAST(day AS text) AS written, claim_id FROM {self.table._meta.db_table} AS walked"
            f" WHERE {' AND '.join(given)} {stretch.condition}"
        )
        return sql, [value for values in given.values() for value in values]


def _fetched(sql: str, parameters: list[Any]) -> list[Any]:
    with connections[router.db_for_read(Claim)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def scan_of_actor(actor: Actor, *, role: str = "", **options: Any) -> IndexScan:
    """The claims in which the actor, or one who belongs to it, has a part: any, or this one."""
    among = {"actor_id": actor.pk}
    if not role:
        return IndexScan(table=Part, among=among, mark="first", **options)
    return IndexScan(table=Part, among=among | {"role": role}, mark="first_in_role", **options)


def _stretches(
    beyond: ListPosition | None, *, descending: bool, backward: bool
) -> Iterator[tuple[Stretch, ListPosition | None]]:
    """The stretches from `beyond` on, in the order in which they are read, and where in each to begin."""
    if descending:
        yield EVERYTHING, beyond
        return
    order = [UNDATED_LAST, DATED] if backward else [DATED, UNDATED_LAST]
    first = order.index(beyond.stretch) if beyond else 0
    for stretch in order[first:]:
        yield stretch, beyond if beyond and stretch is beyond.stretch else None
