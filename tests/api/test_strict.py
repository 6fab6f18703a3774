"""Nothing is ignored: not a parameter at any address, not a form of the answer, not a key that proves nothing."""

import re
from uuid import UUID

import pytest
from django.urls import get_resolver

from tests.api.test_permissions import ROWS, _leaves
from tests.factories import AcceptedClaimFactory, AnswerFactory, AssessmentFactory, RelationFactory, StateFactory

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
READ = sorted({address.replace("{hidden}", "{public}") for method, address, *expected in ROWS if method == "GET"})
READ = [address for address in READ if not re.search(r"(status|state)=|{draft}|{own", address)]
QUERIES = {
    "x=1": ("x", "no such parameter"),
    "lang=de": ("lang", "no such parameter"),
    "format=": ("format", "Is empty"),
    "format=json&format=json": ("format", "takes one value"),
    "format=nothing": ("format", "no format of this page"),
    "=1": ("", "A parameter without a name: There is no such parameter"),
}


@pytest.fixture
def places():
    claim = AcceptedClaimFactory(text="Troops came.")
    assessment = AssessmentFactory(claim=claim)
    source, actor = assessment.publisher.slug, StateFactory(slug="north-korea", code="NK").slug
    return {
        "public": claim.key,
        "article": claim.article_id,
        "source": source,
        "actor": actor,
        "assessment": assessment.key,
        "question": AnswerFactory(claim=claim).question.slug,
        "answer": claim.answers.get().pk,
        "relation": RelationFactory(a=claim, b=AcceptedClaimFactory()).pk,
    }


@pytest.mark.parametrize("address", READ)
def test_every_address_refuses_what_it_does_not_know(api, places, address, subtests):
    url = address.format(**places)
    for query, (name, words) in QUERIES.items():
        with subtests.test(query):
            answer = api.get(f"{url}{'&' if '?' in url else '?'}{query}")
            assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
            assert answer.json()["errors"][0]["parameter"] == name
            assert words in answer.json()["detail"]
            assert "The body" not in answer.json()["detail"]


def test_the_front_door_leads_to_the_api_with_what_it_knows(api):
    asks = {"headers": {"accept": "application/json"}, "follow": True}
    assert api.get("/?x=1", **asks).json()["claims"] == api.get("/", **asks).json()["claims"]
    assert api.get("/?agreement=x", **asks).status_code == 400
    assert api.get("/?q=x", **asks).json()["meta"]["applied"] == {"search": "x"}


@pytest.mark.parametrize("address", ["/api/", "/api/claims/", "/api/schema/", "/api/docs/", "/api/changes/"])
@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"x-api-key": "claimsdb_abc"}, "`Authorization: Bearer claimsdb_…`"),
        ({"x-api-key": ""}, "X-API-Key is not read"),
        ({"authorization": "Basic ZWRpdG9yOnNlY3JldA=="}, "no other scheme"),
        ({"authorization": "ApiKey abc"}, "no other scheme"),
        ({"authorization": "Token claimsdb_abc"}, "no other scheme"),
        ({"authorization": ""}, "takes one token"),
    ],
)
def test_who_shows_a_key_that_is_none_is_told_how(api, address, headers, words):
    answer = api.get(address, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert words in answer.json()["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("claims/?rollup=false", "rollup"),
        ("claims/?rollup=officials&topic=treaty", "rollup"),
        ("claims/?rollup=true&actor_role=claimant", "rollup"),
        ("claims/?rollup=false&claimant=none", "rollup"),
        ("claims/export/?rollup=false", "rollup"),
        ("claims/facets/?rollup=false&facets=topic,stance", "rollup"),
        ("claims/?rollup=false&actor=NK", None),
        ("claims/?rollup=false&subject__not=NK", None),
        ("claims/?rollup=false&actor=nobody", "actor"),
        ("claims/facets/?rollup=false", None),
        ("claims/facets/?rollup=officials&facets=claimant", None),
        ("claims/?ordering=relevance", "ordering"),
        ("claims/?expand=hits", "expand"),
        ("factcheck/v1alpha1/claims:search?query=a&offset=1&pageToken=x", "offset"),
        ("claims/?actor=NK,", "actor"),
        ("claims/?actor=,NK", "actor"),
        ("claims/?actor=NK&actor=", "actor"),
        ("claims/?stance=asserts,,denies", "stance"),
        ("claims/?language=en,", "language"),
        ("claims/?fields=key,", "fields"),
        ("claims/?expand=article,", "expand"),
        ("claims/facets/?facets=topic,", "facets"),
        ("claims/?published_after=2024-02-02&published_before=2024-02-01", "published_after"),
        ("claims/?said_after=2024-02-02&said_before=2024-02-01", "said_after"),
        ("claims/?event_after=2024-02-02&event_before=2024-02-01", "event_after"),
        ("claims/?created_after=2024-02-02T00:00:01Z&created_before=2024-02-02", "created_after"),
        ("claims/?value_min=2&value_max=1", "value_min"),
        ("articles/?published_after=2024-02-02&published_before=2024-02-01", "published_after"),
        ("assessments/?published_after=2024-02-02&published_before=2024-02-01", "published_after"),
        ("claims/?published_after=2024-02-02&published_before=2024-02-02", None),
        ("claims/?limit=1e1", "limit"),
        ("claims/?limit=1.0", "limit"),
        ("claims/?limit=١", "limit"),
        ("claims/?value_min=١", "value_min"),
        ("claims/?year=٢٠٢٤", "year"),
        ("claims/?published_after=٢٠٢٤-٠١-٠١", "published_after"),
        ("claims/?created_after=٢٠٢٤-٠١-٠١", "created_after"),
        ("claims/?created_after=2024-02-02T١0:00:00Z", "created_after"),
        ("changes/?since=١", "since"),
    ],
)
def test_what_would_change_nothing_alone_is_refused(api, places, query, fault):
    answer = api.get(f"/api/{query}")
    assert answer.status_code == (400 if fault else 200), answer.content
    assert fault is None or [error["parameter"] for error in answer.json()["errors"]] == [fault]


def test_the_root_lists_every_address_that_is_read(api):
    """By the addresses as Django resolves them."""
    router = next(each for each in get_resolver().url_patterns if str(each.pattern) == "api/")
    read = {pattern.name for pattern in _leaves(router) if "get" in _methods(pattern)} - {"api-root"}
    listed = [re.sub(r"{\w+}", "a" * 16, address) for address in api.get("/api/").json().values()]
    listed = [re.sub(f"(articles|answers|relations)/{'a' * 16}", r"\1/1", address) for address in listed]
    listed = [re.sub(f"handed-in/{'a' * 16}", f"handed-in/{UUID(int=0)}", address) for address in listed]
    found = [get_resolver().resolve(address.removeprefix("http://testserver")).view_name for address in listed]
    assert sorted(found) == sorted(read)


def _methods(pattern):
    view = pattern.callback
    return (
        view.actions
        if hasattr(view, "actions")
        else {name for name in view.view_class.http_method_names if hasattr(view.view_class, name)}
    )
