"""Answers and relations at the API: who sees which, what is found, how editors enter and decide."""

import csv
import io
import json
from copy import deepcopy

import pytest

from api.views import list_export
from claimsdb.choices import ArticleState, LinkState, RelationAbout, Strength
from claimsdb.index import synced
from claimsdb.models import Answer, Article, Relation
from claimsdb.questions import entering, links
from tests.clients import signed_in
from tests.factories import (
    AcceptedClaimFactory,
    AnswerFactory,
    ArticleFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    QuestionFactory,
    ReaderFactory,
    RelationFactory,
)
from tests.workbooks import sheets_of

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def figure(low, **options):
    claim = AcceptedClaimFactory(**options)
    QuantityFactory(claim=claim, as_written=f"{low:,}", low=low, best=low, high=low)
    return claim


@pytest.fixture(scope="module")
def lasting_rows(lasting):
    """Claims by name, and a question of their figures."""
    with synced():
        return {
            "question": QuestionFactory(slug="losses", title="How many were lost?"),
            "four": figure(4000, text="Losses are 4,000."),
            "twelve": figure(1200, text="Losses are 1,200."),
            "denial": AcceptedClaimFactory(text="There are no losses."),
            "waiting": ClaimFactory(text="A secret."),
            "draft": AcceptedClaimFactory(text="A draft.", article=ArticleFactory(state=ArticleState.DRAFT)),
        }


@pytest.fixture
def rows(db, lasting_rows):
    """As they are put: a test may change what it has of them."""
    return deepcopy(lasting_rows)


@pytest.fixture
def claims(rows):
    return {name: row for name, row in rows.items() if name != "question"}


@pytest.fixture
def question(rows):
    return rows["question"]


@pytest.fixture
def relations(claims, question):
    """By name; of what is not public there is one of each kind."""
    about, hidden = {"about": RelationAbout.VALUE, "by": None}, QuestionFactory(slug="hidden", status="proposed")
    rule = {"rule": "figures", "rule_version": "1", "reason": {"code": "disjoint", "in_words": "4,000 against 1,200."}}
    four, twelve, denial = claims["four"], claims["twelve"], claims["denial"]
    with synced():
        return {
            "conflict": entering.relate(four, twelve, kind="contradicts", question=question, rule=rule, **about),
            "denial": entering.relate(denial, four, kind="denies", about=RelationAbout.EXISTENCE, by=None),
            "update": entering.relate(
                four, twelve, kind="updates", question=hidden, strength=Strength.POSSIBLE, **about
            ),
            "proposed": entering.relate(denial, twelve, kind="denies", verb="propose", rule=rule, **about),
            "of waiting": entering.relate(claims["waiting"], denial, kind="denies", **about),
            "of draft": entering.relate(denial, claims["draft"], kind="denies", **about),
        }


@pytest.fixture
def answers(claims, question):
    with synced():
        return {
            "four": entering.assign(claims["four"], to=question, figure=0, by=None),
            "twelve": entering.assign(claims["twelve"], to=question, figure=0, by=None),
            "denial": entering.assign(claims["denial"], to=question, part="presupposes", by=None),
            "proposed": AnswerFactory(claim=claims["denial"], state="proposed", rule="terms"),
            "of waiting": entering.assign(claims["waiting"], to=question, by=None),
            "of hidden": entering.assign(claims["four"], to=QuestionFactory(slug="secret", status="proposed"), by=None),
        }


def found(client, place, known, query=""):
    page = client.get(f"/api/{place}/?{query}")
    assert page.status_code == 200, page.json()
    names = {link.pk: name for name, link in known.items()}
    return sorted(names[each["id"]] for each in page.json()["results"])


