"""Tokens as scripts send them: whom they let in, whom not and with which words, and what they may do."""

from datetime import UTC, datetime

import pytest
from django.urls import path
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from api.http.permissions import NO_EDITOR, NO_SCOPE, SIGN_IN, IsEditorOrReadOnly
from claimsdb.models import Token
from claimsdb.urls import urlpatterns as every_page
from tests.clients import bearing, signed_in
from tests.factories import ClaimFactory, UserFactory

EDITED = "/api/edited/"


class Edited(APIView):
    """Something that editors write and anybody reads."""

    permission_classes = [IsEditorOrReadOnly]

    def get(self, request):
        return Response({"who": request.user.get_username()})

    def post(self, request):
        return Response({"token": request.auth and request.auth.name})


urlpatterns = [path("api/edited/", Edited.as_view()), *every_page]


@pytest.fixture
def people(editor, reader):
    return {"editor": editor, "reader": reader, "visitor": UserFactory()}


@pytest.fixture
def script(people):
    """A client that brings a token of that person."""

    return lambda person, scope="read", **columns: bearing(people[person], scope=scope, **columns)


PAST = {"created_at": datetime(2024, 1, 1, tzinfo=UTC), "expires_at": datetime(2025, 1, 1, tzinfo=UTC)}
REVOKED = {"revoked_at": datetime(2026, 11, 2, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("change", "words"),
    [(PAST, "expired on 2025-01-01"), (REVOKED, "revoked on 2026-11-02")],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_has_ended_opens_nothing(script, method, change, words):
    answer = getattr(script("editor", "edit", **change), method)("/api/claims/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == 'Bearer realm="claimsdb", error="invalid_token"'
    assert words in answer.json()["detail"]


def test_an_account_that_is_switched_off_opens_nothing(script, editor):
    client = script("editor", "edit")
    editor.is_active = False
    editor.save()
    answer = client.get("/api/claims/")
    assert (answer.status_code, "switched off" in answer.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "takes one token"),
        ("Bearer", "takes one token"),
        ("Bearer a b", "takes one token"),
        ("Basic c2FtOnNlY3JldA==", "no other scheme"),
        ("claimsdb_" + "A" * 43, "no other scheme"),
        ("Bearer claimsdb_" + "A" * 43, "not known here"),
        ("bearer claimsdb_" + "A" * 43, "not known here"),
        ("Bearer claimsdb_short", "43 letters"),
        ("Bearer \u00e9\udcff\x00", "43 letters"),
        ("Bearer " + "A" * 100_000, "43 letters"),
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode(),
)  # fmt: skip
def test_a_wrong_token_opens_nothing(api, db, header, words):
    for path_ in ("/api/", "/api/claims/", "/api/schema/"):
        answer = api.get(path_, headers={"authorization": header})
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"] == 'Bearer realm="claimsdb", error="invalid_token"'
        assert words in answer.json()["detail"]


@pytest.mark.parametrize(("person", "seen"), [("editor", 200), ("reader", 200), ("visitor", 404)])
def test_it_sees_what_its_user_sees(script, person, seen):
    claim = ClaimFactory()
    assert script(person).get(f"/api/claims/{claim.key}/").status_code == seen


def test_a_token_goes_before_a_session(script, editor):
    client = script("reader")
    client.force_login(editor)
    assert client.get("/api/claims/?status=extracted").status_code == 200
    assert Token.objects.get().last_used_at


MAY = [
    # who, scope of the token or None for a session, status of a write, what is missing
    ("editor", "edit", 200, None),
    ("editor", "read", 403, NO_SCOPE),
    ("editor", None, 200, None),
    ("reader", "edit", 403, NO_EDITOR),
    ("reader", "read", 403, NO_EDITOR),
    ("reader", None, 403, NO_EDITOR),
    ("visitor", "edit", 403, NO_EDITOR),
    ("visitor", None, 403, NO_EDITOR),
    ("nobody", None, 401, SIGN_IN),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("person", "scope", "status", "missing"), MAY)
def test_who_may_write(script, people, person, scope, status, missing):
    anyone = APIClient() if person == "nobody" else signed_in(people[person])
    client = script(person, scope) if scope else anyone
    assert client.get(EDITED).json() == {"who": "" if person == "nobody" else people[person].username}
    answer = client.post(EDITED, {}, format="json")
    assert (answer.status_code, answer.json().get("detail")) == (status, missing)
    assert answer.get("WWW-Authenticate") == ('Bearer realm="claimsdb"' if status == 401 else None)


@pytest.mark.urls(__name__)
def test_what_nobody_may_is_no_matter_of_rights(api, db):
    assert [api.generic(method, EDITED).status_code for method in ("PUT", "DELETE", "FOO")] == [405, 405, 405]


@pytest.mark.urls(__name__)
def test_a_token_needs_no_csrf_token_and_a_session_does(script, editor):
    with_token, with_session = script("editor", "edit"), signed_in(editor)
    for client in (with_token, with_session):
        client.handler.enforce_csrf_checks = True
    assert with_token.post(EDITED, {}, format="json").json() == {"token": "script"}
    assert with_session.post(EDITED, {}, format="json").status_code == 403


def test_the_pages_lead_to_a_login_and_back(client, editor):
    page = client.get("/api/claims/", headers={"accept": "text/html"}).text
    assert "/session/login/?next=/api/claims/" in page
    assert client.get("/session/login/?next=/api/claims/").status_code == 200
    form = {"username": editor.username, "password": "secret"}
    assert client.post("/session/login/?next=/api/claims/", form).url == "/api/claims/"
    assert editor.username in client.get("/api/claims/", headers={"accept": "text/html"}).text
    assert client.post("/session/login/", form).url == "/api/"
    client.post("/session/logout/")
    assert "Log in" in client.get("/api/claims/", headers={"accept": "text/html"}).text


def test_the_schema_tells_of_tokens(api, db):
    schemes = api.get("/api/schema/?format=json").json()["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"
