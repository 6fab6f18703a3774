"""A publisher is asked for with its editions: by claims, articles, facets and exports alike."""

import pytest

from claimsdb.choices import SourceState, Status
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def house():
    """A publisher with an edition, which has one of its own; another that is only proposed; and somebody else."""
    house = SourceFactory(slug="house", name="House")
    north = SourceFactory(slug="house-north", name="House North", parent=house)
    far = SourceFactory(slug="house-far-north", name="House Far North", parent=north)
    guess = SourceFactory(slug="house-guess", name="House Guess", parent=house, state=SourceState.PROPOSED)
    for source in (house, north, north, far, guess, SourceFactory(slug="other", name="Other")):
        ClaimFactory(article=ArticleFactory(source=source), status=Status.ACCEPTED)
    return house


SOURCES = {
    "source=house": 4,
    "source=House": 4,
    "source=house-north": 3,
    "source=house-far-north": 1,
    "source=house,other": 5,
    "source=other": 1,
}


@pytest.mark.parametrize(("query", "count"), SOURCES.items())
def test_a_source_stands_for_its_editions(api, house, query, count):
    assert api.get(f"/api/claims/?{query}").json()["count"] == count
    assert api.get(f"/api/articles/?{query}").json()["count"] == count
    lines = b"".join(api.get(f"/api/claims/export/?format=jsonl&{query}").streaming_content)
    assert len(lines.splitlines()) == count


def test_what_is_asked_not_to_be_of_it_is_of_no_edition(api, editor_api, house):
    assert api.get("/api/claims/?source__not=house").json()["count"] == 2  # one has no source that is confirmed
    assert editor_api.get("/api/claims/?source=house-guess").json()["count"] == 1


@pytest.mark.parametrize("query", ["", "source=house", "source=house-north", "stance=asserts", "source=other"])
def test_a_facet_counts_what_the_list_gives(api, house, query):
    found = api.get(f"/api/claims/facets/?facets=source&{query}").json()["facets"]["source"]
    counts = {each["value"]: each["count"] for each in found}
    assert "house-guess" not in counts
    if "house" in query:
        assert max(counts.values()) == SOURCES[query]
        return
    for slug, count in counts.items():
        assert api.get(f"/api/claims/?source={slug}&{query.replace('source=other', '')}").json()["count"] == count


def test_two_that_are_editions_of_each_other_end(api):
    one = SourceFactory(slug="one")
    two = SourceFactory(slug="two", parent=one)
    one.parent = two
    one.save()
    ClaimFactory(article=ArticleFactory(source=one), status=Status.ACCEPTED)
    assert api.get("/api/claims/?source=two").json()["count"] == 1
    found = api.get("/api/claims/facets/?facets=source").json()["facets"]["source"]
    assert {each["value"]: each["count"] for each in found} == {"one": 1, "two": 1}
