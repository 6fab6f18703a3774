"""What the seeds answer to those who ask whether the claims agree: through the API, and by the rules alone."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from claimsdb import review
from claimsdb.agreement import Corpus, answers, fits
from claimsdb.choices import SYMMETRIC, LinkState, LinkVerb, RelationAbout, RelationKind, Status
from claimsdb.models import (
    Answer,
    AnswerDecision,
    Article,
    Claim,
    Derivation,
    Question,
    Relation,
    RelationDecision,
    claim_key,
    sha256,
)
from claimsdb.questions import entering, links, proposing
from claimsdb.questions.integrity import check_questions
from claimsdb.questions.proposing import scope_of
from claimsdb.questions.statements import load_registry, load_statements
from tests.commands import outcome, printed

pytestmark = pytest.mark.django_db

READING = json.loads((Path(__file__).parents[2] / "seeds/questions.json").read_text(encoding="utf-8"))
SENT = "/api/questions/nk-troops-sent-to-russia/ledger/"
TROOPS = "/api/questions/nk-troops-in-russia/origins/?figure=yes"
CERTAIN_CONTRADICTIONS = {("000@0", "000@65"), ("000@0", "000@869"), ("003@1757", "003@1950"), ("002@937", "004@2630")}
CERTAIN_DENIALS = {
    *(("002@576", "002@479"), ("002@576", "002@409"), ("004@2993", "004@222"), ("004@3076", "004@222")),
    *(("000@2250", "000@1982"), ("000@2250", "000@2133")),
}


@pytest.fixture
def seeded(db, lasting_seeds):
    """All tests here are about them."""


@pytest.fixture
def places(seeded):
    """The keys of the claims by how the editors' reading calls them: 002@479."""
    return {
        each["id"]: Claim.objects.accepted().get(
            article__file_name=article["file_name"], start=each["start"], quote=each["quote"]
        ).key
        for article in READING["articles"]
        for each in article["claims"]
    }  # fmt: skip


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def rows_of(client, address):
    return {row["figure"]: row for row in asked(client, address)["results"]}


def bounds(origins):
    return (origins["least"], origins["most"], origins["named"])


@pytest.mark.parametrize(
    ("agreement", "slugs"),
    [
        ("conflict", {"nk-troops-planned-sladkov", "nk-casualties", "putin-kim-pact-date"}),
        ("denied", {"nk-troops-fighting-in-ukraine", "nk-arms-to-russia", "nk-troops-in-russia"}),
        ("conflict,denied,compatible,one_answer,open,unassessed", 18),
    ],
)
def test_questions_by_agreement(api, seeded, agreement, slugs):
    found = {each["slug"] for each in asked(api, f"/api/questions/?limit=100&agreement={agreement}")["results"]}
    assert (len(found) if isinstance(slugs, int) else found) == slugs


def test_a_misspelt_agreement_is_told(api, seeded):
    answer = api.get("/api/questions/?agreement=conflcit")
    assert (answer.status_code, answer.json()["errors"][0]["nearest"]) == (400, ["conflict"])


def test_the_ledger_of_the_troops_that_were_sent(api, seeded):
    ledger = asked(api, SENT)
    rows = {row["figure"]: row for row in ledger["results"]}
    assert (ledger["count"], ledger["meta"]["statements"], ledger["meta"]["articles"]) == (8, 11, 3)
    sent, range_, more = (rows[f"{each}"] for each in (
        "3000-sent-total", "10000-to-12000-sent-total", "3000-sent-additional",
    ))  # fmt: skip
    assert (sent["statements"], sent["first_day"], bounds(sent["origins"])) == (3, "2024-10-17", (1, 1, 1))
    assert [each["code"] for each in sent["denied_by"]] == ["dmitry-peskov"]
    assert sent["origins"]["in_words"] == "1 origin: unnamed Ukrainian military intelligence source"
    assert (range_["low"], range_["best"], range_["high"], bounds(range_["origins"])) == (10000, None, 12000, (1, 3, 3))
    assert [(each["figure"], each["reason"]) for each in more["looks_like"]] == [("3000-sent-total", "basis")]
    assert more["looks_like"][0]["in_words"]


def test_a_spokesmans_denial_is_his_states_word_too(api, seeded):
    rows = api.get(SENT).json()["results"]
    [denial] = [each for row in rows if row["figure"] == "3000-sent-total" for each in row["denied_by"]]
    assert (denial["code"], denial["via"]) == ("dmitry-peskov", "RU")


def test_nothing_is_wrong_with_what_is_kept(seeded):
    assert outcome("check_consistency", "-v0") == ("", "")


@pytest.mark.parametrize(
    ("asking", "figures", "statements", "undated"),
    [
        ("as_of=2024-10-17", 1, 3, 3),
        ("as_of=2024-10-20", 6, 8, 3),
        ("as_of=2024-10-16", 0, 0, 3),
        ("as_of=2024-10-20&undated=include", 8, 11, 0),
    ],
)
def test_what_was_known_on_a_day(api, seeded, asking, figures, statements, undated):
    ledger = asked(api, f"{SENT}?{asking}")
    meta = ledger["meta"]
    assert (ledger["count"], meta["statements"], meta["undated"]) == (figures, statements, undated)
    assert meta["applied"]["as_of"] == asking[6:16]