RELATIONS = {
    "": ["conflict", "denial", "update"],
    "claim={four}": ["conflict", "denial", "update"],
    "claim={denial}": ["denial"],
    "claim__not={denial}": ["conflict", "update"],
    "a={denial}": ["denial"],
    "b={four}&kind=denies": ["denial"],
    "a__not={denial}": ["conflict", "update"],
    "kind=contradicts": ["conflict"],
    "kind__not=contradicts": ["denial", "update"],
    "about=existence": ["denial"],
    "strength=possible": ["update"],
    "question=losses": ["conflict"],
    "question=none": ["denial", "update"],
    "question__not=none": ["conflict"],
    "question__not=losses": ["denial", "update"],
    "rule=figures": ["conflict"],
    "rule=none": ["denial", "update"],
    "updated_since=2001-01-01": ["conflict", "denial", "update"],
    "updated_since=2101-01-01": [],
    "state=confirmed": ["conflict", "denial", "update"],
    "state__not=confirmed": [],
}


def test_relations_that_anybody_finds(api, claims, relations):
    keys = {name: claim.key for name, claim in claims.items()}
    assert {query: found(api, "relations", relations, query.format(**keys)) for query in RELATIONS} == RELATIONS


ANSWERS = {
    "": ["denial", "four", "twelve"],
    "question=losses": ["denial", "four", "twelve"],
    "question__not=losses": [],
    "claim={four}": ["four"],
    "claim__not={four},{twelve}": ["denial"],
    "part=states": ["four", "twelve"],
    "part__not=states": ["denial"],
    "updated_since=2101-01-01": [],
}


def test_answers_that_anybody_finds(api, claims, answers):
    keys = {name: claim.key for name, claim in claims.items()}
    assert {query: found(api, "answers", answers, query.format(**keys)) for query in ANSWERS} == ANSWERS


def test_editors_and_readers_see_those_of_every_state(editor_api, reader_api, relations, answers):
    for client in (editor_api, reader_api):
        assert found(client, "relations", relations, "state=proposed") == ["proposed"]
        assert found(client, "answers", answers, "state__not=confirmed") == ["proposed"]
        assert found(client, "relations", relations) == sorted({*relations} - {"proposed"})
        assert found(client, "relations", relations, "question=hidden") == ["update"]
        assert found(client, "answers", answers, "question=secret") == ["of hidden"]


NOT_KNOWN = {
    "relations/?state=proposed": (403, "signed-in"),
    "answers/?state=rejected": (403, "signed-in"),
    "relations/?kind=contradict": (400, "contradicts"),
    "relations/?question=loses": (400, "losses"),
    "relations/?question=hidden": (400, "No question is called"),
    "answers/?question=secret": (400, "No question is called"),
    "relations/?claim=aaaaaaaaaaaaaaaa": (400, "No claim has the key"),
    "relations/?claim={waiting}": (400, "No claim has the key"),
    "answers/?claim={waiting}": (400, "No claim has the key"),
    "relations/?part=states": (400, "no such parameter"),
}


def test_what_is_not_known_is_told(api, claims, relations, answers, subtests):
    for query, (status, words) in NOT_KNOWN.items():
        with subtests.test(query):
            answer = api.get(f"/api/{query.format(waiting=claims['waiting'].key)}")
            assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.json()


def test_what_is_not_public_has_no_address(api, reader_api, relations):
    urls = {name: f"/api/relations/{relations[name].pk}/" for name in ("proposed", "of waiting", "of draft")}
    found = {name: (api.get(url).status_code, reader_api.get(url).status_code) for name, url in urls.items()}
    assert found == dict.fromkeys(urls, (404, 200))


def test_a_relation_says_why(api, claims, relations):
    relation = relations["conflict"]
    shown = api.get(f"/api/relations/{relation.pk}/").json()
    [decision] = shown.pop("decisions")
    assert (decision["verb"], decision["state"], decision["who"], decision["note"]) == (
        "confirm",
        "confirmed",
        None,
        None,
    )
    assert shown.pop("created_at") <= shown.pop("updated_at")
    ends = {
        end: {
            "key": claim.key,
            "url": f"http://testserver/api/claims/{claim.key}/",
            "status": "accepted",
            "text": claim.text,
        }
        for end, claim in (("a", relation.a), ("b", relation.b))
    }
    assert shown == ends | {
        "id": relation.pk,
        "url": f"http://testserver/api/relations/{relation.pk}/",
        "kind": "contradicts",
        "about": "value",
        "strength": "certain",
        "question": "losses",
        "state": "confirmed",
        "rule": "figures",
        "rule_version": "1",
        "reason": {"code": "disjoint", "in_words": "4,000 against 1,200."},
        "in_words": "4,000 against 1,200.",
        "version": 1,
    }
    assert api.get(f"/api/relations/{relations['update'].pk}/").json()["question"] is None


