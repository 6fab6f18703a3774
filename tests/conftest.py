"""What every test may ask for: people of each kind, and clients that act as them."""

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

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
