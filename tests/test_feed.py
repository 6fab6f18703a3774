"""The feed follows the claims, by whichever door something is written: lists, counts and documents are as if made anew."""

from contextlib import contextmanager
from itertools import product
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from claimsdb.models import Actor
from tests.feed_desk import ROLES, Desk
from tests.feed_doors import DOORS, actor_deleted, taken_back, tried
from tests.feed_oracle import check_feed, listed, shown

pytestmark = pytest.mark.django_db

TRIES = 20
UNSEEN = (actor_deleted, taken_back)  # an actor who has a part is not deleted


@pytest.fixture
def at_a_desk(editor_client, editor, tmp_path):
    """A desk with chance of its own, of which nothing stays."""

    @contextmanager
    def desk(chance):
        with transaction.atomic():
            yield Desk(chance, editor_client, editor, tmp_path)
            transaction.set_rollback(True)

    return desk


@pytest.mark.parametrize("write", DOORS, ids=lambda write: write.__name__)
def test_by_each_door(at_a_desk, write):
    for seed in range(TRIES):
        with at_a_desk(Random(seed)) as desk:
            before = shown()
            is_written = tried(desk, write)
            check_feed()
            if is_written and (shown() == before) == (write in UNSEEN):
                return
    pytest.fail(f"It came to nothing in {TRIES} tries.")


@settings(
    max_examples=15,
    phases=[Phase.generate],  # making a failure smaller takes minutes
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(writes=st.lists(st.sampled_from(DOORS), min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_whatever_is_written(at_a_desk, writes, chance):
    with at_a_desk(chance) as desk:
        for write in writes:
            tried(desk, write)
            check_feed()
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
