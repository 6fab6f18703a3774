"""The feed of many claims: rows as the engine takes them fastest, and one change of the counts at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from claimsdb.feed import storage, tallies, turns
from claimsdb.rollup import Affiliations


def refresh(batches: Iterable[Sequence[int]], *, alone: bool = False) -> None:
    """Brings the feed up to date with the claims of these ids, all of it or nothing; memory is that of one batch.

    It takes a turn, and goes `alone` where more than these claims was written.
    """
    change: Counter[tallies.Key] = Counter()
    with transaction.atomic():
        turns.take_turn(alone=alone)
        affiliations = Affiliations()
        _plan_for_growth()
        for claims in batches:
            if not alone:
                turns.hold(claims)
            storage.replace(claims, affiliations, change=change)
        tallies.change(change)


def _plan_for_growth() -> None:
    """PostgreSQL plans a statement while the tables are small, and keeps the plan while they grow: then a scan of all
    that was written before would come with every batch."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
