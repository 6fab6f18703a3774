"""The index follows the claims by every door at which something is written."""

from random import Random

import pytest
from django.db import transaction

from claimsdb.index import synced
from tests.index.doors import DOORS, actor_deleted, taken_back, tried
from tests.index.expected import check_index, shown
from tests.index.world import World

pytestmark = pytest.mark.django_db

TRIES = 20
UNSEEN = (actor_deleted, taken_back)  # an actor who has a part is not deleted


@pytest.fixture(scope="module")
@synced()
def world(lasting):
    """One for all doors: each leaves it as it was."""
    return World(Random(0), client=None, editor=None, folder=None)


@pytest.fixture
def lent(world, editor_client, editor, tmp_path):
    """The world, to write in by this chance."""
    return lambda chance: world.lend(chance, editor_client, editor, tmp_path)


@pytest.mark.parametrize("write", DOORS, ids=lambda write: write.__name__)
def test_by_each_door(lent, write):
    for seed in range(TRIES):
        with transaction.atomic():
            before = shown()
            if tried(lent(Random(seed)), write):
                check_index()
                if (shown() == before) == (write in UNSEEN):
                    return
            transaction.set_rollback(True)
    pytest.fail(f"It came to nothing in {TRIES} tries.")
