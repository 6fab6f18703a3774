"""Reads of the public API from replicas of the database; all else, and what an editor sees, from the primary.

A replica lags behind the primary. Requests with credentials may follow a write of their own, so they go to the primary.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from claimsdb.http.credentials import has_credentials

RETRY_AFTER = 10  # seconds until a replica that did not answer is tried again

logger = logging.getLogger(__name__)

_read_from: ContextVar[str] = ContextVar("_read_from", default=DEFAULT_DB_ALIAS)
_resting: dict[str, float] = {}  # replica -> the moment until which it rests, by the monotonic clock


class ReplicaRouter:
    """Database router: reads go where `read_from` says, writes always to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _read_from.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


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


@contextmanager
def read_from(alias: str) -> Iterator[None]:
    token = _read_from.set(alias)
    try:
        yield
    finally:
        _read_from.reset(token)


def is_public_read(request: HttpRequest) -> bool:
    """Whether the request reads the API without credentials."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith("/api/") and not has_credentials(request)


def pick_replica() -> str | None:
    """A random replica that answers, or None. One that does not is logged and skipped for RETRY_AFTER seconds."""
    now = time.monotonic()
    rested = [name for name in settings.CLAIMSDB_REPLICAS if _resting.get(name, now) <= now]
    for name in random.sample(rested, len(rested)):
        trouble = connection_error(name)
        if not trouble:
            return name
        _resting[name] = now + RETRY_AFTER
        logger.warning(
            "%s does not answer, the primary does in its place for %d seconds: %s", name, RETRY_AFTER, trouble
        )
    return None


def connection_error(alias: str) -> str:
    """Why the database does not answer, empty if it does. Costs a round trip for the first query of a request."""
    try:
        connections[alias].cursor().close()
    except (OperationalError, InterfaceError) as error:
        return str(error).strip()
    return ""


def _in_this_context(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks of a stream, made in the present context although they are consumed after the middleware."""
    step = partial(copy_context().run, next, iter(chunks), None)
    return iter(step, None)
