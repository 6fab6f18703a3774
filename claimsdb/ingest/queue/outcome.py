"""What becomes of an article that is to be taken in, as processes and queues tell each other."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

TRIES = 3
"""An article whose process dies, or that the database has no time for, is tried so many times."""


class Fate(StrEnum):
    LOADED = "loaded"
    KNOWN = "known already"
    UNREAD = "without claims"
    FAILED = "failed"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Taken:
    """`where` names the article, `why` says why it has no claims or failed, `claims` counts those that were found."""

    where: str
    fate: Fate
    why: str = ""
    claims: int = 0


@dataclass(slots=True)
class Totals:
    """Counts by fate, the claims of all, and a line for each article that failed or that the extractor cannot read."""

    fates: Counter[Fate] = field(default_factory=Counter)
    claims: int = 0
    failed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, taken: Taken) -> None:
        self.fates[taken.fate] += 1
        self.claims += taken.claims
        if taken.fate is Fate.FAILED:
            self.failed.append(f"{taken.where}: {taken.why}")
        if taken.fate is Fate.UNREAD:
            self.unread.append(f"{taken.where}: {taken.why}")
