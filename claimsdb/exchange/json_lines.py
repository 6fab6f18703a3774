"""Claims as the API shows them, a line each, and without "url", which depends on who asks."""

from collections.abc import Iterator

from django.db.models import QuerySet

from claimsdb.databases.snapshots import snapshot
from claimsdb.feed import documents
from claimsdb.models import Claim

CHUNK = 500  # claims


def json_lines(claims: QuerySet[Claim]) -> Iterator[bytes]:
    """The documents of the claims in the order of their ids, many at a time; memory is that of one chunk."""
    beyond = 0
    with snapshot():
        while pks := list(claims.filter(pk__gt=beyond).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            yield "".join(f"{line}\n" for line in documents.lines(pks)).encode()
            beyond = pks[-1]
