"""What every test may ask for: people of each kind, clients that act as them, and databases of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from rest_framework.test import APIClient

from tests import exchange
from tests.factories import EditorFactory, ReaderFactory
from tests.processes import new_database


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def reader(db):
    return ReaderFactory()


@pytest.fixture
def api():
    """An anonymous client of the API."""
    return APIClient()


@pytest.fixture
def editor_api(editor):
    client = APIClient()
    client.force_login(editor)
    return client


@pytest.fixture
def editor_client(client, editor):
    """A browser signed in to the admin as an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def seeded(db):
    """The five seed articles, with their claims and the editors' decisions."""
    call_command("load_seeds", verbosity=0)


@pytest.fixture
def scratch_database(tmp_path):
    """The DATABASE_URL of an empty database on the engine under test, for processes of their own."""
    with new_database(tmp_path) as url:
        yield url


@pytest.fixture
def shell(scratch_database):
    """Starts Python, or a command of manage.py, on a database of its own; `tests.processes.said` gives what it printed."""
    environment = os.environ | {"DATABASE_URL": scratch_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def start(script, *command):
        return subprocess.Popen(
            [sys.executable, "manage.py", *(command or ("shell", "-v0", "-c", script))],
            cwd=settings.BASE_DIR, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return start


@pytest.fixture
def busy_desk(editor):
    """A little of everything that a fixture has to carry; the accepted claim in it."""
    return exchange.busy_desk(editor)