REASON = {
    "code": "disjoint",
    "a": "4,000 troops",
    "b": "1,200 troops",
    "figures": [0, 0],
    "in_words": "4,000 against 1,200.",
}
KEPT = REASON | {"fingerprints": ["zqprint"], "later": "zqkeyofathirdone"}
OF_REASONS = [
    "/api/relations/{relation}/", "/api/relations/", "/api/answers/{answer}/", "/api/claims/{key}/",
    "/api/questions/losses/?expand=answers,relations", "/api/changes/?of=answers,relations&documents=true",
    "/api/claims/export/?format=fixture",
]  # fmt: skip


def test_of_a_reason_readers_get_the_code_and_what_was_compared(api, claims, question, subtests):
    """A fingerprint, or the key of a third claim, may be of one that they may not see."""
    rule = {"rule": "figures", "rule_version": "1", "reason": KEPT}
    four, twelve = claims["four"], claims["twelve"]
    relation = entering.relate(four, twelve, kind="contradicts", about="value", question=question, rule=rule, by=None)
    answer = entering.assign(four, to=question, figure=0, rule=rule, by=None)
    clients = ((api, False), (signed_in(ReaderFactory()), False), (signed_in(EditorFactory()), True))
    for address in OF_REASONS:
        for client, sees in clients:
            with subtests.test(address, sees=sees):
                shown = b"".join(
                    client.get(address.format(relation=relation.pk, answer=answer.pk, key=four.key))
                ).decode()
                assert ("zqprint" in shown, "zqkeyofathirdone" in shown) == (sees, sees)
                assert "4,000 troops" in shown
    assert api.get(f"/api/relations/{relation.pk}/").json()["reason"] == REASON


def test_an_answer_is_a_figure_or_a_word(api, claims, answers, relations):
    shown = [api.get(f"/api/answers/{answers[name].pk}/").json() for name in ("four", "denial")]
    assert [(each["figure"], each["value"], each["part"], each["question"]) for each in shown] == [
        (0, None, "states", "losses"),
        (None, None, "presupposes", "losses"),
    ]
    full = api.get(f"/api/answers/{answers['four'].pk}/?expand=claim").json()["claim"]
    assert full == api.get(f"/api/claims/?key={claims['four'].key}").json()["results"][0]
    ends = api.get("/api/relations/?expand=a,b").json()["results"]
    assert all("actors" in each[end] for each in ends for end in ("a", "b"))


def test_of_decisions_readers_see_those_that_stand_and_no_notes(api, editor, editor_api, reader_api, claims):
    relation = entering.relate(
        claims["four"], claims["twelve"], kind="updates", about="value", by=editor, note="for us", public_note="seen"
    )
    links.take("reject", relation, by=editor, public_note="an error")
    links.take("reopen", relation, by=editor)
    links.take("confirm", relation, by=editor)
    shown = {
        name: [
            (each["version"], each["note"], each["public_note"], each["who"]) for each in decisions(client, relation)
        ]
        for name, client in {"anybody": api, "reader": reader_api, "editor": editor_api}.items()
    }
    who = editor.username
    assert shown["anybody"] == [(1, None, "seen", None), (4, None, None, None)]
    assert shown["reader"][:2] == [(1, None, "seen", who), (2, None, "an error", who)]
    assert shown["editor"][0] == (1, "for us", "seen", who)


def decisions(client, relation):
    return client.get(f"/api/relations/{relation.pk}/").json()["decisions"]


# --- claims -----------------------------------------------------------------------------------------------------------


