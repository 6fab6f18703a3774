"""Reads of the public API from replicas of the database; all else, and what an editor sees, from the primary.

A replica lags behind the primary. Requests with credentials may follow a write of their own, so they go to the primary.
"""

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from functools import partial

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from claimsdb.db.replicas import pick_replica, read_from
from claimsdb.http.credentials import has_credentials


class ReplicaMiddleware:
    """Middleware that sends public reads of the API to a replica, while one answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        if not set(settings.CLAIMSDB_REPLICAS) & set(connections):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        replica = pick_replica() if is_public_read(request) else None
        with read_from(replica or DEFAULT_DB_ALIAS):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _in_this_context(response)
        return response


def is_public_read(request: HttpRequest) -> bool:
    """Whether the request reads the API without credentials."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith("/api/") and not has_credentials(request)


def _in_this_context(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks of a stream, made in the present context although they are consumed after the middleware."""
    step = partial(copy_context().run, next, iter(chunks), None)
    return iter(step, None)
