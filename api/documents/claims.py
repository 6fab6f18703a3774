"""Claims from the database's own JSON, with the addresses that depend on who asks."""

from collections.abc import Collection
from functools import cache

import orjson
from django.urls import get_script_prefix, reverse
from rest_framework.request import Request

from claimsdb.index import documents
from claimsdb.models import visibility_of


def written_claims(claims: Collection[int], request: Request) -> list[orjson.Fragment]:
    """The claims with these ids, in their order, as JSON that stands ready."""
    visibility = visibility_of(request.user)
    lines = documents.lines(claims, base=where_claims_are(request), visibility=visibility)
    return [orjson.Fragment(line) for line in lines]


def where_claims_are(request: Request) -> str:
    """With what the address of each claim begins. REST framework's own `reverse` would add `format` to it."""
    return request.build_absolute_uri(_path_of_claims(get_script_prefix()))


@cache
def _path_of_claims(prefix: str) -> str:
    """Under this prefix, at which the server has the site, the path is always the same."""
    return reverse("claim-list")
