"""What every test may ask for: people of each kind, clients that act as them, and databases of their own."""

import os
import subprocess

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from tests import exchange
from tests.clients import signed_in
from tests.factories import EditorFactory, ReaderFactory
from tests.processes import MANAGE, new_database

pytest_plugins = ["tests.browser"]
USES_DATABASE = {"db", "transactional_db", "scratch_database"}


def pytest_addoption(parser):
    parser.addoption(
        "--on-database", action="store_true", help="only the tests that may tell another thing on another database"
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--on-database"):
        kept = list(filter(is_about_the_database, items))
        config.hook.pytest_deselected(items=[item for item in items if item not in {*kept}])
        items[:] = kept


def is_about_the_database(item):
    if item.get_closest_marker("above_database"):
        return False
    return bool(item.get_closest_marker("django_db") or USES_DATABASE & {*item.fixturenames})


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
    return signed_in(editor)


@pytest.fixture
def reader_api(reader):
    return signed_in(reader)


@pytest.fixture
def editor_client(client, editor):
    """A browser signed in to the admin as an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def reader_client(reader):
    """A browser of its own, signed in to the admin as a reader."""
    client = Client()
    client.force_login(reader)
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
    """Starts Python, or a command of manage.py, on a database of its own; `tests.processes.said` gives what it printed.

    What still runs when the test is over is ended.
    """
    environment = os.environ | {"DATABASE_URL": scratch_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    started = []

    def start(script, *command):
        process = subprocess.Popen(
            [*MANAGE, *(command or ("shell", "-v0", "-c", script))],
            env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def busy_desk(editor):
    """A little of everything that a fixture has to carry; the accepted claim in it."""
    return exchange.busy_desk(editor)
