"""Claims as the API's list shows them, a line each."""

from collections.abc import Iterator
from typing import Any

from django.db import router
from django.db.models import QuerySet

from claimsdb.db.snapshot_isolation import snapshot
from claimsdb.index import documents
from claimsdb.index.keyset import IndexScan
from claimsdb.models import Claim

STRIDE = 10_000  # claims that are looked for at once: without a walk each look may go through all of the table
CHUNK = 500  # claims whose documents are made at once


def json_lines(claims: QuerySet[Claim], *, base: str, walk: IndexScan | None = None) -> Iterator[list[str]]:
    """The documents of the claims, many at a time: in the order of the walk to them or, without one, of their ids.
    Their addresses begin with `base`.

    Each stride is as of one moment, and between two nothing is held: who takes an hour to read all of it keeps the
    database from nothing.
    """
    using, last = router.db_for_read(Claim), None
    while True:
        with snapshot(using=using):
            rows = _rows(claims, walk, last)
            for begin in range(0, len(rows), CHUNK):
                yield documents.lines([row.pk for row in rows[begin : begin + CHUNK]], base=base)
        if len(rows) < STRIDE:
            return
        last = rows[-1]


def _rows(claims: QuerySet[Claim], walk: IndexScan | None, last: Any) -> list[Any]:
    """The next stride after `last`; of each row here only its `pk` counts."""
    if walk:
        return walk.places(size=STRIDE, descending=True, beyond=last)
    beyond = claims.filter(pk__gt=last.pk if last else 0)
    return list(beyond.order_by("pk").values_list("pk", named=True)[:STRIDE])
