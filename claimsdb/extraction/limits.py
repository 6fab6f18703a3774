"""How much is looked for in one article, so that none keeps a machine to itself."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from claimsdb.extraction.results import FoundClaim
from claimsdb.reading import cuts

Stretch = tuple[int, Iterable[FoundClaim]]
"""Where a stretch of an article ends, in code points, and the claims in it in reading order."""


@dataclass(frozen=True, slots=True)
class Cut:
    """That an article was read no further than `at`, in code points, and why."""

    at: int
    reason: str

    def __str__(self) -> str:
        return cuts.in_words(self.at, self.reason)


class Findings(tuple[FoundClaim, ...]):
    """The claims of an article in reading order; `cut` where they were not looked for to its end."""

    cut: Cut | None

    def __new__(cls, claims: Iterable[FoundClaim] = (), *, cut: Cut | None = None) -> Self:
        found = super().__new__(cls, claims)
        found.cut = cut
        return found


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many claims an article, and about so many seconds: a stretch that is begun is read to its end."""

    claims: int = 1_000
    seconds: float = 120

    def keep(self, stretches: Iterable[Stretch]) -> Findings:
        """The claims of as many stretches as the limits allow, which are read one by one."""
        end = time.monotonic() + self.seconds
        claims: list[FoundClaim] = []
        for read_to, found in stretches:
            claims += found
            if len(claims) > self.claims:
                beyond = claims[self.claims]
                return Findings(claims[: self.claims], cut=Cut(beyond.span.start, self._too_many))
            if time.monotonic() > end:
                return Findings(claims, cut=Cut(read_to, self._too_long))
        return Findings(claims)

    @property
    def _too_many(self) -> str:
        return f"it has more than {self.claims:,} claims (CLAIMSDB_CLAIMS_LIMIT)"

    @property
    def _too_long(self) -> str:
        return f"it takes longer than {self.seconds:g} seconds (CLAIMSDB_EXTRACTION_SECONDS)"


DEFAULT_LIMITS = Limits()
