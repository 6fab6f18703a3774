"""Facets count what the list has: compared value by value with the claims that the list shows."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import Status
from claimsdb.index import facets as counted
from claimsdb.index.facets import FacetName
from claimsdb.models import Claim
from tests.api.crowd import FOR_EDITORS, QUERIES
from tests.api.test_hostile import HOSTILE
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory, AttributionFactory, SourceFactory

pytestmark = pytest.mark.both_engines


def questions(asker):
    """What the client may ask."""
    may_see_all = asker.get("/api/claims/?status=extracted").status_code == 200
    return [*QUERIES, *FOR_EDITORS] if may_see_all else QUERIES


def counts_by_facet(answer):
    return {
        facet: Counter({each["value"]: each["count"] for each in values}) for facet, values in answer["facets"].items()
    }


def counts_in_list(page):
    """The facets of a list that has all it has on one page."""
    counts = {facet.value: Counter() for facet in FacetName}
    asked = page["meta"]["applied"]
    for claim in page["results"]:
        parts = [part for part in claim["actors"] if part["via"] is None or asked.get("rollup", True)]
        source, day = claim["article"]["source"], claim["article"]["published_on"]
        found = {
            "actor": {part["code"] for part in parts},
            "role": {part["role"] for part in parts if part["code"] in asked.get("actor", [part["code"]])},
            "source": {source and source["slug"]},
            "topic": {claim["topic"]},
            "stance": {claim["stance"]},
            "status": {claim["status"]},
            "month": {day and day[:7]},
        }
        for facet, values in found.items():
            counts[facet].update(values - {None})
    return counts


def test_facets_count_the_claims_of_the_list(asker, crowd, subtests):
    for query in questions(asker):
        page = asker.get(f"/api/claims/?limit=500&{query}").json()
        page["meta"]["applied"].setdefault("rollup", "rollup=false" not in query)
        answer = asker.get(f"/api/claims/facets/?limit=500&{query}").json()
        with subtests.test(query):
            assert counts_by_facet(answer) == counts_in_list(page)
            assert answer["count"] == page["count"] == len(page["results"])
            assert (answer["meta"]["count"], answer["meta"]["facets"]) == ("exact", "exact")


FILTERS = {"actor": "actor", "role": "actor_role", "source": "source", "topic": "topic", "stance": "stance"}


@pytest.mark.parametrize("query", ["hedged=true", "published_after=2024-05-02"])
def test_a_value_finds_as_many_claims_as_its_facet_says(api, crowd, query):
    answer = api.get(f"/api/claims/facets/?{query}").json()
    for facet, name in FILTERS.items():
        for each in answer["facets"][facet]:
            assert api.get(f"/api/claims/?{query}&{name}={each['value']}").json()["count"] == each["count"], each


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("facets=stance", {"stance": ["asserts 3", "denies 1"]}),
        ("facets=stance&limit=1", {"stance": ["asserts 3"]}),
        ("facets=month", {"month": ["2024-05 1", "2024-10 2"]}),
        ("facets=month&limit=1", {"month": ["2024-10 2"]}),
        ("facets=role,topic&actor=NK", {"role": ["claimant 1", "subject 1"], "topic": ["troop-deployment 1"]}),
        ("facets=source&source=wire&hedged=false", {"source": ["wire 2"]}),
        ("facets=topic&facets=status&actor=KR", {"topic": [], "status": []}),
        ("facets=status&actor=NK,US", {"status": ["accepted 3"]}),
    ],
)
def test_which_values_in_which_order(api, claims, query, expected):
    answer = api.get(f"/api/claims/facets/?{query}").json()
    found = {facet: [f"{each['value']} {each['count']}" for each in each] for facet, each in answer["facets"].items()}
    assert found == expected


def test_actors_and_sources_have_names(api, claims):
    facets = api.get("/api/claims/facets/?actor=NK&facets=actor,source,stance").json()["facets"]
    assert {"value": "NK", "name": "North Korea", "count": 2} in facets["actor"]
    assert facets["source"] == [{"value": "wire", "name": "Wire", "count": 2}]
    assert {each["name"] for each in facets["stance"]} == {None}


def test_meta_says_what_was_applied(api, claims):
    meta = api.get("/api/claims/facets/?stance=denies").json()["meta"]
    applied = {"rollup": True, "status": ["accepted"], "stance": ["denies"]}
    assert meta == {"applied": applied, "limit": 20, "count": "exact", "facets": "exact"}


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("facets=topics", "facets", ["topic"]),
        ("facets=actor,stanc", "facets", ["stance"]),
        ("facet=actor", "facet", ["facets"]),
        ("limit=0", "limit", None),
        ("limit=501", "limit", None),
        ("ordering=published_on", "ordering", None),
        ("cursor=abc", "cursor", None),
        ("actor=Nroth+Korea", "actor", ["North Korea"]),
    ],
)
def test_what_is_not_known_is_refused(api, claims, query, parameter, nearest):
    answer = api.get(f"/api/claims/facets/?{query}")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert nearest is None or error["nearest"][:1] == nearest


@pytest.mark.parametrize(
    ("place", "name"), [("facets", "facets"), ("facets", "limit"), ("facets", "topic"), ("export", "format")]
)
def test_hostile_values_are_refused(api, db, place, name):
    for label, value in HOSTILE.items():
        answer = api.get(f"/api/claims/{place}/?{name}={value}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), label
        assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("status", [status for status in Status if status != Status.ACCEPTED])
def test_statuses_beyond_the_right_are_refused(api, crowd, status):
    assert api.get(f"/api/claims/facets/?status={status}").status_code == 403


@pytest.mark.parametrize(
    ("query", "count", "how", "looked_at"),
    [
        ("", 4, {"count": "exact", "facets": "exact"}, 4),
        ("stance=asserts", 3, {"count": "exact", "facets": "at_least"}, 2),
        ("hedged=false", 2, {"count": "at_least", "facets": "at_least"}, 2),
        ("hedged=true", 1, {"count": "exact", "facets": "exact"}, 1),
    ],
)
def test_more_claims_than_are_looked_at(api, claims, monkeypatch, query, count, how, looked_at):
    monkeypatch.setattr(counted, "COUNT_LIMIT", 2)
    answer = api.get(f"/api/claims/facets/?facets=status&{query}").json()
    assert answer["count"] == count
    assert {name: answer["meta"][name] for name in how} == how
    assert answer["facets"]["status"][0]["count"] == looked_at


ROWS = re.compile(r"\bclaimsdb_(claim|entry|part|article|attribution)\b")


@pytest.mark.parametrize("query", ["", "actor=NK", "actor=NK&rollup=true", "limit=3&facets=actor,month"])
def test_all_claims_and_one_actors_are_never_counted(api, claims, query):
    with CaptureQueriesContext(connection) as asked:
        api.get(f"/api/claims/facets/?{query}")
    assert [each["sql"] for each in asked if ROWS.search(each["sql"])] == []


@pytest.mark.parametrize("query", ["", "hedged=false"])
def test_as_many_queries_for_many_claims_as_for_few(api, db, django_assert_max_num_queries, query):
    for size in (2, 18):
        for claim in AcceptedClaimFactory.create_batch(size, article=ArticleFactory(source=SourceFactory())):
            AttributionFactory(claim=claim, actor=ActorFactory())
        with django_assert_max_num_queries(13):
            answer = api.get(f"/api/claims/facets/?{query}").json()
        assert len(answer["facets"]["actor"]) == Claim.objects.count()
