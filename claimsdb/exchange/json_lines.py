"""Claims as the API's list shows them, with the questions that they answer and their relations, as JSON lines."""

from collections.abc import Iterator
from typing import Any

from django.db import router

from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.exchange.audience import Audience
from claimsdb.exchange.links_of_claims import with_links
from claimsdb.index import ClaimRows, documents
from claimsdb.models import Claim

BATCH = 10_000  # claims that are looked for at once: without an index scan each look may go through all of the table
CHUNK = 500  # claims whose documents are made at once


def export(claims: ClaimRows, *, audience: Audience, base: str) -> Iterator[bytes]:
    """The file as `claimsdb.exchange.formats` takes it; of claims that they see, every audience gets the same."""
    return ("".join(f"{line}\n" for line in lines).encode() for lines in json_lines(claims, base=base))


def json_lines(claims: ClaimRows, *, base: str) -> Iterator[list[str]]:
    """The documents of the claims, many at a time: in the order of their index scan or, without one, of their ids.
    Their addresses begin with `base`.

    Each batch is as of one moment, and between two nothing is held: who takes an hour to read all of it keeps the
    database from nothing.
    """
    using, last = router.db_for_read(Claim), None
    while True:
        with read_snapshot(using=using):
            rows = _rows(claims, last)
            for begin in range(0, len(rows), CHUNK):
                ids = [row.pk for row in rows[begin : begin + CHUNK]]
                lines = documents.lines(ids, base=base, visibility=claims.visibility)
                yield with_links(lines, ids, visibility=claims.visibility)
        if len(rows) < BATCH:
            return
        last = rows[-1]


def _rows(claims: ClaimRows, last: Any) -> list[Any]:
    """The next batch after `last`; of each row here only its `pk` counts."""
    if claims.scan:
        return claims.scan.positions(size=BATCH, descending=True, after=last)
    following = claims.queryset.filter(pk__gt=last.pk if last else 0)
    return list(following.order_by("pk").values_list("pk", named=True)[:BATCH])
