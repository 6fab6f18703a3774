"""Ledgers and origins at the API: as somebody may see them, as of a day and of a moment."""

import csv
import io
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.utils import timezone

from claimsdb.choices import ArticleState
from claimsdb.exchange import XLSX_TYPE
from claimsdb.filters import lists
from claimsdb.index import synced
from claimsdb.models import Article, Claim, Question, Relation
from claimsdb.questions import entering, links
from claimsdb.review import snapshots
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    QuantityFactory,
    QuestionFactory,
)
from tests.workbooks import sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAYS = [date(2024, 10, 17), date(2024, 10, 20), None]


@pytest.fixture(scope="module")
@synced()
def lasting_sent(lasting_world):
    """3,000 said on two days, the second time by an unnamed official of the US; 3,000 more of no day; 1,200."""
    question = QuestionFactory(slug="sent", title="How many were sent?")
    made = []
    for number, day, basis in (
        (3000, DAYS[0], "total"),
        (3000, DAYS[1], "total"),
        (3000, None, "additional"),
        (1200, DAYS[1], "total"),
    ):
        article = ArticleFactory(published_on=day, published_basis="editor" if day else "unknown")
        claim = AcceptedClaimFactory(article=article, text=f"{number:,} were sent.", phase="done")
        QuantityFactory(
            claim=claim, as_written=f"{number:,}", low=number, best=number, high=number, stage="sent", basis=basis
        )
        snapshots.ensure_recorded(claim)
        made.append(claim)
    AttributionFactory(claim=made[0], actor=lasting_world.belousov, as_written="")
    AttributionFactory(claim=made[1], actor=None, name="an official", side=lasting_world.united_states, as_written="")
    AttributionFactory(claim=made[2], actor=ActorFactory(slug="nis"))
    denial = AcceptedClaimFactory(text="None were sent.", article=made[1].article)
    AttributionFactory(claim=denial, actor=lasting_world.belousov, side=lasting_world.russia)
    for claim in made:
        entering.assign(claim, to=question, figure=0, by=None)
    entering.relate(made[0], made[3], kind="contradicts", about="value", by=None)
    entering.relate(denial, made[1], kind="denies", about="existence", by=None)
    return made


@pytest.fixture
def sent(db, lasting_sent):
    """As they are put: a test may change what it has of them."""
    return deepcopy(lasting_sent)


def ledger(client, query="", status=200):
    answer = client.get(f"/api/questions/sent/ledger/?{query}")
    assert answer.status_code == status, answer.json()
    return answer.json()


def test_a_row_says_who_says_so_and_how_it_stands_to_others(api, sent):
    page = ledger(api)
    assert (page["count"], page["next"], page["meta"]["applied"]) == (3, None, {})
    assert (page["meta"]["agreement"], page["meta"]["statements"], page["meta"]["articles"]) == ("conflict", 4, 4)
    rows = {(row["best"], row["basis"]): row for row in page["results"]}
    row = rows[3000, "total"]
    assert (row["low"], row["high"], row["written"], row["stage"], row["per"], row["phase"]) == (
        *(3000, 3000, ["3,000"]),
        *("sent", None, "done"),
    )
    assert (row["first_day"], row["statements"], row["articles"]) == ("2024-10-17", 2, 2)
    assert {(each["code"], each["side"]) for each in row["claimants"]} == {("belousov", None), (None, "US")}
    assert "an official" in {each["name"] for each in row["claimants"]}
    [denial] = row["denied_by"]
    assert (denial["code"], denial["via"]) == ("belousov", "RU")
    assert row["contradicts"] == [rows[1200, "total"]["figure"]]
    assert row["looks_like"][0]["figure"] == rows[3000, "additional"]["figure"]
    assert row["looks_like"][0]["reason"] == "basis"
    assert sorted(row["claims"]) == sorted(claim.key for claim in sent[:2])
    assert row["origins"]["most"] == 2


