"""Figures that stand for others: "similar estimates", "as much". What they mean has bounds of its own, and stays where
it is as long as they mean it."""

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import ValidationError

from claimsdb.models import Claim, Quantity

FaultOfList = tuple[int, str, ValidationError]  # the place of the row in the list, and its column


def faults_of_stand_ins(rows: Sequence[Quantity], kept: Sequence[Quantity], *, claim: Claim) -> Iterator[FaultOfList]:
    """What is wrong with the figures that these, which the claim is to have instead of those `kept`, stand for; a fault
    without a column is one of the whole list."""
    for number, row in enumerate(rows):
        if row.stands_for_claim and (fault := _fault_of(row, row.stands_for_claim, number, rows=rows, claim=claim)):
            yield number, "stands_for", ValidationError(fault)
    yield from _faults_of_meant(rows, kept, claim=claim)


def _fault_of(row: Quantity, meant: Claim, number: int, *, rows: Sequence[Quantity], claim: Claim) -> str:
    order = row.stands_for_order
    is_own = meant.pk == claim.pk
    if is_own and order == number:
        return "A figure does not stand for itself."
    figures = dict(enumerate(rows)) if is_own else {each.order: each for each in meant.quantities.all()}
    if order not in figures:
        return f"The claim {meant.key} has no figure {order}; they are counted from 0."
    if figures[order].stands_for_claim_id is not None:
        return f"The figure {figures[order].as_written!r:.60} stands for another itself: name that one."
    return ""


def _faults_of_meant(rows: Sequence[Quantity], kept: Sequence[Quantity], *, claim: Claim) -> Iterator[FaultOfList]:
    """Of figures that other claims' stand for: each is there, has not moved, and stands for none itself."""
    if not claim.pk:
        return
    was = {each.order: each for each in kept}
    others = Quantity.objects.filter(stands_for_claim=claim).exclude(claim=claim).select_related("claim")
    for other in others.order_by("claim__key", "order"):
        order = other.stands_for_order
        meant = f"The figure {other.as_written!r:.60} of the claim {other.claim.key} stands for"
        if order >= len(rows) or _has_moved(order, was, rows):
            words = was[order].as_written if order in was else ""
            yield (
                order,
                "",
                ValidationError(f"{meant} {words!r:.60}: leave that in place {order}, or amend the other first."),
            )
        elif rows[order].stands_for_claim_id is not None:
            yield order, "stands_for", ValidationError(f"{meant} this one, which cannot stand for a third then.")


def _has_moved(order: int, was: Mapping[int, Quantity], rows: Sequence[Quantity]) -> bool:
    """Whether the words that stood there stand at another place of the list now, or others there that had another."""
    there, words = was[order].as_written if order in was else "", [row.as_written for row in rows]
    return words[order] != there and (there in words or words[order] in {row.as_written for row in was.values()})