def test_a_claim_names_its_questions_and_relations(api, editor_api, claims, relations, answers):
    url = f"/api/claims/{claims['four'].key}/"
    shown = api.get(url).json()
    assert [(each["slug"], [line["figure"] for line in each["answers"]]) for each in shown["questions"]] == [
        ("losses", [0])
    ]
    assert [each["id"] for each in shown["relations"]] == [
        relations[name].pk for name in ("conflict", "denial", "update")
    ]
    listed = api.get("/api/relations/?ordering=id").json()["results"]
    assert shown["relations"] == listed
    assert {each["slug"] for each in editor_api.get(url).json()["questions"]} == {"losses", "secret"}
    denial = f"/api/claims/{claims['denial'].key}/"
    seen = [len(client.get(denial).json()["relations"]) for client in (api, editor_api)]
    assert seen == [1, 4]


def test_many_relations_take_as_many_queries_as_few(api, claims, django_assert_max_num_queries):
    counts = []
    for number in (2, 10):
        with synced():
            for _ in range(number):
                RelationFactory(a=claims["four"], b=AcceptedClaimFactory(), question=QuestionFactory())
                RelationFactory(b=claims["four"], a=AcceptedClaimFactory())
                AnswerFactory(claim=claims["four"])
        with django_assert_max_num_queries(60) as asked:
            assert len(api.get(f"/api/claims/{claims['four'].key}/").json()["relations"]) >= 2 * number
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


CLAIMS = {
    "question=losses": ["denial", "four", "twelve"],
    "question=none": [],
    "question__not=none": ["denial", "four", "twelve"],
    "question__not=losses": [],
    "related_to={four}": ["denial", "twelve"],
    "related_to={twelve}": ["four"],
    "related_to__all={four},{twelve}": [],
    "related_to__not={twelve}": ["denial", "twelve"],
    "contradicted=true": ["four", "twelve"],
    "contradicted=false": ["denial"],
    "denied=true": ["four"],
    "denied=false": ["denial", "twelve"],
    "contradicted=true&denied=false": ["twelve"],
}


def test_claims_are_found_by_their_links(api, claims, relations, answers, subtests):
    names = {claim.key: name for name, claim in claims.items()}
    for named, expected in CLAIMS.items():
        with subtests.test(named):
            query = named.format(**{name: claim.key for name, claim in claims.items()})
            page = api.get(f"/api/claims/?{query}").json()
            found = sorted(names[each["key"]] for each in page["results"])
            assert (found, page["count"]) == (expected, len(expected))
            assert api.get(f"/api/claims/facets/?{query}").json()["count"] == page["count"]


def test_what_is_hidden_makes_no_claim_denied(api, editor_api, claims, relations):
    """`denial` is denied by a claim that waits."""
    query = f"/api/claims/?denied=true&key={claims['denial'].key}"
    assert [client.get(query).json()["count"] for client in (api, editor_api)] == [0, 1]


@pytest.mark.parametrize("place", ["answers", "relations"])
def test_lists_come_as_tables_and_as_json_lines(api, editor_api, claims, answers, relations, place, monkeypatch):
    monkeypatch.setattr(list_export, "BATCH", 2)
    for client, query in ((api, ""), (editor_api, "state=proposed")):
        listed = client.get(f"/api/{place}/?ordering=id&{query}").json()["results"]
        lines = b"".join(client.get(f"/api/{place}/export/?format=jsonl&{query}")).splitlines()
        assert [json.loads(line) for line in lines] == listed
        text = b"".join(client.get(f"/api/{place}/export/?{query}")).decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["id"], row["state"]) for row in rows] == [(str(each["id"]), each["state"]) for each in listed]
        end = "claim" if place == "answers" else "b"
        assert [row[end] for row in rows] == [each[end]["key"] for each in listed]
        names, *cells = sheets_of(b"".join(client.get(f"/api/{place}/export/?format=xlsx&{query}")))[place]
        assert names == [*rows[0]]
        assert [row[0] for row in cells] == [each["id"] for each in listed]
        marked = b"".join(client.get(f"/api/{place}/export/?bom=1&{query}")).decode()
        assert marked == f"\ufeff{text}"
        assert listed


