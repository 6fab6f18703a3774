"""What the rules compare: accepted claims as plain data, and what the registry of actors knows.

Nothing here knows a database. Whoever loads claims makes a `Statement` of each; the rules read it by `reading.read`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from claimsdb.choices import Basis, Phase, Placement, Qualifier, Quotation, Role, Stance, Voice

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `start` to `end`, both included; None where it is open. Without either nothing is known."""

    start: date | None = None
    end: date | None = None

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None

    @property
    def is_closed(self) -> bool:
        return self.start is not None and self.end is not None

    def overlaps(self, other: "Days") -> bool:
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
            self.end or date.max
        )

    def is_before(self, other: "Days") -> bool:
        return self.end is not None and other.start is not None and self.end < other.start

    def widened(self, *, days: int) -> "Days":
        """With so many days more at its end."""
        return Days(self.start, self.end and self.end + timedelta(days=days))

    def __str__(self) -> str:
        if self.start == self.end and self.start:
            return self.start.isoformat()
        return f"{self.start or '…'} to {self.end or '…'}" if self else "an unknown time"


@dataclass(frozen=True)
class Party:
    """Somebody, or a place or piece of evidence, in a statement. `slug` is the actor's, `name` their name, `side` the
    slug of the state whose word it is."""

    role: Role
    slug: str | None = None
    name: str = ""
    side: str | None = None
    as_written: str = ""
    kind: str = ""
    hop: int = 0

    @cached_property
    def id(self) -> str:
        """By which two parties are one: the actor, or the words that stand for somebody whom the registry lacks."""
        return self.slug or f"“{' '.join((self.name or self.as_written).casefold().split())}”"

    @cached_property
    def who(self) -> str:
        return self.name or self.as_written or self.slug or ""

    @property
    def is_named(self) -> bool:
        """Whether somebody stands for it: an actor, or at least a state whose word it is."""
        return self.slug is not None or self.side is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; bounds that the text does not give are None. `of` is the slug of the actor whose things are counted,
    `stands_for` the key of the statement and the order of the figure that "similar" or "as much" refers to."""

    order: int = 0
    as_written: str = ""
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACT
    measure: str = ""
    unit: str = ""
    basis: Basis = Basis.TOTAL
    of: str | None = None
    stage: str = ""
    per: str = ""
    stands_for: tuple[str, int] | None = None

    @property
    def has_value(self) -> bool:
        return not self.low is self.best is self.high is None

    @property
    def written(self) -> str:
        return f"{self.as_written} {self.measure}".strip()


@dataclass(frozen=True, slots=True)
class Statement:
    """An accepted claim. `paragraph` counts the blocks of its article; `start` and `end` are code points, None where
    the article has no such words. `sentence` is the one of the article in which the quote stands (`sentence_at`), empty
    where it is not known: the rules then have the quote alone. `alone` is where that
    sentence is a whole paragraph."""

    key: str
    article: str
    text: str
    quote: str = ""
    start: int | None = None
    end: int | None = None
    paragraph: int | None = None
    placement: Placement = Placement.BODY
    published: Days = Days()
    language: str = "en"
    voice: Voice = Voice.ARTICLE
    quotation: Quotation = Quotation.NONE
    stance: Stance = Stance.ASSERTS
    hedge: str = ""
    phase: Phase = Phase.UNKNOWN
    topic: str = ""
    said: Days = Days()
    said_as_written: str = ""
    event: Days = Days()
    event_as_written: str = ""
    parties: tuple[Party, ...] = ()
    figures: tuple[Figure, ...] = ()
    sentence: str = ""
    alone: bool = False

    def having(self, *roles: Role) -> list[Party]:
        return [party for party in self.parties if party.role in roles]


class Registry(Protocol):
    """What is known of actors and measures beside the statements themselves."""

    def above(self, actor: str, day: date | None) -> frozenset[str]:
        """All to whom the actor belonged on that day, rolled up."""

    def speaks_for(self, actor: str, day: date | None) -> frozenset[str]:
        """Whose spokesman or head the actor was on that day."""

    def is_state(self, actor: str) -> bool: ...

    def above_measure(self, measure: str) -> frozenset[str]:
        """Measures of which this one is a kind: shells are ammunition."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """That an actor belongs to another, from a day to a day; `speaks` where it is their word that he gives."""

    parent: str
    speaks: bool = False
    days: Days = Days()


@dataclass(frozen=True, eq=False)
class KnownActors:
    """A registry out of plain tables. Two are the same only if they are one."""

    belongings: Mapping[str, tuple[Belonging, ...]] = field(default_factory=dict)
    states: frozenset[str] = NOBODY
    measures: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def above(self, actor: str, day: date | None) -> frozenset[str]:
        if actor not in self.belongings:
            return NOBODY
        if (actor, day) not in self._above:
            self._above[actor, day] = frozenset(self._rolled_up(actor, day))
        return self._above[actor, day]

    def speaks_for(self, actor: str, day: date | None) -> frozenset[str]:
        if actor not in self.belongings:
            return NOBODY
        return frozenset(each.parent for each in self._of(actor, day) if each.speaks)

    def is_state(self, actor: str) -> bool:
        return actor in self.states

    def above_measure(self, measure: str) -> frozenset[str]:
        return self.measures.get(measure, NOBODY)

    @cached_property
    def _above(self) -> dict[tuple[str, date | None], frozenset[str]]:
        """What was asked before."""
        return {}

    def _rolled_up(self, actor: str, day: date | None) -> set[str]:
        found: set[str] = set()
        waiting = [actor]
        while waiting:
            parents = {each.parent for each in self._of(waiting.pop(), day)} - found - {actor}
            found |= parents
            waiting += parents
        return found

    def _of(self, actor: str, day: date | None) -> list[Belonging]:
        return [each for each in self.belongings.get(actor, ()) if day is None or each.days.overlaps(Days(day, day))]
