"""What readers could know on a day: claims in articles that were published by then, for certain."""

import pytest

from claimsdb.index import synced
from tests.factories import AcceptedClaimFactory, ArticleFactory, AttributionFactory, StateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]

WHEN = {
    "day": ("2024-10-17", "2024-10-17"),
    "interval": ("2024-10-15", "2024-10-20"),
    "by": (None, "2024-10-18"),
    "from": ("2024-10-10", None),
    "undated": (None, None),
}


@pytest.fixture(scope="module")
@synced()
def names(lasting):
    """Of a claim of each, by its key."""
    korea, names = StateFactory(code="NK", slug="north-korea", name="North Korea"), {}
    for name, (first, last) in WHEN.items():
        published = {"published_on": first if first == last else None, "published_from": first, "published_to": last}
        basis = "editor" if first or last else "unknown"
        claim = AcceptedClaimFactory(article=ArticleFactory(**published, published_basis=basis), topic="treaty")
        AttributionFactory(claim=claim, actor=korea, role="claimant")
        names[claim.key] = name
    return names


@pytest.fixture
def ask(api, db, names):
    """The names of the claims that a query finds in the order of the list, and how many have no day."""

    def asked(query):
        page = api.get(f"/api/claims/?{query}").json()
        assert len(page["results"]) == page["count"]
        shown = " ".join(names[claim["key"]] for claim in page["results"]), page["meta"].get("undated")
        if "ordering" in query:  # which facets do not take
            return shown
        facets = api.get(f"/api/claims/facets/?{query}&facets=topic").json()
        assert (facets["count"], facets["meta"].get("undated")) == (page["count"], page["meta"].get("undated"))
        return shown

    return asked


# Each is answered by an index, by one and a look at each claim, by the search index, and by a query.
WAYS = ["", "&actor=NK", "&topic=treaty&actor=NK", "&search=troops", "&phase=done,unknown,under_way,planned"]


@pytest.mark.parametrize(
    ("query", "found", "undated"),
    [
        ("as_of=2024-10-16", "", 2),
        ("as_of=2024-10-17", "day", 2),
        ("as_of=2024-10-18", "by day", 2),
        ("as_of=2024-10-20", "interval by day", 2),
        ("as_of=2024-10-17&undated=include", "day undated from", 2),
        ("as_of=2024-10-17&undated=exclude", "day", 2),
        ("as_of=2024-10-20&published_before=2024-10-18", "by day", 0),
        ("as_of=2024-10-20&published_before=2024-10-18&undated=include", "by day", 0),
        ("as_of=2024-10-20&published_after=2024-10-16", "day", 0),
        ("as_of=2024-10-20&year=none", "", 2),
        ("published_after=2024-10-15", "interval day", None),
        ("published_after=2024-10-16", "day", None),
        ("published_after=2024-10-10", "interval day from", None),
        ("published_before=2024-10-18", "by day", None),
        ("month=2024-10", "interval by day", None),
        ("ordering=published_on", "day by interval from undated", None),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_what_could_be_known(ask, query, found, undated, way):
    assert ask(f"{query}{way}") == (found, undated)


def test_what_was_asked_is_stated(api, db):
    meta = api.get("/api/claims/?as_of=2024-10-20").json()["meta"]
    assert {"as_of": "2024-10-20", "undated": "exclude"}.items() <= meta["applied"].items()
    assert "undated" not in api.get("/api/claims/").json()["meta"]["applied"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("as_of=yesterday", "as_of"),
        ("as_of=2024-13-01", "as_of"),
        ("as_of=2024-10-20&as_of=2024-10-21", "as_of"),
        ("as_of=2024-10-20&undated=yes", "undated"),
        ("undated=include", "undated"),
    ],
)
def test_what_is_refused(api, db, query, parameter):
    answer = api.get(f"/api/claims/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)
