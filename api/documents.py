"""Claims from the database's own JSON, with the addresses that depend on who asks."""

from collections.abc import Collection

import orjson
from django.urls import reverse
from rest_framework.request import Request

from claimsdb.feed import documents
from claimsdb.models.claims import KEY_LENGTH

OPENING = '{"key":"'
REST = len(OPENING) + KEY_LENGTH + len('",')  # where what follows the key begins


def written_claims(claims: Collection[int], request: Request) -> list[orjson.Fragment]:
    """The claims with these ids, in their order, as JSON that stands ready."""
    base = where_claims_are(request)
    return [orjson.Fragment(with_url(line, base)) for line in documents.lines(claims)]


def where_claims_are(request: Request) -> str:
    """With what the address of each claim begins. REST framework's own `reverse` would add `format` to it."""
    return request.build_absolute_uri(reverse("claim-list"))


def with_url(line: str, base: str) -> str:
    """A claim's document with its address, which is its key after `base`."""
    key = line[len(OPENING) : len(OPENING) + KEY_LENGTH]
    return f'{line[:REST]}"url":"{base}{key}/",{line[REST:]}'
