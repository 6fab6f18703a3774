"""Questions at the API: who sees which, what is found, what editors enter, amend and merge."""

import csv
import io
import json
from copy import deepcopy
from datetime import date, datetime

import pytest

from claimsdb.choices import AffiliationKind, RelationKind, ScopePart
from claimsdb.curation import questions as curation
from claimsdb.exchange import XLSX_TYPE, workbooks
from claimsdb.filters import lists
from claimsdb.index import synced
from claimsdb.models import Question
from claimsdb.questions import entering
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AffiliationFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
)
from tests.workbooks import sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TROOPS = {"title": "How many troops were sent?", "answer": "number"}


def scoped(slug, *subjects, places=(), **fields):
    scope = {ScopePart.SUBJECT: subjects, ScopePart.PLACE: places}
    return curation.enter(fields={**TROOPS, "slug": slug, **fields}, scope=scope, by=None)


def told(low, *, article=None, high=None, **figure):
    """An accepted claim of so many troops."""
    options = {"article": article} if article else {}
    claim = AcceptedClaimFactory(**options, text=f"There are {low:,} of them.")
    AttributionFactory(claim=claim, actor=ActorFactory())
    QuantityFactory(claim=claim, as_written=f"{low:,}", low=low, best=low, high=high or low, **figure)
    return claim


@pytest.fixture
def world(db, lasting_world):
    return lasting_world


@pytest.fixture(scope="module")
def lasting_questions(lasting_world):
    """By name, unlike each other in all that a filter asks for."""
    putin = ActorFactory(slug="putin", name="Putin")
    AffiliationFactory(child=putin, parent=lasting_world.russia, kind=AffiliationKind.OFFICEHOLDER_OF)
    tass = ActorFactory(slug="tass", name="TASS", kind="media")
    AffiliationFactory(child=tass, parent=lasting_world.russia, kind=AffiliationKind.MEMBER_OF)
    made = {
        "sent": scoped(
            "sent", lasting_world.north_korea, places=[lasting_world.russia], measure="troops", unit="person"
        ),
        "putin": scoped("putin", putin, title="When did Putin sign?", answer="date", scope_from=date(2024, 6, 1)),
        "tass": scoped("tass", tass, title="Did TASS say so?", answer="yes_no", status="closed"),
        "both": scoped("both", lasting_world.north_korea, putin, title="Who met whom?", answer="who"),
        "nobody": scoped("nobody", title="What is known of shells?", answer="number", measure="shells"),
        "proposed": scoped(
            "proposed", lasting_world.north_korea, measure="tanks", status="proposed", note="for editors"
        ),
    }
    with synced():
        for name, count in (("sent", 3000), ("sent", 3000), ("nobody", 40)):
            entering.assign(told(count), to=made[name], figure=0, by=None)
    entering.assign(AcceptedClaimFactory(), to=made["putin"], value="2024-06", by=None)
    return made


@pytest.fixture
def questions(db, lasting_questions):
    """As they are put: a test may change what it has of them."""
    return deepcopy(lasting_questions)


def found(client, query=""):
    page = client.get(f"/api/questions/?{query}")
    assert page.status_code == 200, page.json()
    page = page.json()
    assert page["count"] == len(page["results"])
    return " ".join(each["slug"] for each in page["results"])


FOUND = {
    "": "both nobody putin sent tass",
    "subject=RU": "both putin tass",
    "subject=putin": "both putin",
    "subject=RU&rollup=officials": "both putin",
    "subject=RU&rollup=false": "",
    "subject__all=NK,RU": "both",
    "subject__not=RU": "nobody sent",
    "subject=none": "nobody",
    "subject__not=none": "both putin sent tass",
    "place=RU": "sent",
    "place=none": "both nobody putin tass",
    "measure=troops": "sent",
    "measure=none": "both putin tass",
    "measure__not=shells,none": "sent",
    "answer=number,date": "nobody putin sent",
    "answer__not=number": "both putin tass",
    "agreement=one_answer": "nobody putin sent",
    "agreement__not=one_answer": "both tass",
    "agreement=UNASSESSED": "both tass",
    "status=closed": "tass",
    "status__not=closed": "both nobody putin sent",
    "search=putin": "putin",
    'search="met whom" OR shells': "both nobody",
    "updated_since=2001-01-01": "both nobody putin sent tass",
    "updated_since=2101-01-01": "",
}


@pytest.mark.parametrize("query", FOUND)
def test_what_filters_find(api, editor_api, questions, query):
    assert found(api, query) == FOUND[query]
    if "status__not" not in query:
        assert found(editor_api, query) == FOUND[query]


