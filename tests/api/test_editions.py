"""A publisher is asked for with its editions: by claims, articles, facets and exports alike."""

import pytest

from claimsdb.choices import PublishedBasis, SourceState, Status
from claimsdb.models import Source
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory, StateFactory

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


def _claim_of(slug, *, day, **values):
    source = Source.objects.get(slug=slug)
    article = ArticleFactory(source=source, published_on=day, published_basis=PublishedBasis.URL)
    ClaimFactory(article=article, status=Status.ACCEPTED, **values)


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


@pytest.mark.parametrize("ordering", ["-published_on", "published_on"])
def test_a_publisher_and_its_editions_are_one_list(api, house, ordering):
    """By day, whichever of them published it, page by page there and back; claims without a day come last."""
    for day, slug in enumerate(["house-north", "house", "house-far-north", "house", "other"], start=1):
        _claim_of(slug, day=f"2024-10-0{day}")
    expected = ["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04"][:: -1 if ordering[0] == "-" else 1] + [None] * 4
    url, pages = f"/api/claims/?source=house&limit=3&ordering={ordering}", []
    while url:
        pages.append(api.get(url).json())
        url = pages[-1]["next"]
    keys = [[claim["key"] for claim in page["results"]] for page in pages]
    assert [claim["article"]["published_on"] for page in pages for claim in page["results"]] == expected
    assert len({key for page in keys for key in page}) == pages[0]["count"] == 8
    assert [claim["key"] for claim in api.get(pages[-1]["previous"]).json()["results"]] == keys[-2]


@pytest.mark.parametrize(
    ("query", "count"),
    [("published_after=2024-10-02", 1), ("search=nowhere", 0), ("actor=KP", 0), ("stance=asserts", 4)],
)
def test_other_things_may_be_asked_of_them(api, house, query, count):
    StateFactory(slug="kp", code="KP")
    _claim_of("house", day="2024-10-02", stance="denies")
    assert api.get(f"/api/claims/?source=house&{query}").json()["count"] == count


def test_the_page_of_a_publisher_has_the_articles_of_its_editions(client, house):
    page = client.get("/sources/house/").content.decode()
    assert "House Far North</p>" in page
    assert "House Guess" not in page


def test_two_that_are_editions_of_each_other_end(api):
    one = SourceFactory(slug="one")
    two = SourceFactory(slug="two", parent=one)
    one.parent = two
    one.save()
    ClaimFactory(article=ArticleFactory(source=one), status=Status.ACCEPTED)
    assert api.get("/api/claims/?source=two").json()["count"] == 1
    found = api.get("/api/claims/facets/?facets=source").json()["facets"]["source"]
    assert {each["value"]: each["count"] for each in found} == {"one": 1, "two": 1}