def test_what_denies_two_statements_of_a_row_is_told_once(api, sent):
    denial = Claim.objects.get(text="None were sent.")
    entering.relate(denial, sent[0], kind="denies", about="existence", by=None)
    denials = [each["claim"] for row in ledger(api)["results"] for each in row["denied_by"]]
    assert denials == [denial.key]


def test_by_statement_there_is_a_row_for_each(api, sent):
    page = ledger(api, "by=statement&as_of=2024-10-17&undated=include")
    assert (page["count"], page["meta"]["statements"], page["meta"]["applied"]["by"]) == (2, 2, "statement")
    rows = {row["claim"]: row for row in page["results"]}
    row, more = rows[sent[0].key], rows[sent[2].key]
    [speaker] = row.pop("claimants")
    assert (speaker["code"], row.pop("sources")) == ("belousov", [])
    assert row == {
        "claim": sent[0].key,
        "text": "3,000 were sent.",
        "quote": sent[0].quote,
        "article": sent[0].article_id,
        **dict.fromkeys(["published_from", "published_to"], "2024-10-17"),
        "figure": "3000-sent-total",
        "written": "3,000",
        "value": None,
        "part": "states",
        "stance": "asserts",
        "hedge": "",
    }
    assert (more["published_to"], more["figure"]) == (None, "3000-sent-additional")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", {"figure": ["3000-sent-additional", "1200-sent-total", "3000-sent-total"], "statements": ["1", "1", "2"]}),
        ("", {"contradicts": ["", "3000-sent-total", "1200-sent-total"], "origins_most": ["1", "1", "2"]}),
        ("as_of=2024-10-17", {"written": ["3,000"], "claimant_codes": ["belousov"], "per": [""]}),
        ("by=statement&as_of=2024-10-17", {"text": ["3,000 were sent."], "published_to": ["2024-10-17"], "value": [""]}),
        ("as_of=2024-10-16", {}),
    ],
)  # fmt: skip
def test_a_ledger_is_a_table_too(api, sent, query, rows):
    answer = api.get(f"/api/questions/sent/ledger/?format=csv&{query}")
    assert (answer["Content-Type"], answer.status_code) == ("text/csv; charset=utf-8", 200)
    by = "statement" if "by=" in query else "figure"
    assert answer["Content-Disposition"] == f'attachment; filename="sent-by-{by}.csv"'
    table = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert {name: [row[name] for row in table] for name in rows} == rows
    assert len(table) == ledger(api, query)["count"]
    marked = api.get(f"/api/questions/sent/ledger/?format=csv&bom=1&{query}").content
    assert marked == "\ufeff".encode() + answer.content
    book = api.get(f"/api/questions/sent/ledger/?format=xlsx&{query}")
    assert (book["Content-Type"], book["Content-Disposition"]) == (
        XLSX_TYPE,
        f'attachment; filename="sent-by-{by}.xlsx"',
    )
    names, *found = sheets_of(book.content)["ledger"]
    assert [dict(zip(names, row, strict=True))[names[0]] for row in found] == [row[names[0]] for row in table]


def test_accept_asks_for_the_table_and_errors_are_json(api, sent):
    assert api.get("/api/questions/sent/ledger/", HTTP_ACCEPT="text/csv")["Content-Type"].startswith("text/csv")
    refusal = api.get("/api/questions/sent/ledger/?format=csv&by=figures")
    assert (refusal.status_code, refusal["Content-Type"]) == (400, "application/problem+json")
    assert refusal.json()["errors"][0]["nearest"] == ["figure"]
    for query in ("ledger/?bom=1", "ledger/?bom=1&format=xlsx", "origins/?bom=1"):
        assert api.get(f"/api/questions/sent/{query}").json()["errors"][0]["parameter"] == "bom"


QUESTIONS = {
    "": ("conflict", 4, 4, None),
    "as_of=2024-10-16": ("unassessed", 0, 0, 1),
    "as_of=2024-10-17": ("one_answer", 1, 1, 1),
    "as_of=2024-10-20": ("conflict", 3, 3, 1),
    "as_of=2024-10-17&undated=include": ("compatible", 2, 2, 0),
}


