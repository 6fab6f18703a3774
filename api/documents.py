"""Claims from the database's own JSON, with the addresses that depend on who asks."""

from collections.abc import Collection

import orjson
from rest_framework.request import Request
from rest_framework.reverse import reverse

from claimsdb.feed import documents
from claimsdb.models.claims import KEY_LENGTH

OPENING = '{"key":"'
REST = len(OPENING) + KEY_LENGTH + len('",')  # where what follows the key begins


def written_claims(claims: Collection[int], request: Request) -> list[orjson.Fragment]:
    """The claims with these ids, in their order, as JSON that stands ready."""
    base = reverse("claim-list", request=request)
    return [orjson.Fragment(_with_url(line, base)) for line in documents.lines(claims)]


def _with_url(line: str, base: str) -> str:
    key = line[len(OPENING) : len(OPENING) + KEY_LENGTH]
    return f'{line[:REST]}"url":"{base}{key}/",{line[REST:]}'
