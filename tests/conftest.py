"""What every test may ask for: people of each kind, and clients that act as them."""

import pytest
from rest_framework.test import APIClient

from tests.factories import EditorFactory, ReaderFactory


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
