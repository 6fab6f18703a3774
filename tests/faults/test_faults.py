"""A little of `make faults`, and crowds: what is killed or begun twice ends well, and leaves nobody behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from claimsdb.db.alone import alone_at
from tests.migrating import connected_to
from tests.processes import MANAGE, PATIENCE
from tests.system.loading import installation, until, written

A_FEW = ["--kills", "1", "--parts", "import", "review", "queue", "disk"]


@pytest.mark.both_engines
def test_what_is_killed_or_finds_the_disk_full_loses_nothing():
    command = [sys.executable, "-m", "tests.faults", *A_FEW]
    tried = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=PATIENCE)
    assert tried.returncode == 0, tried.stdout + tried.stderr


@pytest.mark.both_engines
def test_of_two_who_migrate_at_once_one_waits_and_finds_it_done(django_db_blocker, scratch_database):
    environment = os.environ | {"DATABASE_URL": scratch_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with (
        django_db_blocker.unblock(),
        connected_to(scratch_database),
        alone_at("migrating", connection, wait=pytest.fail),
    ):
        other = subprocess.Popen([*MANAGE, "migrate"], env=environment, text=True, **pipes)
        told = other.stderr.readline()
    said, errors = other.communicate(timeout=PATIENCE)
    assert told == "Another migrate is at work on this database: waiting for its end.\n"
    assert (other.returncode, errors) == (0, "")
    assert "No migrations to apply" in said


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the /proc of Linux")
def test_a_killed_load_leaves_no_process_behind(tmp_path):
    """Not even the one that is in the middle of an article."""
    with installation(tmp_path) as one:
        written(tmp_path / "articles", "left-STALLS")
        loading = one.start("load_articles", tmp_path / "articles", "--jobs", "1")
        until(one.stalled.exists)
        reader = int(one.stalled.read_text())
        loading.send_signal(signal.SIGKILL)
        loading.communicate()
        until(lambda: not is_running(reader))
        assert one.claims("left-") == {}


def is_running(pid):
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