# --- writing ----------------------------------------------------------------------------------------------------------


def sent(version="*", key=None):
    return {"format": "json", "headers": {"If-Match": version} | ({"Idempotency-Key": key} if key else {})}


def test_an_editor_enters_an_answer(editor_api, editor, claims, question):
    body = {"question": "losses", "claim": claims["four"].key, "figure": 0, "note": "as printed"}
    made = editor_api.post("/api/answers/", body, format="json")
    assert (made.status_code, made.json()["state"], made["ETag"]) == (201, "confirmed", f'"{made.json()["id"]}-1"')
    assert editor_api.get(made["Location"]).json() == made.json()
    assert [(each["who"], each["note"]) for each in made.json()["decisions"]] == [(editor.username, "as printed")]
    assert editor_api.get("/api/questions/losses/").json()["statements"] == 1
    assert editor_api.post("/api/answers/", body, format="json").status_code == 400
    assert Answer.objects.count() == 1


def test_an_editor_enters_a_relation(editor_api, claims, question):
    body = {"a": claims["denial"].key, "b": {"key": claims["four"].key}, "kind": "denies", "about": "existence"}
    made = editor_api.post("/api/relations/", body | {"question": "losses"}, format="json")
    assert (made.status_code, made.json()["strength"], made.json()["question"]) == (201, "certain", "losses")
    [shown] = editor_api.get(f"/api/relations/?claim={claims['four'].key}").json()["results"]
    assert shown["id"] == made.json()["id"]


@pytest.mark.parametrize(
    ("place", "change", "pointer"),
    [
        ("answers", {"question": "nowhere"}, "/question"),
        ("answers", {"question": "shut"}, "/question"),
        ("answers", {"claim": "aaaaaaaaaaaaaaaa"}, "/claim"),
        ("answers", {"claim": None}, "/claim"),
        ("answers", {"figure": 7}, "/figure"),
        ("answers", {"figure": -1}, "/figure"),
        ("answers", {"figure": True}, "/figure"),
        ("answers", {"figure": 0, "value": "yes"}, ""),
        ("answers", {"value": "<b>yes</b>", "figure": None}, "/value"),
        ("answers", {"value": "x" * 101, "figure": None}, "/value"),
        ("answers", {"value": "many", "figure": None}, "/value"),
        ("answers", {"question": "whether"}, "/figure"),
        ("answers", {"question": "whether", "figure": None, "value": "perhaps"}, "/value"),
        ("answers", {"question": {"slug": "losses", "slig": 1}}, "/question/slig"),
        ("answers", {"claim": {"key": "{four}", "foo": 1}}, "/claim/foo"),
        ("relations", {"a": {"key": "{four}", "text": "", "wrods": 1}}, "/a/wrods"),
        ("answers", {"part": "stats"}, "/part"),
        ("answers", {"state": "confirmed"}, "/state"),
        ("answers", {"note": "\u202e"}, "/note"),
        ("relations", {"a": 7}, "/a"),
        ("relations", {"b": "aaaaaaaaaaaaaaaa"}, "/b"),
        ("relations", {"kind": "contradict"}, "/kind"),
        ("relations", {"about": None}, "/about"),
        ("relations", {"strength": "sure"}, "/strength"),
        ("relations", {"question": "nowhere"}, "/question"),
        ("relations", {"rule": "figures"}, "/rule"),
    ],
)
def test_a_body_that_does_not_fit_is_told_where(editor_api, claims, question, place, change, pointer):
    QuestionFactory(slug="shut", status="closed")
    QuestionFactory(slug="whether", answer="yes_no")
    for named in (value for value in change.values() if isinstance(value, dict) and "key" in value):
        named["key"] = claims["four"].key
    body = {
        "answers": {"question": "losses", "claim": claims["four"].key, "figure": 0},
        "relations": {"a": claims["four"].key, "b": claims["twelve"].key, "kind": "updates", "about": "value"},
    }[place]
    answer = editor_api.post(f"/api/{place}/", body | change, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer), answer.json()
    assert not Answer.objects.exists()
    assert not Relation.objects.exists()


