"""Claims in lists, as all pages show them."""

from collections.abc import Sequence

from claimsdb.filters import NEWEST_FIRST, ClaimList, Ordering
from claimsdb.models import ANYBODY, Claim


def newest(claims: ClaimList, *, limit: int, ordering: Ordering = NEWEST_FIRST) -> Sequence[Claim]:
    """The first of a list, by the day of publication unless another ordering is given."""
    pks = [row.pk for row in claims.ordered(ordering).read(None, size=limit)]
    by_pk = Claim.objects.visible_to(ANYBODY).with_rows().in_bulk(pks)
    return [by_pk[pk] for pk in pks if pk in by_pk]
