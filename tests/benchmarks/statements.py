"""Counts, facets and searches without HTTP: what the statements take, with the little Python around them.

DATABASE_URL=... python -m tests.benchmarks.statements      # milliseconds, as JSON
"""

import json
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import django

django.setup()

from django.http import QueryDict  # noqa: E402  (it needs the settings)

from claimsdb.choices import Status  # noqa: E402
from claimsdb.filters import ClaimFilterSet  # noqa: E402
from claimsdb.index import counts  # noqa: E402
from tests.benchmarks.pages import SEARCHES  # noqa: E402
from tests.benchmarks.press import NORTH_KOREA  # noqa: E402
from tests.benchmarks.timing import in_turns  # noqa: E402

Tasks = dict[str, Callable[[], object]]

ACCEPTED = [Status.ACCEPTED.value]
COUNTS: Tasks = {
    "count all": partial(counts.count, statuses=ACCEPTED),
    "count actor": partial(counts.count, scope=NORTH_KOREA, statuses=ACCEPTED),
    "facets all": partial(counts.counts_by_facet, statuses=ACCEPTED),
    "facets actor": partial(counts.counts_by_facet, scope=NORTH_KOREA, statuses=ACCEPTED),
}


def searches() -> Tasks:
    """How a search is counted and its first page found; none where no index of the read model has it."""
    found: Tasks = {}
    for name, path in SEARCHES.items():
        asked = QueryDict(urlsplit(path).query, mutable=True)
        del asked["limit"]
        scan = ClaimFilterSet(asked).scan
        if scan is not None:
            found[f"{name} statements"] = partial(_first_page, scan)
    return found


def _first_page(scan) -> None:
    scan.count()
    scan.positions(size=51, descending=True)


if __name__ == "__main__":
    print(json.dumps(in_turns(COUNTS | searches())))
