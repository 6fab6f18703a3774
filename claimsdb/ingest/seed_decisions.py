"""Editors' decisions kept as data: by quotation and place, so that they outlive the extractor that they judged.

A verdict finds its claim by the words that it quotes. Where the machine's claim stands a little elsewhere, or reads
otherwise, the editor's reading amends it; where the machine has none, the editor's is entered by hand. A verdict
speaks only of claims that nobody has decided here: loading the same file again changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.dateparse import parse_datetime

from claimsdb import review
from claimsdb.choices import Status
from claimsdb.index import synced
from claimsdb.models import Actor, Article, Attribution, Claim, Quantity
from claimsdb.reading import strict_json

# How much of the two spans together must be shared for a verdict to speak of a claim that stands a little elsewhere.
SAME_CLAIM = 0.5
SAME_MISTAKE = 0.8

Row = TypeVar("Row", Attribution, Quantity)


class BadVerdicts(ValueError):
    """A file of verdicts that cannot be used; the message names the file, the place in it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision on the words `quote` at `start`; `claim` is the editor's whole reading, None for a rejection."""

    quote: str
    start: int
    verdict: str
    at: datetime
    reason: str = ""
    note: str = ""
    claim: Mapping[str, Any] | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


def read_verdicts(path: Path) -> dict[str, list[Verdict]]:
    """The verdicts of a file, by the SHA-256 of the article's text. Raises BadVerdicts."""
    try:
        document = strict_json.parse(path.read_bytes())
        at = parse_datetime(document["decided_at"])
        if at is None:
            raise ValueError(f"decided_at is {document['decided_at']!r}, not a time such as 2026-11-22T09:00:00Z")
        return {
            article["text_sha256"]: [Verdict(at=at, **decision) for decision in article["decisions"]]
            for article in document["articles"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadVerdicts(f"{path}: not a file of decisions: {error}") from error


def apply_verdicts(article: Article, verdicts: Iterable[Verdict]) -> Counter[str]:
    """Applies them in one transaction; returns how many claims were accepted, amended, rejected, entered by hand."""
    tally: Counter[str] = Counter()
    with synced():
        placed = article.claims.filter(start__isnull=False)
        claims = list(placed.order_by("pk").prefetch_related("attributions", "quantities", "decisions"))
        for verdict, claim in _paired(verdicts, claims):
            if claim is None or not claim.decisions.all():
                try:
                    tally.update(_apply(verdict, claim, article))
                except (review.ReviewError, ValidationError, Actor.DoesNotExist) as error:
                    raise BadVerdicts(f"{article.file_name}: {verdict.quote!r} at {verdict.start}: {error}") from error
    return tally


def _paired(verdicts: Iterable[Verdict], claims: Sequence[Claim]) -> Iterator[tuple[Verdict, Claim | None]]:
    """Each verdict with the claim that it speaks of."""
    verdicts = list(verdicts)
    places = pair(verdicts, [(claim.start or 0, claim.end or 0) for claim in claims])
    for verdict, place in zip(verdicts, places, strict=True):
        yield verdict, None if place is None else claims[place]


def pair(verdicts: Sequence[Verdict], spans: Sequence[tuple[int, int]]) -> list[int | None]:
    """For each verdict which of the spans it speaks of, the closest pairs first; acceptances need less of it than
    rejections."""
    overlaps = sorted(
        (
            (_overlap(verdict, *span), -number, place)
            for number, verdict in enumerate(verdicts)
            for place, span in enumerate(spans)
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for overlap, negative, place in overlaps:
        number = -negative
        enough = SAME_CLAIM if verdicts[number].claim else SAME_MISTAKE
        if overlap >= enough and number not in chosen and place not in chosen.values():
            chosen[number] = place
    return [chosen.get(number) for number in range(len(verdicts))]


def _overlap(verdict: Verdict, start: int, end: int) -> float:
    """The share of the two spans together that lies in both."""
    shared = max(0, min(verdict.end, end) - max(verdict.start, start))
    return shared / (len(verdict.quote) + end - start - shared)


def _apply(verdict: Verdict, claim: Claim | None, article: Article) -> Iterator[str]:
    """Moves the claim; yields a word for each thing that was done."""
    signature: review.Signature = {"by": None, "decided_at": verdict.at, "note": verdict.note}
    if verdict.claim is None:
        if claim is not None:
            review.reject(claim, reason=verdict.reason, **signature)
            yield "rejected"
        return
    reading = _reading(verdict, article)
    if claim is None:
        claim = review.enter(article, **reading, by=None, decided_at=verdict.at)
        yield "entered by hand"
    elif changes := _changes(claim, reading):
        review.amend(claim, **changes, by=None, decided_at=verdict.at)
        yield "amended"
    if claim.status != Status.ACCEPTED:
        review.accept(claim, **signature)
        yield "accepted"


def _reading(verdict: Verdict, article: Article) -> dict[str, Any]:
    """The verdict's reading of the article as `review.amend` and `review.enter` take it."""
    fields = dict(verdict.claim or {})
    attributions = [_attribution(**row) for row in fields.pop("attributions")]
    quantities = [_quantity(article, **row) for row in fields.pop("quantities")]
    dates = {name: date.fromisoformat(fields[name]) if fields.get(name) else None for name in Claim.DAYS}
    fields |= {"start": verdict.start, "end": verdict.end, **dates}
    return {"fields": fields, "attributions": attributions, "quantities": quantities}


def _attribution(*, actor: str | None, side: str | None, **values: Any) -> Attribution:
    return _placed(
        Attribution(
            actor=Actor.objects.get(slug=actor) if actor else None,
            side=Actor.objects.get(slug=side) if side else None,
            **values,
        )
    )


def _quantity(
    article: Article, *, of: str | None = None, stands_for: Mapping[str, int] | None = None, **values: Any
) -> Quantity:
    """`of` is an actor's slug; `stands_for` the `start` of the claim and the place of its `figure` that is meant."""
    figures = {name: None if values[name] is None else Decimal(str(values[name])) for name in Quantity.BOUNDS}
    meant = {}
    if stands_for is not None:
        claim = article.claims.filter(start=stands_for["start"]).order_by("pk").first()
        if claim is None:
            raise ValidationError(
                f"no claim starts at {stands_for['start']}, for which {values['as_written']!r} stands"
            )
        meant = {"stands_for_claim": claim, "stands_for_order": stands_for["figure"]}
    actor = Actor.objects.get(slug=of) if of else None
    return _placed(Quantity(**{**values, **figures, **meant, "of": actor}))


def _placed(row: Row) -> Row:
    row.end = None if row.start is None else row.start + len(row.as_written)
    return row


def _changes(claim: Claim, reading: dict[str, Any]) -> dict[str, Any]:
    """What of the reading differs from the claim as it stands."""
    changes: dict[str, Any] = {}
    if fields := {name: value for name, value in reading["fields"].items() if getattr(claim, name) != value}:
        changes["fields"] = fields
    for name in Claim.ROW_LISTS:
        if _values(reading[name]) != _values(getattr(claim, name).all()):
            changes[name] = reading[name]
    return changes


def _values(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What the rows say, whatever their order."""
    values = (model_to_dict(row, exclude=["id", "claim", "order"]) for row in rows)
    return sorted(values, key=lambda each: (each["as_written"], each["start"] or 0, each.get("role", "")))
