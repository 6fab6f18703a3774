"""Contradictions between claims of one article: figures that exclude each other, and denials."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from claimsdb.choices import Qualifier, Role, Stance, Status, Voice
from claimsdb.models import WAITING, Article, Claim, Quantity

# "About 4,000" and 4,300 may be one count; beyond a tenth they are two.
TOLERANCE = Decimal("0.1")

AFFIRMING = {Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES}
SPEECH_ROLES = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER}  # the others are those whom a claim is about


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims of one article, in reading order, and what is between them: "50,000 against 500,000 troops"."""

    first: Claim
    second: Claim
    about: str


def contradictions_in(article: Article) -> list[Contradiction]:
    """The contradictions among the claims that wait or are accepted, in four queries."""
    claims = (
        article.claims.filter(status__in=[*WAITING, Status.ACCEPTED])
        .in_reading_order()
        .prefetch_related("attributions__actor", "attributions__side", "quantities")
    )
    return [conflict for first, second in combinations(claims, 2) if (conflict := _between(first, second))]


def _between(first: Claim, second: Claim) -> Contradiction | None:
    if not first.topic or first.topic != second.topic or not _actors(first) & _actors(second):
        return None
    about = next(_clashing_figures(first, second), "") or _denial(first, second)
    return Contradiction(first, second, about) if about else None


def _actors(claim: Claim) -> set[int]:
    """Whom the claim is about."""
    return {part.actor_id for part in claim.attributions.all() if part.actor_id and part.role not in SPEECH_ROLES}


def _clashing_figures(first: Claim, second: Claim) -> Iterator[str]:
    if first.phase != second.phase or _same_person(first, second) or _at_other_times(first, second):
        return
    for one in first.quantities.all():
        for other in second.quantities.all():
            if (one.measure, one.unit, one.basis) == (other.measure, other.unit, other.basis) and _disjoint(one, other):
                yield f"{one.as_written} against {other.as_written} {other.measure}".strip()


def _same_person(first: Claim, second: Claim) -> bool:
    """One speaker's two figures are of two things; an article's headline and body may well be of one."""
    return first.voice == Voice.ATTRIBUTED and first.speaker == second.speaker


def _at_other_times(first: Claim, second: Claim) -> bool:
    if first.event_as_written == second.event_as_written:
        return False
    if not (first.event_to and second.event_from and first.event_from and second.event_to):
        return bool(first.event_as_written and second.event_as_written)
    return first.event_to < second.event_from or second.event_to < first.event_from


def _disjoint(one: Quantity, other: Quantity) -> bool:
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    return _below(high, other_low) or _below(other_high, low)


def _bounds(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    if quantity.qualifier == Qualifier.ABOUT and quantity.best is not None:
        return quantity.best * (1 - TOLERANCE), quantity.best * (1 + TOLERANCE)
    if quantity.qualifier == Qualifier.ORDER_OF_MAGNITUDE:
        return quantity.low, None  # "hundreds were seen" does not deny thousands
    return quantity.low, quantity.high


def _below(high: Decimal | None, low: Decimal | None) -> bool:
    return high is not None and low is not None and high < low


def _denial(first: Claim, second: Claim) -> str:
    for denial, claim in ((first, second), (second, first)):
        if denial.stance == Stance.DENIES and claim.stance in AFFIRMING and denial.speaker != claim.speaker:
            return f"{denial.speaker} denies it"
    return ""
