"""Pages: none of the rows missed, none shown twice, however the list is ordered and whatever is empty in it."""

from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.views.claims import ClaimViewSet
from claimsdb.choices import Status
from claimsdb.filters import RELEVANCE
from claimsdb.index import synced
from claimsdb.models import Article, Claim
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory

pytestmark = pytest.mark.both_engines

# By relevance only what a search finds can be ordered.
ORDERINGS = [sign + name for name in ClaimViewSet.orderings if name != RELEVANCE for sign in ("", "-")]
VALUES = {
    "published_on": lambda claim: claim["article"]["published_on"],
    "said_on": lambda claim: claim["said_on"] and claim["said_on"]["from"],
    "created_at": lambda claim: datetime.fromisoformat(claim["created_at"]),
    "updated_at": lambda claim: datetime.fromisoformat(claim["updated_at"]),
    "confidence": lambda claim: claim["extractor"]["confidence"],
}


def crawl(api, url, link):
    """The pages from `url` on, as lists of keys."""
    pages = []
    while url:
        page = api.get(url).json()
        pages.append([claim["key"] for claim in page["results"]])
        last, url = url, page[link]
    return pages, last


def sorted_with_empty_last(claims, ordering):
    name, down = ordering.removeprefix("-"), ordering.startswith("-")
    ids = dict(Claim.objects.values_list("key", "pk"))
    keys = {claim["key"]: VALUES[name](claim) for claim in claims}
    full = sorted((key for key in keys if keys[key] is not None), key=lambda key: (keys[key], ids[key]), reverse=down)
    return full + sorted((key for key in keys if keys[key] is None), key=ids.get, reverse=down)


days = st.sampled_from([None, "2024-01-01", "2024-01-02"])
moments = st.sampled_from([datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, 0, 0, 0, 5, tzinfo=UTC)])
rows = st.lists(st.tuples(days, days, moments, moments, st.sampled_from([None, 0.1, 1 / 3])), max_size=7)


@pytest.fixture
def rewrite(db):
    """Gives as many claims as there are rows the values of the rows."""
    with synced():
        claims = [AcceptedClaimFactory(article=ArticleFactory()) for _ in range(7)]

    @synced()
    def rewritten(values):
        Claim.objects.update(status=Status.SUPERSEDED, decided_at=None)
        for claim, (published, said, created, updated, confidence) in zip(claims, values, strict=False):
            basis = "url" if published else "unknown"
            days = dict.fromkeys(Article.DAYS, published)
            Article.objects.filter(pk=claim.article_id).update(**days, published_basis=basis)
            Claim.objects.filter(pk=claim.pk).update(
                status=Status.ACCEPTED,
                decided_at=created,
                said_from=said,
                created_at=created,
                updated_at=updated,
                confidence=confidence,
            )

    return rewritten


@pytest.mark.parametrize("ordering", ORDERINGS)
@settings(max_examples=8)
@given(values=rows, limit=st.integers(1, 4))
def test_crawl_gives_every_row_once_both_ways(api, rewrite, ordering, values, limit):
    rewrite(values)
    everything = api.get("/api/claims/").json()["results"]
    forward, end = crawl(api, f"/api/claims/?ordering={ordering}&limit={limit}", "next")
    assert [*chain.from_iterable(forward)] == sorted_with_empty_last(everything, ordering)
    assert all(len(page) == limit for page in forward[:-1])
    backward, _ = crawl(api, end, "previous")
    assert backward == forward[::-1]


def test_rows_that_come_or_go_meanwhile_move_no_other(api, db):
    claims = AcceptedClaimFactory.create_batch(4)
    first = api.get("/api/claims/?ordering=created_at&limit=2").json()
    Claim.objects.filter(pk=claims[0].pk).update(status=Status.SUPERSEDED, decided_at=None)
    second = api.get(first["next"]).json()
    assert [claim["key"] for claim in second["results"]] == [claims[2].key, claims[3].key]
    again = api.get(second["previous"]).json()
    assert ([claim["key"] for claim in again["results"]], again["previous"]) == ([claims[1].key], None)


def test_page_beyond_the_last_row_is_empty(api, db):
    claims = AcceptedClaimFactory.create_batch(2)
    first = api.get("/api/claims/?ordering=created_at&limit=1").json()
    Claim.objects.filter(pk=claims[1].pk).update(status=Status.SUPERSEDED, decided_at=None)
    beyond = api.get(first["next"]).json()
    assert (beyond["results"], beyond["next"], beyond["previous"]) == ([], None, None)


@pytest.fixture
def three(db):
    AcceptedClaimFactory.create_batch(3)


@pytest.fixture
def cursor(api, three):
    link = api.get("/api/claims/?hedged=false&limit=1").json()["next"]
    return link.split("cursor=")[1].split("&")[0]


@pytest.mark.parametrize("query", ["hedged=false", "hedged=false&limit=2", "limit=3&hedged=false&format=json"])
def test_cursor_fits_its_query(api, cursor, query):
    assert api.get(f"/api/claims/?{query}&cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/api/claims/?cursor={}",
        "/api/claims/?hedged=true&cursor={}",
        "/api/claims/?hedged=false&ordering=said_on&cursor={}",
        "/api/claims/?hedged=false&cursor={}A",
        "/api/claims/?hedged=false&cursor=x{}",
        "/api/claims/?hedged=false&cursor={0}&cursor={0}",
        "/api/actors/?cursor={}",
    ],
)
def test_cursor_fits_no_other_query(api, cursor, url):
    assert api.get(url.format(cursor)).status_code == 400


@settings(max_examples=60)
@given(text=st.text(min_size=1).filter(str.strip))
def test_made_up_cursor_is_refused(api, db, text):
    assert api.get("/api/claims/", {"cursor": text.encode("utf-8", "replace")}).status_code == 400


def test_long_names_fit_a_cursor(api, db):
    for letter in "ab":
        ActorFactory(name=letter + "🙂" * 199)
    following = api.get("/api/actors/?limit=1").json()["next"]
    assert api.get(following).json()["results"][0]["name"].startswith("b")
