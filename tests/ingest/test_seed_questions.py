"""The editors' reading of questions, kept as data: checked by itself, and laid on the seeds' claims."""

import json
from collections import Counter
from pathlib import Path

import pytest

from claimsdb import review
from claimsdb.choices import AnswerPart, LinkVerb, ReasonCode, RelationAbout, RelationKind
from claimsdb.curation import questions as asked
from claimsdb.ingest.seed_questions import BadReading, apply_reading, read_questions
from claimsdb.models import Answer, AnswerDecision, Claim, DataVersion, Question, QuestionEntry, Relation
from claimsdb.questions import entering, links
from claimsdb.questions.disagreements import disagreements_in, possible_in
from claimsdb.questions.integrity import check_questions
from tests.factories import AcceptedClaimFactory, ArticleFactory, ClaimFactory, QuantityFactory, StateFactory

FILE = Path(__file__).parents[2] / "seeds" / "questions.json"
DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
DECISIONS = json.loads(FILE.with_name("decisions.json").read_text(encoding="utf-8"))
CLAIMS = {
    claim["id"]: (article["text_sha256"], claim["start"], claim["quote"])
    for article in DOCUMENT["articles"]
    for claim in article["claims"]
}
READ = {
    (article["text_sha256"], one["start"], one["quote"]): one["claim"]
    for article in DECISIONS["articles"]
    for one in article["decisions"]
    if one["verdict"] == "accept"
}
AGREEMENT = {
    "conflict": "nk-troops-planned-sladkov nk-casualties putin-kim-pact-date".split(),
    "denied": "nk-troops-fighting-in-ukraine nk-arms-to-russia nk-troops-in-russia".split(),
    "compatible": "nk-troops-sent-to-russia nk-shells-total nk-rounds pact-obliges closest-comrade".split(),
    "open": ["nk-in-return"],
    "one_answer": "nk-volunteers nk-deserters nk-shells-per-year nk-arms-containers nk-arms-to-wagner kpa-size".split(),
}


def test_the_file_names_claims_that_are_accepted():
    assert len(CLAIMS) == sum(len(article["claims"]) for article in DOCUMENT["articles"])
    assert [name for name, place in CLAIMS.items() if place not in READ] == []
    named = {answer["claim"] for question in DOCUMENT["questions"] for answer in question["answers"]}
    for name in ("relations", "rejected"):
        named |= {row[end] for row in DOCUMENT[name] for end in "ab"}
    assert named == CLAIMS.keys()


def test_its_words_are_known_and_each_relation_has_a_sentence():
    rows = [*DOCUMENT["relations"], *DOCUMENT["rejected"]]
    assert {row["kind"] for row in rows} <= {*RelationKind}
    assert {row["about"] for row in rows} <= {*RelationAbout}
    assert {row["code"] for row in DOCUMENT["rejected"]} <= {*ReasonCode}
    assert [row for row in rows if not row["in_words"].endswith(".")] == []
    parts = {answer.get("part", "states") for question in DOCUMENT["questions"] for answer in question["answers"]}
    assert parts <= {*AnswerPart}
    assert len({frozenset({row["a"], row["b"]}) | {row["kind"]} for row in rows}) == len(rows)


def test_answers_in_figures_count_what_is_asked_for():
    for question in DOCUMENT["questions"]:
        figures = [answer for answer in question["answers"] if "figure" in answer]
        assert bool(figures) == (question["answer"] == "number")
        for answer in figures:
            figure = READ[CLAIMS[answer["claim"]]]["quantities"][answer["figure"]]
            assert figure["measure"] in {question["measure"], "cartridges"}, answer


@pytest.fixture
def reading():
    return read_questions(FILE)


def kept():
    return [list(model.objects.order_by("pk").values_list()) for model in (Question, Answer, Relation, AnswerDecision)]


