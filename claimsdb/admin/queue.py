"""Which claim comes next under an editor's eyes."""

from claimsdb.models import Claim


def next_waiting(claim: Claim) -> Claim | None:
    """The waiting claim that follows in the article, or the first of those before; None when none waits."""
    waiting = claim.article.claims.waiting().exclude(pk=claim.pk).defer("found")
    in_order = sorted(waiting, key=_place)
    after = [other for other in in_order if _place(other) > _place(claim)]
    return next(iter(after or in_order), None)


def _place(claim: Claim) -> tuple[bool, int, int, str]:
    """Claims without a place come last, whatever the database thinks of nulls."""
    return (not claim.has_span, claim.start or 0, claim.end or 0, claim.key)
