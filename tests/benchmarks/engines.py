"""The two engines by their own drivers, spoken to alike: statements mark parameters with ?."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from claimsdb.db.connections import SESSION_OPTIONS

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def connect(url: str) -> Ask:
    """A function that answers a statement with its rows, over a connection of its own to the database at DATABASE_URL."""
    if url.startswith("sqlite"):
        sqlite = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        return lambda sql, parameters: sqlite.execute(sql, parameters).fetchall()
    postgres = psycopg.connect(url, autocommit=True, options=f"-c TimeZone=UTC {SESSION_OPTIONS}")
    return lambda sql, parameters: postgres.execute(sql.replace("?", "%s"), parameters).fetchall()