@pytest.mark.django_db
def test_the_seeds_have_just_this_and_nobodys_word(seeded):
    assert Question.objects.count() == len(DOCUMENT["questions"]) == 18
    assert Answer.objects.count() == sum(len(each["answers"]) for each in DOCUMENT["questions"]) == 88
    kinds = Counter((row["kind"], "confirmed") for row in DOCUMENT["relations"])
    kinds += Counter((row["kind"], "rejected") for row in DOCUMENT["rejected"])
    assert Counter(Relation.objects.values_list("kind", "state")) == kinds
    assert not AnswerDecision.objects.filter(who__isnull=False).exists()
    found = {(entry.question.slug, entry.agreement) for entry in QuestionEntry.objects.select_related("question")}
    assert found == {(slug, agreement) for agreement, slugs in AGREEMENT.items() for slug in slugs}
    assert [finding for finding in check_questions().findings if finding.wrong] == []


@pytest.mark.django_db
def test_what_contradicts_and_denies_is_told_once(seeded):
    articles = set(Claim.objects.values_list("article", flat=True))
    found = disagreements_in(articles)
    assert [(len(each.denials), len(each.claims)) for each in found] == [(0, 3), (1, 2), (1, 2), (0, 2), (0, 2), (2, 1)]
    assert [claim.speaker for claim in found[-1].denials] == ["Kremlin", "Dmitry Peskov"]
    possible = [row for row in DOCUMENT["relations"] if row.get("strength") == "possible"]
    assert possible_in(articles) == sum(row["kind"] in ("contradicts", "denies") for row in possible)


@pytest.mark.django_db
def test_a_second_time_it_changes_nothing(seeded, reading):
    before, number = kept(), DataVersion.objects.get().number
    assert apply_reading(reading) == {}
    assert (kept(), DataVersion.objects.get().number) == (before, number)


EDITS = {
    "an answer rejected": lambda by: links.take(LinkVerb.REJECT, Answer.objects.first(), by=by),
    "a relation reopened": lambda by: links.take(LinkVerb.REOPEN, Relation.objects.filter(state="rejected")[0], by=by),
    "a question with another title": lambda by: asked.amend(
        Question.objects.first(), version=None, fields={"title": "Who said it?"}, by=by
    ),
    "a question merged": lambda by: asked.merge(
        Question.objects.get(slug="nk-shells-total"), into=Question.objects.get(slug="nk-rounds"), version=None, by=by
    ),
    "a claim rejected": lambda by: review.reject(Answer.objects.first().claim, reason="unclear", by=by),
}


@pytest.mark.django_db
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_editors_here_decided_stands(seeded, reading, editor, edit):
    edit(editor)
    before = kept()
    apply_reading(reading)
    assert kept() == before


# --- on a file of one's own -------------------------------------------------------------------------------------------

TEXT = "Losses\n\nAbout 4,000 died, one side says. It was 1,200, says another."
QUOTES = ["About 4,000 died", "It was 1,200"]


@pytest.fixture
def two(db):
    """An article with two accepted claims."""
    StateFactory(slug="north-korea")
    article = ArticleFactory(text=TEXT)
    for quote in QUOTES:
        start = TEXT.index(quote)
        QuantityFactory(claim=AcceptedClaimFactory(article=article, start=start, end=start + len(quote), quote=quote))
    return article


def document(article):
    claims = [
        {"id": name, "quote": quote, "start": TEXT.index(quote)} for name, quote in zip("ab", QUOTES, strict=True)
    ]
    question = {"slug": "lost", "title": "How many died?", "answer": "number", "subjects": ["north-korea"]}
    pair = {"a": "b", "b": "a", "about": "value", "in_words": "4,000 against 1,200."}
    return {
        "about": "",
        "decided_at": "2026-11-03T09:00:00Z",
        "articles": [{"text_sha256": article.text_sha256, "claims": claims}],
        "questions": [{**question, "answers": [{"claim": "a", "figure": 0}, {"claim": "b", "figure": 0}]}],
        "relations": [{"kind": "contradicts", "question": "lost", **pair}],
        "rejected": [{"kind": "denies", "code": "words", **pair}],
    }


def applied(folder, rows):
    path = folder / "questions.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return apply_reading(read_questions(path))