def test_a_claim_is_not_related_to_itself_nor_twice(editor_api, claims):
    four, twelve = claims["four"].key, claims["twelve"].key
    body = {"a": four, "b": four, "kind": "contradicts", "about": "value"}
    assert "itself" in editor_api.post("/api/relations/", body, format="json").json()["detail"]
    assert editor_api.post("/api/relations/", body | {"b": twelve}, format="json").status_code == 201
    for ends in ({"a": twelve}, {"b": twelve}):
        again = editor_api.post("/api/relations/", body | ends, format="json")
        assert (again.status_code, Relation.objects.count()) == (400, 1)
        assert again.json()["errors"] == [{"pointer": "", "detail": "These claims are related so already."}]


def test_a_claim_answers_a_question_once_by_a_figure_and_once_in_words(editor_api, claims):
    QuestionFactory(slug="what", answer="open")
    body = {"question": "what", "claim": claims["four"].key}
    for said, words in (({"figure": 0}, "by that figure already"), ({"value": "shells"}, "in words already")):
        assert editor_api.post("/api/answers/", body | said, format="json").status_code == 201
        again = editor_api.post("/api/answers/", body | said, format="json")
        assert (again.status_code, words in again.json()["detail"]) == (400, True), again.json()


WAY = [("reject", "rejected"), ("reopen", "proposed"), ("confirm", "confirmed"), ("undo", "proposed")]


@pytest.mark.parametrize("factory", [AnswerFactory, RelationFactory])
def test_a_link_goes_the_way_of_its_verbs(editor_api, factory):
    link = factory()
    url = f"/api/{link._meta.model_name}s/{link.pk}/"
    tag = editor_api.get(url)["ETag"]
    for number, (verb, state) in enumerate(WAY, start=2):
        moved = editor_api.post(f"{url}{verb}/", {"public_note": verb}, **sent(tag))
        assert (moved.status_code, moved.json()["state"], moved["ETag"]) == (200, state, f'"{link.pk}-{number}"')
        assert moved.json()["decisions"][-1]["public_note"] == verb
        late = editor_api.post(f"{url}{verb}/", {}, **sent(tag))
        assert (late.status_code, late.json()["version"]) == (412, number)
        tag = moved["ETag"]
    assert editor_api.post(f"{url}reject/", {}, format="json").status_code == 428


@pytest.mark.parametrize(
    ("verb", "state", "status", "words"),
    [
        ("confirm", "confirmed", 409, "It starts where it is needs recheck or proposed"),
        ("reopen", "proposed", 409, "confirmed"),
        ("undo", "confirmed", 409, "No decision"),
        ("amend", "rejected", 409, "rejected"),
    ],
)
def test_a_move_from_a_state_in_which_it_does_not_start_is_a_409(editor_api, verb, state, status, words):
    relation = RelationFactory(state=state)
    body = {"about": "time"} if verb == "amend" else {}
    answer = editor_api.post(f"/api/relations/{relation.pk}/{verb}/", body, **sent())
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.json()


def test_an_amendment_sets_what_it_names(editor_api, claims, question):
    answer = entering.assign(claims["four"], to=question, figure=0, by=None)
    url = f"/api/answers/{answer.pk}/amend/"
    changed = editor_api.post(url, {"figure": None, "value": None, "part": "repeats"}, **sent('"1"')).json()
    assert (changed["figure"], changed["value"], changed["part"], changed["version"]) == (None, None, "repeats", 2)
    for body, pointer in (({"figure": 3, "value": None}, "/figure"), ({}, ""), ({"question": "losses"}, "/question")):
        refused = editor_api.post(url, body, **sent())
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)
    relation = RelationFactory(question=question)
    url = f"/api/relations/{relation.pk}/amend/"
    changed = editor_api.post(url, {"strength": "possible", "question": None}, **sent('"1"')).json()
    assert (changed["strength"], changed["question"], changed["about"]) == ("possible", None, "existence")


