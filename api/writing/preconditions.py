"""Preconditions by `If-Match`: who changes a thing says which version of it they have seen, so that nobody's work is
written over."""

import re

from django.utils.http import parse_etags
from rest_framework.exceptions import APIException
from rest_framework.request import Request

VERSION = re.compile(r'"([1-9][0-9]{0,9})(?:-[0-9a-f]+)?"')


class PreconditionRequired(APIException):
    status_code = 428
    default_detail = (
        "Say in If-Match which version you have seen: the ETag of the thing as you last read it, or its version in"
        ' quotation marks, such as "3".'
    )


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "If-Match names no version of this thing that could be the present one: read it again."


def version_asked(request: Request) -> int:
    """The version that the writer has seen. Raises PreconditionRequired and PreconditionFailed.

    `*` would allow any version, and so is none; a weak tag names no version for certain.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise PreconditionRequired
    tags = parse_etags(given)
    found = VERSION.fullmatch(tags[0]) if len(tags) == 1 else None
    if found is None:
        raise PreconditionFailed
    return int(found[1])
