"""All that is public as a file of SQLite, to be queried and published as it is: the tables of the data package with
their keys, and claims to be found by their words. The same bytes for the same data."""

import sqlite3
from pathlib import Path
from typing import Any

from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.exchange.packages.data_package import NOTES, batched_rows
from claimsdb.exchange.packages.tables import BY_NAME, TABLES, PublicTable, TableColumn

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "datetime": "TEXT"}
INDEXED = {"claims": ("quote", "text"), "questions": ("title",)}  # for full-text search


def write_sqlite(path: Path) -> None:
    """Writes into a file that is empty or not there. Raises sqlite3.Error where that cannot be."""
    with read_snapshot(), sqlite3.connect(path) as file:
        file.execute("PRAGMA page_size = 4096")
        file.execute("PRAGMA foreign_keys = OFF")  # they are there for who reads; rows come in any order
        for table in TABLES:
            file.execute(_create(table))
            _fill(file, table)
        for name, columns in INDEXED.items():
            _index(file, name, columns)
    file.execute("VACUUM")
    file.close()


def datasette_metadata() -> dict[str, Any]:
    """What Datasette says of the file, as its `--metadata` takes it."""
    tables = {table.name: {"title": table.title} for table in TABLES}
    tables["claims"] |= {"label_column": "text", "fts_table": "claims_fts"}
    tables["questions"] |= {"label_column": "title", "fts_table": "questions_fts"}
    return {
        "title": "Who claimed what, where it was reported, and whether the claims agree",
        "description": f"All that is public in a claimsdb. {NOTES}",
        "databases": {"claimsdb": {"tables": tables}},
    }


def _create(table: PublicTable) -> str:
    parts = [f'"{each.name}" {TYPES[each.kind]}{_reference(each)}' for each in table.columns]
    if table.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(parts)})"


def _reference(column: TableColumn) -> str:
    if not column.refers_to:
        return ""
    return f" REFERENCES {_quoted(column.refers_to)} ({_quoted(BY_NAME[column.refers_to].columns[0].name)})"


def _fill(file: sqlite3.Connection, table: PublicTable) -> None:
    marks = ", ".join("?" * len(table.columns))
    for some in batched_rows(table):
        file.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", some)


def _index(file: sqlite3.Connection, name: str, columns: tuple[str, ...]) -> None:
    names = ", ".join(map(_quoted, columns))
    file.execute(f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5 ({names}, content="{name}")')
    file.execute(f'INSERT INTO "{name}_fts" (rowid, {names}) SELECT rowid, {names} FROM {_quoted(name)}')


def _quoted(name: str) -> str:
    return f'"{name}"'
