"""The actor and all who belong to it: a spokesman's word is his ministry's, and the ministry's is the state's.

An affiliation counts for a claim when it was said (or else published) while the affiliation lasted, and for a claim
without a date. Along a chain the spans of time narrow to what they have in common.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from claimsdb.models import Actor, Affiliation, Attribution, Claim
from claimsdb.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` to `end`, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        return day is None or ((self.start or date.min) <= day <= (self.end or date.max))

    def covers(self, other: "Window") -> bool:
        return self.common(other) == other

    def common(self, other: "Window") -> "Window | None":
        start = max(self.start or date.min, other.start or date.min)
        end = min(self.end or date.max, other.end or date.max)
        if start > end:
            return None
        return Window(None if start == date.min else start, None if end == date.max else end)


ALWAYS = Window()

Edges = Mapping[int, list[tuple[int, Window]]]


def reach(origin: int, edges: Edges) -> Iterator[tuple[int, Window]]:
    """Whom the edges lead to from `origin`, nearest first, and when; a circle of affiliations comes to an end."""
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


@dataclass(frozen=True, slots=True)
class Part:
    """One actor's part in a claim. `via` is the code of the actor through whom it is, or an unnamed one's name."""

    code: str | None
    name: str
    role: str
    as_written: str | None
    via: str | None


class Affiliations:
    """All the affiliations that roll up, read once."""

    def __init__(self) -> None:
        self.parents: dict[int, list[tuple[int, Window]]] = defaultdict(list)
        self.members: dict[int, list[tuple[int, Window]]] = defaultdict(list)
        rows = Affiliation.objects.rolling_up().order_by("pk")
        for child, parent, start, end in rows.values_list("child", "parent", "started_on", "ended_on"):
            self.parents[child].append((parent, Window(start, end)))
            self.members[parent].append((child, Window(start, end)))

    @cached_property
    def _parent_actors(self) -> dict[int, Actor]:
        return Actor.objects.prefetch_related("codes").in_bulk(list(self.members))

    def who_belong_to(self, actors: Iterable[Actor]) -> dict[Window, set[int]]:
        """The ids of the actors and their members, by the window in which they count."""
        belonging = {ALWAYS: {actor.pk for actor in actors}}
        for actor in actors:
            for member, window in reach(actor.pk, self.members):
                belonging.setdefault(window, set()).add(member)
        return belonging

    def behind(self, attribution: Attribution, *, day: date | None) -> Iterator[Actor]:
        """Whose word this is besides, nearest first: those the actor belongs to, then the side it is on."""
        if attribution.actor_id:
            yield from self._above(attribution.actor_id, day)
        if attribution.side:
            yield attribution.side
            yield from self._above(attribution.side.pk, day)

    def _above(self, actor: int, day: date | None) -> Iterator[Actor]:
        return (self._parent_actors[parent] for parent, window in reach(actor, self.parents) if window.holds(day))


def attributions_of(
    actors: Iterable[Actor], *, roles: Iterable[str] = (), affiliations: Affiliations | None = None
) -> QuerySet[Attribution]:
    """The attributions in which one of the actors has a part; with `affiliations`, or one who belongs to it."""
    rows = Attribution.objects.filter(role__in=roles) if roles else Attribution.objects.all()
    if affiliations is None:
        return rows.filter(actor__in=actors)
    belonging = affiliations.who_belong_to(actors)
    rows = rows.filter(_by(set().union(*belonging.values())))  # alone, so that the indexes of both columns serve
    if len(belonging) == 1:
        return rows
    rows = rows.alias(day=Coalesce("claim__said_from", "claim__article__published_on"))
    return rows.filter(reduce(or_, (_by(ids) & _during(window) for window, ids in belonging.items())))


def parts_in(claim: Claim, affiliations: Affiliations) -> list[Part]:
    """Who has which part in the claim, in its order, each followed by those it rolls up to; nobody twice in a role."""
    day, rows = claim.said_from or claim.article.published_on, claim.attributions.all()
    taken = {(row.actor_id, row.role) for row in rows if row.actor_id}
    parts: list[Part] = []
    for row in rows:
        written = _as_written(row)
        parts.append(written)
        for actor in affiliations.behind(row, day=day):
            if (actor.pk, row.role) not in taken:
                taken.add((actor.pk, row.role))
                parts.append(Part(actor.code, actor.name, row.role, None, written.code or written.name))
    return list(dict.fromkeys(parts))


def claim_counts(actor: Actor, claims: QuerySet[Claim], affiliations: Affiliations) -> dict[str, int]:
    """In how many of the claims the actor, or one who belongs to it, has "any" part, and each role."""
    rows = attributions_of([actor], affiliations=affiliations).filter(claim__in=claims)
    by_role = rows.order_by().values_list("role").annotate(Count("claim", distinct=True))
    counts = {"any": rows.aggregate(claims=Count("claim", distinct=True))["claims"]}
    return counts | {role.value: 0 for role in Role} | dict(by_role)


def _as_written(row: Attribution) -> Part:
    code, name = (row.actor.code, row.actor.name) if row.actor else (None, row.name or row.as_written)
    return Part(code, name, row.role, row.as_written or None, None)


def _by(actors: set[int]) -> Q:
    return Q(actor__in=actors) | Q(side__in=actors)


def _during(window: Window) -> Q:
    if window == ALWAYS:
        return Q()
    bounds = {"day__gte": window.start, "day__lte": window.end}
    return Q(day__isnull=True) | Q(**{bound: day for bound, day in bounds.items() if day})
