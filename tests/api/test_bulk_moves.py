"""Many claims moved at once: which, how it is told, and how it is undone."""

import re

import pytest

from api.writing import bulk_moves
from claimsdb.models import Claim, Decision
from tests.clients import signed_in
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    LeaseFactory,
)

pytestmark = pytest.mark.django_db
MOVES = "/api/claims/moves/"


def send(client, body):
    return client.post(MOVES, body, format="json")


@pytest.fixture
def claims(db):
    """Three that wait, of which one has an actor, and an accepted one."""
    waiting = [ClaimFactory(topic="treaty") for _ in range(3)]
    AttributionFactory(claim=waiting[0], actor=ActorFactory(slug="sam"))
    return [*waiting, AcceptedClaimFactory(topic="treaty")]


def statuses(claims):
    return [Claim.objects.get(pk=claim.pk).status for claim in claims]


# verb, filter -> the statuses then, and why how many are not moved
FILTERS = [
    ("accept", {"status": "extracted"}, "accepted accepted accepted accepted", {}),
    ("accept", {"topic": "treaty", "status": ["extracted", "accepted"]}, "accepted " * 4, {"cannot be moved": 1}),
    ("accept", {"topic": "treaty"}, "extracted extracted extracted accepted", {"cannot be moved": 1}),
    ("reject", {"topic": ["treaty"]}, "extracted extracted extracted rejected", {}),
    ("reject", {"claimant": "sam", "status": "extracted"}, "rejected extracted extracted accepted", {}),
    (
        "reject",
        {"claimant": "sam", "rollup": False, "status": "extracted"},
        "rejected extracted extracted accepted",
        {},
    ),
    ("accept", {"topic": "combat", "status": "extracted"}, "extracted extracted extracted accepted", {}),
]


@pytest.mark.parametrize(("verb", "asked", "after", "why"), FILTERS)
def test_a_filter_moves_what_the_list_has(editor_api, claims, verb, asked, after, why):
    body = {"verb": verb, "filter": asked, "note": "seen", "public_note": "For all."} | (
        {"reason": "unclear"} if verb == "reject" else {}
    )
    listed = editor_api.get(
        "/api/claims/", {name: str(value).lower() if value is False else value for name, value in asked.items()}
    )
    told = send(editor_api, body | {"dry_run": True})
    assert (told.status_code, statuses(claims)) == (200, ["extracted"] * 3 + ["accepted"]), told.json()
    moved = send(editor_api, body | {"state": told.json()["state"]})
    assert moved.status_code == 200, moved.json()
    assert statuses(claims) == after.split()
    for answer in (told.json(), moved.json()):
        assert (
            answer["matched"]
            == listed.json()["count"]
            == answer["moved"] + sum(each["count"] for each in answer["not_moved"])
        )
        assert {
            words: each["count"] for words, each in zip(why, answer["not_moved"], strict=True) if words in each["why"]
        } == why
    assert (
        Decision.objects.filter(batch=moved.json()["batch"], note="seen", public_note="For all.").count()
        == moved.json()["moved"]
    )


def test_keys_move_these_and_name_the_others(editor_api, claims):
    held = LeaseFactory(claim=claims[1], holder=EditorFactory(username="ann"))
    keys = [claim.key for claim in claims] + ["a" * 16, claims[0].key]
    answer = send(editor_api, {"verb": "accept", "keys": keys}).json()
    assert (answer["matched"], answer["moved"], answer["state"]) == (4, 2, None)
    why = {each["keys"][0]: each["why"] for each in answer["not_moved"]}
    assert why == {
        claims[1].key: "ann has it open now.",
        claims[3].key: "A claim that is accepted cannot be moved by 'accept'.",
        "a" * 16: "No claim has this key.",
    }
    assert held.claim.status == "extracted"


def test_one_undo_takes_all_of_it_back(editor_api, claims):
    moved = send(editor_api, {"verb": "accept", "filter": {"status": "extracted"}}).json()
    seen = {"If-Match": '"2"'}
    assert editor_api.post(f"/api/claims/{claims[2].key}/reopen/", headers=seen).status_code == 200
    undone = editor_api.post(moved["undo"])
    assert (undone.status_code, undone.json()["undone"]) == (200, 2)
    [left] = undone.json()["not_undone"]
    assert (left["keys"], "has changed since" in left["why"]) == ([claims[2].key], True)
    assert statuses(claims) == ["extracted", "extracted", "needs_recheck", "accepted"]
    again = editor_api.post(moved["undo"])
    assert (again.status_code, "undone" in again.json()["detail"] or "changed" in again.json()["detail"]) == (409, True)


