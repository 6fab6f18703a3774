"""What must be reached, as data: which figure over which other, and where the border is."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Self

from tests.benchmarks.timing import Figures


@dataclass(frozen=True, slots=True)
class Value:
    """A median with its quartiles."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: list[float]) -> Self:
        low, _, high = quantiles(samples, n=4) if len(samples) > 1 else (samples[0],) * 3
        return cls(median(samples), low, high)

    def over(self, divisor: float) -> "Value":
        return Value(self.middle / divisor, self.low / divisor, self.high / divisor)


@dataclass(frozen=True, slots=True)
class Target:
    """That `figure`, divided by the median of `over` where that is given, stays within a border at the sizes named
    (at all, where none is). With `grows` it is divided by itself at the smallest size instead."""

    what: str
    figure: str
    over: str = ""
    at_most: float = 0
    at_least: float = 0
    unit: str = ""
    size: int = 0
    grows: bool = False

    @property
    def wanted(self) -> str:
        border = f"<= {self.at_most:g}" if self.at_most else f">= {self.at_least:g}"
        return f"{border} {self.unit}".strip()

    def value(self, claims: int, measured: Mapping[int, Figures]) -> Value | None:
        """At this size; None where it was not measured, or the target is not about this size."""
        figures = measured[claims]
        smallest = min(measured)
        if self.figure not in figures or (self.size and self.size != claims) or (self.grows and claims == smallest):
            return None
        value = Value.of(figures[self.figure])
        if self.grows:
            before = measured[smallest].get(self.figure)
            return value.over(median(before)) if before else None
        if not self.over:
            return value
        return value.over(median(figures[self.over])) if self.over in figures else None

    def is_met(self, value: Value) -> bool:
        return value.middle <= self.at_most if self.at_most else value.middle >= self.at_least


def targets(engine: str) -> list[Target]:
    search, search_by_actor, own_load = {"sqlite": (10, 10, 1.5), "postgresql": (40, 15, 2)}[engine]
    return [
        Target("first page of `?actor=NK` over raw", "page claimsdb", "page raw", at_most=1.4),
        Target("drf over first page", "page drf", "page claimsdb", at_least=60, size=100_000),
        Target("drf over first page", "page drf", "page claimsdb", at_least=200, size=1_000_000),
        Target("rare actor over raw", "rare claimsdb", "rare raw", at_most=2),
        Target("first page over the one of the smallest size", "page claimsdb", at_most=1.3, grows=True),
        Target("three claims of the rare actor over those of the smallest size", "few", at_most=1.3, grows=True),
        Target("page 1,000 by cursor over first page", "deep claimsdb", "first claimsdb", at_most=1.2),
        Target("count of all claims over first page", "count all", "page claimsdb", at_most=1),
        Target("count of an actor's claims over first page", "count actor", "page claimsdb", at_most=1),
        Target("facets of all claims over first page", "facets all", "page claimsdb", at_most=1),
        Target("facets of an actor's claims over first page", "facets actor", "page claimsdb", at_most=1),
        *(
            Target(f"{what}: count and ids", f"{what} statements", at_most=limit, unit="ms")
            for by, limit in {"": search, " by actor": search_by_actor}.items()
            for what in (f"search rare{by}", f"search common{by}")
        ),
        Target("304 over a static answer", "304", "static", at_most=3),
        Target("a page that is kept over a 304", "hot: page", "hot: 304", at_most=1.3),
        Target("the same, compressed", "hot: page, gzip", "hot: 304", at_most=1.3),
        Target("2,000 addresses, an editor at work: share kept", "hot: share kept, kept", at_least=50, unit="%"),
        Target(
            "processor time of one of them over with nothing kept",
            "hot: processor, kept",
            "hot: processor, made",
            at_most=0.7,
        ),
        Target("statements of a claim's page at the review desk", "desk: statements of an item", at_most=15),
        Target("a claim's page there", "desk: an item", at_most=25, unit="ms"),
        Target("a decision there, and the next claim", "desk: reject and find the next", at_most=20, unit="ms"),
        Target("list of questions", "questions: list", at_most=30, unit="ms"),
        Target("ledger of 1,000 statements", "questions: ledger", at_most=30, unit="ms"),
        Target("the same, the first time after a write", "questions: ledger, anew", at_most=30, unit="ms"),
        Target("the same, as of a day, after a write", "questions: as of a day", at_most=30, unit="ms"),
        Target("its page over its JSON", "questions: page", "questions: ledger", at_most=1.5),
        Target(
            "the same, the first time after a write", "questions: page, anew", "questions: ledger, anew", at_most=1.5
        ),
        Target(
            "a decision on a claim that answers a question of 1,000, more than on one that answers none",
            "questions: a decision more",
            at_most=5,
            unit="ms",
        ),
        Target("processor time at 16 connections over 1", "processor 16", "processor 1", at_most=1.5),
        Target("server memory, one worker", "server memory", at_most=150, unit="MB"),
        Target("import over the engine's own load", "import", "own load", at_most=own_load),
        Target("import over loaddata, claims a second", "import rate", "loaddata rate", at_least=35),
        Target("import, memory at most", "import memory", at_most=200, unit="MiB"),
        Target("export", "export speed", at_least=30, unit="MB/s"),
        Target("export over dumpdata, MB a second", "export speed", "dumpdata speed", at_least=40),
        Target("export, first byte", "export first byte", at_most=500, unit="ms"),
        Target("export, memory at most", "export memory", at_most=150, unit="MiB"),
        Target("extraction of an article of 630 words, one core", "extraction", at_most=180, unit="ms"),
        Target("extraction of an article of a megabyte", "extraction of a megabyte", at_most=30, unit="s"),
        Target("workers on all cores, share of their speed kept", "workers", at_least=0.95),
    ]
