"""Ledgers and origins at the API: as somebody may see them, as of a day and of a moment."""

from datetime import date

import pytest
from django.utils import timezone

from claimsdb.choices import ArticleState
from claimsdb.models import Article
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

pytestmark = pytest.mark.django_db
DAYS = [date(2024, 10, 17), date(2024, 10, 20), None]


@pytest.fixture
def sent(world):
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
    AttributionFactory(claim=made[0], actor=world.belousov, as_written="")
    AttributionFactory(claim=made[1], actor=None, name="an official", side=world.united_states, as_written="")
    AttributionFactory(claim=made[2], actor=ActorFactory(slug="nis"))
    denial = AcceptedClaimFactory(text="None were sent.", article=made[1].article)
    AttributionFactory(claim=denial, actor=world.belousov, side=world.russia)
    for claim in made:
        entering.assign(claim, to=question, figure=0, by=None)
    entering.relate(made[0], made[3], kind="contradicts", about="value", by=None)
    entering.relate(denial, made[1], kind="denies", about="existence", by=None)
    return made


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
