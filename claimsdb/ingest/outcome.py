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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    `where` names it for people: its file, or a line of it. `article` is the id of its row, None where it has none.
    `claims` counts those that were found, `reason` says why it failed or is unread.
    """

    status: OutcomeStatus
    where: str = ""
    article: int | None = None
    claims: int = 0
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the article was stored, with or without claims."""
        return self.status in (OutcomeStatus.NEW, OutcomeStatus.UNREAD)

    def as_json(self) -> dict[str, Any]:
        """As a task's result has it."""
        return asdict(self)


@dataclass(slots=True)
class Totals:
    """Articles by status, the claims of all, and a line for each article that failed or is unread."""

    statuses: Counter[OutcomeStatus] = field(default_factory=Counter)
    claims: int = 0
    failed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.statuses[outcome.status] += 1
        self.claims += outcome.claims
        if outcome.status is OutcomeStatus.FAILED:
            self.failed.append(f"{outcome.where}: {outcome.reason}")
        if outcome.status is OutcomeStatus.UNREAD:
            self.unread.append(f"{outcome.where}: {outcome.reason}")