def test_a_claim_leads_to_the_questions_that_it_answers(api, questions):
    [answer, _] = questions["sent"].answers.all()
    assert found(api, f"claim={answer.claim.key}") == "sent"
    assert found(api, f"claim__not={answer.claim.key}") == "both nobody putin tass"


FACETS = ("agreement", "answer", "measure", "subject")
NARROWED = ["", "status=open", "subject=RU", "rollup=officials", "rollup=false", "measure__not=none", "answer=number"]


@pytest.mark.parametrize("query", NARROWED)
def test_each_facet_counts_as_the_list_does(api, questions, query):
    facets = api.get(f"/api/questions/facets/?{query}").json()
    assert (facets["count"], facets["meta"]["count"]) == (len(found_or_all(api, query)), "exact")
    rollup = f"&{query}" if query.startswith("rollup") else ""
    query = "" if rollup else query
    for facet in FACETS:
        for each in facets["facets"][facet]:
            name = f"{facet}__all" if facet == "subject" and "subject" in query else facet
            asked = f"{query}&{name}={each['value']}{rollup if facet == 'subject' else ''}"
            assert len(found(api, asked).split()) == each["count"], asked
    assert {each["value"] for each in facets["facets"]["subject"]} >= ({"NK", "putin"} if not query else set())


def found_or_all(api, query):
    return found(api, "" if query.startswith("rollup") else query).split()


def test_of_facets_the_most_frequent_come_first_and_no_more_than_asked_for(api, questions):
    shown = api.get("/api/questions/facets/?facets=subject&limit=2").json()["facets"]
    assert shown == {
        "subject": [
            {"value": "RU", "name": "Russia", "count": 3},
            {"value": "NK", "name": "North Korea", "count": 2},
        ]
    }


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("agreement=conflcit", 400, "Did you mean conflict"),
        ("measure=trops", 400, "troops"),
        ("subject=nobody-at-all", 400, "No actor is called"),
        ("claim=aaaaaaaaaaaaaaaa", 400, "No claim has the key"),
        ("rollup=false", 400, "give subject or place as well"),
        ("status=proposed", 403, "signed-in"),
        ("status__not=open&status=merged", 403, "signed-in"),
        ("sbject=NK", 400, "subject"),
        ("search=", 400, "empty"),
        ("fields=titel", 400, "title"),
        ("ordering=sulg", 400, "slug"),
    ],
)
def test_what_is_not_known_is_told(api, questions, query, status, words):
    answer = api.get(f"/api/questions/?{query}")
    assert (answer.status_code, words in answer.json().get("detail", "")) == (status, True), answer.json()


def test_a_document_says_all_of_its_scope(api, editor_api, questions):
    shown = api.get("/api/questions/sent/").json()
    assert shown.pop("created_at") <= shown.pop("updated_at")
    assert shown == {
        "slug": "sent",
        "url": "http://testserver/api/questions/sent/",
        "title": "How many troops were sent?",
        "answer": "number",
        "scope": {
            "subjects": [{"code": "NK", "name": "North Korea"}],
            "measure": "troops",
            "unit": "person",
            "places": [{"code": "RU", "name": "Russia"}],
            "from": None,
            "to": None,
        },
        "status": "open",
        "agreement": "one_answer",
        "statements": 2,
        "articles": 2,
        "figures": 1,
        "first_day": None,
        "last_day": None,
        "merged_into": None,
        "note": None,
        "version": 1,
    }
    assert api.get("/api/questions/proposed/").status_code == 404
    assert editor_api.get("/api/questions/proposed/").json()["note"] == "for editors"
    assert found(editor_api, "status=proposed") == "proposed"


def test_readers_see_no_notes_and_nobody_words_of_hidden_questions(api, reader_api, questions):
    assert reader_api.get("/api/questions/proposed/").json()["note"] is None
    assert "tanks" not in api.get("/api/questions/?measure=tnks").content.decode()
    assert "tanks" in reader_api.get("/api/questions/?status=proposed&measure=tnks").content.decode()


def test_answers_and_relations_come_with_expand_as_they_may_be_seen(api, editor_api, questions):
    claims = [told(5), ClaimFactory()]
    for claim in claims:
        entering.assign(claim, to=questions["both"], value="yes", by=None)
    entering.relate(*claims, kind=RelationKind.DENIES, about="value", question=questions["both"], by=None)
    for client, answers, relations in ((api, 1, 0), (editor_api, 2, 1)):
        shown = client.get("/api/questions/?search=whom&expand=answers,relations").json()["results"][0]
        assert (len(shown["answers"]), len(shown["relations"])) == (answers, relations)
        assert shown == client.get("/api/questions/both/?expand=answers,relations").json()


# --- writing ----------------------------------------------------------------------------------------------------------

