"""A small world, the claims of it, and who asks for them."""

import pytest

from tests.api.crowd import crowd as make_crowd
from tests.api.world import make_claims, make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def claims(world):
    return make_claims(world)


@pytest.fixture(scope="module")
def lasting_world(lasting):
    """The world, for all tests of a module."""
    return make_world()


@pytest.fixture(scope="module")
def lasting_claims(lasting_world):
    """The claims, for all tests of a module."""
    return make_claims(lasting_world)


@pytest.fixture
def ask(api, claims):
    """The names of the claims that a query string finds, in alphabetical order."""
    names = {claim.key: name for name, claim in claims.items()}

    def asked(query):
        answer = api.get(f"/api/claims/?{query}")
        assert answer.status_code == 200, answer.json()
        found = sorted(names[claim["key"]] for claim in answer.json()["results"])
        assert answer.json()["count"] == len(found)
        return " ".join(found)

    return asked


@pytest.fixture
def crowd(world):
    """Sixty claims of every status, some unlike others in each thing by which they are counted."""
    return make_crowd(world)


@pytest.fixture(scope="module")
def lasting_crowd(lasting_world):
    """The crowd, for all tests of a module."""
    return make_crowd(lasting_world)


@pytest.fixture(params=["api", "editor_api"])
def asker(request):
    """A client of somebody who sees what is public, and of somebody who sees everything."""
    return request.getfixturevalue(request.param)
