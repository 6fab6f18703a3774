"""Leases: short-lived locks that keep two editors off the same claim, or the same pair of claims. Others may look, and
take it over."""

import re
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from claimsdb.db.sql import ids_param
from claimsdb.models import AnyLease, Claim, Lease, LeaseQuerySet, Relation, RelationLease
from claimsdb.review import one_editor
from claimsdb.review.transitions import check_permission

TERM = timedelta(minutes=10)
NOBODY_TO_KEEP_OFF = ""
TOKEN = re.compile("[0-9a-f]{16}")
LEASES: dict[type, type[AnyLease]] = {Claim: Lease, Relation: RelationLease}

Held = Claim | Relation


def new_token() -> str:
    """For a page that may take a lease once it is open."""
    return secrets.token_hex(8)


def take(row: Held, *, by: User, token: str = "") -> str | None:
    """The token of the user's lease of the row, new or renewed; None while somebody else has it. Where there is
    NOBODY_TO_KEEP_OFF, nothing is kept. Never at a GET: what fetches pages ahead, or looks links over, would keep
    editors off."""
    check_permission(by)
    if one_editor.is_alone():
        return NOBODY_TO_KEEP_OFF
    token = token if TOKEN.fullmatch(token) else new_token()
    until = timezone.now() + TERM
    return token if _leases(row).take(row.pk, holder_id=by.pk, token=token, until=until) else None


def take_over(row: Held, *, by: User) -> str | None:
    """Takes the lease as `take` does, from whoever has it now."""
    check_permission(by)
    _leases(row).of_others(by).filter(pk=row.pk).delete()
    return take(row, by=by)


def release(row: Held, *, by: User) -> None:
    """Ends the user's lease after a decision, whichever of their pages took it."""
    _leases(row).filter(pk=row.pk, holder=by).delete()


def leave(row: Held, *, token: str) -> None:
    """Ends the lease of that token, when its page is left. A page that took the row since keeps its own."""
    _leases(row).filter(pk=row.pk, token=token).delete()


def held_by_another(row: Held, *, user: User) -> AnyLease | None:
    """The running lease of somebody else, with its holder. One that is left where there is but one editor is of an
    account that reviews no more, and keeps nobody off."""
    lease = _leases(row).of_others(user).filter(pk=row.pk).select_related("holder").first()
    return None if lease and one_editor.is_alone() else lease


def objection(row: Held, *, user: User) -> str:
    """Why the user is not to write what somebody else has before them; empty where nobody has."""
    lease = held_by_another(row, user=user)
    return f"{lease.holder} has it at the desk until {lease.expires_at:%H:%M} UTC: take it over first." if lease else ""


def objections(claims: Collection[int], *, user: User) -> dict[int, str]:
    """Why the user is not to decide claims now, by the ids of those that somebody else has before them."""
    held = Lease.objects.of_others(user).filter(claim__in=ids_param(claims))
    named = list(held.values_list("claim", "claim__key", "holder__username"))
    if named and one_editor.is_alone():
        return {}
    return {claim: f"{holder} has it open now ({key})." for claim, key, holder in named}


def _leases(row: Held) -> LeaseQuerySet:
    return LEASES[type(row)].objects.all()
