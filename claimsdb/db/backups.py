"""Copies of the whole database: taken while it is at work, looked over before they get their name, and put back.

SQLite is copied by itself, PostgreSQL by its own pg_dump and pg_restore. A copy is of one moment, and for its owner
alone.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from claimsdb.db.private_files import create_private

SUFFIX = {"sqlite": ".sqlite3", "postgresql": ".dump"}
NAME = "claimsdb-{at:%Y%m%dT%H%M%S}Z{suffix}"
PATTERN = "claimsdb-[0-9]*T[0-9]*Z{suffix}"
MIGRATIONS = "django_migrations"  # a table that each copy has
DROP_ALL_TABLES = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
    END LOOP;
END $$;
"""
PASSWORD = "PGPASSWORD"  # in the environment: the arguments of a process are for all to read


class BackupError(Exception):
    """Why there is no copy, or nothing was put back, in words."""


def back_up(folder: Path, *, now: datetime | None = None) -> Path:
    """A copy in this folder, named after the moment. Raises BackupError; nothing stays behind then."""
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    file = folder / NAME.format(at=(now or datetime.now(UTC)).astimezone(UTC), suffix=SUFFIX[vendor])
    if file.exists():
        raise BackupError(f"{file} is there already.")
    with _explained(file):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.{os.getpid()}.part")
        create_private(part)
        try:
            ENGINES[vendor].copy(part)
            ENGINES[vendor].check(part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return file


def drop_older(folder: Path, *, keep: int) -> list[Path]:
    """Deletes the copies in the folder but the latest ones, by their names, and says which."""
    suffix = SUFFIX[connections[DEFAULT_DB_ALIAS].vendor]
    older = sorted(folder.glob(PATTERN.format(suffix=suffix)))[:-keep]
    for file in older:
        file.unlink()
    return older


def put_back(file: Path) -> None:
    """Makes the database what the copy is, whole or not at all; until then whoever is connected sees what was before.
    Raises BackupError."""
    connection = connections[DEFAULT_DB_ALIAS]
    engine = ENGINES[connection.vendor]
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    with _explained(file):
        engine.check(file)
        connection.close()
        engine.put_back(file)


class SqliteCopies:
    """Files of SQLite."""

    def copy(self, part: Path) -> None:
        with closing(self._open(f"{Path(self._database).resolve().as_uri()}?mode=rw", uri=True)) as database:
            database.execute("VACUUM INTO ?", [str(part)])

    def check(self, file: Path) -> None:
        """Raises BackupError for what is no sound database of claimsdb."""
        with closing(self._open(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            faults = [row[0] for row in copy.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
            faults += [f"rows of {row[0]} refer to nothing" for row in copy.execute("PRAGMA foreign_key_check")][:1]
            tables = copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [MIGRATIONS]).fetchall()
        if faults:
            raise BackupError(f"{file} is damaged: {faults[0]}.")
        if not tables:
            raise BackupError(f"{file} is no copy of claimsdb: it has no table {MIGRATIONS}.")

    def put_back(self, file: Path) -> None:
        if not Path(self._database).exists():
            create_private(Path(self._database))
        with closing(self._open(file)) as copy, closing(self._open(self._database)) as database:
            copy.backup(database)

    @property
    def _database(self) -> str:
        return str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])

    def _open(self, name: str | Path, **how: Any) -> sqlite3.Connection:
        return sqlite3.connect(name, timeout=60, isolation_level=None, **how)


class PostgresqlCopies:
    """Archives of pg_dump, whose version has to be the server's or newer."""

    def copy(self, part: Path) -> None:
        self._run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}"])

    def check(self, file: Path) -> None:
        """Raises BackupError for what is no whole archive of claimsdb."""
        if f" {MIGRATIONS} " not in self._run(["pg_restore", "--list", str(file)]):
            raise BackupError(f"{file} is no copy of claimsdb: it has no table {MIGRATIONS}.")
        self._run(["pg_restore", f"--file={os.devnull}", str(file)])  # reads it to its end

    def put_back(self, file: Path) -> None:
        """All tables go, those of newer versions too, in the transaction that brings the copy."""
        with TemporaryDirectory(prefix="claimsdb-restore-") as folder:
            emptied, restored = Path(folder) / "emptied.sql", Path(folder) / "restored.sql"
            emptied.write_text(DROP_ALL_TABLES, encoding="utf-8")
            how = ["--clean", "--if-exists", "--no-owner", "--no-privileges"]
            self._run(["pg_restore", *how, f"--file={restored}", str(file)])
            whole = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
            self._run(["psql", *whole, f"--file={emptied}", f"--file={restored}"])

    def _run(self, command: Sequence[str]) -> str:
        try:
            done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            detail = f"{command[0]} is not installed, or not on the PATH; it comes with the clients of PostgreSQL."
            raise BackupError(detail) from None
        if done.returncode:
            raise BackupError(done.stderr.strip() or f"{command[0]} ended with {done.returncode}.")
        return done.stdout

    @property
    def _environment(self) -> Mapping[str, str]:
        parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
        named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname", PASSWORD: "password"}
        named |= {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
        given = {name: str(parameters[each]) for name, each in named.items() if parameters.get(each)}
        return {**os.environ, **given}


ENGINES: Mapping[str, SqliteCopies | PostgresqlCopies] = {"sqlite": SqliteCopies(), "postgresql": PostgresqlCopies()}


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{file}: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"{file}: {error}.") from error
