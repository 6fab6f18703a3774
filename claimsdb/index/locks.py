"""Locks of those who update the read model at the same time, on PostgreSQL; SQLite has one writer at a time anyhow.

Writers of claims share an advisory lock, and lock the rows of their claims. A write from which many claims follow, such
as a day of publication or an affiliation, takes the advisory lock exclusively: it could not see the claims that others
are just adding, nor they its change.

Claims are locked before what they name, such as an actor, and before the index: whoever has that waits for no claim.
"""

from collections.abc import Collection

from django.db import connection

from claimsdb.db.sql import ids_param
from claimsdb.models import Claim

NAME = "claimsdb.feed"  # what versions before this one say, which may be at work beside it


def lock_index(*, exclusive: bool) -> None:
    """Takes the advisory lock of the index, shared or exclusive, until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'' if exclusive else '_shared'}(hashtext('{NAME}'))")


def lock_claims(claims: Collection[int], *, no_key: bool = True) -> None:
    """Locks the rows of these claims. Not under the exclusive lock: those whom it waits for would wait for it. With
    `no_key` others may go on adding rows that name them."""
    if connection.vendor == "postgresql":
        list(
            Claim.objects.filter(pk__in=ids_param(claims))
            .order_by("pk")
            .select_for_update(no_key=no_key)
            .values_list("pk")
        )
