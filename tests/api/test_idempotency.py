"""Idempotency keys: who sends the same again changes nothing more and gets the same answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimsdb import review
from claimsdb.models import Actor, Article, Assessment, Claim, Decision, KeptAnswer, Source
from tests.clients import signed_in
from tests.extractors import Marked
from tests.factories import ActorFactory, ArticleFactory, ClaimFactory, EditorFactory, SourceFactory

pytestmark = pytest.mark.django_db

KEY = {"Idempotency-Key": '"8e03978e-40d5"'}
ROWS = (Actor, Article, Assessment, Claim, Decision, Source)
TEXT = "Troops on the move\n\nA spokesman said that they were sent to the east of the country.\n"


@pytest.fixture(autouse=True)
def quick(db, monkeypatch):
    monkeypatch.setattr("claimsdb.ingest.extractors.default_extractor", Marked)
    ActorFactory(slug="sam")


def post(client, url, body, **headers):
    return client.post(url, body, format="json", headers=KEY | headers)


def counted():
    return [model.objects.count() for model in ROWS]


def to_claims():
    return "/api/claims/", {"article": ArticleFactory().pk, "text": "Troops moved."}


def to_assessments():
    body = {"claim": ClaimFactory().key, "publisher": SourceFactory().slug, "label": "True", "normalized": "supported"}
    return "/api/assessments/", body


def to_bulk():
    return "/api/claims/moves/", {"verb": "accept", "keys": [ClaimFactory().key]}


def to_undo():
    taken = review.decide(review.accept, {ClaimFactory().pk: 1}, by=to_undo.by)
    return f"/api/claims/moves/{taken.batch}/undo/", None


POSTS = {
    "claim": to_claims,
    "actor": lambda: ("/api/actors/", {"name": "Ri", "kind": "person"}),
    "source": lambda: ("/api/sources/", {"name": "The Wire"}),
    "assessment": to_assessments,
    "article": lambda: ("/api/articles/", {"text": TEXT}),
    "bulk": to_bulk,
    "undo": to_undo,
    "move": lambda: (f"/api/claims/{ClaimFactory().key}/accept/", {}),
    "merge": lambda: (f"/api/actors/{ActorFactory().slug}/merge/", {"into": "sam"}),
}


@pytest.mark.parametrize("what", POSTS)
def test_the_same_again_is_answered_the_same_and_done_once(editor_api, editor, what):
    to_undo.by = editor
    url, body = POSTS[what]()
    headers = {"If-Match": "*"} if what in ("move", "merge") else {}
    first = post(editor_api, url, body, **headers)
    assert first.status_code in (200, 201), first.json()
    after = counted()
    again = post(editor_api, url, body, **headers)
    assert (again.status_code, again.json(), counted()) == (first.status_code, first.json(), after)
    for name in ("Location", "ETag"):
        assert again.get(name) == first.get(name)
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")


def test_another_request_with_the_key_is_refused(editor_api):
    body = {"name": "Ri", "kind": "person"}
    assert post(editor_api, "/api/actors/", body).status_code == 201
    for url, other in [("/api/actors/", body | {"name": "Pak"}), ("/api/sources/", {"name": "Ri"})]:
        answer = post(editor_api, url, other)
        assert (answer.status_code, "another request before" in answer.json()["detail"]) == (409, True)
    assert not Source.objects.exists()


def test_each_user_has_their_own(editor_api):
    for client, name in [(editor_api, "Ri"), (signed_in(EditorFactory()), "Pak")]:
        assert post(client, "/api/actors/", {"name": name, "kind": "person"}).status_code == 201


def test_what_was_refused_is_not_kept(editor_api):
    assert post(editor_api, "/api/actors/", {"name": "Ri"}).status_code == 400
    assert not KeptAnswer.objects.exists()
    assert post(editor_api, "/api/actors/", {"name": "Ri", "kind": "person"}).status_code == 201


@pytest.mark.parametrize(("minutes", "status"), [(1, 409), (11, 201)])
def test_one_that_is_at_work_is_waited_for_unless_it_was_cut_off(editor_api, minutes, status):
    body = {"name": "Ri", "kind": "person"}
    post(editor_api, "/api/actors/", body)
    Actor.objects.filter(slug="ri").delete()
    KeptAnswer.objects.update(status=None, asked_at=timezone.now() - timedelta(minutes=minutes))
    answer = post(editor_api, "/api/actors/", body)
    assert (answer.status_code, Actor.objects.filter(slug="ri").exists()) == (status, status == 201)


def test_answers_are_kept_for_a_day(editor_api):
    body = {"name": "Ri", "kind": "person"}
    post(editor_api, "/api/actors/", body)
    KeptAnswer.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    answer = post(editor_api, "/api/actors/", body)
    assert (answer.status_code, KeptAnswer.objects.count()) == (400, 0)
    assert "already" in answer.json()["detail"]


def test_what_breaks_leaves_neither_row_nor_answer(editor_api, monkeypatch):
    """The answer belongs to the transaction of what it tells of."""
    editor_api.raise_request_exception = False
    monkeypatch.setattr("api.writing.idempotency._keep", lambda *_: 1 / 0)
    assert post(editor_api, "/api/actors/", {"name": "Ri", "kind": "person"}).status_code == 500
    assert (Actor.objects.filter(slug="ri").exists(), KeptAnswer.objects.exists()) == (False, False)


@pytest.mark.parametrize("key", ["", "a b", "é", '"', "x" * 256])
def test_what_is_no_key_is_refused(editor_api, key):
    headers = {"Idempotency-Key": key}
    answer = editor_api.post("/api/actors/", {"name": "Ri", "kind": "person"}, format="json", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["header"]) == (400, "Idempotency-Key")
    assert not Actor.objects.filter(slug="ri").exists()


@pytest.mark.parametrize(("client", "status"), [("api", 401), ("reader_api", 403)])
def test_who_may_not_write_gets_no_answer_of_others(request, editor_api, client, status):
    body = {"name": "Ri", "kind": "person"}
    post(editor_api, "/api/actors/", body)
    assert post(request.getfixturevalue(client), "/api/actors/", body).status_code == status


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/api/actors/", {"name": "Ri", "kind": "person"}),
        ("/api/sources/", {"name": "The Wire"}),
        ("/api/claims/", {"text": "They were sent east."}),
        ("/api/articles/", {"text": TEXT}),
    ],
)
def test_where_it_is_now_is_a_plain_text(editor_api, url, body):
    """Python's own server takes no other for a header."""
    if url == "/api/claims/":
        body = {**body, "article": ArticleFactory().pk}
    answer = post(editor_api, url, body)
    assert (answer.status_code, type(answer.headers["Location"])) == (201, str)


def test_who_names_no_version_is_asked_for_it_whatever_the_key(editor_api):
    claim = ClaimFactory()
    assert post(editor_api, f"/api/claims/{claim.key}/accept/", {}).status_code == 428
