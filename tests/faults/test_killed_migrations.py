"""`manage.py migrate` killed by SIGKILL: the next one finishes it, and nothing is lost."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from tests.databases import new_database
from tests.migrating import Upgrade, connected_to, contents
from tests.processes import said

OLD = "0009_desk"
# A migrate that kills itself before the statement of that number; it prints how many there were if it comes to its end.
KILLED = """
import os, signal, sys, django
from itertools import count
django.setup()
from django.core.management import call_command
from django.db import connection
numbers, last = count(), float(sys.argv[1])

def execute_or_die(execute, *arguments):
    if next(numbers) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*arguments)

with connection.execute_wrapper(execute_or_die):
    call_command("migrate", verbosity=0)
print(next(numbers))
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory, django_db_blocker):
    """A database as an older release left it, with rows."""
    with django_db_blocker.unblock(), new_database(tmp_path_factory.mktemp("old")) as url:
        upgrade = Upgrade(url)
        for migration in upgrade.migrations():
            if migration.app_label == "claimsdb" and migration.name > OLD:
                break
            upgrade.step(migration)
            upgrade.fill()
        yield upgrade


def migrate(url, *, killed_at=-1):
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", KILLED, str(killed_at)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, text=True, **pipes)


def contents_of(url):
    with connected_to(url):
        return contents()


def differing(found, expected):
    """What is in one of the tables and not in the other; of the schema nothing may be."""
    assert found[0] == expected[0]
    return [(table, found[1].get(table), rows) for table, rows in expected[1].items() if found[1].get(table) != rows]


def test_a_migrate_that_is_killed_is_finished_by_the_next(old, tmp_path):
    with new_database(tmp_path) as url:
        old.put_into(url)
        statements = int(said(migrate(url)))
        whole = contents_of(url)
        for tenth in (3, 8):  # `make faults` kills more of them
            old.put_into(url)
            process = migrate(url, killed_at=statements * tenth // 10)
            process.communicate()
            assert process.returncode == -signal.SIGKILL
            said(migrate(url))
            assert differing(contents_of(url), whole) == []
