"""Problem documents (RFC 9457): what is wrong, where, and what would be right; and the exception that brings one.

`type` is always about:blank: the status and the `errors` tell a program all there is.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django_guid.context import guid

from claimsdb.filters import Fault

CONTENT_TYPE = "application/problem+json"


class Refused(Exception):
    """A problem with this status; `members` stand in it beside the others."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any):
        self.status, self.headers, self.members = status, headers, members
        super().__init__(detail)


def problem(request: HttpRequest, status: int, detail: str, *, errors: Iterable[Mapping] = ()) -> dict[str, Any]:
    """`errors` name what is at fault, each as `error_of` has it."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
    }
    if request_id := guid.get():
        document["request_id"] = request_id  # by which the operators find it in their log
    errors = list(errors)
    return document | {"errors": errors} if errors else document


def error_of(fault: Fault, kind: str) -> dict[str, Any]:
    """One of the `errors` of a problem; `kind` says what the place is: a parameter, a pointer, a header, a line."""
    place = int(fault.place) if kind == "line" else fault.place
    lists = {"known": list(fault.known), "nearest": list(fault.nearest)}
    return {kind: place, "detail": fault.detail} | {name: words for name, words in lists.items() if words}


def pointer_to(name: str | int) -> str:
    """The step of a JSON pointer (RFC 6901) to a member or an entry."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")