def test_who_has_not_decided_does_not_undo(editor_api, claims):
    moved = send(editor_api, {"verb": "accept", "filter": {"status": "extracted"}}).json()
    answer = signed_in(EditorFactory()).post(moved["undo"])
    assert (answer.status_code, "who alone may undo it" in answer.json()["detail"]) == (403, True)
    assert editor_api.post(f"{MOVES}{'0' * 16}/undo/").status_code == 404


def test_what_has_changed_since_the_dry_run_is_not_moved(editor_api, claims):
    body = {"verb": "accept", "filter": {"status": "extracted"}}
    state = send(editor_api, body | {"dry_run": True}).json()["state"]
    assert re.fullmatch("[0-9a-f]{18}", state)
    ClaimFactory()
    answer = send(editor_api, body | {"state": state})
    assert (answer.status_code, statuses(claims)[0]) == (412, "extracted")


# the body -> the pointer at fault, and words of its detail
FAULTS = [
    ({}, "/verb", "required"),
    ({"verb": "accept"}, "", "either `keys` or `filter`"),
    ({"verb": "accept", "keys": ["a"], "filter": {"topic": "treaty"}}, "", "either `keys` or `filter`"),
    ({"verb": "amend", "keys": ["a"]}, "/verb", "not one of the values"),
    ({"verb": "accept", "keys": []}, "/keys", "Names no claim"),
    ({"verb": "accept", "keys": "a"}, "/keys", "no list of keys"),
    ({"verb": "accept", "keys": ["a", 5]}, "/keys/1", "5 is no key of a claim, which is a text such as"),
    ({"verb": "accept", "keys": [1]}, "/keys/0", "1 is no key of a claim"),
    ({"verb": "accept", "keys": ["a"] * 1001}, "/keys", "1,000 is most"),
    ({"verb": "accept", "filter": {}}, "/filter", "Names no claim"),
    ({"verb": "accept", "filter": "status=extracted"}, "/filter", "no object"),
    ({"verb": "accept", "filter": {"stats": "x"}}, "/filter/stats", "no such parameter"),
    ({"verb": "accept", "filter": {"limit": 5}}, "/filter/limit", "no such parameter"),
    ({"verb": "accept", "filter": {"status": "extrcted"}}, "/filter/status", "not one of the values"),
    ({"verb": "accept", "filter": {"actor": {"code": "NK"}}}, "/filter/actor", "no value of a parameter"),
    ({"verb": "accept", "filter": {"actor": None}}, "/filter/actor", "no value of a parameter"),
    ({"verb": "accept", "keys": ["a"], "dry_run": "yes"}, "/dry_run", "neither true nor false"),
    ({"verb": "accept", "keys": ["a"], "reason": "unclear"}, "/reason", "Goes with a rejection"),
    ({"verb": "reject", "keys": ["a"]}, "/reason", "required"),
    ({"verb": "reject", "keys": ["a"], "reason": "other"}, "/note", "needs a note"),
    ({"verb": "accept", "keys": ["a"], "public_note": "so \u202e it is"}, "/public_note", "U+202E"),
]


@pytest.mark.parametrize(("body", "pointer", "words"), FAULTS)
def test_a_body_that_is_not_understood_moves_nothing(editor_api, claims, body, pointer, words):
    answer = send(editor_api, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.json()
    [error] = answer.json()["errors"]
    assert (error["pointer"], words in error["detail"]) == (pointer, True), error
    assert statuses(claims) == ["extracted"] * 3 + ["accepted"]


def test_a_filter_that_matches_too_many_moves_none(editor_api, claims, monkeypatch):
    monkeypatch.setattr(bulk_moves, "LIMIT", 2)
    answer = send(editor_api, {"verb": "accept", "filter": {"status": "extracted"}})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/filter")
    assert "more than 2 claims" in answer.json()["detail"]


def test_nobody_accepts_what_they_entered_in_bulk_either(editor_api, editor, claims):
    EditorFactory()
    Claim.objects.filter(pk=claims[0].pk).update(entered_by=editor)
    answer = send(editor_api, {"verb": "accept", "filter": {"status": "extracted"}}).json()
    assert (answer["moved"], statuses(claims)[0]) == (2, "extracted")
    assert "somebody else accepts it" in answer["not_moved"][0]["why"]


@pytest.mark.parametrize(("client", "status"), [("api", 401), ("reader_api", 403)])
def test_only_editors_move(request, claims, client, status):
    body = {"verb": "accept", "filter": {"topic": "treaty"}}
    assert send(request.getfixturevalue(client), body).status_code == status
