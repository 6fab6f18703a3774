"""The actors that an extractor recognises, as plain values without Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from claimsdb.choices import ActorKind, AffiliationKind, NameKind

MAX_LENGTH_WITHOUT_CAPITALS = 4  # letters of a name


@dataclass(frozen=True, slots=True)
class KnownName:
    """One way to write an actor. `matchable` is False for names that are kept but may not be matched in text."""

    text: str
    kind: NameKind
    language: str = "en"
    matchable: bool = True

    @property
    def spellings(self) -> Iterator[str]:
        """The spellings to match: either apostrophe, with and without a blank after an initial ("N.Korea"), capitals.

        Abbreviations, and names of at most four letters ("CHAD" is one too), are not matched in capitals.
        """
        for text in {
            self.text, self.text.replace("'", "’"), self.text.replace("’", "'"), self.text.replace(". ", ".")
        }:  # fmt: skip
            yield text
            if self.kind is not NameKind.ABBREVIATION and len(text) > MAX_LENGTH_WITHOUT_CAPITALS:
                yield text.upper()


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

    @property
    def matchable(self) -> Iterator[KnownName]:
        return (name for name in self.names if name.matchable and name.language.startswith("en"))


@dataclass(frozen=True)
class Registry:
    actors: tuple[KnownActor, ...]

    @classmethod
    def of(cls, actors: Iterable[KnownActor]) -> "Registry":
        return cls(tuple(actors))
