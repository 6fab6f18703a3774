"""A command whose reader has enough ends quietly."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.processes


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
