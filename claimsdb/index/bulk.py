"""The read model of many claims: rows as the engine takes them fastest, and few changes of the counts."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from claimsdb.actors import Affiliations
from claimsdb.index import counts, locks, storage

MOST_COUNTS = 100_000  # in memory; beyond it some counts change several times


def refresh_in_batches(batches: Iterable[Sequence[int]], *, exclusive: bool = False, held: bool = False) -> None:
    """Brings the read model up to date with the claims of these ids, all of it or nothing; memory is that of one batch.

    The lock of the index is `exclusive` where more than these claims was written. Otherwise each batch is locked, if
    its claims are not `held` already.
    """
    change = counts.CountChange()
    with transaction.atomic(savepoint=False):
        locks.lock_index(exclusive=exclusive)
        affiliations = Affiliations()
        for claims in batches:
            if not (exclusive or held):
                locks.lock_claims(claims)
            storage.replace(claims, affiliations, change=change)
            if len(change) > MOST_COUNTS:
                change.write()
        change.write()
