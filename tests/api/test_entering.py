"""Claims that editors enter by hand."""

import pytest

from claimsdb.models import Claim
from claimsdb.review import transitions
from tests.at_once import blind_once
from tests.clients import signed_in
from tests.factories import ArticleFactory, ClaimFactory, EditorFactory, StateFactory

pytestmark = pytest.mark.django_db

TEXT = "Troops move\n\nA spokesman said that North Korea had sent some 1,500 troops. “They are here,” he said. He said so again."


@pytest.fixture
def article(db):
    StateFactory(slug="north-korea", name="North Korea", code="NK")
    return ArticleFactory(text=TEXT, file_name="troops.txt")


def enter(client, body):
    return client.post("/api/claims/", body, format="json")


def test_a_claim_is_entered_and_waits_for_another_editor(editor_api, editor, article):
    body = {
        "article": article.pk,
        "text": " North Korea has sent about 1,500 troops. ",
        "quote": "North Korea had sent some 1,500 troops",
        "stance": "asserts",
        "topic": "troop-deployment",
        "said_on": {"from": "2024-10-18"},
        "attributions": [
            {"role": "claimant", "name": "a spokesman", "as_written": "A spokesman"},
            {"role": "subject", "actor": "NK", "as_written": "North Korea"},
        ],
        "quantities": [{"as_written": "some 1,500", "best": 1500, "qualifier": "about", "measure": "troops"}],
        "note": "the machine missed it",
    }
    answer = enter(editor_api, body)
    shown = answer.json()
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, shown["url"], f'"{shown["key"]}-1"'), shown
    assert (shown["status"], shown["version"], shown["text"]) == ("extracted", 1, body["text"].strip())
    assert (shown["quote"], shown["voice"], shown["extractor"]) == (body["quote"], "attributed", None)
    assert TEXT[shown["span"]["start"] : shown["span"]["end"]] == body["quote"]
    assert [(each["role"], each["as_written"]) for each in shown["attributions"]] == [
        ("claimant", "A spokesman"),
        ("subject", "North Korea"),
    ]
    [decision] = shown["decisions"]
    assert (decision["verb"], decision["who"], decision["note"]) == ("enter", str(editor), "the machine missed it")
    assert editor_api.get(answer["Location"]).json() == shown
    accept, seen, another = f"{shown['url']}accept/", {"If-Match": answer["ETag"]}, EditorFactory()
    assert editor_api.post(accept, headers=seen).status_code == 403
    assert signed_in(another).post(accept, headers=seen).status_code == 200


def test_who_may_accept_their_own_where_the_installation_lets_them(editor_api, article, settings):
    settings.CLAIMSDB_ACCEPT_OWN_CLAIMS = True
    answer = enter(editor_api, {"article": article.pk, "text": "Troops moved."})
    assert editor_api.post(f"{answer['Location']}accept/", headers={"If-Match": answer["ETag"]}).status_code == 200


# what is given beside article and text -> what is shown
GIVEN = [
    ({}, {"quote": None, "span": None, "voice": "article", "topic": None, "attributions": [], "quantities": []}),
    ({"article": "troops.txt"}, {"quote": None}),
    ({"quote": None, "span": None}, {"span": None}),
    ({"span": {"start": 0, "end": 6}}, {"quote": "Troops", "span": {"start": 0, "end": 6}}),
    ({"quote": '"They are here,"'}, {"quote": "“They are here,”"}),
    ({"quote": "said so again", "span": {"start": 104, "end": 117}}, {"quote": "said so again"}),
    ({"attributions": [{"role": "origin", "actor": "NK"}]}, {"voice": "attributed"}),
    ({"attributions": [{"role": "subject", "actor": "NK"}]}, {"voice": "article"}),
    ({"voice": "attributed", "stance": "denies"}, {"voice": "attributed", "stance": "denies"}),
]


@pytest.mark.parametrize(("given", "shown"), GIVEN)
def test_a_claim_has_what_is_given_and_no_more(editor_api, article, given, shown):
    answer = enter(editor_api, {"article": article.pk, "text": "Troops moved.", **given})
    assert answer.status_code == 201, answer.json()
    assert shown.items() <= answer.json().items()


def test_a_place_may_have_several_claims(editor_api, article):
    body = {"article": article.pk, "text": "Troops moved.", "quote": "Troops"}
    keys = {enter(editor_api, body).json()["key"] for _ in range(3)}
    assert len(keys) == 3


def test_two_who_enter_the_same_at_once_have_a_claim_each(editor_api, article, monkeypatch):
    body = {"article": article.pk, "text": "Troops moved.", "quote": "Troops"}
    first = enter(editor_api, body).json()["key"]
    blind_once(monkeypatch, transitions, "_free_key", first)
    second = enter(editor_api, body)
    assert second.status_code == 201
    assert {*Claim.objects.values_list("key", flat=True)} == {first, second.json()["key"]}


# what is given beside article and text -> the pointer at fault, and words of its detail
FAULTS = [
    ({"article": None}, "/article", "null"),
    ({"article": 10**9}, "/article", "No article"),
    ({"article": True}, "/article", "no name"),
    ({"text": " "}, "/text", "blank"),
    ({"text": "a\nb"}, "/text", "line end"),
    ({"quote": "said"}, "/quote", "stand in it 3 times"),
    ({"quote": "Troops moved"}, "/quote", "are not in it"),
    ({"quote": "Troops", "span": {"start": 1, "end": 7}}, "/quote", "'roops "),
    ({"span": {"start": 90, "end": 999}}, "/span/start", "not a place"),
    ({"span": {"start": 3}}, "/span/end", "required"),
    ({"status": "accepted"}, "/status", "no such field"),
    ({"key": "a" * 16}, "/key", "no such field"),
    ({"hedge": "reportedly"}, "/hedge", "has not the words"),
    ({"attributions": [{"role": "subject", "actor": "Nroth"}]}, "/attributions/0/actor", "No actor"),
    ({"quantities": [{"as_written": "9,999", "best": 9999}]}, "/quantities/0/as_written", "has not the words"),
    ({"said_on": {"from": "2024-02-30"}}, "/said_on/from", "no day"),
]


@pytest.mark.parametrize(("given", "pointer", "words"), FAULTS)
def test_what_does_not_fit_is_not_entered(editor_api, article, given, pointer, words):
    answer = enter(editor_api, {"article": article.pk, "text": "Troops moved.", **given})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.json()
    [error] = answer.json()["errors"]
    assert (error["pointer"], words in error["detail"]) == (pointer, True), error
    assert not Claim.objects.exists()


def test_it_takes_no_parameters(editor_api, article):
    answer = editor_api.post("/api/claims/?status=accepted", {"article": article.pk, "text": "x"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "status")


@pytest.mark.parametrize(("client", "status"), [("api", 401), ("reader_api", 403)])
def test_only_editors_enter(request, article, client, status):
    assert enter(request.getfixturevalue(client), {"article": article.pk, "text": "x"}).status_code == status


def test_readers_do_not_see_it_until_it_is_accepted(editor_api, api, article):
    enter(editor_api, {"article": article.pk, "text": "Troops moved."})
    ClaimFactory()
    assert api.get("/api/claims/").json()["count"] == 0
