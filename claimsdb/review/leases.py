"""Leases: short-lived locks that keep two editors off the same claim. Others may look, and take it over."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from claimsdb.db.sql import ids_param
from claimsdb.models import Claim, Lease
from claimsdb.review.transitions import check_permission

TERM = timedelta(minutes=10)


def take(claim: Claim, *, by: User) -> str | None:
    """The token of the user's lease of the claim, new or renewed; None while somebody else has it."""
    check_permission(by)
    token = secrets.token_hex(8)
    until = timezone.now() + TERM
    return token if Lease.objects.take(claim.pk, holder_id=by.pk, token=token, until=until) else None


def take_over(claim: Claim, *, by: User) -> str | None:
    """Takes the lease as `take` does, from whoever has it now."""
    check_permission(by)
    Lease.objects.of_others(by).filter(claim=claim).delete()
    return take(claim, by=by)


def release(claim: Claim, *, by: User) -> None:
    """Ends the user's lease after a decision, whichever of their pages took it."""
    Lease.objects.filter(claim=claim, holder=by).delete()


def leave(claim: Claim, *, token: str) -> None:
    """Ends the lease of that token, when its page is left. A page that took the claim since keeps its own."""
    Lease.objects.filter(claim=claim, token=token).delete()


def held_by_another(claim: Claim, *, user: User) -> Lease | None:
    """The running lease of somebody else, with its holder."""
    return Lease.objects.of_others(user).filter(claim=claim).select_related("holder").first()


def objections(claims: Collection[int], *, user: User) -> dict[int, str]:
    """Why the user is not to decide claims now, by the ids of those that somebody else has before them."""
    held = Lease.objects.of_others(user).filter(claim__in=ids_param(claims))
    named = held.values_list("claim", "claim__key", "holder__username")
    return {claim: f"{holder} has it open now ({key})." for claim, key, holder in named}
