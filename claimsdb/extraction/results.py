"""The results of an extractor, frozen. Spans are code points of the article's text, end exclusive."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from claimsdb.choices import Basis, Per, Phase, Qualifier, Quotation, Role, Stage, Stance, Topic, Voice

FRAGMENT = "… "  # a wording begins so where no rule makes a sentence of the article's words


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    start: int
    end: int

    def words_in(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """One figure: "at least half a million" is low 500000, best and high None. `measure` is what is counted
    ("troops"), `unit` the unit of one of them ("person", "item", "round", "percent"), empty where not told.

    `of` is the slug of the actor whose things are counted; `stage` and `per` are empty where not told. `stands_for` is
    the figure that words like "as much" mean: the span of its claim in this article, and its place among the figures of
    that claim, from 0. The figure has no bounds then.
    """

    span: TextSpan
    as_written: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    measure: str
    unit: str
    basis: Basis
    of: str = ""
    stage: Stage | Literal[""] = ""
    per: Per | Literal[""] = ""
    stands_for: tuple[TextSpan, int] | None = None


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """One actor's part in a claim.

    `as_written` are the words at `span` ("he", "the agency", "Sladkov"); `name` is what they stand for in full
    ("Aleksander Sladkov", "unnamed military analyst"); `actor` the slug in the registry, None where it is not there.
    `side` is the slug of the state whose word a claimant's is, None where none or several. `hop` counts the links of
    a chain from the speaker (0) towards the origin. `phrase` is what a speaker's words stand in, with office and
    apposition, which corpora of attributions mark: "President Sladkov, who ...".
    """

    role: Role
    span: TextSpan | None
    as_written: str
    name: str
    actor: str | None
    side: str | None = None
    hop: int = 0
    phrase: TextSpan | None = None


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
