"""Who asks, and the words of closed lists."""

import pytest
from rest_framework.test import APIClient

from api.schema.vocabularies import VOCABULARIES
from claimsdb.choices import Scope
from claimsdb.http import tokens
from claimsdb.models import Token
from tests.factories import AcceptedClaimFactory

pytestmark = pytest.mark.django_db


def test_nobody(api):
    answer = api.get("/api/me/")
    assert answer["Cache-Control"] == "no-store"
    me = answer.json()
    assert (me["username"], me["token"], me["groups"]) == (None, None, [])
    assert me["may"] == {"see_all_claims": False, "write": False}


@pytest.mark.parametrize(("who", "writes"), [("editor", True), ("reader", False)])
def test_by_session(request, who, writes):
    user = request.getfixturevalue(who)
    me = request.getfixturevalue(f"{who}_api").get("/api/me/").json()
    assert me["username"] == user.username
    assert me["groups"] == sorted(user.groups.values_list("name", flat=True))
    assert (me["may"], me["token"]) == ({"see_all_claims": True, "write": writes}, None)


@pytest.mark.parametrize(("scope", "writes"), [(Scope.READ, False), (Scope.EDIT, True)])
def test_by_token(editor, scope, writes):
    token = Token(user=editor, name="desk", scope=scope)
    text = tokens.issue(token)
    answer = APIClient().get("/api/me/", headers={"Authorization": f"Bearer {text}"})
    me = answer.json()
    assert (me["token"]["name"], me["token"]["scope"]) == ("desk", scope)
    assert me["token"]["expires_at"].startswith(f"{token.expires_at:%Y-%m-%d}")
    assert me["may"]["write"] is writes
    assert text not in answer.content.decode()


def test_limits(settings, api):
    me = api.get("/api/me/").json()
    limit = settings.THROTTLES["anonymous"]
    assert me["limit"] == (limit and {"requests": limit.limit, "seconds": limit.window})


@pytest.mark.parametrize("place", ["me", "vocabularies"])
def test_parameters_are_not_ignored(api, place):
    assert api.get(f"/api/{place}/?x=1").status_code == 400


def test_all_words_have_labels(api):
    shown = {each["name"]: each for each in api.get("/api/vocabularies/").json()["results"]}
    assert shown.keys() == VOCABULARIES.keys()
    for name, vocabulary in VOCABULARIES.items():
        assert shown[name]["description"]
        assert [word["value"] for word in shown[name]["words"]] == [*vocabulary]
        assert all(word["label"] for word in shown[name]["words"])
    assert {"value": "troop-deployment", "label": "troop deployment", "description": None} in shown["Topic"]["words"]
    assert {each["description"] for each in shown["Role"]["words"]} >= {"Says it."}


def test_words_stay_the_same_whatever_is_written(api):
    tag = api.get("/api/vocabularies/")["ETag"]
    AcceptedClaimFactory()
    assert api.get("/api/vocabularies/", headers={"If-None-Match": tag}).status_code == 304
