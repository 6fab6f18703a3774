import pytest
from rest_framework.exceptions import AuthenticationFailed, Throttled, UnsupportedMediaType

from api.errors import problem_handler
from api.views import ClaimViewSet
from tests.factories import AcceptedClaimFactory

PROBLEMS = [
    ("get", "/api/nothing/", {}, 404),
    ("get", "/api/claims/aaaaaaaaaaaaaaaa/", {}, 404),
    ("get", "/api/claims/short/", {}, 404),
    ("get", "/api/claims/%00/", {}, 404),
    ("get", "/api/articles/1/", {}, 404),
    ("get", "/api/articles/999999999999999999/", {}, 404),
    ("get", "/api/articles/99999999999999999999999/", {}, 404),
    ("get", "/api/sources/nobody/", {}, 404),
    ("get", "/api/actors/nobody/", {}, 404),
    ("get", "/api/actors/%00%ED%A0%80/", {}, 404),
    ("get", "/api/actors/%20/", {}, 404),
    ("get", "/api/claims/", {"HTTP_ACCEPT": "text/csv"}, 406),
    ("get", "/api/claims/?format=csv", {}, 400),
    ("get", "/api/claims/?" + "actor=NK&" * 1001, {}, 400),
    ("get", "/api/claims/", {"HTTP_HOST": "elsewhere.example"}, 400),
    ("get", "/api/", {"HTTP_ACCEPT": "image/png"}, 406),
    ("post", "/api/claims/", {}, 405),
    ("put", "/api/articles/", {}, 405),
    ("delete", "/api/actors/nobody/", {}, 405),
    ("patch", "/api/", {}, 405),
]


@pytest.mark.parametrize(("method", "url", "headers", "status"), PROBLEMS)
def test_errors_are_problems(api, db, method, url, headers, status):
    answer = api.generic(method, url, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    document = answer.json()
    assert document.keys() >= {"type", "title", "status", "detail", "instance"}
    assert document["status"] == status
    assert document["instance"].startswith("/api/")


def test_unknown_actor_is_told_the_nearest(api, world):
    [error] = api.get("/api/actors/Nroth Korea/").json()["errors"]
    assert (error["parameter"], error["nearest"][0]) == ("actor", "North Korea")


@pytest.mark.parametrize("url", ["/api/claims/{}/", "/api/articles/{}/"])
def test_details_take_no_filters(api, db, url):
    claim = AcceptedClaimFactory()
    place = url.format(claim.key if "claims" in url else claim.article_id)
    assert api.get(f"{place}?format=json").status_code == 200
    assert api.get(f"{place}?stance=denies").status_code == 400


def test_what_breaks_here_is_told_without_its_inside(api, db, monkeypatch):
    def broken(view):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(ClaimViewSet, "get_queryset", broken)
    api.raise_request_exception = False
    answer = api.get("/api/claims/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "inside" not in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "header"),
    [
        (AuthenticationFailed(), 401, None),
        (UnsupportedMediaType("text/csv"), 415, None),
        (Throttled(wait=3), 429, ("Retry-After", "3")),
    ],
)
def test_errors_of_the_framework_are_problems(rf, error, status, header):
    answer = problem_handler(error, {"request": rf.get("/api/")})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.data["status"] == status
    assert header is None or header in answer.items()


def test_method_not_allowed_says_which_are(api, db):
    assert api.post("/api/claims/")["Allow"] == "GET, HEAD, OPTIONS"


def test_browser_gets_a_page(api, db):
    for url, status in {"/api/claims/": 200, "/api/claims/?stance=foo": 400, "/api/actors/x/": 404}.items():
        answer = api.get(url, headers={"accept": "text/html"})
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_other_addresses_keep_their_own_pages(client, db):
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")
