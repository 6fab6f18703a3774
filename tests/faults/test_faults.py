"""A little of `make faults`, and crowds: what is killed or begun twice ends well, and leaves nobody behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import new_database
from tests.processes import MANAGE, PATIENCE
from tests.system.loading import installation, until, written

pytestmark = pytest.mark.both_engines

A_FEW = ["--kills", "2", "--parts", "import", "review", "bulk", "queue", "disk"]


def test_what_is_killed_or_finds_the_disk_full_loses_nothing():
    command = [sys.executable, "-m", "tests.faults", *A_FEW]
    tried = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=PATIENCE)
    assert tried.returncode == 0, tried.stdout + tried.stderr


def test_of_two_who_migrate_at_once_one_waits_and_finds_it_done(tmp_path):
    with new_database(tmp_path) as url:
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        pair = [subprocess.Popen([*MANAGE, "migrate"], env=environment, text=True, **pipes) for _ in range(2)]
        said = [process.communicate(timeout=PATIENCE)[0] for process in pair]
    assert [process.returncode for process in pair] == [0, 0], said
    assert sorted("No migrations to apply" in each for each in said) == [False, True]
    assert "Traceback" not in "".join(said)


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
