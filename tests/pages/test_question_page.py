"""The page of a question, as a reader gets it who was sent a link."""

import re
from datetime import date

import pytest
from lxml import html

from claimsdb import review
from claimsdb.choices import AnswerKind, QuestionStatus, RelationAbout, RelationKind, Strength
from claimsdb.curation import questions as asked
from claimsdb.questions import entering, links
from tests.factories import AcceptedClaimFactory, ClaimFactory, QuantityFactory

pytestmark = pytest.mark.django_db

SENT = "/questions/nk-troops-sent-to-russia/"


def page_of(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return html.fromstring(answer.content.decode())


def marks_of(page):
    return page.cssselect("svg[role=img] g.mark")


@pytest.mark.parametrize(
    ("query", "rows", "undated"),
    [
        ("", 8, 0),
        ("?as_of=2024-10-17", 1, 3),
        ("?as_of=2024-10-20", 6, 3),
        ("?as_of=2024-10-16", 0, 3),
        ("?as_of=2024-10-20&undated=include", 8, 0),
        ("?as_of=&undated=include", 8, 0),  # the form, with the day taken out
        ("?utm_source=newsletter&fbclid=x", 8, 0),
    ],
)
def test_each_figure_is_a_mark_and_a_row_of_the_table(seeded, client, query, rows, undated):
    page = page_of(client, SENT + query)
    assert len(page.cssselect("svg[role=img]")) == bool(rows)
    assert len(marks_of(page)) == len(page.cssselect("table.ledger tbody tr")) == rows
    assert all(mark.find("title").text for mark in marks_of(page))
    left_out = f"{undated} statements left out" in page.text_content()
    assert left_out == bool(undated)


def test_there_is_neither_a_script_nor_a_style_in_it(seeded, client):
    text = client.get(SENT).content.decode()
    assert "style=" not in text
    assert "<script" not in text
    assert "<style" not in text


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("nk-casualties", "The claims contradict each other: about 1,200, lost (U.S. assessments) against about 4,000, lost"),
        ("nk-troops-fighting-in-ukraine", "National Intelligence Service and Volodymyr Zelensky say so; Kremlin and Dmitry"),
        ("nk-troops-sent-to-russia", "8 different answers are given, and of no two has it been confirmed that they contradict"),
        ("nk-deserters", "One answer is given, in one statement: 18, deserted."),
        ("nk-in-return", "There is no one answer to agree on; 5 statements speak to it."),
        ("putin-kim-pact-date", "The claims contradict each other: 2023-06 (the article) against 2024-06 (the article)."),
    ],
)  # fmt: skip
def test_one_sentence_says_whether_they_agree(seeded, client, slug, sentence):
    [verdict] = page_of(client, f"/questions/{slug}/").cssselect("p.verdict")
    assert sentence in re.sub(r"\s+", " ", verdict.text_content())


def test_only_what_is_certain_is_called_a_contradiction(editor, client):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = []
    for number in (4000, 1200):
        claims.append(claim := AcceptedClaimFactory())
        QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number)
        entering.assign(claim, to=question, figure=0, by=editor)
    possible = {"about": RelationAbout.VALUE, "strength": Strength.POSSIBLE, "by": editor}
    relation = entering.relate(*claims, kind=RelationKind.CONTRADICTS, **possible)
    page = page_of(client, f"/questions/{question.slug}/")
    assert "May contradict" in page.text_content()
    assert page.cssselect(".plot .conflict, tr.conflict, .agreement.conflict") == []
    links.amend(relation, fields={"strength": Strength.CERTAIN}, by=editor)
    page = page_of(client, f"/questions/{question.slug}/")
    assert "May contradict" not in page.text_content()
    assert len(page.cssselect(".plot g.conflict")) == len(page.cssselect("tr.conflict")) == 2
    review.reopen(claims[0], by=editor)  # and is no more for readers
    assert len(marks_of(page_of(client, f"/questions/{question.slug}/"))) == 1


def test_it_leads_to_the_same_in_other_forms(seeded, client):
    page = page_of(client, SENT + "?as_of=2024-10-17")
    found = {link.get("type"): link.get("href") for link in page.cssselect("link[rel=alternate]")}
    for kind, path in found.items():
        answer = client.get(path.removeprefix("http://testserver"), HTTP_ACCEPT=kind.replace("+oembed", ""))
        assert answer.status_code == 200, path
    assert {"application/json", "text/csv", "application/atom+xml", "application/json+oembed"} <= found.keys()
    assert page.cssselect("link[rel=canonical]")[0].get("href") == f"http://testserver{SENT}"
    away = {link.text: link.get("href") for link in page.cssselect(".take-away a")}
    assert client.get(away["JSON"]).json()["count"] == 1
    assert len(client.get(away["CSV of the statements"]).content.decode().strip().splitlines()) == 1 + 3