NEW = {
    "title": "How many were lost?",
    "answer": "number",
    "scope": {
        "subjects": ["NK", {"code": "RU", "name": "Russia"}],
        "measure": "troops",
        "unit": "person",
        "from": "2024-10-01",
    },
    "note": "as the gold has it",
}


def sent(version="*"):
    return {"format": "json", "headers": {"If-Match": version}}


def test_an_editor_enters_amends_and_is_told_the_version(editor_api, world):
    made = editor_api.post("/api/questions/", NEW, format="json")
    assert (made.status_code, made["Location"]) == (201, "http://testserver/api/questions/how-many-were-lost/")
    document = made.json()
    assert [each["code"] for each in document["scope"]["subjects"]] == ["NK", "RU"]
    assert (document["scope"]["from"], document["note"]) == ("2024-10-01", "as the gold has it")
    url, tag = made["Location"], editor_api.get(made["Location"])["ETag"]
    changed = editor_api.patch(url, {"scope": {"subjects": [], "from": None}, "status": "closed"}, **sent(tag))
    assert (changed.status_code, changed["ETag"]) == (200, '"how-many-were-lost-2"')
    scope = changed.json()["scope"]
    assert (scope["subjects"], scope["from"], scope["measure"]) == ([], None, "troops")
    late = editor_api.patch(url, {"title": "What?"}, **sent(tag))
    assert (late.status_code, late.json()["version"]) == (412, 2)
    assert editor_api.patch(url, {"title": "What?"}, format="json").status_code == 428
    same = editor_api.patch(url, {"status": "closed"}, **sent('"2"'))
    assert same.json()["version"] == 2


def seen_of(client, slug):
    """All that tells of it, and of the state of the data."""
    page, feed = client.get(f"/api/questions/{slug}/"), client.get("/api/changes/?of=questions").json()
    return page.json(), page["ETag"], page.headers.get("Last-Modified"), feed


def test_of_a_note_those_see_nothing_who_may_not_see_it(api, editor_api, questions):
    before, known = seen_of(api, "sent"), editor_api.get("/api/questions/sent/")["ETag"]
    written = editor_api.patch("/api/questions/sent/", {"note": "For us,\nin lines."}, **sent('"1"'))
    assert (written.status_code, written.json()["note"], written["ETag"]) == (200, "For us,\nin lines.", '"sent-1"')
    assert seen_of(api, "sent") == before
    assert editor_api.get("/api/questions/sent/", headers={"If-None-Match": known}).status_code == 200
    assert Question.objects.get(slug="sent").history.count() == 2
    both = editor_api.patch("/api/questions/sent/", {"note": None, "status": "closed"}, **sent('"1"')).json()
    assert (both["note"], both["version"], both["status"]) == (None, 2, "closed")
    assert seen_of(api, "sent") != before


def test_claims_and_links_are_found_by_a_merged_question_as_by_the_one_to_which_it_leads(api, editor_api, questions):
    [answer] = questions["nobody"].answers.all()
    for name, into in (("nobody", "sent"), ("proposed", "sent")):
        assert editor_api.post(f"/api/questions/{name}/merge/", {"into": into}, **sent()).status_code == 200
    for client in (api, editor_api):
        for place, name in (("claims", "key"), ("answers", "id")):
            there, merged = (client.get(f"/api/{place}/?question={slug}").json() for slug in ("sent", "nobody"))
            assert merged["results"] == there["results"]
            assert {"key": answer.claim.key, "id": answer.pk}[name] in [each[name] for each in there["results"]]
    assert api.get("/api/claims/?question=proposed").status_code == 400  # it was never public
    assert editor_api.get("/api/claims/?question=proposed").json()["count"] == 3


def exported(client, query=""):
    answer = client.get(f"/api/questions/export/?{query}")
    return answer, b"".join(answer).decode()


def test_a_list_comes_as_a_table_and_as_json_lines(api, editor_api, questions):
    answer, text = exported(api, "subject=NK")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="questions-subject-nk-' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["slug"], row["subjects"], row["place_codes"], row["agreement"]) for row in rows] == [
        ("sent", "North Korea", "RU", "one_answer"), ("both", "North Korea; Putin", "", "unassessed"),
    ]  # fmt: skip
    for client, query in ((api, ""), (editor_api, "status=proposed"), (api, "as_of=2024-10-20&undated=include")):
        answer, text = exported(client, f"format=jsonl&{query}")
        listed = client.get(f"/api/questions/?{query}").json()["results"]
        shown = [json.loads(line) for line in text.splitlines()]
        assert sorted(shown, key=lambda each: each["slug"]) == listed
        assert answer["Content-Type"] == "application/jsonl; charset=utf-8"
    assert exported(editor_api, "status=proposed")[1].count("for editors") == 1
    assert api.get("/api/questions/export/?status=proposed").status_code == 403


