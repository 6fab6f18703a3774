"""The results of an extractor, frozen. Spans are code points of the article's text, end exclusive."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimsdb.choices import Basis, Phase, Qualifier, Quotation, Role, Stance, Topic, Voice


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    start: int
    end: int

    def words_in(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """One figure: "at least half a million" is low 500000, best and high None. `measure` is what is counted
    ("troops"), `unit` the unit of one of them ("person", "item", "round", "percent"), empty where not told."""

    span: TextSpan
    as_written: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    measure: str
    unit: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """One actor's part in a claim.

    `as_written` are the words at `span` ("he", "the agency", "Sladkov"); `name` is what they stand for in full
    ("Aleksander Sladkov", "unnamed military analyst"); `actor` the slug in the registry, None where it is not there.
    `side` is the slug of the state whose word a claimant's is, None where none or several. `hop` counts the links of
    a chain from the speaker (0) towards the origin.
    """

    role: Role
    span: TextSpan | None
    as_written: str
    name: str
    actor: str | None
    side: str | None = None
    hop: int = 0


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A time as written and the first and last day that it may mean; None where that is open."""

    span: TextSpan
    as_written: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """One candidate claim. `span` is its content, without speaker and cue; `text` words it as a sentence."""

    span: TextSpan
    quote: str
    text: str
    voice: Voice
    quotation: Quotation
    stance: Stance
    hedge: str
    phase: Phase
    topic: Topic | None
    attributions: tuple[FoundAttribution, ...]
    quantities: tuple[FoundQuantity, ...]
    said_on: FoundDate | None
    event_on: FoundDate | None
    cue: TextSpan | None
    rule: str
    confidence: float
