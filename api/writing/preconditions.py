"""Preconditions by `If-Match` (RFC 9110, section 13.1.1): who changes a thing says which version of it they have seen,
so that nobody's work is written over.

Tags are those of `api.http.conditional`: they name the thing and its version. What makes one weak, compression on the
way, changes nothing of that: a weak tag serves as well, as the version is compared and not the bytes.
"""

import re
from collections.abc import Iterator
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.request import Request

from api.http.problems import Refused
from claimsdb.filters import Fault, InvalidRequest, shown
from claimsdb.models import public_name

HEADER = "If-Match"
ANY = "*"
LISTED = re.compile(r'[ \t,]*((?:W/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)')  # one entity tag of a list
VERSION = re.compile(r"[1-9][0-9]{0,9}")
# After the name of a thing. What tells one state of the data from another is longer than any version: the name may end
# in a number itself.
OURS = re.compile(r"-([1-9][0-9]{0,9})(?:-\w{8,})?")


class InvalidHeader(InvalidRequest):
    """A header that cannot be understood."""

    kind, whole = "header", "A header"


class PreconditionRequired(APIException):
    status_code = 428
    default_detail = (
        "Say in If-Match which version you have seen: the ETag of the thing as you last read it, or its version in"
        ' quotation marks, such as "3".'
    )


def version_asked(request: Request, thing: Any) -> int | None:
    """The version of the thing that the writer has seen; None for `*`, whichever it is.

    Of several that they name it is the present one, if that is among them. Raises PreconditionRequired, InvalidHeader,
    and Refused (412) where no tag names this thing.
    """
    given = request.headers.get(HEADER, "").strip()
    if not given:
        raise PreconditionRequired
    if given == ANY:
        return None
    name = public_name(thing)
    versions = {*filter(None, (_version_in(tag, of=name) for tag in _entity_tags(given)))}
    if not versions:
        raise Refused(412, f"{HEADER} names no version of {name}: read it again.", version=thing.version)
    return thing.version if thing.version in versions else max(versions)


def tags_asked(request: Request) -> frozenset[str] | None:
    """The tags of the states that the writer has seen, of a thing without versions; None for `*`, whichever it is.
    Raises PreconditionRequired and InvalidHeader."""
    given = request.headers.get(HEADER, "").strip()
    if not given:
        raise PreconditionRequired("Say in If-Match which state of it you have seen: its ETag as you last read it.")
    if given == ANY:
        return None
    return frozenset(tag.removeprefix("W/").strip('"').partition("-")[0] for tag in _entity_tags(given))


def _version_in(tag: str, *, of: str) -> int | None:
    """The version of the thing that a tag names; None where it names none of this thing."""
    opaque = tag.removeprefix("W/").strip('"')
    if VERSION.fullmatch(opaque):
        return int(opaque)
    found = OURS.fullmatch(opaque.removeprefix(of)) if opaque.startswith(of) else None
    return int(found[1]) if found else None


def _entity_tags(given: str) -> Iterator[str]:
    place = 0
    while given[place:].strip(" \t,") or not place:
        found = LISTED.match(given, place)
        if found is None:
            raise InvalidHeader([Fault(HEADER, _how_to_write(given))])
        yield found[1]
        place = found.end()


def _how_to_write(given: str) -> str:
    if '"' not in given and re.fullmatch(r"[\w-]{1,60}", given):
        return f'{shown(given)} has no quotation marks, of which a tag consists: write {HEADER}: "{given}".'
    return f'{shown(given)} is neither * nor a list of tags in quotation marks, such as "3".'