def test_a_list_comes_as_a_workbook(api, editor_api, questions, monkeypatch):
    for client, query in ((api, "subject=NK"), (editor_api, "status=proposed")):
        answer = client.get(f"/api/questions/export/?format=xlsx&{query}")
        assert answer["Content-Type"] == XLSX_TYPE
        names, *rows = sheets_of(b"".join(answer))["questions"]
        found = [dict(zip(names, row, strict=True)) for row in rows]
        listed = client.get(f"/api/questions/?{query}").json()["results"]
        assert sorted(row["slug"] for row in found) == [each["slug"] for each in listed]
        assert all(isinstance(row["created_at"], datetime) for row in found)
    assert api.get("/api/questions/export/?format=xlsx&status=proposed").status_code == 403
    monkeypatch.setattr(workbooks, "ROWS", 0)
    refusal = api.get("/api/questions/export/?format=xlsx").json()
    assert refusal["errors"][0]["parameter"] == "format"
    assert api.get("/api/questions/export/?limit=5").status_code == 400
    assert api.get("/api/questions/export/?format=xml").status_code == 400


def test_facets_are_described_without_what_they_refuse(api, questions):
    described = api.get("/api/schema/?format=json").json()["paths"]["/api/questions/facets/"]["get"]["parameters"]
    for name in ("as_of", "undated", "recorded_as_of"):
        assert name not in {each["name"] for each in described}
    assert api.get("/api/questions/facets/?as_of=2024-10-20").status_code == 400


def test_a_slug_is_taken_once(editor_api, questions):
    for slug in ("sent", "SENT", "none", "facets", "export"):
        answer = editor_api.post("/api/questions/", NEW | {"slug": slug}, format="json")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/slug")


def test_a_merged_question_leads_to_the_other(api, editor_api, questions):
    merged = editor_api.post("/api/questions/nobody/merge/", {"into": "sent"}, **sent('"1"'))
    assert (merged.status_code, merged.json()["slug"], merged.json()["statements"]) == (200, "sent", 3)
    there = api.get("/api/questions/nobody/?fields=slug")
    assert (there.status_code, there["Location"]) == (308, "http://testserver/api/questions/sent/?fields=slug")
    assert there.json()["merged_into"] == {"slug": "sent", "url": "http://testserver/api/questions/sent/"}
    assert api.get("/api/questions/nobody/?redirect=false").status_code == 410
    own = editor_api.get("/api/questions/nobody/")
    assert (own.json()["status"], own.json()["merged_into"]) == ("merged", "sent")
    assert editor_api.patch("/api/questions/nobody/", {"title": "Who?"}, **sent()).status_code == 409
    assert editor_api.post("/api/questions/nobody/merge/", {"into": "both"}, **sent()).status_code == 409


def test_where_a_question_leads_that_was_never_public_nobody_is_told(api, editor_api, questions):
    assert editor_api.post("/api/questions/proposed/merge/", {"into": "sent"}, **sent()).status_code == 200
    assert api.get("/api/questions/proposed/").status_code == 404


@pytest.mark.parametrize(("into", "words"), [("sent", "itself"), ("nowhere", "No question"), (7, "No question")])
def test_a_question_is_merged_into_another_that_there_is(editor_api, questions, into, words):
    answer = editor_api.post("/api/questions/sent/merge/", {"into": into}, **sent())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/into")
    assert words in answer.json()["detail"]


def test_twenty_questions_take_as_many_queries_as_two(api, questions, django_assert_max_num_queries):
    counts = []
    for number in (0, 18):
        for each in range(number):
            scoped(f"more-{each}", questions["sent"].subjects[0], title=f"How many ({each})?")
        with django_assert_max_num_queries(50) as asked:
            assert api.get("/api/questions/?subject=NK&expand=answers").status_code == 200
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


def test_an_answer_is_a_304_until_a_claim_says_something_else(api, editor_api, questions):
    [first, _] = questions["sent"].answers.order_by("pk")
    tag = api.get("/api/questions/sent/")["ETag"]
    assert api.get("/api/questions/sent/", headers={"If-None-Match": tag}).status_code == 304
    moved = editor_api.post(f"/api/claims/{first.claim.key}/reject/", {"reason": "wrong_span"}, **sent())
    assert moved.status_code == 200
    shown = api.get("/api/questions/sent/", headers={"If-None-Match": tag})
    assert (shown.status_code, shown.json()["statements"]) == (200, 1)


def test_what_was_answered_then_is_worked_out_once(questions, api, monkeypatch):
    asked = []
    gather = lists.gather
    monkeypatch.setattr(lists, "gather", lambda some, **options: asked.append(len(some)) or gather(some, **options))
    assert found(api, "as_of=2030-01-01&undated=include&agreement=one_answer") != ""
    assert len(asked) == 1
