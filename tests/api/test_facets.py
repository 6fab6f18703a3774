"""Facets count what the list has: compared value by value with the claims that the list shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import Role
from claimsdb.filters import ClaimFilterSet
from claimsdb.index import facets as counted
from claimsdb.index.facets import FacetName
from claimsdb.models import Claim
from tests.api.independent_counts import FACETS
from tests.api.test_hostile import HOSTILE
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory, AttributionFactory, SourceFactory

pytestmark = pytest.mark.both_engines
ALL = ",".join(FACETS)


def test_each_facet_is_a_filter_of_its_name(claims):
    assert {*FacetName} <= {*ClaimFilterSet.base_filters}
    assert {*FacetName} == {*FACETS}


def test_an_actor_with_a_role_is_counted_in_that_role(api, world):
    """As many as the list has: not all claims of somebody's in which the actor has any part."""
    for role in (Role.CLAIMANT, Role.SUBJECT, Role.SUBJECT):
        claim = AcceptedClaimFactory()
        AttributionFactory(claim=claim, actor=world.united_states)
        AttributionFactory(claim=claim, actor=world.north_korea, role=role)
    [north] = [
        each
        for each in api.get("/api/claims/facets/?actor_role=claimant&facets=actor").json()["facets"]["actor"]
        if each["value"] == "NK"
    ]
    assert north["count"] == api.get("/api/claims/?actor_role=claimant&actor=NK").json()["count"] == 1


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
        ("facets=year,hedge,hedged", {"year": ["2024 3"], "hedge": ["might 1"], "hedged": ["false 3", "true 1"]}),
        ("facets=measure&value_min=500000", {"measure": ["troops 2"]}),
        ("facets=role&actor=NK&actor_role=subject", {"role": ["subject 1"]}),
        ("facets=claimant&rollup=false", {"claimant": ["belousov 2", "kim-yo-jong 1"]}),
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
    assert meta == {"applied": applied, "limit": 20, "count": "exact", "facets": "exact", "at_least": []}


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
    assert answer["meta"]["at_least"] == (["status"] if how["facets"] == "at_least" else [])
    assert answer["facets"]["status"][0]["count"] == looked_at


def test_which_facets_are_not_of_all_claims(api, claims, monkeypatch):
    monkeypatch.setattr(counted, "COUNT_LIMIT", 2)
    meta = api.get("/api/claims/facets/?facets=topic,voice,year,claimant").json()["meta"]
    assert (meta["count"], meta["facets"], meta["at_least"]) == ("exact", "at_least", ["voice", "claimant"])


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
