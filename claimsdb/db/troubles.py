"""What keeps a database from doing what it is asked, told apart: for readers, operators and load balancers."""

import errno
import shutil
import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import Error, InterfaceError


class Trouble(StrEnum):
    """The value is a word for programs."""

    BUSY = "busy"  # others hold what it needs
    SLOW = "slow"  # the statement was stopped
    FULL = "full"  # the disk takes no more
    UNREADABLE = "unreadable"  # the file cannot be opened or read, or is damaged
    AWAY = "away"  # the server does not answer


PASSING = {Trouble.BUSY, Trouble.SLOW, Trouble.AWAY}
"""Those after which a command may try again at once."""

IN_WORDS = {
    Trouble.BUSY: "The database is busy.",
    Trouble.SLOW: "The database took too long over this and stopped.",
    Trouble.FULL: "The disk is full: nothing can be written at this moment.",
    Trouble.UNREADABLE: "The database cannot be read: its file is not there, closed to this account, or damaged.",
    Trouble.AWAY: "The database cannot be reached at this moment.",
}

SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.UNREADABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREADABLE,
    sqlite3.SQLITE_PERM: Trouble.UNREADABLE,
    sqlite3.SQLITE_READONLY: Trouble.UNREADABLE,
    sqlite3.SQLITE_CORRUPT: Trouble.UNREADABLE,
    sqlite3.SQLITE_NOTADB: Trouble.UNREADABLE,
}
# What SQLite says where a disk or a quota takes no more, other than that it is full. Its shared memory is a file, too.
SQLITE_FULL = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
}
# By the class of PostgreSQL's SQLSTATE, or all of it.
POSTGRESQL = {
    "53100": Trouble.FULL,
    "53": Trouble.BUSY,  # too many connections, no memory
    "40": Trouble.BUSY,  # a deadlock
    "55P03": Trouble.BUSY,  # a lock
    "57014": Trouble.SLOW,
    "25P03": Trouble.SLOW,  # idle in a transaction
    "57": Trouble.AWAY,
    "08": Trouble.AWAY,
    "58": Trouble.UNREADABLE,
    "XX001": Trouble.UNREADABLE,
    "XX002": Trouble.UNREADABLE,
}
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What is the matter with the database, or the disk; None where it is the statement, or something else."""
    match error:
        case sqlite3.Error():
            return _of_sqlite(getattr(error, "sqlite_errorcode", 0))
        case Exception() if hasattr(error, "sqlstate"):  # psycopg's, which who works with SQLite need not import
            return _of_postgresql(error, error.sqlstate)
        case InterfaceError() if not isinstance(error.__cause__, sqlite3.Error):
            return Trouble.AWAY  # the connection was lost before
        case Error():
            return trouble_of(error.__cause__)
        case OSError(errno=number) if number in NO_SPACE:
            return Trouble.FULL
    return None


def is_transient(error: BaseException | None) -> bool:
    """Whether a retry may succeed at once."""
    return trouble_of(error) in PASSING


def _of_sqlite(code: int) -> Trouble | None:
    return Trouble.FULL if code in SQLITE_FULL else SQLITE.get(code & 0xFF)


def _of_postgresql(error: Exception, code: str | None) -> Trouble | None:
    from psycopg import OperationalError

    if code is None:  # nobody answered, or the connection broke
        return Trouble.AWAY if isinstance(error, OperationalError) else None
    return POSTGRESQL.get(code) or POSTGRESQL.get(code[:2])


def is_moved(database: Any) -> bool:
    """Whether SQLite's file is not where it should be: an open connection goes on in the one that was taken away."""
    if database.vendor != "sqlite" or database.is_in_memory_db():
        return False
    return not Path(database.settings_dict["NAME"]).exists()


def free_space(database: Any) -> int | None:
    """Bytes that are free beside SQLite's file; None for other engines, whose disk is not to be seen from here."""
    if database.vendor != "sqlite" or database.is_in_memory_db():
        return None
    return shutil.disk_usage(Path(database.settings_dict["NAME"]).parent).free
