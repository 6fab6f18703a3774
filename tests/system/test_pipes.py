"""A command whose reader has enough ends quietly."""

import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core import management


@pytest.mark.processes
def test_a_listing_that_nobody_reads_on_ends_without_a_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "x", "DEBUG": "true"}
    command = [sys.executable, "manage.py", "showmigrations"]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_a_broken_connection_to_something_else_is_told(monkeypatch):
    def broken(arguments):
        raise BrokenPipeError

    monkeypatch.setattr(management, "execute_from_command_line", broken)
    with pytest.raises(BrokenPipeError):
        runpy.run_path(str(settings.BASE_DIR / "manage.py"), run_name="__main__")
