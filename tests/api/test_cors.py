"""Which other sites' pages may use the API, as their browsers are told."""

import pytest
from rest_framework.test import APIClient

OURS, STRANGE = "https://news.example.org", "https://elsewhere.example"
EXPOSED = "ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"


@pytest.fixture
def visit(settings, db):
    """The answer to a page of that site."""
    settings.CORS_ALLOWED_ORIGINS = [OURS]

    def asked(origin, *, method="get", url="/api/", opened=False, **headers):
        settings.CORS_OPEN = opened
        return getattr(APIClient(), method)(url, headers={"origin": origin, **headers})

    return asked


def preflight(method, headers=""):
    asked = {"access-control-request-method": method}
    return {"method": "options", **asked} | ({"access-control-request-headers": headers} if headers else {})


TOKEN = {"authorization": "Bearer x"}

ALLOWED = [
    # origin, request, whether it may with the API closed to strangers, and open to them
    (OURS, {}, True, True),
    (OURS, TOKEN, True, True),
    (OURS, {"method": "post", "url": "/api/claims/"}, True, True),
    (OURS, preflight("POST", "authorization, if-match"), True, True),
    (STRANGE, {}, False, True),
    (STRANGE, {"method": "head"}, False, True),
    ("null", {}, False, True),
    (STRANGE, {"method": "post", "url": "/api/claims/"}, False, False),
    (STRANGE, TOKEN, False, False),
    (STRANGE, {"cookie": "sessionid=x"}, False, False),
    (STRANGE, preflight("GET"), False, True),
    (STRANGE, preflight("GET", "if-none-match"), False, True),
    (STRANGE, preflight("GET", "Authorization"), False, False),
    (STRANGE, preflight("POST"), False, False),
    (STRANGE, preflight("DELETE"), False, False),
    (OURS, {"url": "/admin/login/"}, False, False),
    (OURS, {"url": "/healthz"}, False, False),
    (STRANGE, {"url": "/admin/login/"}, False, False),
]  # fmt: skip


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize(("origin", "request_", "closed_to_strangers", "open_to_strangers"), ALLOWED)
def test_who_may_read_the_answer(visit, origin, request_, closed_to_strangers, open_to_strangers, opened):
    answer = visit(origin, opened=opened, **request_)
    may = open_to_strangers if opened else closed_to_strangers
    assert answer.get("Access-Control-Allow-Origin") == (origin if may else None)
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    ("url", "status"),
    [("/api/", 200), ("/api/claims/?foo=1", 400), ("/api/nothing/", 404), ("/api/claims/aaaaaaaaaaaaaaaa/", 404)],
)
def test_every_answer_carries_the_fields(visit, url, status):
    answer = visit(OURS, url=url)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, OURS)
    assert answer["Access-Control-Expose-Headers"] == EXPOSED
    assert "origin" in answer["Vary"].lower()


def test_an_answer_without_a_token_says_that_one_is_missing(visit):
    answer = visit(OURS, authorization="Bearer x")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (401, OURS)


def test_a_preflight_names_methods_and_headers(visit):
    answer = visit(OURS, **preflight("PATCH", "if-match"))
    assert answer.status_code == 200
    assert "PATCH" in answer["Access-Control-Allow-Methods"]
    assert {"authorization", "if-match", "if-none-match"} <= set(answer["Access-Control-Allow-Headers"].split(", "))
