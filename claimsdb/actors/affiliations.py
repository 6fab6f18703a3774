"""Roll-up of affiliations: a claim of a spokesman is also one of his ministry, and of the state.

An affiliation counts for a claim when it was said (or else published) while the affiliation lasted, and for a claim
without a date. A chain of affiliations holds on the days that all its links have in common.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from claimsdb.db.sql import FIRST_DAY, LAST_DAY, IsoDay, iso_day
from claimsdb.models import Actor, Affiliation


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days from `start` to `end`, both included."""

    start: IsoDay = FIRST_DAY
    end: IsoDay = LAST_DAY

    def holds(self, day: IsoDay | None) -> bool:
        return day is None or self.start <= day <= self.end

    def covers(self, other: "DayRange") -> bool:
        return self.common(other) == other

    def common(self, other: "DayRange") -> "DayRange | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return DayRange(start, end) if start <= end else None


ALWAYS = DayRange()

Edges = Mapping[int, list[tuple[int, DayRange]]]


def iter_reachable(origin: int, edges: Edges) -> Iterator[tuple[int, DayRange]]:
    """(actor, days) that the edges lead to from `origin`, breadth first; a cycle of affiliations ends."""
    reached = defaultdict(list, {origin: [ALWAYS]})
    waiting = deque([(origin, ALWAYS)])
    while waiting:
        actor, window = waiting.popleft()
        for neighbour, affiliated in edges.get(actor, ()):
            common = window.common(affiliated)
            if common is None or any(known.covers(common) for known in reached[neighbour]):
                continue
            reached[neighbour].append(common)
            waiting.append((neighbour, common))
            yield neighbour, common


AffiliationRow = tuple[int, int, IsoDay | None, IsoDay | None, bool]  # child, parent, first and last day, official


class Affiliations:
    """All the affiliations that roll up, read once, or those of `officials` alone; actors go by id."""

    def __init__(self, *, officials: bool = False, rows: Sequence[AffiliationRow] | None = None) -> None:
        self.parents: dict[int, list[tuple[int, DayRange]]] = defaultdict(list)
        self.members: dict[int, list[tuple[int, DayRange]]] = defaultdict(list)
        self._rows = _rolling_up() if rows is None else rows
        for child, parent, start, end, official in self._rows:
            if officials and not official:
                continue
            window = DayRange(start or FIRST_DAY, end or LAST_DAY)
            self.parents[child].append((parent, window))
            self.members[parent].append((child, window))
        self._above: dict[int, list[tuple[int, DayRange]]] = {}

    @cached_property
    def of_officials(self) -> "Affiliations":
        """Those of them alone by which somebody speaks officially."""
        return Affiliations(officials=True, rows=self._rows)

    def above(self, actor: int, *, day: IsoDay | None) -> list[int]:
        """The actors to which the actor belonged on that day, nearest first."""
        if actor not in self._above:
            self._above[actor] = list(iter_reachable(actor, self.parents))
        return [parent for parent, window in self._above[actor] if window.holds(day)]

    def with_members(self, actors: Iterable[int]) -> set[int]:
        """The actors and all who ever belonged to them."""
        actors = set(actors)
        return actors | {member for actor in actors for member, _ in iter_reachable(actor, self.members)}


def _rolling_up() -> list[AffiliationRow]:
    rows = Affiliation.objects.rolling_up().with_official().order_by("pk")
    return [*rows.values_list("child", "parent", iso_day("started_on"), iso_day("ended_on"), "official")]


@lru_cache(maxsize=1000)
def with_members(actor: int, data: Hashable, *, officials: bool = False) -> frozenset[int]:
    """The ids of the actor and of all who have ever belonged to it, or of its officials alone; `data` as in
    `members_of`."""
    return frozenset(Affiliations(officials=officials).with_members([actor]))


@lru_cache(maxsize=1000)
def members_of(actor: Actor, data: Hashable, *, officials: bool = False) -> tuple[str, ...]:
    """The codes of all who have ever belonged to it, or of its officials alone, in alphabetical order; `data` names the
    state of the database (`claimsdb.index.data_version`), for as long as which the answer is kept."""
    members = with_members(actor.pk, data, officials=officials) - {actor.pk}
    return tuple(sorted(each.code for each in Actor.objects.filter(pk__in=members).prefetch_related("codes")))
