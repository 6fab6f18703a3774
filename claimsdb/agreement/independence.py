"""The most of those who may be one that are certainly several."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

MOST_EXACT = 24  # groups; of more a number that is certain is found, which may be too low

Edge = frozenset[int]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A group of statements of one origin. A vague one, of whom only the side is known, may be anybody of that side."""

    number: int
    sides: frozenset[str]
    is_vague: bool


def largest_independent(claimants: Sequence[Claimant], *, edges: Collection[Edge], cut: Collection[Edge]) -> int:
    """How many at most of them can be chosen so that no two may be one; `cut` are pairs that are known to be two."""
    if len(claimants) < 2:
        return len(claimants)
    named = {each.number for each in claimants}
    told = {edge for edge in edges if edge <= named}
    if len(claimants) > MOST_EXACT:
        return _greedy(claimants, edges=told)
    return _exact(claimants, edges=told, cut=cut)


def _exact(claimants: Sequence[Claimant], *, edges: Collection[Edge], cut: Collection[Edge]) -> int:
    near = [0] * len(claimants)
    for place, one in enumerate(claimants):
        for other_place, other in enumerate(claimants[:place]):
            edge = frozenset({one.number, other.number})
            if edge not in cut and (edge in edges or _may_be_one(one, other)):
                near[place] |= 1 << other_place
                near[other_place] |= 1 << place

    @cache
    def most(left: int) -> int:
        if not left:
            return 0
        place = left.bit_length() - 1
        rest = left & ~(1 << place)
        with_it = 1 + most(rest & ~near[place])
        return with_it if not near[place] & rest else max(with_it, most(rest))

    return most((1 << len(claimants)) - 1)


def _greedy(claimants: Sequence[Claimant], *, edges: Collection[Edge]) -> int:
    """One after the other, those who are known first; what is cut is not asked, which chooses rather too few."""
    neighbours: dict[int, set[int]] = {}
    for edge in edges:
        if len(edge) == 2:
            one, other = edge
            neighbours.setdefault(one, set()).add(other)
            neighbours.setdefault(other, set()).add(one)
    chosen: set[int] = set()
    sides: set[str] = set()
    ordered = sorted(claimants, key=lambda each: (each.is_vague, len(neighbours.get(each.number, ())), each.number))
    for each in ordered:
        if (each.is_vague and each.sides & sides) or chosen & neighbours.get(each.number, set()):
            continue
        chosen.add(each.number)
        sides |= each.sides
    return len(chosen)


def _may_be_one(one: Claimant, other: Claimant) -> bool:
    return (one.is_vague or other.is_vague) and bool(one.sides & other.sides)
