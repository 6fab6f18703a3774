"""What a second editor is shown of a claim, and says of it: the claim as the first one saw it, and not the decision."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from claimsdb.choices import Verb
from claimsdb.models import Attribution, Claim, ClaimVersion, Decision, Lease, Quantity, SecondOpinion, Skip
from claimsdb.review import leases, snapshots
from claimsdb.review.opinions.second_opinions import waiting_for
from claimsdb.review.transitions import Stale, check_permission, check_reason


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as it was once, with its rows as they were; never to be saved."""

    claim: Claim
    attributions: list[Attribution]
    quantities: list[Quantity]


def next_for(user: User) -> SecondOpinion | None:
    """The oldest question that waits for the user and nobody else has before them; those put off come last."""
    skips = Skip.objects.filter(user=user, claim=OuterRef("decision__claim"))
    free = waiting_for(user).exclude(decision__claim__in=Lease.objects.of_others(user).values("claim"))
    put_off = free.annotate(skipped_at=Subquery(skips.values("skipped_at")))
    return put_off.order_by(F("skipped_at").asc(nulls_first=True), "asked_at", "pk").first()


def as_it_was(decision: Decision) -> Seen:
    """The claim right before the decision; rows of which that is not known are the present ones."""
    claim = Claim.objects.select_related("article").defer("found").get(pk=decision.claim_id)
    before = ClaimVersion.objects.get(claim=claim, version=decision.version - 1)
    snapshots.restore(claim, before)
    rows: dict[str, list[Any]] = {}
    for name, model in snapshots.ROW_MODELS.items():
        kept = snapshots.rows_at(before, name)
        rows[name] = list(model.objects.filter(claim=claim)) if kept is None else kept
    snapshots.with_actors([*rows["attributions"], *rows["quantities"]])
    return Seen(claim, **rows)


def give(opinion: SecondOpinion, *, by: User, verb: str, reason: str = "", note: str = "") -> None:
    """Saves the answer; the claim stays as it is. Raises Incomplete for half a rejection, and Stale where the question
    waits no more."""
    check_permission(by)
    if verb == Verb.REJECT:
        check_reason(reason, note=note)
    now = timezone.now()
    answer = {"by": by, "verb": verb, "reason": reason, "note": note, "given_at": now}
    settled_at = now if verb == opinion.decision.verb else None
    if not SecondOpinion.objects.asked().filter(pk=opinion.pk).update(**answer, settled_at=settled_at):
        raise Stale("This question waits no more: somebody has answered it, or the decision was taken back.")
    Skip.objects.filter(claim=opinion.decision.claim, user=by).delete()
    leases.release(opinion.decision.claim, by=by)


def skip(opinion: SecondOpinion, *, by: User) -> None:
    """Puts the question off."""
    claim = opinion.decision.claim
    Skip.objects.update_or_create(user=by, claim=claim, defaults={"skipped_at": timezone.now()})
    leases.release(claim, by=by)
