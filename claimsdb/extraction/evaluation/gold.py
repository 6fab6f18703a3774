"""Gold standard: files with the claims that annotators found in an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimsdb.choices import Stance
from claimsdb.extraction.results import TextSpan
from claimsdb.reading import strict_json

FigureBounds = tuple[float | None, float | None]


class BadGold(ValueError):
    """A gold file that cannot be used; the message names the file, the claim in it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One claim as one annotator, a person or an extractor, has it.

    `speakers` are names for the speaker, None where nobody is named; `side` is the code of
    the state whose word it is; `figures` are the (low, high) of each quantity.
    """

    span: TextSpan
    quote: str
    speakers: tuple[str | None, ...]
    side: str | None
    stance: Stance
    hedged: bool
    verbatim: bool
    figures: tuple[FigureBounds, ...]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim in one or more annotations of equal standing. A `core` claim must be found; one that is not `agreed` may
    be found or left out."""

    id: str
    core: bool
    agreed: bool
    annotations: tuple[Annotation, ...]

    @property
    def counts_something(self) -> bool:
        return any(annotation.figures for annotation in self.annotations)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    path: Path
    article: str
    claims: tuple[GoldClaim, ...]

    def check(self, text: str) -> None:
        """Raises BadGold where a claim's words are not those at its place in the article's text."""
        for claim in self.claims:
            for annotation in claim.annotations:
                if annotation.span.words_in(text) != annotation.quote:
                    place = f"{annotation.span.start}-{annotation.span.end}"
                    there = f"{self.article} has {annotation.span.words_in(text)!r} at {place}"
                    raise BadGold(f"{self.path}: claim {claim.id}: {there}, not {annotation.quote!r}")


def read_gold(path: Path) -> GoldArticle:
    """The gold of one article. Raises BadGold."""
    try:
        document = strict_json.parse(path.read_bytes())
    except OSError as error:
        raise BadGold(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BadGold(f"{path}: not JSON in UTF-8: {error}") from None
    try:
        rows, article = list(document["claims"]), str(document["article"])
    except (KeyError, TypeError):
        raise BadGold(f'{path}: not gold, which is {{"article": file name, "claims": [...]}}') from None
    return GoldArticle(path, article, tuple(_read_claim(row, number, path) for number, row in enumerate(rows, start=1)))


def _read_claim(row: Mapping[str, Any], number: int, path: Path) -> GoldClaim:
    name = row.get("id", f"number {number}") if isinstance(row, Mapping) else f"number {number}"
    try:
        annotations = tuple(map(_read_annotation, row["readings"]))
        if not annotations:
            raise ValueError("it has no readings")
        return GoldClaim(str(name), bool(row["core"]), bool(row["agreed"]), annotations)
    except KeyError as error:
        raise BadGold(f"{path}: claim {name}: {error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadGold(f"{path}: claim {name}: {error}") from None


def _read_annotation(row: Mapping[str, Any]) -> Annotation:
    written = row["speaker"]["text"] if row["speaker"] else None
    return Annotation(
        span=TextSpan(int(row["start"]), int(row["end"])),
        quote=row["text"],
        speakers=(row["speaker_resolved"], written),
        side=row["speaker_side"],
        stance=Stance(row["stance"]),
        hedged=row["hedged"],
        verbatim=row["verbatim"],
        figures=tuple((quantity["low"], quantity["high"]) for quantity in row["quantities"]),
    )