@pytest.mark.parametrize("query", QUESTIONS)
def test_questions_are_told_as_of_a_day(api, sent, query):
    page = api.get(f"/api/questions/?{query}").json()
    [question] = page["results"]
    agreement, *counts, undated = QUESTIONS[query]
    assert [question["agreement"], question["statements"], question["articles"]] == [agreement, *counts]
    assert page["meta"].get("undated") == undated
    assert page["meta"]["applied"].get("as_of") == (query[6:16] or None)
    assert question["agreement"] == ledger(api, query)["meta"]["agreement"]
    for other in ("conflict", "one_answer", "unassessed"):
        found = api.get(f"/api/questions/?{query}&agreement={other}").json()["count"]
        without = api.get(f"/api/questions/?{query}&agreement__not={other}").json()["count"]
        assert (found, without) == (int(other == agreement), int(other != agreement))


def test_questions_as_of_a_moment(api, editor, sent):
    asked = Question.objects.get()
    before = timezone.now().isoformat().replace("+", "%2B")
    links.take("reject", sent[0].answers.get(), by=editor)
    assert api.get("/api/questions/?agreement=conflict").json()["count"] == 0
    page = api.get(f"/api/questions/?agreement=conflict&recorded_as_of={before}").json()
    assert [(each["slug"], each["statements"]) for each in page["results"]] == [("sent", 4)]
    assert "recorded_as_of" in page["meta"]["applied"]
    created = asked.created_at - timedelta(seconds=1)
    assert api.get(f"/api/questions/?recorded_as_of={created.isoformat().replace('+', '%2B')}").json()["count"] == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?undated=include", "give as_of as well"),
        ("?as_of=2024-10-17&ordering=-statements", "take another one"),
        ("?as_of=2024-10-17&agreement=conflcit", "conflict"),
        ("facets/?as_of=2024-10-17", "leave it out"),
        ("facets/?recorded_as_of=2024-10-17", "leave it out"),
    ],
)
def test_of_questions_what_cannot_be_told_as_of_a_day_is_refused(api, sent, query, words):
    answer = api.get(f"/api/questions/{query}")
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_agreement_as_of_a_day_is_worked_out_for_few(api, sent, monkeypatch):
    monkeypatch.setattr(lists, "MOST_WORKED_OUT", 1)
    address = "/api/questions/?as_of=2024-10-17&agreement=one_answer"
    assert api.get(address).json()["count"] == 1
    QuestionFactory(title="How many were seen?")
    answer = api.get(address)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "agreement")
    assert api.get(f"{address}&search=sent").json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "kinds", "undated"),
    [
        ("", ["contradicts", "denies", "qualifies"], None),
        ("as_of=2024-10-19", [], 1),
        ("as_of=2024-10-20", ["contradicts", "denies"], 1),
        ("as_of=2024-10-20&undated=include", ["contradicts", "denies", "qualifies"], 1),
        ("as_of=2024-10-16&undated=include", [], 0),
        ("as_of=2024-10-20&kind=denies", ["denies"], 0),
    ],
)
def test_relations_are_those_between_claims_known_by_the_day(api, sent, query, kinds, undated):
    entering.relate(sent[2], sent[0], kind="qualifies", about="value", by=None)
    page = api.get(f"/api/relations/?{query}").json()
    assert sorted(each["kind"] for each in page["results"]) == kinds
    assert page["meta"].get("undated") == undated
    assert ("as_of" in page["meta"]["applied"]) == ("as_of" in query)


