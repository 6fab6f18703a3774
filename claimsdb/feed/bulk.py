"""The feed of many claims: rows as the engine takes them fastest, and one change of the counts at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction

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
        for claims in batches:
            if not alone:
                turns.hold(claims)
            storage.replace(claims, affiliations, change=change)
        tallies.change(change)
