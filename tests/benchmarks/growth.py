"""A hundred million claims, by arithmetic from what the largest database that was measured has on its disk."""

import math
from collections.abc import Iterator

from tests.benchmarks.results import Result
from tests.benchmarks.sizes import BYTES, DEPTH

AIM = 100_000_000
MONTHS = 120
LARGEST = 6
PAGE = {"sqlite": 4096, "postgresql": 8192}  # bytes

GROWTH = """\
## A hundred million claims, by arithmetic

Nothing here was run: bytes grow as the claims do, and the pages between the root of an index and a row as the logarithm of
its size, with as many branches a page as it has at the largest size that was measured. A page of the list reads fifty rows
by such an index, whatever the size; so do facets and counts, which have a row each. Partitions are by the month of the
report, of ten years alike: each is about as large as what was measured at a million, is vacuumed, moved and dropped alone,
and a page of newest claims meets the newest of them only.
"""


def growth_of(result: Result) -> tuple[list[str], list[list[str]]] | None:
    """A header, and rows: what, at the size that was measured, at the aim. None where the disk was not looked at."""
    sizes = {name.removeprefix(BYTES): taken for name, [taken, *_] in result.figures.items() if name.startswith(BYTES)}
    if not sizes:
        return None
    header = ["on the disk", f"{result.claims:,} claims", f"{AIM:,} claims"]
    return header, [*_sizes(sizes, result), _depth(sizes, result)]


def _sizes(sizes: dict[str, float], result: Result) -> Iterator[list[str]]:
    times, total = AIM / result.claims, sum(sizes.values())
    yield ["bytes a claim, with its part of everything", f"{total / result.claims:,.0f}", "the same"]
    yield ["all tables and indexes", _shown(total), _shown(total * times)]
    yield [f"of these one of {MONTHS} partitions", "–", _shown(total * times / MONTHS)]
    for name in sorted(sizes, key=sizes.__getitem__, reverse=True)[:LARGEST]:
        yield [f"`{name}`", _shown(sizes[name]), _shown(sizes[name] * times)]


def _depth(sizes: dict[str, float], result: Result) -> list[str]:
    depths = {name: result.figures[DEPTH + name][0] for name in sizes if DEPTH + name in result.figures}
    deepest = max(depths, key=lambda name: (depths[name], sizes[name]))
    pages = sizes[deepest] / PAGE[result.engine]
    then = _depth_of(pages * AIM / result.claims, branches=pages ** (1 / max(1, depths[deepest] - 1)))
    return [f"pages to a row in the deepest index, `{deepest}`", f"{depths[deepest]:.0f}", f"{then}"]


def _depth_of(pages: float, *, branches: float) -> int:
    return 1 + math.ceil(math.log(pages) / math.log(branches) - 1e-9)


def _shown(size: float) -> str:
    return (
        f"{size / 1e12:,.1f} TB"
        if size >= 1e12
        else f"{size / 1e9:,.1f} GB"
        if size >= 1e9
        else f"{size / 1e6:,.0f} MB"
    )
