"""The index follows the claims, by whichever door something is written: lists and documents are as if made anew."""

from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from claimsdb.index import synced
from claimsdb.models import Actor
from tests.index.doors import DOORS, tried
from tests.index.expected import check_index, listed
from tests.index.world import ROLES, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_a_world(editor_client, editor, tmp_path):
    """A world with chance of its own, of which nothing stays."""

    @contextmanager
    def world(chance):
        with transaction.atomic():
            with synced():
                made = World(chance, editor_client, editor, tmp_path)
            yield made
            transaction.set_rollback(True)

    return world


@settings(
    max_examples=6,
    phases=[Phase.generate],  # making a failure smaller takes minutes
)
@given(writes=st.lists(st.sampled_from(DOORS), min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_whatever_is_written(in_a_world, writes, chance):
    with in_a_world(chance) as world:
        for write in writes:
            tried(world, write)
            check_index()
        check_lists(chance)


def check_lists(chance):
    """That the API's lists of an actor, in any part, in one, or with a word, are what they ought to be, both ways."""
    for actor, descending in product(Actor.objects.order_by("pk"), [True, False]):
        for role, word in [(None, ""), (chance.choice(ROLES), ""), (None, chance.choice(["troops", "ships"]))]:
            asked = {"actor": actor.slug, "actor_role": role, "search": word}
            given = {name: value for name, value in asked.items() if value}
            answer = APIClient().get(
                "/api/claims/", given | {"ordering": "-published_on" if descending else "published_on"}
            )
            page = answer.json()
            assert [claim["key"] for claim in page["results"]] == listed(actor, role, word, descending=descending)
            assert page["count"] == len(page["results"])
