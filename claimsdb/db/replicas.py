"""Replicas of the database: the router that sends reads to one, and which of them answers."""

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

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


@contextmanager
def read_from(alias: str) -> Iterator[None]:
    token = _read_from.set(alias)
    try:
        yield
    finally:
        _read_from.reset(token)


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


# --- how far behind ---------------------------------------------------------------------------------------------------

A_MOMENT = 0.2  # seconds in which a replica that follows has caught up with what was written just before
HAS_REPLAYED = """
SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, true),
    coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)::float
"""


def seconds_behind(alias: str) -> float:
    """The age of the last transaction that the replica has replayed, where it lacks what the primary had a moment ago;
    else 0, however long ago the last one was."""
    with connections[DEFAULT_DB_ALIAS].cursor() as primary, connections[alias].cursor() as replica:
        primary.execute("SELECT pg_current_wal_lsn()::text")
        [written] = primary.fetchone()
        for moment in (A_MOMENT, 0):
            replica.execute(HAS_REPLAYED, [written])
            has_it, age = replica.fetchone()
            if has_it:
                return 0
            time.sleep(moment)
    return age
