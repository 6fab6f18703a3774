"""What answers tell browsers to refuse: whatever is not claimsdb's own, and whatever is written into a page."""

import pytest
from csp.constants import HEADER, NONE, SELF

from api.views.articles import ArticleViewSet

pytestmark = pytest.mark.django_db
OWN = {NONE, SELF}


def broken(view):
    raise RuntimeError


def policy_of(answer):
    directives = [directive.split() for directive in answer[HEADER].split("; ")]
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize(
    ("status", "path", "headers"),
    [
        (200, "/api/claims/", {}),
        (200, "/api/claims/", {"Accept": "text/html"}),
        (200, "/api/docs/", {}),
        (200, "/session/login/", {}),
        (200, "/admin/login/", {}),
        (200, "/healthz", {}),
        (200, "/", {}),
        (303, "/", {"Accept": "application/json"}),
        (302, "/admin/", {}),
        (308, "/api/claims", {}),
        (400, "/api/claims/?nothing=1", {}),
        (400, "/api/claims/", {"Host": "elsewhere.example"}),
        (404, "/api/claims/nothing/", {}),
        (404, "/nothing/", {}),
        (500, "/api/articles/", {}),
    ],
)
def test_every_answer_carries_the_policy(client, monkeypatch, status, path, headers):
    client.raise_request_exception = False
    monkeypatch.setattr(ArticleViewSet, "get_queryset", broken)
    answer = client.get(path, headers=headers)
    policy = policy_of(answer)
    assert answer.status_code == status
    assert policy.pop("img-src") == {SELF, "data:"}
    assert {*policy} >= {"default-src", "script-src", "style-src", "base-uri", "form-action", "frame-ancestors"}
    assert all(sources <= OWN for sources in policy.values())
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == {NONE}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_preflight_carries_it_as_well(client, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://news.example.org"]
    headers = {"Origin": "https://news.example.org", "Access-Control-Request-Method": "GET"}
    assert policy_of(client.options("/api/claims/", headers=headers))["default-src"] == {NONE}


def test_the_docs_page_asks_no_validator_elsewhere(client):
    """Swagger UI asks one, with the address of the schema, wherever the site is not on localhost."""
    assert '"validatorUrl": null' in client.get("/api/docs/?script=").text
