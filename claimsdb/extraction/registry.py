"""The actors an extractor may recognise, as plain values; whoever holds the database hands them in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claimsdb.vocabulary import ActorKind, AffiliationKind, NameKind


@dataclass(frozen=True, slots=True)
class KnownName:
    """One way to write an actor. `matchable` is False for names that are kept but may not be matched in text."""

    text: str
    kind: NameKind
    language: str = "en"
    matchable: bool = True


@dataclass(frozen=True, slots=True)
class KnownAffiliation:
    """The actor is `kind` of `parent` (a slug), from `start` to `end` as far as known."""

    parent: str
    kind: AffiliationKind
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One actor of the registry. `code` is the project's code of a state ("NK"), the slug for anyone else."""

    slug: str
    name: str
    kind: ActorKind
    code: str
    names: tuple[KnownName, ...]
    affiliations: tuple[KnownAffiliation, ...] = ()


@dataclass(frozen=True)
class Registry:
    actors: tuple[KnownActor, ...]

    @classmethod
    def of(cls, actors: Iterable[KnownActor]) -> "Registry":
        return cls(tuple(actors))
