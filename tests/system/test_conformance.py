"""The running API gives what its schema says; `make conformance` asks the same more often."""

import os
import subprocess
import sys

from django.conf import settings


def test_every_answer_is_one_that_the_schema_has():
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance", "--examples", "3"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
