"""One search for everything, the search of each list, the order by relevance, and where the hits are."""

from datetime import date
from itertools import chain

import pytest

from claimsdb import review
from claimsdb.choices import Role
from claimsdb.filters import ranking
from claimsdb.index import synced
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ActorNameFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    SourceFactory,
)

pytestmark = pytest.mark.both_engines


@pytest.fixture
def everything(db, world):
    """The world, with a bank, an agency, two sources and three articles."""
    with synced():
        ActorFactory(slug="frank-nkoro", name="Frank Nkoro")
        ivory = ActorFactory(slug="ivory-coast", name="Ivory Coast", kind="state")
        ActorNameFactory(actor=ivory, text="Côte d'Ivoire")
        times = SourceFactory(slug="le-temps", name="Le Temps d’Été", domain="letemps.example")
        SourceFactory(slug="nk-news", name="NK News", domain="nknews.example")
        ArticleFactory(title="Moscow’s Plans: 5% more", source=times, byline="José Núñez", file_name="plans.txt")
        ArticleFactory(title="NK sends troops", file_name="a.txt")
        ArticleFactory(title="Nothing", file_name="b.txt")
        claim = AcceptedClaimFactory(text="Shells came.", article=ArticleFactory(title="Shells", file_name="c.txt"))
        AttributionFactory(claim=claim, actor=world.north_korea)
        ClaimFactory(text="NK shells are hidden.", article=claim.article)


LISTS = [
    ("actors", "cote d’ivoire", "Ivory Coast"),
    ("actors", "COTE D'IVOIRE", "Ivory Coast"),
    ("actors", "ivoire cote", "Ivory Coast"),
    ("actors", "turkiye", "Türkiye"),
    ("actors", "TÜRKIYE", "Türkiye"),
    ("actors", "yo kim", "Kim Yo Jong"),
    ("actors", "kp", "North Korea"),
    ("actors", "kim OR turkiye", "Kim Yo Jong, Türkiye"),
    ("actors", "korea -south", "North Korea"),
    ("actors", '"korea north"', ""),
    ("actors", "nobody", ""),
    ("sources", "ete temps", "Le Temps d’Été"),
    ("sources", "D'ETE", "Le Temps d’Été"),
    ("sources", "letemps.example", "Le Temps d’Été"),
    ("sources", "news OR temps", "Le Temps d’Été, NK News"),
    ("articles", "moscow's", "Moscow’s Plans: 5% more"),
    ("articles", "PLANS moscow’s", "Moscow’s Plans: 5% more"),
    ("articles", "nunez jose", "Moscow’s Plans: 5% more"),
    ("articles", "d'ete plans", "Moscow’s Plans: 5% more"),
    ("articles", "letemps", "Moscow’s Plans: 5% more"),
    ("articles", '"plans 5"', "Moscow’s Plans: 5% more"),
    ("articles", "nothing OR nk", "NK sends troops, Nothing"),
    ("articles", "txt -plans -shells -nk", "Nothing"),
    ("articles", "a_txt", "NK sends troops"),
    ("articles", "%", None),
    ("actors", "-kim", None),
    ("sources", "temps OR", None),
]


@pytest.mark.parametrize(("place", "search", "expected"), LISTS)
def test_lists_are_searched(api, everything, place, search, expected):
    answer = api.get(f"/api/{place}/", {"search": search})
    assert answer.status_code == (400 if expected is None else 200)
    if expected is not None:
        names = sorted(row.get("name") or row["title"] for row in answer.json()["results"])
        assert ", ".join(names) == expected


FIRST = [
    ("NK", {"claims": "Shells came.", "articles": "NK sends troops", "actors": "North Korea", "sources": "NK News"}),
    ("prk", {"claims": "Shells came.", "articles": None, "actors": "North Korea", "sources": None}),
    ("pyongyang", {"claims": "Shells came.", "articles": None, "actors": "North Korea", "sources": None}),
    ("kor", {"actors": "North Korea"}),
    ("nk news", {"sources": "NK News", "actors": None}),
    ("D’ÉTÉ", {"sources": "Le Temps d’Été", "articles": "Moscow’s Plans: 5% more"}),
    ("hidden", {"claims": None}),
]


@pytest.mark.parametrize(("search", "expected"), FIRST)
def test_one_search_finds_everything(api, everything, search, expected):
    found = api.get("/api/search/", {"search": search}).json()
    assert found.keys() == {"claims", "articles", "actors", "sources", "meta"}
    assert found["meta"]["applied"] == {"search": search}
    for name, first in expected.items():
        group = found[name]
        best = next(iter(group["results"]), {})
        assert best.get("title" if name == "articles" else "text" if name == "claims" else "name") == first
        listed = api.get(group["list"]).json()
        assert (listed["count"], listed["meta"]["count"]) == (group["count"], found["meta"]["count"][name])
        assert all(row in listed["results"] for row in group["results"])


def test_only_what_one_may_see_is_found(api, editor_api, everything):
    assert api.get("/api/search/?search=hidden").json()["claims"]["count"] == 0
    assert api.get("/api/search/?search=shells").json()["claims"]["count"] == 1
    assert editor_api.get("/api/claims/?search=hidden&status=extracted").json()["count"] == 1