def test_a_day_that_an_editor_finds_out_counts_from_then_on(api, editor_api, seeded):
    article = Article.objects.get(file_name__startswith="003")
    before = timezone.now()
    seen = editor_api.get(f"/api/articles/{article.pk}/")["ETag"]
    given = {"published_on": "2025-04-28"}
    answer = editor_api.patch(f"/api/articles/{article.pk}/", given, format="json", headers={"if-match": seen})
    assert answer.status_code == 200, answer.content
    counted = {day: asked(api, f"{SENT}?as_of={day}")["count"] for day in ("2025-04-28", "2025-04-27")}
    assert counted == {"2025-04-28": 8, "2025-04-27": 6}
    then = asked(api, f"{SENT}?as_of=2025-04-28&recorded_as_of={before:%Y-%m-%dT%H:%M:%S.%fZ}")
    assert (then["count"], then["meta"]["undated"]) == (6, 3)


def test_casualties(api, seeded):
    assert asked(api, "/api/questions/nk-casualties/")["agreement"] == "conflict"
    rows = rows_of(api, "/api/questions/nk-casualties/ledger/")
    assert {name: bounds(row["origins"])[:2] for name, row in rows.items()} == {
        "4000-lost-total": (1, 2), "1200-lost-total": (1, 1),
    }  # fmt: skip
    assert {*rows["4000-lost-total"]["written"]} == {"around 4,000", "similar"}
    [similar] = asked(api, "/api/claims/?question=nk-casualties&search=similar")["results"]
    assert [similar["quantities"][0][name] for name in ("low", "best", "high")] == [None, None, None]
    assert similar["quantities"][0]["stands_for"]["as_written"] == "around 4,000"


def test_origins_of_a_yes_and_what_a_rejected_join_does(api, editor, places):
    address = f"{TROOPS}&as_of=2024-10-20"
    origins = asked(api, address)
    assert bounds(origins) == (2, 8, 4)
    assert rows_of(api, "/api/questions/nk-troops-in-russia/ledger/?as_of=2024-10-20")["yes"]["statements"] == 13
    official, source = (Claim.objects.get(key=places[name]) for name in ("004@2110", "002@479"))
    relation = entering.relate(official, source, kind=RelationKind.SAME_ORIGIN, about=RelationAbout.SPEAKER, by=editor)
    links.take(LinkVerb.REJECT, relation, by=editor)
    assert bounds(asked(api, address)) == (3, 8, 4)


@pytest.mark.parametrize(
    ("kind", "certain", "possible"),
    [("contradicts", CERTAIN_CONTRADICTIONS, 6), ("denies", CERTAIN_DENIALS, 5)],
)
def test_relations(api, places, kind, certain, possible):
    names = {key: name for name, key in places.items()}
    found = asked(api, f"/api/relations/?kind={kind}&state=confirmed&limit=100")["results"]
    pairs = {"certain": set(), "possible": set()}
    for each in found:
        pairs[each["strength"]].add(in_order(kind, names[each["a"]["key"]], names[each["b"]["key"]]))
    assert pairs["certain"] == {in_order(kind, *pair) for pair in certain}
    assert len(pairs["possible"]) == possible
    assert [each for each in found if not each["in_words"].endswith(".")] == []


def in_order(kind, a, b):
    return tuple(sorted([a, b])) if kind in SYMMETRIC else (a, b)


# --- the machine by itself --------------------------------------------------------------------------------------------


@pytest.fixture
def undecided(places):
    """The seeds with their claims and questions, and nothing said of how these belong together."""
    for model in (AnswerDecision, RelationDecision, Answer, Relation):
        model.objects.all()._raw_delete("default")
    return places


def test_what_the_rules_find_by_themselves(undecided):
    names = {key: name for name, key in undecided.items()}
    report = proposing.propose()
    rows = Relation.objects.filter(state=LinkState.PROPOSED).values_list("kind", "a__key", "b__key")
    found = {(kind, *in_order(kind, names.get(a, a), names.get(b, b))) for kind, a, b in rows}
    found = {each for each in found if each[0] in ("contradicts", "denies")}
    certain = {("contradicts", *in_order("contradicts", *pair)) for pair in CERTAIN_CONTRADICTIONS}
    certain |= {("denies", *pair) for pair in CERTAIN_DENIALS}
    assert len(certain & found) >= 9
    read, refused = (
        {(row["kind"], *in_order(row["kind"], row["a"], row["b"])) for row in READING[name]}
        for name in ("relations", "rejected")
    )
    assert len(found - read) <= 1
    assert found & refused == set()
    again = proposing.propose()
    assert (again.new.total(), again.withdrawn.total()) == (0, 0)
    assert again.known.total() == report.new.total()


