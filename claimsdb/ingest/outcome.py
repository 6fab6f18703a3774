"""What becomes of an article that is to be taken in. No models here: processes and queues tell each other by it."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class OutcomeStatus(StrEnum):
    NEW = "new"  # stored, and claims were looked for
    KNOWN = "known"  # there already, and left as it is
    UNREAD = "unread"  # stored without claims, as the extractor does not read its language
    FAILED = "failed"
    QUEUED = "queued"  # left to the workers of the queue


class KnownBy(StrEnum):
    """What an article has in common with the one that is known."""

    TEXT = "text"  # every character
    WORDS = "words"  # all but white space
    PROSE = "prose"  # all but notices and captions


REMARKS = {
    KnownBy.WORDS: "known by its words, white space differs",
    KnownBy.PROSE: "known by its prose, notices around it differ",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What is known of an article, and what was given for it now and not taken; None for nothing."""

    field: str
    known: str | None
    given: str

    def __str__(self) -> str:
        return f"{self.field} is {'not known' if self.known is None else repr(self.known)}, not {self.given!r}"


@dataclass(frozen=True, slots=True)
class NearCopy:
    """An article whose text is much the same; `alikeness` is from 0 to 1."""

    article: int
    title: str
    alikeness: float


@dataclass(frozen=True, slots=True)
class SourceName:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ProposedSource:
    """A source that is not confirmed, and those that it may be."""

    slug: str
    name: str
    did_you_mean: tuple[SourceName, ...] = ()

    def __str__(self) -> str:
        likely = " or ".join(each.name for each in self.did_you_mean)
        return f"{self.name} ({self.slug}){f', did you mean {likely}?' if likely else ''}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    `where` names it for people: its file, or a line of it. `article` is the id of its row, None where it has none.
    `claims` counts those that were found, `reason` says why it failed or is unread. `revision_of` is the id of the
    article that was at its address before, `proposed` are the sources of it that no editor has confirmed.
    """

    status: OutcomeStatus
    where: str = ""
    article: int | None = None
    claims: int = 0
    reason: str = ""
    known_by: KnownBy | None = None
    differs: tuple[Difference, ...] = ()
    revision_of: int | None = None
    near: tuple[NearCopy, ...] = ()
    proposed: tuple[ProposedSource, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the article was stored, with or without claims."""
        return self.status in (OutcomeStatus.NEW, OutcomeStatus.UNREAD)

    @property
    def remarks(self) -> list[str]:
        """What whoever handed it in should look at, a line each."""
        same = REMARKS.get(self.known_by, "") if self.known_by else ""
        differs = f"known otherwise: {'; '.join(map(str, self.differs))}" if self.differs else ""
        revision = f"another text at the address of article {self.revision_of}" if self.revision_of else ""
        near = [f"{each.alikeness:.0%} like article {each.article}, {each.title!r}" for each in self.near]
        return [remark for remark in (same, differs, revision, *near, *self.warnings) if remark]

    def as_json(self) -> dict[str, Any]:
        """As a task's result has it."""
        return asdict(self)


@dataclass(slots=True)
class Totals:
    """Articles by status, the claims of all, and a line for each article that failed or is unread, and for each that
    there is something to say of; the sources that were met and that no editor has confirmed, by slug."""

    statuses: Counter[OutcomeStatus] = field(default_factory=Counter)
    claims: int = 0
    failed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    proposed: dict[str, ProposedSource] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        self.statuses[outcome.status] += 1
        self.claims += outcome.claims
        if outcome.status is OutcomeStatus.FAILED:
            self.failed.append(f"{outcome.where}: {outcome.reason}")
        if outcome.status is OutcomeStatus.UNREAD:
            self.unread.append(f"{outcome.where}: {outcome.reason}")
        self.remarks += [f"{outcome.where}: {remark}" for remark in outcome.remarks]
        self.proposed |= {each.slug: each for each in outcome.proposed}
