"""A disk that takes no more than it is told to, for SQLite and for a PostgreSQL server of its own."""

import os
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from django.core.management import call_command

from tests.databases import SEEDS, new_database, place_of, url_of
from tests.faults.kills import begun
from tests.faults.runs import run
from tests.faults.subjects import SUBJECTS, exported, import_fixture
from tests.system.postgres_servers import running_one

IMPORT = next(subject for subject in SUBJECTS if subject.name == "import")
ROOM = 1 << 30  # bytes


class FileLimit:
    """No file of the process may be longer than so much: a limit of the system, for which nobody has to be root. What
    SQLite writes goes to the end of a file beside the database first."""

    def used(self, url):
        return Path(place_of(url)).stat().st_size

    def border(self, least, more):
        return more

    def run(self, url, work, *, border):
        return run(url, work, before=partial(self._limit, border))

    @staticmethod
    def _limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class Tmpfs:
    """A file system in memory, on which the server keeps the databases, and nothing else. It takes root to make one."""

    def __init__(self, place):
        self.place = place

    def used(self, url):
        """With what the server has only in mind: of a copied database each file has a place when it is written."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        return ROOM - shutil.disk_usage(self.place).free

    def border(self, least, more):
        return least + more

    def run(self, url, work, *, border):
        self._resize(border)
        try:
            return run(url, work)
        finally:
            self._resize(ROOM)

    def _resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.place], check=True)


@contextmanager
def on_sqlite(folder):
    """The disk, a database to begin with, one to work in, and the work."""
    with begun(IMPORT, folder) as (start, scratch, given):
        yield FileLimit(), start, scratch, partial(IMPORT.work, given)


@contextmanager
def on_postgresql(folder):
    """As `on_sqlite`. Skips where no such disk or server can be had."""
    with new_database(folder, like=SEEDS) as seeds:
        work = partial(import_fixture, run(seeds, exported).gave)
    with _tmpfs() as place, running_one() as server, patch.dict(os.environ, DATABASE_URL=server.url):
        if server.owner:
            shutil.chown(place, server.owner)
        start = url_of(Path("claimsdb_start"))
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            connection.execute(f"CREATE DATABASE {place_of(start)} TABLESPACE small")  # and so its copies
        migrated = run(start, partial(call_command, "migrate", verbosity=0))
        assert migrated.code == 0, migrated.said
        yield Tmpfs(place), start, url_of(Path("claimsdb_scratch")), work


@contextmanager
def _tmpfs():
    with tempfile.TemporaryDirectory(prefix="claimsdb-disk-") as name:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "claimsdb", name], capture_output=True)
        if made.returncode:
            pytest.skip("no disk of a size of our own: only root may make one, and not in every container")
        try:
            yield name
        finally:
            subprocess.run(["umount", name], check=True)
