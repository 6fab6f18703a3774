"""What editors decided here, one claim at a time, with the features that those claims had when they were found."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from claimsdb.choices import Status, Verb
from claimsdb.models import Claim, Decision
from claimsdb.review.calibration.log_odds import Features
from claimsdb.review.calibration.reliability import Judged

# From `found`, which no editor changes: wording, kind of quotation and place may be others by now.
COLUMNS = (
    *("confidence", "extractor", "rule", "found__voice", "found__quotation", "found__span__start", "found__span__end"),
    "article__source__slug",
)
LENGTHS = (40, 80, 160, 320)  # characters


def decisions_here() -> QuerySet[Claim]:
    """Claims that stand accepted or rejected by somebody's decision here about each alone. What came with a file was
    decided elsewhere, and nobody looked at each of a batch."""
    last = Decision.objects.in_force().filter(claim=OuterRef("pk"), verb__in=[Verb.ACCEPT, Verb.REJECT])
    last = last.order_by("-version")
    judged = Claim.objects.filter(status__in=[Status.ACCEPTED, Status.REJECTED], confidence__isnull=False)
    return judged.alias(judge=Subquery(last.values("who")[:1]), batch=Subquery(last.values("batch")[:1])).filter(
        judge__isnull=False, batch=""
    )


def judged_here() -> list[Judged]:
    rows = decisions_here().order_by("pk").values_list("article__text_sha256", "status", *COLUMNS)
    return [
        Judged(article, features_of(*columns), status == Status.ACCEPTED)
        for article, status, *columns in rows.iterator(chunk_size=2000)
    ]


def with_features(claims: QuerySet[Claim]) -> Iterator[tuple[int, float | None, Features]]:
    """Each claim's id, the calibrated value that it has, and its features."""
    for pk, value, *columns in claims.values_list("pk", "calibrated", *COLUMNS):
        yield pk, value, features_of(*columns)


def features_of(
    confidence: float,
    extractor: str,
    rule: str,
    voice: Any = None,
    quotation: Any = None,
    start: Any = None,
    end: Any = None,
    source: str | None = None,
) -> Features:
    construction = f"{voice or 'unknown'}, quotation {quotation or 'unknown'}"
    return Features(confidence, f"{extractor} {rule}", construction, _length(start, end), source or "none")


def _length(start: Any, end: Any) -> str:
    """Of the quote as it was found, in characters."""
    if not isinstance(start, int) or not isinstance(end, int):
        return "unknown"
    below = next((limit for limit in LENGTHS if end - start < limit), None)
    return f"below {below}" if below else f"{LENGTHS[-1]} and more"
