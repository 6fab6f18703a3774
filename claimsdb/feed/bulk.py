"""The feed of many claims: rows as the engine takes them fastest, and one change of the counts at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction

from claimsdb.feed import storage, tallies
from claimsdb.rollup import Affiliations


def refresh(batches: Iterable[Sequence[int]]) -> None:
    """Brings the feed up to date with the claims of these ids, all of it or nothing; memory is that of one batch."""
    affiliations = Affiliations()
    change: Counter[tallies.Key] = Counter()
    with transaction.atomic():
        for claims in batches:
            change.update(storage.replace(claims, affiliations))
        tallies.change(change)
