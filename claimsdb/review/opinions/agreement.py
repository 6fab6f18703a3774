"""Agreement of two people who label the same things: the share that they label alike, and Cohen's kappa, which takes
away what they would label alike by chance.

J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960), 37-46.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import Count

from claimsdb.models import Decision


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` things: `raw` is the share labelled alike, from 0 to 1; `kappa` is 1 for all alike and 0 for chance. Each
    is None where it is not defined: without things, and kappa where both give everything one and the same label."""

    n: int
    raw: float | None
    kappa: float | None


def agreement(pairs: Counter[tuple[Hashable, Hashable]]) -> Agreement:
    """Of the pairs of labels (one person's, the other's), each with how many things have it."""
    n = pairs.total()
    alike = sum(number for (one, other), number in pairs.items() if one == other)
    by_chance = _by_chance(pairs)
    return Agreement(
        n=n,
        raw=alike / n if n else None,
        kappa=(n * alike - by_chance) / (n * n - by_chance) if by_chance < n * n else None,
    )


def agreement_of_editors() -> Agreement:
    """Between the verdicts and the second opinions on them, those that were taken back aside."""
    given = Decision.objects.in_force().filter(second_opinion__given_at__isnull=False)
    rows = given.values_list("verb", "second_opinion__verb").annotate(opinions=Count("pk")).order_by()
    return agreement(Counter({(verdict, opinion): number for verdict, opinion, number in rows}))


def _by_chance(pairs: Counter[tuple[Hashable, Hashable]]) -> int:
    """What both would label alike if neither looked, times n: in whole numbers, so that equal is equal."""
    one: Counter[Hashable] = Counter()
    other: Counter[Hashable] = Counter()
    for (label, second), number in pairs.items():
        one[label] += number
        other[second] += number
    return sum(one[label] * other[label] for label in one)
