"""Whether what is on record of claims, their decisions and snapshots, agrees with them and with itself."""

from collections.abc import Collection, Iterator
from functools import reduce
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from claimsdb.db.sql import ids_param
from claimsdb.models import DECIDED, VERDICTS, Claim, ClaimVersion, Decision
from claimsdb.review import snapshots
from claimsdb.review.actions import ACTIONS

Claims = Collection[int]

OTHER_STATUS = reduce(
    Q.__or__, (Q(verb=action.verb) & ~Q(to_status=action.ends_in) for action in ACTIONS.values() if action.ends_in)
)


def said_otherwise(claims: Claims) -> Iterator[int]:
    """Those that say something else than the snapshot of their version. Where there is none, as of what an older
    release has imported, the next change writes one first."""
    newest = ClaimVersion.objects.filter(claim__in=ids_param(claims), version=F("claim__version"))
    kept = {version.claim_id: version for version in newest}
    now = snapshots.present(kept)
    return (pk for pk, version in kept.items() if not snapshots.agree(version, now[pk]))


def ahead_of_claims(claims: Claims) -> QuerySet[Any]:
    ahead = ClaimVersion.objects.filter(claim__in=ids_param(claims), version__gt=F("claim__version"))
    return ahead.order_by().values_list("claim_id", flat=True)


def decided_at_another_time(claims: Claims) -> QuerySet[Any]:
    """Those that were decided at another time than the verdict in force."""
    verdicts = Decision.objects.in_force().filter(claim=OuterRef("pk"), verb__in=VERDICTS).order_by("-version")
    decided = Claim.objects.filter(pk__in=ids_param(claims), status__in=DECIDED)
    dated = decided.alias(verdict_at=Subquery(verdicts.values("decided_at")[:1])).filter(verdict_at__isnull=False)
    return dated.exclude(decided_at=F("verdict_at")).values_list("pk", flat=True)


def decided_against_their_verb(claims: Claims) -> QuerySet[Any]:
    """Those about which a decision gives another status than its verb does."""
    wrong = Decision.objects.filter(OTHER_STATUS, claim__in=ids_param(claims))
    return wrong.order_by().values_list("claim_id", flat=True)


def unlike_their_record(claims: Claims) -> QuerySet[Any]:
    """Those about which somebody decided here, by which no snapshot is, or one that tells another story: of who wrote
    it, of the status before or after. Who wrote it may be unknown of what an older release has kept."""
    at = ClaimVersion.objects.alias(status=KT("columns__status")).filter(claim=OuterRef("claim"))
    made = at.filter(
        Q(by__isnull=True) | Q(by=OuterRef("who")), version=OuterRef("version"), status=OuterRef("to_status")
    )
    before = at.filter(version=OuterRef("version") - 1).exclude(status=OuterRef("from_status"))
    taken = Decision.objects.filter(claim__in=ids_param(claims), who__isnull=False)
    return taken.filter(~Exists(made) | Exists(before)).order_by().values_list("claim_id", flat=True)