def test_the_citation_names_the_state_and_as_of_when(seeded, client):
    [cited] = page_of(client, SENT + "?as_of=2024-10-17").cssselect(".cite")
    assert re.search(
        r"as known on 2024-10-17, data of \S+Z\. http://testserver\S+\?as_of=2024-10-17$", cited.text_content()
    )


def test_a_state_of_the_past_is_shown_by_the_moment_that_its_citation_names(editor, client):
    claim = ClaimFactory()
    QuantityFactory(claim=claim, as_written="40", low=40, best=40, high=40)
    review.accept(claim, by=editor)
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    answer = entering.assign(claim, to=question, figure=0, by=editor)
    address = f"/questions/{question.slug}/"
    for state, marks in (("confirmed", 1), ("rejected", 0)):
        if state == "rejected":
            links.take("reject", answer, by=editor)
        [cited] = page_of(client, address).cssselect(".cite")
        moment = re.search(r"data of (\S+Z)", cited.text_content())[1]
        page = page_of(client, f"{address}?recorded_as_of={moment}")
        assert len(marks_of(page)) == marks
        assert "As it was recorded here at" in page.cssselect("p.verdict")[0].text_content()
        assert page.cssselect("input[name=recorded_as_of]")[0].get("value") == moment


@pytest.mark.parametrize(
    ("query", "words"),
    [("?as_of=2024-13-01", "as_of"), ("?undated=foo", "undated"), ("?as_of=2024-10-17&as_of=2024-10-20", "as_of"), ("?recorded_as_of=yesterday", "recorded_as_of"), ("?as_of=2024-10-17&undated=x", "include")],
)  # fmt: skip
def test_what_is_not_understood_is_told(seeded, client, query, words):
    page = page_of(client, SENT + query, status=400)
    assert words in page.text_content()


@pytest.mark.parametrize("path", ["/questions/{}/", "/embed/questions/{}/"])
def test_a_merged_one_leads_to_the_other_and_a_proposed_one_is_not_there(editor, client, path):
    one, other = (
        asked.enter(fields={"title": title, "answer": AnswerKind.NUMBER}, by=editor)
        for title in ("How many?", "How much?")
    )
    asked.merge(one, into=other, version=None, by=editor)
    answer = client.get(path.format(one.slug) + "?as_of=2024-10-17")
    assert (answer.status_code, answer["Location"]) == (308, path.format(other.slug) + "?as_of=2024-10-17")
    asked.amend(other, version=None, fields={"status": QuestionStatus.PROPOSED}, by=editor)
    assert client.get(path.format(other.slug)).status_code == client.get(path.format("none")).status_code == 404


def test_days_lead_to_what_was_known_then(seeded, client):
    days = [link.get("href") for link in page_of(client, SENT).cssselect(".as-of a")]
    assert days == [f"?as_of={day}" for day in (date(2024, 10, 17), date(2024, 10, 20))]


def test_the_sentence_goes_by_what_decides(editor, client):
    """Not by what is only possible, what is taken for granted, or what contradicts a claim that answers nothing here."""
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    claims = {}
    for number in (1000, 3000, 9000, 7):
        claims[number] = AcceptedClaimFactory()
        QuantityFactory(claim=claims[number], as_written=f"{number:,}", low=number, best=number, high=number)
    part = {1000: "presupposes"}
    for number in (1000, 3000):
        entering.assign(claims[number], to=question, figure=0, part=part.get(number, "states"), by=editor)
    assert "in one statement: 3,000" in sentence_of(client, question)
    entering.assign(claims[9000], to=question, figure=0, by=editor)
    contradicts = {"kind": RelationKind.CONTRADICTS, "about": RelationAbout.VALUE, "by": editor}
    entering.relate(claims[9000], claims[7], **contradicts)
    page = page_of(client, f"/questions/{question.slug}/")
    assert "of no two has it been confirmed" in sentence_of(client, question)
    assert page.cssselect(".plot .conflict") == []
    entering.relate(claims[1000], claims[3000], strength=Strength.POSSIBLE, **contradicts)
    entering.relate(claims[3000], claims[9000], **contradicts)
    assert "3,000 (the article) against 9,000 (the article)." in sentence_of(client, question)


def test_claims_that_only_belong_to_a_question_answer_nothing(editor, client):
    question = asked.enter(fields={"title": "How many were lost?", "answer": AnswerKind.NUMBER}, by=editor)
    for _ in range(2):
        entering.assign(AcceptedClaimFactory(), to=question, by=editor)
    assert "none gives an answer in a word" in sentence_of(client, question)


def sentence_of(client, question):
    [verdict] = page_of(client, f"/questions/{question.slug}/").cssselect("p.verdict")
    return " ".join(verdict.text_content().split())