def test_relations_as_of_a_moment_are_those_that_were_confirmed_then(api, editor, editor_api, sent):
    rejected, amended = Relation.objects.get(kind="contradicts"), Relation.objects.get(kind="denies")
    before = timezone.now().isoformat().replace("+", "%2B")
    links.take("reject", rejected, by=editor)
    links.amend(amended, fields={"strength": "possible"}, by=editor)
    address = f"/api/relations/?recorded_as_of={before}&ordering=id"
    assert [
        (each["kind"], each["strength"], each["state"], each["version"]) for each in results(editor_api, address)
    ] == [
        ("contradicts", "certain", "confirmed", 1),
        ("denies", "certain", "confirmed", 1),
    ]
    assert [each["kind"] for each in results(api, address)] == ["denies"]
    assert results(editor_api, "/api/relations/?recorded_as_of=2001-01-01") == []
    refusal = editor_api.get(f"{address}&strength=certain&question__not=sent")
    assert [each["parameter"] for each in refusal.json()["errors"]] == ["strength", "question__not"]


def results(client, address):
    return client.get(address).json()["results"]


@pytest.mark.parametrize(
    ("query", "rows", "undated"),
    [
        ("as_of=2024-10-16", 0, 1),
        ("as_of=2024-10-17", 1, 1),
        ("as_of=2024-10-20", 2, 1),
        ("as_of=2024-10-17&undated=include", 2, 0),
    ],
)
def test_as_of_a_day_there_is_what_was_published_by_then(api, sent, query, rows, undated):
    page = ledger(api, query)
    assert (page["count"], page["meta"]["undated"]) == (rows, undated)
    assert page["meta"]["applied"]["as_of"] == query[6:16]


def test_as_of_a_moment_there_is_what_this_database_had(api, editor, sent):
    before = timezone.now().isoformat().replace("+", "%2B")
    first = sent[0].answers.get()
    links.take("reject", first, by=editor)
    assert [row["statements"] for row in ledger(api)["results"] if row["best"] == 3000 and row["basis"] == "total"] == [
        1
    ]
    then = ledger(api, f"recorded_as_of={before}")
    assert then["meta"]["statements"] == 4
    assert "recorded_as_of" in then["meta"]["applied"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=yesterday", "no day"),
        ("undated=include", "give as_of as well"),
        ("undated=maybe&as_of=2024-10-17", "exclude"),
        ("recorded_as_of=then", "no time"),
        ("limit=3", "no such parameter"),
    ],
)
def test_what_is_not_known_is_told(api, sent, query, words):
    assert words in ledger(api, query, status=400)["detail"]


def test_origins_are_those_of_a_row_or_of_all(api, sent):
    page = ledger(api)
    name = next(row["figure"] for row in page["results"] if row["statements"] == 2)
    of_row = api.get(f"/api/questions/sent/origins/?figure={name}").json()
    assert of_row["figure"] == name
    assert {key: of_row[key] for key in ("least", "most", "named", "groups", "in_words")} == {
        key: value
        for row in page["results"]
        if row["figure"] == name
        for key, value in row["origins"].items()
        if key != "maybe"
    }
    everything = api.get("/api/questions/sent/origins/").json()
    assert everything["figure"] is None
    assert everything["most"] >= of_row["most"]
    assert sorted(key for group in everything["groups"] for key in group["claims"]) == sorted(
        {claim.key for claim in sent}
    )
    unknown = api.get(f"/api/questions/sent/origins/?figure={name}x")
    assert (unknown.status_code, unknown.json()["errors"][0]["nearest"][0]) == (400, name)


def test_of_what_is_not_public_no_ledger_tells(api, editor_api, sent):
    Article.objects.filter(pk=sent[3].article_id).update(state=ArticleState.DRAFT)
    assert sent[3].key not in str(ledger(api))
    assert sent[3].key in str(ledger(editor_api))


def test_a_question_that_is_not_open_has_no_ledger(api, editor_api, db):
    question = QuestionFactory(status="proposed")
    for place in ("ledger", "origins"):
        url = f"/api/questions/{question.slug}/{place}/"
        assert (api.get(url).status_code, editor_api.get(url).status_code) == (404, 200)