def test_no_answer_is_missed_for_want_of_looking(undecided):
    """Only what counts what is asked for, or is about whom the question is, is looked at."""
    claims = Claim.objects.filter(status=Status.ACCEPTED).values_list("pk", flat=True)
    corpus = Corpus.of(load_statements([*claims]), load_registry())
    scopes = [scope_of(each) for each in Question.objects.all()]
    all_of_them = [fit for scope in scopes for reading in corpus for fit in fits(scope, reading, corpus)]
    direct = {(each.question, each.key, each.figure) for each in all_of_them if each.is_proposed}
    assert direct <= {(each.question, each.key, each.figure) for each in answers(corpus, scopes)}
    assert len(direct) > 50


def test_most_of_what_claims_answer_is_found(undecided):
    proposing.propose()
    names = {key: name for name, key in undecided.items()}
    rows = Answer.objects.filter(state=LinkState.PROPOSED).values_list("question__slug", "claim__key")
    found = {(slug, names.get(key, key)) for slug, key in rows}
    read = {(each["slug"], answer["claim"]) for each in READING["questions"] for answer in each["answers"]}
    right = len(found & read)
    assert (right / len(found) >= 0.85, right / len(read) >= 0.65) == (True, True)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("002@479", "003@1604", "basis"),
        ("000@65", "003@904", "phase"),
        ("004@2993", "004@732", "fight"),
    ],
)
def test_why_two_do_not_contradict_each_other(places, a, b, words):
    assert words in printed("propose", "--explain", places[a], places[b])


def test_an_article_once_more_adds_statements_and_no_origins(api, editor, places):
    """Two paragraphs shorter, under another headline, and by an agency."""
    original = Article.objects.get(file_name__startswith="004")
    before = rows_of(api, SENT)
    copy = copied(original, places=places, by=editor)
    proposing.propose()
    [derivation] = Derivation.objects.filter(proposed=True)
    assert {derivation.article_id, derivation.original_id} == {copy.pk, original.pk}
    after = rows_of(api, SENT)
    origins = {name: bounds(row["origins"]) for name, row in before.items()}
    assert {name: bounds(row["origins"]) for name, row in after.items()} == origins
    row, was = after["11000-training-total"], before["11000-training-total"]
    assert (row["statements"] - was["statements"], row["articles"] - was["articles"]) == (1, 1)


def copied(original, *, places, by):
    paragraphs = original.text.split("\n\n")
    kept = [each for each in paragraphs[1:] if "closest comrade" not in each and "shipping containers" not in each]
    text = "\n\n".join(["Thousands of soldiers said to be on their way", *kept, "Via: Another agency"])
    copy = Article.objects.get(pk=original.pk)
    copy.pk, copy._state.adding = None, True
    copy.file_name, copy.title, copy.text, copy.url = (
        "copy.txt",
        "Thousands of soldiers said to be on their way",
        text,
        "",
    )
    copy.text_sha256 = sha256(text)
    copy.save()
    for name in ("004@732", "004@932", "004@1345", "004@569", "004@840"):
        claim = Claim.objects.get(key=places[name])
        parts = [*claim.attributions.all()], [*claim.quantities.all()]
        at = text.index(claim.quote)
        shift = at - claim.start
        claim.pk, claim.key, claim._state.adding, claim.article = None, claim_key(copy.text_sha256, name), True, copy
        claim.start, claim.end = at, at + len(claim.quote)
        claim.save()
        for each in [*parts[0], *parts[1]]:
            each.pk, each._state.adding, each.claim = None, True, claim
            if each.start is not None:
                each.start, each.end = each.start + shift, each.end + shift
            each.save()
        entering.assign(claim, to=Question.objects.get(slug="nk-troops-sent-to-russia"), figure=0, by=by)
    return copy


def test_a_figure_that_is_amended_is_told_of_in_one_transaction(api, editor_api, editor, places):
    since = asked(editor_api, "/api/changes/?of=claims,relations,questions")["meta"]["since"]
    while page := asked(editor_api, f"/api/changes/?of=claims,relations,questions&since={since}&limit=500"):
        since = page["meta"]["since"]
        if not page["results"]:
            break
    claim = Claim.objects.get(key=places["003@1757"])
    [figure] = claim.quantities.all()
    figure.as_written, figure.own_words, figure.own_figure, figure.start, figure.end = "1,200", True, True, None, None
    figure.low = figure.best = figure.high = 1200
    review.amend(claim, quantities=[figure], by=editor)
    relation = Relation.objects.get(kind="contradicts", strength="certain", question__slug="nk-casualties")
    assert relation.state == LinkState.NEEDS_RECHECK
    question = asked(api, "/api/questions/nk-casualties/")
    assert question["agreement"] != "conflict" or question["figures"] == 1
    told = asked(editor_api, f"/api/changes/?of=claims,relations,questions&since={since}")["results"]
    assert {"claim", "relation", "question"} == {each["kind"] for each in told}
    assert {("claim", claim.key), ("relation", str(relation.pk)), ("question", "nk-casualties")} <= {
        (each["kind"], each["key"]) for each in told
    }
    assert [each.what for each in check_questions().findings if each.wrong] == []
