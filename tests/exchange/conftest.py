"""What modules about a whole fixture have in common: a little of everything, put once for all tests of each."""

import pytest

from claimsdb.models import Claim
from tests import fixture_files
from tests.factories import EditorFactory


@pytest.fixture(scope="module")
def lasting_editor(lasting):
    return EditorFactory()


@pytest.fixture(scope="module")
def lasting_desk(lasting_editor):
    """The id of the accepted claim in it."""
    return fixture_files.busy_desk(lasting_editor).pk


@pytest.fixture
def kept_desk(lasting_desk):
    """As `busy_desk`, for a test that may change the claim in memory."""
    return Claim.objects.get(pk=lasting_desk)
