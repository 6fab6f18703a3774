"""What a page says of itself: the filters in force, whom an actor stands for, in which order, what lies around it."""

import re

import pytest

from claimsdb.actors.affiliations import members_of
from claimsdb.index import synced
from claimsdb.models import Claim
from tests.factories import AcceptedClaimFactory, ActorFactory, AffiliationFactory, ArticleFactory

NORTH = {"code": "NK", "name": "North Korea", "with": ["kim-yo-jong"]}
RUSSIA = {"code": "RU", "name": "Russia", "with": ["belousov", "ministry", "shoigu"]}
ALONE = {"with": []}
BODIES = [
    {"code": "this-body", "name": "This Body", "with": ["that-body"]},
    {"code": "that-body", "name": "That Body", "with": ["this-body"]},
]


def applied(api, query):
    return api.get(f"/api/claims/?{query}").json()["meta"]["applied"]


@pytest.mark.parametrize(
    ("query", "resolved"),
    [
        ("actor=prk", [NORTH]),
        ("claimant=Kim+Yo+Jong", [{"code": "kim-yo-jong", "name": "Kim Yo Jong", "with": []}]),
        ("subject=RU&actor_role=claimant", [RUSSIA]),
        ("actor=NK,RU", [NORTH, RUSSIA]),
        ("actor=RU&actor=nk", [RUSSIA, NORTH]),
        ("claimant=RU&actor=NK&subject=KP", [NORTH, RUSSIA]),
        ("actor=NK,RU&rollup=false", [NORTH | ALONE, RUSSIA | ALONE]),
        ("actor=this-body,that-body", BODIES),
        ("actor=ministry", [{"code": "ministry", "name": "Ministry of Defence", "with": ["belousov", "shoigu"]}]),
    ],
)
def test_actors_are_resolved(api, claims, query, resolved):
    assert applied(api, query)["resolved"] == resolved


@pytest.mark.parametrize("query", ["", "topic=treaty", "actor_role=claimant"])
def test_nobody_asked_for_is_nobody_resolved(api, claims, query):
    assert applied(api, query).keys().isdisjoint({"resolved", "rollup"})


def test_members_are_looked_up_once_as_long_as_nothing_is_written(api, claims, world, django_assert_max_num_queries):
    members_of.cache_clear()
    with django_assert_max_num_queries(100) as first:
        assert applied(api, "actor=NK")["resolved"] == [NORTH]
    with django_assert_max_num_queries(len(first.captured_queries) - 1) as second:
        assert applied(api, "actor=NK")["resolved"] == [NORTH]
    assert not any("affiliation" in query["sql"] for query in second.captured_queries)
    AffiliationFactory(child=ActorFactory(slug="choe-son-hui"), parent=world.north_korea)
    assert applied(api, "actor=NK")["resolved"] == [NORTH | {"with": ["choe-son-hui", "kim-yo-jong"]}]


def test_shape_is_applied_too(api, claims):
    shape = {"fields": ["key", "article.source.kind"], "expand": ["source"]}
    query = "&".join(f"{name}={','.join(words)}" for name, words in shape.items())
    assert applied(api, query) == {"status": ["accepted"], "ordering": "-published_on", **shape}


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("stance=denies,asserts", "stance=denies&stance=asserts"),
        ("stance=denies,asserts", "stance=denies&stance=asserts,denies"),
        ("stance=denies,asserts", "stance=+denies+,asserts"),
        ("stance=DENIES", "stance=denies"),
        ("actor=NK,RU", "actor=kp&actor=russia"),
        ("source=wire,eurasian-times", "source=WIRE&source=eurasiantimes.com"),
        ("measure=troops,ships&basis=total", "basis=total&measure=Troops&measure=SHIPS"),
    ],
)
def test_commas_and_repeats_say_the_same(api, claims, query, same):
    one, other = (api.get(f"/api/claims/?{each}").json() for each in (query, same))
    assert one["meta"] == other["meta"]
    assert one["results"] == other["results"]


@pytest.fixture
@synced()
def ties(db):
    """Two claims of each of two days, and two without; their keys tell in which order they were made."""
    days = ["2024-01-01", None, "2024-01-02", "2024-01-01", None, "2024-01-02"]
    for number, day in enumerate(days):
        article = ArticleFactory(published_on=day, published_basis="url" if day else "unknown")
        AcceptedClaimFactory(
            key=f"claim{number:011}", article=article, said_from=day, confidence=day and 1 / int(day[-1])
        )


@pytest.mark.parametrize(
    ("ordering", "numbers"),
    [
        ("published_on", "032514"),
        ("-published_on", "523041"),
        ("said_on", "032514"),
        ("-said_on", "523041"),
        ("confidence", "250314"),
        ("-confidence", "305241"),
        ("created_at", "012345"),
        ("-created_at", "543210"),
    ],
)
def test_what_has_no_value_comes_last_and_ties_go_by_age(api, ties, ordering, numbers):
    if "created_at" in ordering:
        Claim.objects.update(created_at="2024-01-01T00:00:00Z")
    queries = [f"ordering={ordering}&limit={limit}{more}" for limit in (1, 2, 6) for more in ("", "&hedged=false")]
    assert {query: crawled(api, f"/api/claims/?{query}") for query in queries} == dict.fromkeys(queries, numbers)


def crawled(api, url):
    """The numbers of all claims from this page on."""
    found = ""
    while url:
        page = api.get(url).json()
        found, url = found + "".join(claim["key"][-1] for claim in page["results"]), page["next"]
    return found


def links(answer):
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.get("Link", ""))}


@pytest.mark.parametrize("place", ["claims/?hedged=false&limit=1", "actors/?limit=2", "articles/?limit=1&search=t"])
def test_link_headers_are_the_links_of_the_page(api, claims, place):
    first = api.get(f"/api/{place}")
    assert links(first).keys() == {"first", "next"}
    second = api.get(links(first)["next"])
    assert links(second).keys() >= {"first", "prev", "next"}
    page = second.json()
    assert (links(second)["next"], links(second)["prev"]) == (page["next"], page["previous"])
    assert api.get(links(second)["first"]).json()["results"] == first.json()["results"]
    assert api.get(links(second)["prev"]).json()["results"] == first.json()["results"]


def test_only_page_links_to_itself_alone(api, claims):
    assert links(api.get("/api/claims/")) == {"first": "http://testserver/api/claims/"}


@pytest.mark.parametrize("search", ['<a>;+rel="next"', "%3Ca%3E%0D%0ASet-Cookie:a", "ü,ü"])
def test_link_header_holds_whatever_was_asked(api, db, search):
    answer = api.get(f"/api/claims/?search={search}")
    assert answer.status_code == 200
    assert answer["Link"].count("<") == answer["Link"].count(">") == 1
    assert answer["Link"].isascii()


def test_link_header_that_servers_would_refuse_is_left_out(api, db):
    answer = api.get(f"/api/claims/?topic=treaty{'%20' * 3000}")
    assert (answer.status_code, "Link" in answer) == (200, False)
