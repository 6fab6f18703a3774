"""What goes wrong is told in one shape, wherever it is found: by a view, by Django before it, by the addresses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import UnreadablePostError
from rest_framework.exceptions import AuthenticationFailed, Throttled, ValidationError
from rest_framework.views import APIView

from api.http import handlers
from api.views.claims import ClaimViewSet
from tests.factories import AcceptedClaimFactory

PROBLEM = "application/problem+json"
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
    ("get", "/api/claims/?limit=-1", {}, 400),
    ("get", "/api/claims/?" + "actor=NK&" * 1001, {}, 400),
    ("get", "/api/claims/", {"HTTP_HOST": "elsewhere.example"}, 400),
    ("get", "/api/", {"HTTP_ACCEPT": "image/png"}, 406),
    ("post", "/api/claims/facets/", {}, 405),
    ("put", "/api/articles/", {}, 405),
    ("delete", "/api/claims/aaaaaaaaaaaaaaaa/", {}, 405),
    ("patch", "/api/", {}, 405),
    ("get", "/api/?format=csv", {}, 400),
    ("get", "/api/schema/", {"HTTP_ACCEPT": "image/png"}, 406),
    ("get", "/api/schema/?format=csv", {}, 400),
    ("get", "/api/docs/", {"HTTP_ACCEPT": "application/json"}, 406),
    ("post", "/api/docs/", {"HTTP_ACCEPT": "text/html"}, 405),
    ("post", "/api/claims/", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ("post", "/api/claims/", {"HTTP_CONTENT_ENCODING": "gzip"}, 415),
    ("get", "/api/nothing/", {"HTTP_ACCEPT": "text/html"}, 404),
]


@pytest.mark.parametrize(("method", "url", "headers", "status"), PROBLEMS)
def test_errors_are_problems(api, db, method, url, headers, status):
    answer = api.generic(method, url, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer["Content-Length"] == str(len(answer.content))
    document = answer.json()
    assert document.keys() >= {"type", "title", "status", "detail", "instance"}
    assert document["status"] == status
    assert document["instance"].startswith("/api/")


def test_unknown_actor_is_told_the_nearest(api, world):
    [error] = api.get("/api/actors/Nroth Korea/").json()["errors"]
    assert (error["parameter"], error["nearest"][0]) == ("name", "North Korea")


@pytest.mark.parametrize("url", ["/api/claims/{}/", "/api/articles/{}/"])
def test_details_take_no_filters(api, db, url):
    claim = AcceptedClaimFactory()
    place = url.format(claim.key if "claims" in url else claim.article_id)
    assert api.get(f"{place}?format=json").status_code == 200
    assert api.get(f"{place}?stance=denies").status_code == 400


def test_what_breaks_here_is_told_without_its_inside(api, db, monkeypatch):
    def broken(view):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(ClaimViewSet, "get_list", broken)
    api.raise_request_exception = False
    answer = api.get("/api/claims/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "inside" not in answer.content.decode()


class Failing(APIView):
    authentication_classes = ()
    permission_classes = ()
    error = Exception()

    def get(self, request):
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "header"),
    [
        (AuthenticationFailed(), 403, None),  # 401 where there is a scheme by which to authenticate
        (PermissionDenied("not you"), 403, None),
        (Throttled(wait=3), 429, ("Retry-After", "3")),
        (UnreadablePostError(), 400, None),
    ],
)
def test_errors_of_the_framework_are_problems(rf, error, status, header):
    answer = Failing.as_view(error=error)(rf.get("/api/")).render()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.data["status"] == status
    assert header is None or header in answer.items()


@pytest.mark.parametrize(
    ("found", "errors"),
    [
        ("wrong", [("", "wrong")]),
        ([], None),
        (["wrong", "and dull"], [("", "wrong and dull")]),
        ({"note": ["too long"]}, [("/note", "too long")]),
        ({"said_on": {"from": ["no day"]}, "a/b~c": ["odd"]}, [("/said_on/from", "no day"), ("/a~1b~0c", "odd")]),
        ({"attributions": [{}, {"role": ["no role"]}]}, [("/attributions/1/role", "no role")]),
    ],
)
def test_what_serializers_find_is_pointed_to(rf, found, errors):
    answer = Failing.as_view(error=ValidationError(found))(rf.get("/api/"))
    assert answer.status_code == 400
    listed = answer.data.get("errors")
    assert errors == (listed and [(error["pointer"], error["detail"]) for error in listed])


@pytest.mark.parametrize(
    "url", ["/api/claims/facets/", "/api/claims/aaaaaaaaaaaaaaaa/", "/api/", "/api/docs/", "/api/schema/"]
)
def test_method_not_allowed_says_which_are(api, db, url):
    answer = api.delete(url)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Allow"] in answer.json()["detail"]


def test_not_acceptable_says_what_there_is(api, db):
    detail = api.get("/api/claims/", headers={"accept": "text/csv"}).json()["detail"]
    assert "application/json" in detail


def test_unsupported_media_type_says_what_is_read(editor_api):
    claim = AcceptedClaimFactory()
    url = f"/api/claims/{claim.key}/reopen/"
    answer = editor_api.post(url, "a,b", content_type="text/csv", headers={"if-match": f'"{claim.version}"'})
    assert (answer.status_code, answer["Content-Type"], answer["Accept"]) == (415, PROBLEM, "application/json")
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/csv", "application/problem+json"])
@pytest.mark.parametrize("url", ["/api/claims/?stance=foo", "/api/nothing/", "/api/claims/short/", "/api/schema/?a=b"])
def test_no_page_for_who_did_not_ask_for_one(api, db, accept, url):
    answer = api.get(url, headers={"accept": accept} if accept else {})
    assert "html" not in answer["Content-Type"]


@pytest.mark.parametrize(("path", "content_type"), [("/api/x/", PROBLEM), ("/x/", "text/html; charset=utf-8")])
@pytest.mark.parametrize("answer_to", [handlers.csrf_failure, handlers.forbidden])
def test_forms_that_are_refused_are_problems_in_the_api(rf, answer_to, path, content_type):
    answer = answer_to(rf.post(path), PermissionDenied("no cookie"))
    assert (answer.status_code, answer["Content-Type"]) == (403, content_type)


@pytest.mark.parametrize(
    ("method", "url", "place"),
    [
        ("get", "/api/claims", "/api/claims/"),
        ("get", "/api/claims?actor=NK&search=a%26b", "/api/claims/?actor=NK&search=a%26b"),
        ("head", "/api/actors/NK", "/api/actors/NK/"),
        ("post", "/api/claims/aaaaaaaaaaaaaaaa/accept", "/api/claims/aaaaaaaaaaaaaaaa/accept/"),
        ("get", "/api", "/api/"),
        ("get", "/api//elsewhere.example", None),
    ],
)
def test_a_slash_that_is_left_out_is_put_there(api, db, method, url, place):
    answer = api.generic(method, url)
    assert answer.status_code == (308 if place else 404)
    assert answer.get("Location") == place
    assert place is None or (answer.content, "Content-Type" in answer) == (b"", False)


def test_browser_gets_a_page(api, db):
    for url, status in {"/api/claims/": 200, "/api/claims/?stance=foo": 400, "/api/actors/x/": 404}.items():
        answer = api.get(url, headers={"accept": "text/html"})
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_other_addresses_keep_their_own_pages(client, db):
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")
