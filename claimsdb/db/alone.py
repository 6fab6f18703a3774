"""One at a time on a database: what two do at once, one of them would find done half way."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from django.db import Error

from claimsdb.db.lock_files import HeldFile, hold

LOOK_AGAIN = 0.5  # seconds


def alone_at(work: str, connection: Any, *, wait: Callable[[], None]) -> AbstractContextManager[None]:
    """Waits for another at this work to end, and calls `wait` once where there is one: it may raise instead. The lock
    goes with the process."""
    if connection.vendor == "postgresql":
        return _with_advisory_lock(work, connection, wait=wait)
    if connection.is_in_memory_db():
        return nullcontext()
    return _with_lock_file(Path(f"{connection.settings_dict['NAME']}-{work}"), wait=wait)


@contextmanager
def _with_advisory_lock(work: str, connection: Any, *, wait: Callable[[], None]) -> Iterator[None]:
    """Asked for again and again: one who waits in a statement would keep the other from building an index online."""
    lock = f"hashtext('claimsdb.{work}')"
    _until(lambda: _answer(connection, f"SELECT pg_try_advisory_lock({lock})"), wait=wait)
    try:
        yield
    finally:
        with suppress(Error):  # a connection that is lost has lost the lock
            _answer(connection, f"SELECT pg_advisory_unlock({lock})")


@contextmanager
def _with_lock_file(path: Path, *, wait: Callable[[], None]) -> Iterator[None]:
    held: list[HeldFile] = []

    def is_held() -> bool:
        if file := hold(path):
            held.append(file)
        return bool(held)

    _until(is_held, wait=wait)
    try:
        yield
    finally:
        held.pop().give_back()


def _until(is_ours: Callable[[], bool], *, wait: Callable[[], None]) -> None:
    if is_ours():
        return
    wait()
    while not is_ours():
        time.sleep(LOOK_AGAIN)


def _answer(connection: Any, statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
