"""How far the record of changes has been read."""

from typing import NamedTuple

OF_CLAIMS, OF_ROWS = 0, 1
LAST = 2**63 - 1


class ChangePosition(NamedTuple):
    """A transaction, by its number, and what it changed: its claims come first, in the order of their ids, then actors,
    sources, articles and assessments, in the order of the record."""

    number: int
    rank: int
    id: int

    @property
    def claim(self) -> tuple[int, int]:
        """After which number and claim there is more."""
        return self.number, self.id if self.rank == OF_CLAIMS else LAST

    @property
    def row(self) -> tuple[int, int]:
        """After which number and entry of the record of others there is more."""
        return self.number, self.id if self.rank == OF_ROWS else 0


FIRST_CHANGE = ChangePosition(0, OF_CLAIMS, 0)


def end_of(number: int) -> ChangePosition:
    """Behind all that a transaction changed."""
    return ChangePosition(number, OF_ROWS, LAST)
