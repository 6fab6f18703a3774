"""The desk's checks on the seeds as their editors have decided them, as `docs/editors.md` has it."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from tests.databases import SEEDS, new_database
from tests.processes import environment_of

AT_LEAST = {  # of those that a falsification fits, how many are found
    "ten times the figure": 1.0, "somebody else": 1.0, "South for North": 0.95, "without its no": 0.8,
    "a plan as a fact": 0.75, "without its verb": 0.85, "begins with which": 1.0, "a pronoun for the name": 1.0,
    "an open quotation": 1.0, "a second statement": 1.0,
}  # fmt: skip


@pytest.mark.processes
def test_at_most_one_finding_in_ten_is_a_false_alarm_and_what_is_falsified_is_found(tmp_path):
    with new_database(tmp_path, like=SEEDS) as database:
        command = [sys.executable, "-m", "tests.benchmarks.checks"]
        environment = environment_of(database, tmp_path) | {"DJANGO_SETTINGS_MODULE": "claimsdb.settings"}
        told = subprocess.run(
            command, env=environment, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE, text=True
        )
    measured = json.loads(told.stdout)
    total = sum(map(Counter, measured["wordings"].values()), Counter())
    assert total["right"] > 40
    assert total["false"] <= total.total() / 10, measured["false_alarms"]
    found = {name: each["found"] / each["all"] for name, each in measured["falsified"].items()}
    assert found.keys() == AT_LEAST.keys()
    assert all(found[name] >= share for name, share in AT_LEAST.items()), found
