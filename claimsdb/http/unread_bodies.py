"""A request that is answered before its body was read: what is left of the body is read first.

gunicorn closes such a connection, and one that is closed with bytes unread is reset: a proxy that is still sending
loses the answer, and says 502.
"""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

PIECE = 64 * 1024  # bytes


def read_bodies_to_the_end(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware around all others. A body that is longer than any that is taken is left: its sender is cut off."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if said_length(request) <= settings.CLAIMSDB_LINES_SIZE_LIMIT:
            with suppress(UnreadablePostError):
                while request.read(PIECE):
                    pass
        return response

    return middleware


def said_length(request: HttpRequest) -> int:
    """Bytes, 0 where the header is absent or is no number, as Django takes it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
