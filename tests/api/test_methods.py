"""Every method at every address: what an address can do, it tells; what it cannot, it refuses."""

import pytest

from tests.factories import AcceptedClaimFactory, ActorFactory, QuestionFactory, SourceFactory

PROBLEM = "application/problem+json"
UNKNOWN = ["FOO", "PROPFIND", "TRACE", "CONNECT", "DELETE", "PATCH", "PUT"]


@pytest.fixture
def places(db):
    """An address of each kind under /api/, by its kind."""
    claim = AcceptedClaimFactory(article__source=SourceFactory(slug="wire"))
    ActorFactory(slug="nis")
    return {
        "root": "/api/",
        "claims": "/api/claims/",
        "claim": f"/api/claims/{claim.key}/",
        "articles": "/api/articles/",
        "article": f"/api/articles/{claim.article_id}/",
        "sources": "/api/sources/",
        "source": "/api/sources/wire/",
        "actors": "/api/actors/",
        "actor": "/api/actors/nis/",
        "facets": "/api/claims/facets/",
        "search": "/api/search/?search=NK",
        "questions": "/api/questions/",
        "question": f"/api/questions/{QuestionFactory().slug}/",
        "answers": "/api/answers/",
        "relations": "/api/relations/",
        "changes": "/api/changes/",
        "schema": "/api/schema/",
        "docs": "/api/docs/",
    }


def allowed(answer):
    return set(answer["Allow"].split(", "))


def test_head_is_get_without_its_body(api, places, subtests):
    for kind, url in places.items():
        with subtests.test(kind):
            get, head = api.get(url), api.head(url)
            assert (get.status_code, head.status_code) == (200, 200)
            assert head["Content-Type"] == get["Content-Type"]
            assert head.content == b""


def test_options_tells_what_an_address_can_do(api, places, subtests):
    for kind, url in places.items():
        with subtests.test(kind):
            answer = api.options(url)
            assert answer.status_code == 200
            assert answer["Content-Type"] == "application/json"
            assert {"GET", "HEAD", "OPTIONS"} <= allowed(answer)
            assert set(answer.data["methods"]) == allowed(answer)
            assert answer.data["schema"].endswith("/api/schema/")


def test_what_only_takes_posts_says_so(api, db):
    url = f"/api/claims/{AcceptedClaimFactory().key}/accept/"
    assert allowed(api.options(url)) == {"POST", "OPTIONS"}
    for method in ("get", "head"):
        answer = getattr(api, method)(url)
        assert (answer.status_code, allowed(answer)) == (405, {"POST", "OPTIONS"})


@pytest.mark.parametrize("method", UNKNOWN)
def test_other_methods_are_refused(api, places, subtests, method):
    for kind, url in places.items():
        if method in allowed(api.options(url)):
            continue
        with subtests.test(kind):
            answer = api.generic(method, url)
            assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
            assert method in answer.json()["detail"]
            assert method not in allowed(answer)
