"""Gold: the claims that people found in an article, as files that an extractor can be measured against."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimsdb.choices import Stance
from claimsdb.extraction.results import Span

Figure = tuple[float | None, float | None]


class BadGold(ValueError):
    """Gold that cannot be measured against; the message names the file, the claim in it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as one reader has it, a person or an extractor.

    `speakers` are the names that stand for the speaker, None among them where nobody is named; `side` is the code of
    the state whose word it is; `figures` are the (low, high) of each quantity.
    """

    span: Span
    quote: str
    speakers: tuple[str | None, ...]
    side: str | None
    stance: Stance
    hedged: bool
    verbatim: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim in one or more readings, each as good as the other. A database without a core claim has failed; one
    that is not agreed may be found or left."""

    id: str
    core: bool
    agreed: bool
    readings: tuple[Reading, ...]

    @property
    def counts_something(self) -> bool:
        return any(reading.figures for reading in self.readings)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    path: Path
    article: str
    claims: tuple[GoldClaim, ...]

    def check(self, text: str) -> None:
        """Raises BadGold where a claim's words are not those at its place in the article's text."""
        for claim in self.claims:
            for reading in claim.readings:
                if reading.span.of(text) != reading.quote:
                    place = f"{reading.span.start}-{reading.span.end}"
                    there = f"{self.article} has {reading.span.of(text)!r} at {place}"
                    raise BadGold(f"{self.path}: claim {claim.id}: {there}, not {reading.quote!r}")


def read_gold(path: Path) -> GoldArticle:
    """The gold of one article. Raises BadGold."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadGold(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BadGold(f"{path}: not JSON in UTF-8: {error}") from None
    try:
        rows, article = list(document["claims"]), str(document["article"])
    except (KeyError, TypeError):
        raise BadGold(f'{path}: not gold, which is {{"article": file name, "claims": [...]}}') from None
    return GoldArticle(path, article, tuple(_claim(row, number, path) for number, row in enumerate(rows, start=1)))


def _claim(row: Mapping[str, Any], number: int, path: Path) -> GoldClaim:
    name = row.get("id", f"number {number}") if isinstance(row, Mapping) else f"number {number}"
    try:
        readings = tuple(map(_reading, row["readings"]))
        if not readings:
            raise ValueError("it has no readings")
        return GoldClaim(str(name), bool(row["core"]), bool(row["agreed"]), readings)
    except KeyError as error:
        raise BadGold(f"{path}: claim {name}: {error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadGold(f"{path}: claim {name}: {error}") from None


def _reading(row: Mapping[str, Any]) -> Reading:
    written = row["speaker"]["text"] if row["speaker"] else None
    return Reading(
        span=Span(int(row["start"]), int(row["end"])),
        quote=row["text"],
        speakers=(row["speaker_resolved"], written),
        side=row["speaker_side"],
        stance=Stance(row["stance"]),
        hedged=row["hedged"],
        verbatim=row["verbatim"],
        figures=tuple((quantity["low"], quantity["high"]) for quantity in row["quantities"]),
    )
