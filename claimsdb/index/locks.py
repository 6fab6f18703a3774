"""Advisory locks on the read model for who brings it up to date, on PostgreSQL; SQLite has one writer at a time anyhow.

Those who write claims go side by side, one at each claim. Who writes what many claims follow from, such as a day of
publication or an affiliation, goes alone: it could not see the claims that others are just adding, nor they its change.
"""

from collections.abc import Collection

from django.db import connection

from claimsdb.db.sql import ids_param
from claimsdb.models import Claim

NAME = "claimsdb.feed"  # what versions before this one say, which may be at work beside it


def lock_index(*, alone: bool) -> None:
    """Waits until the others allow it; it lasts until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(hashtext('{NAME}'))")


def lock_claims(claims: Collection[int]) -> None:
    """Waits for whoever is at one of these claims. Not for who is alone: those whom it waits for would wait for it."""
    if connection.vendor == "postgresql":
        list(
            Claim.objects.filter(pk__in=ids_param(claims))
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk")
        )
