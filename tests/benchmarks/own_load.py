"""The engine's own load: the same rows into the same tables and indexes, with nothing in between.

    DATABASE_URL=<to> python -m tests.benchmarks.own_load <from>      # seconds

Into SQLite by executemany of tuples, into PostgreSQL by COPY from files; both prepared beforehand and not counted.
"""

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import django
import psycopg

django.setup()

from django.db import connection, transaction  # noqa: E402  (it needs the settings)

from claimsdb import models  # noqa: E402
from claimsdb.db.timeouts import no_statement_timeout  # noqa: E402

BATCH = 10_000
SEARCH = "claimsdb_search"
TABLES = [
    *(
        model._meta.db_table
        for model in (
            *(models.Source, models.Actor, models.ActorCode, models.Affiliation, models.Article, models.Claim),
            *(
                models.Attribution,
                models.Quantity,
                models.Decision,
                models.Entry,
                models.Part,
                models.Tally,
                models.Change,
            ),
        )
    ),
    SEARCH,
]


def load_sqlite(source: str) -> float:
    begun, reading = time.perf_counter(), 0.0
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as prepared, transaction.atomic():
        cursor = connection.cursor()
        for table in TABLES:
            rows = prepared.execute(f"SELECT {'rowid, *' if table == SEARCH else '*'} FROM {table}")
            names = [f'"{name}"' for name, *_ in rows.description]
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
            while True:
                paused = time.perf_counter()
                batch = rows.fetchmany(BATCH)
                reading += time.perf_counter() - paused
                if not batch:
                    break
                cursor.executemany(statement, batch)
    return time.perf_counter() - begun - reading


def load_postgresql(source: str) -> float:
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(source) as prepared:
        for table in TABLES:
            with prepared.cursor().copy(f"COPY {table} TO STDOUT") as pieces, (Path(folder) / table).open("wb") as file:
                file.writelines(pieces)
        begun = time.perf_counter()
        with no_statement_timeout(), transaction.atomic():
            for table in TABLES:
                _copy_in(table, Path(folder) / table)
        return time.perf_counter() - begun


def _copy_in(table: str, path: Path) -> None:
    with path.open("rb") as file, connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)


if __name__ == "__main__":
    connection.ensure_connection()
    load = load_postgresql if connection.vendor == "postgresql" else load_sqlite
    print(load(sys.argv[1]))
