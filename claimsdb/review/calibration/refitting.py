"""Fits the model to the decisions, keeps it, and gives the claims their values in batches, which may be cut off."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from claimsdb.index import lock_claims
from claimsdb.models import Calibration, Claim
from claimsdb.review.calibration.decided import features_of, judged_here, with_features
from claimsdb.review.calibration.log_odds import Weights, calibrated, fit
from claimsdb.review.calibration.reliability import Reliability, measure

ENOUGH = 500
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Refit:
    """What the decisions say: `weights` and `reliability` are None where there are too few decisions, or all are about
    one article."""

    decisions: int
    accepted: int
    articles: int
    weights: Weights | None = None
    reliability: Reliability | None = None


def in_force() -> Calibration | None:
    return Calibration.objects.filter(in_force=True).first()


def refit() -> Refit:
    """The model of all decisions of this installation, and how it does; the same decisions give the same."""
    judged = judged_here()
    articles = len({each.article for each in judged})
    counts = len(judged), sum(each.is_accepted for each in judged), articles
    if len(judged) < ENOUGH or articles < 2:
        return Refit(*counts)
    return Refit(*counts, fit((each.features, each.is_accepted) for each in judged), measure(judged))


@transaction.atomic
def keep(fitted: Refit, *, who: str) -> Calibration:
    """Puts the model in force instead of the one before; that one itself where it is the same."""
    assert fitted.weights is not None
    assert fitted.reliability is not None
    known = {
        "decisions": fitted.decisions,
        "accepted": fitted.accepted,
        "articles": fitted.articles,
        "weights": fitted.weights,
        "report": fitted.reliability.as_json(),
    }
    before = Calibration.objects.select_for_update().filter(in_force=True).first()
    if before and all(getattr(before, name) == value for name, value in known.items()):
        return before
    Calibration.objects.filter(in_force=True).update(in_force=False)
    return Calibration.objects.create(who=who, **known)


def apply(calibration: Calibration) -> int:
    """Gives each claim that the machine found its value; how many got another one. Cut off, it is begun again and
    writes what is missing: claims without a value go by the machine's own meanwhile."""
    changed = _write(calibration.weights)
    Calibration.objects.filter(pk=calibration.pk, applied_at__isnull=True).update(applied_at=timezone.now())
    return changed


def as_found_again() -> int:
    """Takes the calibration out of force, and its value from each claim; how many had one."""
    Calibration.objects.filter(in_force=True).update(in_force=False)
    return _write(None)


def of_new(claims: Iterable[Claim]) -> None:
    """Sets the value of claims that are about to be written, by the calibration in force."""
    calibration = in_force()
    for claim in claims:
        claim.calibrated = _value(claim, calibration.weights) if calibration else None


def _value(claim: Claim, weights: Weights) -> float | None:
    if claim.confidence is None:
        return None
    found = claim.found or {}
    place, source = found.get("span") or {}, claim.article.source
    features = features_of(
        *(claim.confidence, claim.extractor, claim.rule, found.get("voice"), found.get("quotation")),
        *(place.get("start"), place.get("end"), source.slug if source else None),
    )
    return calibrated(features, weights)


def _write(weights: Weights | None) -> int:
    changed, last = 0, 0
    while batch := list(_claims().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        changed += _write_batch(batch, weights)
        last = batch[-1]
    return changed


@transaction.atomic
def _write_batch(pks: list[int], weights: Weights | None) -> int:
    """No version of a claim, no line in the record of changes and no other number of the data comes of it: no document
    has the value, and what shows it is not cached."""
    lock_claims(pks)
    values = {}
    for pk, value, features in with_features(_claims().filter(pk__in=pks)):
        now = None if weights is None else calibrated(features, weights)
        if value != now:
            values[pk] = now
    _claims().bulk_update([Claim(pk=pk, calibrated=value) for pk, value in values.items()], ["calibrated"])
    return len(values)


def _claims() -> models.QuerySet[Claim]:
    """Those of the machine; by Django's own queryset, whose writes move no index."""
    claims: models.QuerySet[Claim] = models.QuerySet(Claim)
    return claims.filter(confidence__isnull=False)
