"""The running API gives what its schema says; `make conformance` asks the same more often."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# `make conformance` sends every wrong value of the ninety filters too, which tests/api/test_filters.py has by kind. So
# are those of exports and facets, but for the exports of questions.
FILTERED = "^/api/(claims/|claims/feed/|changes/|(claims|questions)/facets/|(claims|answers|relations)/export/)$"


@pytest.mark.parametrize(
    "asked",
    [
        ["--phases", "examples,stateful"],
        ["--phases", "coverage", "--exclude-path-regex", FILTERED],
    ],
    ids=["each, and one after the other", "wrong values"],
)
def test_every_answer_is_one_that_the_schema_has(asked):
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance", "--examples", "3", *asked],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
