"""Precision of each extraction rule, by what editors decided on the claims that it proposed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery

from claimsdb.choices import Status, Verb
from claimsdb.models import Claim, Decision

RULE = ("extractor", "extractor_version", "rule")
ACCEPTED, REJECTED = Q(status=Status.ACCEPTED), Q(status=Status.REJECTED)
AS_FOUND = Q(amended=[])


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """The claims that one rule of one version of an extractor proposed, counted by what became of them.

    `rejected` counts by reason; `confidence` is what the extractor gave those judged, on average, and so what their
    precision should be. A claim that several versions found counts for the last of them.
    """

    extractor: str
    extractor_version: str
    rule: str
    proposed: int
    accepted_as_found: int
    accepted_amended: int
    duplicates: int
    rejected: Counter[str]
    confidence: float | None

    @property
    def accepted(self) -> int:
        return self.accepted_as_found + self.accepted_amended

    @property
    def judged(self) -> int:
        """How many were accepted or rejected: the n of the precision."""
        return self.accepted + self.rejected.total()

    @property
    def decided(self) -> int:
        return self.judged + self.duplicates

    @property
    def precision(self) -> float | None:
        """The share of those judged that were accepted, amended or not; None before the first judgement."""
        return self.accepted / self.judged if self.judged else None


def rule_records() -> list[RuleRecord]:
    """A record for each rule of each version, in two queries. Claims entered by hand have no rule."""
    rejected = _rejections()
    return [
        RuleRecord(**row, rejected=rejected[tuple(row[name] for name in RULE)])
        for row in _proposed()
        .values(*RULE)
        .annotate(
            proposed=Count("pk"),
            accepted_as_found=Count("pk", filter=ACCEPTED & AS_FOUND),
            accepted_amended=Count("pk", filter=ACCEPTED & ~AS_FOUND),
            duplicates=Count("pk", filter=Q(status=Status.DUPLICATE)),
            confidence=Avg("confidence", filter=ACCEPTED | REJECTED),
        )
    ]


def worst_first(records: Iterable[RuleRecord], *, enough: int) -> list[RuleRecord]:
    """By precision, the rules with fewer than `enough` judgements after the others, those without any last."""
    return sorted(
        records,
        key=lambda each: (each.judged < enough, not each.judged, each.precision, -each.judged, each.rule),
    )


def _proposed() -> QuerySet[Claim]:
    return Claim.objects.exclude(extractor="").order_by(*RULE)


def _rejections() -> dict[tuple[Any, ...], Counter[str]]:
    """By rule, how many of its claims stand rejected, by the reason given last."""
    rejections = Decision.objects.filter(claim=OuterRef("pk"), verb=Verb.REJECT).order_by("-version")
    by_rule: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    claims = _proposed().filter(REJECTED).annotate(reason=Subquery(rejections.values("reason")[:1]))
    for *rule, reason, number in claims.values_list(*RULE, "reason").annotate(number=Count("pk")):
        by_rule[tuple(rule)][reason] = number
    return by_rule