def test_as_many_as_asked_for(api, everything):
    found = api.get("/api/search/?search=a&limit=2").json()
    assert len(found["actors"]["results"]) == 2 < found["actors"]["count"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("", "search"), ("search=", "search"), ("search=-a", "search"), ("q=NK", "q"), ("search=a&limit=0", "limit"),
     ("search=a&actor=NK", "actor"), ("search=a&cursor=x", "cursor"), ("search=a&search=b", "search")],
)  # fmt: skip
def test_what_is_not_understood_is_refused(api, db, query, parameter):
    answer = api.get(f"/api/search/?{query}")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


# --- by relevance -----------------------------------------------------------------------------------------------------

RELEVANT = {
    "side by side": "The North Korean troops came.",
    "both": "The troops came; they were North Korean.",
    "both, in more words": "The troops came, as many a one had said before; they were North Korean, most of them.",
    "one in the quote": "The North Koreans came.",
    "in the quote alone": "They came.",
}


@pytest.fixture
def by_fit(db, world):
    """Claims by how well "north korean troops" fits them, the best of them the oldest."""
    made = {}
    with synced():
        for number, (name, text) in enumerate(RELEVANT.items()):
            article = ArticleFactory(
                text=f"{name}\n\nTroops, North and Korean.",
                published_on=date(2024, 1, 1 + number),
                published_basis="url",
            )
            made[name] = AcceptedClaimFactory(article=article, text=text)
    return made


def crawl(client, url, follow="next"):
    pages = []
    while url:
        answer = client.get(url).json()
        pages.append([claim["text"] for claim in answer["results"]])
        last, url = url, answer[follow]
    return pages, last


def test_the_best_comes_first(api, by_fit):
    [found], _ = crawl(api, "/api/claims/?search=north+korean+troops&ordering=relevance")
    assert found == list(RELEVANT.values())
    [newest], _ = crawl(api, "/api/claims/?search=north+korean+troops")
    assert newest == found[::-1]


@pytest.mark.parametrize("ranked", [500, 5, 4, 3, 1])
@pytest.mark.parametrize("filters", ["", "&hedged=false", "&source=none"])
def test_pages_lead_on_and_back_whatever_is_ranked(api, by_fit, monkeypatch, ranked, filters):
    monkeypatch.setattr(ranking, "RANKED", ranked)
    filters = filters.replace("source=none", "voice=attributed")
    url = f"/api/claims/?search=north+korean+troops&ordering=relevance{filters}"
    [expected], _ = crawl(api, url)
    assert sorted(expected) == sorted(RELEVANT.values())
    forward, end = crawl(api, f"{url}&limit=2")
    assert [*chain.from_iterable(forward)] == expected
    assert [len(page) for page in forward] == [2, 2, 1]
    backward, _ = crawl(api, end, "previous")
    assert backward == forward[::-1]


def test_a_page_follows_one_whose_last_row_is_gone(api, by_fit, editor):
    first = api.get("/api/claims/?search=north+korean+troops&ordering=relevance&limit=2").json()
    review.reopen(by_fit["both"], by=editor)
    [rest], _ = crawl(api, first["next"].replace("limit=2", "limit=9"))
    assert rest == list(RELEVANT.values())[2:]


@pytest.mark.parametrize(
    ("query", "parameter"), [("ordering=relevance", "ordering"), ("search=a&ordering=-relevance", "ordering")]
)
def test_relevance_is_that_of_a_search_and_the_best_first(api, db, query, parameter):
    answer = api.get(f"/api/claims/?{query}")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


# --- where the hits are -----------------------------------------------------------------------------------------------

TEXT = "Half a million Soldiers <b>of</b> Pyongyang, généraux too: 1,500 at ﬁrst."
HITS = [
    ("soldier", ["Soldiers"]),
    ("SOLDIERS of", ["Soldiers", "of"]),
    ('"soldiers <b>of"', ["Soldiers <b>of"]),
    ("sold*", ["Soldiers"]),
    ("generaux", ["généraux"]),
    ("Généraux OR nothing", ["généraux"]),
    ("too -sailors", ["too"]),
    ("500000", ["Half a million"]),
    ("half a million", ["Half a million"]),
    ("1,500", ["1,500"]),
    ("north korea", ["Pyongyang"]),
    ("nk soldiers", ["Soldiers", "Pyongyang"]),
    ("b", ["b", "b"]),
    ("spokesman", []),
]


@pytest.mark.parametrize(("search", "expected"), HITS)
def test_hits_have_their_places(api, world, search, expected):
    with synced():
        claim = AcceptedClaimFactory(text=TEXT, article=ArticleFactory(text="x\n\nA spokesman said Soldiers came."))
        AttributionFactory(claim=claim, actor=world.north_korea, role=Role.SUBJECT)
        QuantityFactory(
            claim=claim, as_written="half a million", low=500000, best=None, high=None, qualifier="at_least"
        )
    [found] = api.get("/api/claims/", {"search": search, "expand": "hits", "ordering": "relevance"}).json()["results"]
    hits = found["hits"]
    marked = [found["text"][hit["start"] : hit["end"]] for hit in hits["text"]]
    assert marked == expected
    quoted = [found["quote"][hit["start"] : hit["end"]] for hit in hits["quote"]]
    assert set(quoted) <= {"Soldiers", "spokesman"}
    assert ("spokesman" in quoted) == (search == "spokesman")


def test_hits_go_with_fields(api, world):
    AcceptedClaimFactory(text="Soldiers came.")
    [found] = api.get("/api/claims/?search=soldiers&expand=hits&fields=hits.text").json()["results"]
    assert found == {"hits": {"text": [{"start": 0, "end": 8}]}}
