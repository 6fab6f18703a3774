"""Facets of many claims count what the list has: compared value by value with the claims that the list shows."""

from urllib.parse import parse_qs, urlencode

import pytest

from claimsdb.choices import Status
from claimsdb.index.facets import FacetName
from tests.api.crowd import FOR_EDITORS, QUERIES
from tests.api.independent_counts import FACETS, World, narrowed

pytestmark = pytest.mark.both_engines
ALL = ",".join(FACETS)


@pytest.fixture
def crowd(db, lasting_crowd):
    return lasting_crowd


def questions(asker):
    """What the client may ask."""
    may_see_all = asker.get("/api/claims/?status=extracted").status_code == 200
    return [*QUERIES, *FOR_EDITORS] if may_see_all else QUERIES


def counts_by_facet(answer):
    return {facet: {each["value"]: each["count"] for each in values} for facet, values in answer["facets"].items()}


def words_of(query):
    return {name: ",".join(words).split(",") for name, words in parse_qs(query).items()}


def test_facets_count_the_claims_of_the_list(asker, crowd, subtests):
    world = World(asker, statuses=list(Status) if questions(asker) != QUERIES else ())
    for query in questions(asker):
        page = asker.get(f"/api/claims/?limit=500&{query}").json()
        answer = asker.get(f"/api/claims/facets/?limit=500&facets={ALL}&{query}").json()
        with subtests.test(query):
            assert counts_by_facet(answer) == world.facets(words_of(query))
            assert answer["count"] == page["count"] == len(page["results"])
            assert (answer["meta"]["count"], answer["meta"]["facets"]) == ("exact", "exact")


NARROWED = [
    "",
    "hedged=true",
    "published_after=2024-05-02",
    "actor_role=claimant",
    "actor_role=claimant&claimant=RU&rollup=false",
    "actor=NK&actor_role=subject,claimant",
    "value_min=2000",
    "actor=RU&rollup=officials",
    "topic=treaty,none&measure=troops",
]


@pytest.mark.parametrize("query", NARROWED)
def test_a_value_finds_as_many_claims_as_its_facet_says(api, crowd, query):
    answer = api.get(f"/api/claims/facets/?facets={ALL}&{query}").json()
    for facet in FacetName:
        for each in answer["facets"][facet][:4]:
            address = urlencode(narrowed(words_of(query), facet, each["value"]), doseq=True)
            assert api.get(f"/api/claims/?limit=1&{address}").json()["count"] == each["count"], (facet, each)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.ACCEPTED])
def test_statuses_beyond_the_right_are_refused(api, crowd, status):
    assert api.get(f"/api/claims/facets/?status={status}").status_code == 403