def test_only_who_decided_undoes(editor_api, claims):
    relation = entering.relate(claims["four"], claims["twelve"], kind="updates", about="value", by=None)
    links.take("reject", relation, by=None)
    answer = editor_api.post(f"/api/relations/{relation.pk}/undo/", {}, **sent())
    assert (answer.status_code, "the program" in answer.json()["detail"]) == (403, True)


def test_the_same_request_with_the_same_key_changes_nothing_more(editor_api, claims, question):
    relation = RelationFactory()
    url = f"/api/relations/{relation.pk}/reject/"
    first, second = (editor_api.post(url, {}, **sent('"1"', key="once")) for _ in range(2))
    assert (second.status_code, second.json(), second["Idempotency-Replayed"]) == (200, first.json(), "true")
    body = {"question": "losses", "claim": claims["four"].key}
    made = [editor_api.post("/api/answers/", body, format="json", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert (Answer.objects.count(), relation.decisions.count()) == (1, 1)


def test_who_came_by_a_session_sends_its_token_against_forgery(editor):
    from rest_framework.test import APIClient

    client = APIClient(enforce_csrf_checks=True)
    client.force_login(editor)
    relation = RelationFactory()
    answer = client.post(f"/api/relations/{relation.pk}/reject/", {}, **sent())
    assert (answer.status_code, Relation.objects.get().state) == (403, LinkState.CONFIRMED)


# --- changes ----------------------------------------------------------------------------------------------------------


def changes(client, kind, query="", since=""):
    answer = client.get(f"/api/changes/?of={kind}&documents=true{query}" + (f"&since={since}" if since else ""))
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"], answer.json()["meta"]["since"]


def test_changes_tell_of_links_and_questions(api, editor_api, claims, relations, answers):
    for kind, known in (("relation", relations), ("answer", answers), ("question", {})):
        told, _ = changes(api, f"{kind}s")
        shown = {each["key"]: each[kind] for each in told if not each["gone"]}
        listed = api.get(f"/api/{kind}s/").json()["results"]
        assert sorted(shown.values(), key=str) == sorted(listed, key=str)
        assert {api.get(each["url"]).status_code for each in told if not each["gone"]} == {200}
        assert {each["key"] for each in told} <= {str(link.pk) for link in known.values()} or not known
    assert str(relations["proposed"].pk) not in {each["key"] for each in changes(api, "relations")[0]}
    assert str(relations["proposed"].pk) in {
        each["key"] for each in changes(editor_api, "relations", "&kind=denies")[0]
    }


def test_a_rejected_relation_is_gone_for_anybody_and_another_for_editors(api, editor, editor_api, relations):
    since = {client: changes(client, "relations,questions")[1] for client in (api, editor_api)}
    links.take("reject", relations["conflict"], by=editor)
    for client, gone in ((api, True), (editor_api, False)):
        told, _ = changes(client, "relations", since=since[client])
        assert [(each["key"], each["gone"]) for each in told] == [(str(relations["conflict"].pk), gone)]
    told, _ = changes(api, "relations", "&kind=contradicts", since=since[api])
    assert [each["gone"] for each in told] == [True]


def test_a_claim_that_is_withdrawn_takes_its_links_along(api, claims, relations, answers):
    _, since = changes(api, "relations,answers,questions")
    article = claims["denial"].article
    with synced():
        article = Article.objects.get(pk=article.pk)
        article.state = ArticleState.WITHDRAWN
        article.save()
    told, _ = changes(api, "relations,answers,questions", since=since)
    gone = {(each["kind"], each["key"]) for each in told if each["gone"]}
    assert {("relation", str(relations["denial"].pk)), ("answer", str(answers["denial"].pk))} <= gone
    assert ("question", "losses", False) in {(each["kind"], each["key"], each["gone"]) for each in told}