def test_what_the_machine_alone_has_proposed_is_decided(two, tmp_path):
    a, b = two.claims.order_by("start")
    rule = {"rule": "figures", "reason": {"in_words": "By rule."}}
    proposed = {"verb": LinkVerb.PROPOSE, "rule": rule, "by": None}
    entering.relate(a, b, kind=RelationKind.CONTRADICTS, about=RelationAbout.TIME, strength="possible", **proposed)
    assert applied(tmp_path, document(two)) == {"questions": 1, "answers": 2, "relations": 2}
    relation = Relation.objects.get(kind="contradicts")
    assert (relation.state, relation.about, relation.rule) == ("confirmed", "value", "figures")
    assert applied(tmp_path, document(two)) == {}


def test_of_claims_that_are_not_accepted_here_nothing_is_said(two, tmp_path):
    rows = document(two)
    ClaimFactory(article=two)
    review.reject(two.claims.get(quote=QUOTES[1]), reason="unclear", by=None)
    assert applied(tmp_path, rows) == {"questions": 1, "answers": 1}
    assert applied(tmp_path, {**rows, "articles": [{**rows["articles"][0], "text_sha256": "0" * 64}]}) == {}


def spoilt(path, value):
    def spoil(rows):
        *way, last = path
        for step in way:
            rows = rows[step]
        if value is None:
            del rows[last]
        else:
            rows[last] = value

    return spoil


BAD = {
    "no moment": (spoilt(["decided_at"], "yesterday"), "decided_at is 'yesterday', not a time"),
    "no questions": (spoilt(["questions"], None), "questions is missing"),
    "no title": (spoilt(["questions", 0, "title"], None), r"questions\[0\]: title is missing"),
    "no question mark": (spoilt(["questions", 0, "title"], "Dead"), r"questions\[0\] \(lost\): .*question mark"),
    "an unknown member": (spoilt(["questions", 0, "scope"], 1), r"questions\[0\]: scope is unknown; there are answer,"),
    "an unknown member of a claim": (
        spoilt(["articles", 0, "claims", 0, "foo"], 1),
        r"articles\[0\]: claims\[0\]: foo is unknown; there are id, quote, start",
    ),
    "an unknown member of an article": (spoilt(["articles", 0, "foo"], 1), r"articles\[0\]: foo is unknown"),
    "a word for another kind": (
        spoilt(["questions", 0, "answers", 0, "value"], "many"),
        r"questions\[0\] \(lost\): ",
    ),
    "an unknown claim": (
        spoilt(["questions", 0, "answers", 1, "claim"], "c"),
        r"questions\[0\]: answers\[1\]: claim: 'c' is not in the file",
    ),
    "no such figure": (spoilt(["questions", 0, "answers", 1, "figure"], 3), r"questions\[0\] \(lost\): .* figure 3"),
    "no such actor": (
        spoilt(["questions", 0, "subjects"], ["nobody"]),
        r"questions\[0\] \(lost\): there is no actor nobody",
    ),
    "no such day": (spoilt(["questions", 0, "scope_from"], "2024-13-01"), r"questions\[0\] \(lost\): .*month"),
    "no sentence": (spoilt(["relations", 0, "in_words"], None), r"relations\[0\]: in_words is missing"),
    "no such kind": (spoilt(["relations", 0, "kind"], "hates"), r"relations\[0\] \(b hates a\): "),
    "a question that is not in the file": (
        spoilt(["relations", 0, "question"], "dead"),
        r"relations\[0\]: question: 'dead' is not in",
    ),
    "no such code": (spoilt(["rejected", 0, "code"], "because"), r"rejected\[0\]: 'because' is not a valid ReasonCode"),
    "other words": (
        spoilt(["articles", 0, "claims", 0, "quote"], "Ten died"),
        "claim a: 'Ten died' does not stand in the article at 8",
    ),
}


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_told_of_by_its_place_and_changes_nothing(two, tmp_path, spoil, words):
    rows = document(two)
    spoil(rows)
    with pytest.raises(BadReading, match=r"questions\.json: " + words):
        applied(tmp_path, rows)
    assert kept() == [[], [], [], []]
