"""Statement and lock timeouts: switching them off for commands."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, Error, connections

LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE
TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def no_statement_timeout(*, lock_timeout: float = 0, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For commands: no timeouts of PostgreSQL but one for locks, in seconds, 0 for none. Also a decorator.

    It holds for the connection of this thread, and on SQLite, which has none of them, does nothing.
    """
    if connections[using].vendor != "postgresql":
        yield
        return
    before = _timeouts(using)
    _set_timeouts(using, ["0", f"{lock_timeout * 1000:.0f}", "0"])
    try:
        yield
    finally:
        # A transaction that failed takes the change back itself, and a lost connection takes it along.
        with suppress(Error):
            _set_timeouts(using, before)


def is_lock_timeout(error: BaseException) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _timeouts(using: str) -> tuple[str, ...]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_setting(%s), current_setting(%s), current_setting(%s)", TIMEOUTS)
        return cursor.fetchone()


def _set_timeouts(using: str, values: Iterable[str]) -> None:
    with connections[using].cursor() as cursor:
        for name, value in zip(TIMEOUTS, values, strict=True):
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
