"""Beside a claim: what its speaker said of it before, the same in other articles, and what stands against it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from claimsdb.choices import LinkState, PublishedBasis, Qualifier, RelationKind, Role, Status
from claimsdb.index import synced
from claimsdb.models import Claim
from claimsdb.questions.against import related_to
from claimsdb.review import beside
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    QuestionFactory,
    RelationFactory,
)

PAGES = ("said-before", "elsewhere", "against")


def another(claim, *, text, day=None, status=Status.ACCEPTED, speaker=None, subject=None, figure=None):
    """A claim of another article; its words are those of the article."""
    with synced():
        basis = PublishedBasis.URL if day else PublishedBasis.UNKNOWN
        text_of_it = f"{text} Part {Claim.objects.count()}."
        article = ArticleFactory(text=text_of_it, published_on=day, published_basis=basis)
        other = ClaimFactory(article=article, start=0, end=len(text), status=status)
        if speaker:
            AttributionFactory(claim=other, actor=speaker, as_written="")
        if subject:
            AttributionFactory(claim=other, actor=subject, role=Role.SUBJECT, as_written="")
        if figure:
            at = text.index(figure)
            value = int(figure.replace(",", ""))
            QuantityFactory(
                claim=other, start=at, end=at + len(figure), as_written=figure, qualifier=Qualifier.EXACT,
                low=value, best=value, high=value,
            )  # fmt: skip
        return other


@pytest.fixture
def dated(claim):
    """The claim, of an article of a day, with its speaker and its subject."""
    with synced():
        article = claim.article
        article.published_on = article.published_from = article.published_to = date(2024, 10, 20)
        article.published_basis = PublishedBasis.EDITOR
        article.save()
    claimant, subject = (claim.attributions.get(role=role).actor for role in (Role.CLAIMANT, Role.SUBJECT))
    return claim, claimant, subject


def texts(found):
    return [other.claim.text for other in found]


def test_what_the_speaker_said_of_it_before(dated):
    claim, speaker, subject = dated
    of_it = {"speaker": speaker, "subject": subject}
    another(claim, text="North Korea had sent nobody.", day=date(2024, 10, 1), **of_it)
    another(claim, text="North Korea might send some later.", status=Status.EXTRACTED, **of_it)
    another(claim, text="North Korea sent them.", day=date(2024, 10, 25), **of_it)  # later
    another(claim, text="The harvest was good.", day=date(2024, 10, 1), speaker=speaker)  # of something else
    another(claim, text="North Korea has none.", day=date(2024, 10, 1), subject=subject)  # of somebody else
    another(claim, text="North Korea lost all.", day=date(2024, 10, 1), status=Status.REJECTED, **of_it)
    found = beside.said_before(claim)
    assert texts(found) == ["North Korea had sent nobody.", "North Korea might send some later."]
    assert {each.common for each in found} == {("North Korea",)}


def test_the_same_in_other_articles(dated):
    claim, *_ = dated
    same = another(claim, text=claim.text, figure="1,500")
    worded = another(claim, text=claim.text.replace("might send", "may perhaps send"), status=Status.EXTRACTED)
    counted = another(claim, text="Some 1,500 came.", figure="1,500")
    another(claim, text="Some 2,500 came.", figure="2,500")
    another(claim, text=claim.text, status=Status.REJECTED)
    found = beside.said_elsewhere(claim)
    assert {each.claim for each in found} == {same, worded, counted}
    assert found[0].claim == same
    assert {each.claim: each.common for each in found} == {
        same: ("much the same words", "the same figure: 1,500"),
        worded: ("much the same words",),
        counted: ("the same figure: 1,500",),
    }


def test_pages_tell_what_stands_against_it(editor_client, dated, monkeypatch):
    claim, _, subject = dated
    with synced():
        denial = another(claim, text="It is a lie.", subject=subject)
        RelationFactory(a=denial, b=claim, kind=RelationKind.DENIES, state=LinkState.PROPOSED)
        question = QuestionFactory(title="How many troops might go?")
        AnswerFactory(question=question, claim=claim, figure=0, state=LinkState.CONFIRMED)
        for figure in ("9,000", "7,000"):
            other = another(claim, text=f"As many as {figure} go.", figure=figure)
            AnswerFactory(question=question, claim=other, figure=0, state=LinkState.CONFIRMED)
    page = editor_client.get(reverse("desk-against", args=[claim.key]))
    assert page.status_code == 200
    said = " ".join(html.fromstring(page.content).xpath("string(//*[@data-found])").split())
    assert "Denied by It is a lie." in said
    assert "to be confirmed" in said
    assert "It answers How many troops might go?" in said
    assert ("9,000" in said, "7,000" in said, "more" in said) == (True, True, False)
    monkeypatch.setattr("claimsdb.questions.against.MOST_ROWS", 1)
    assert "… and 1 more" in editor_client.get(reverse("desk-against", args=[claim.key])).text


def test_what_speaks_against_it_comes_before_all_else(dated, monkeypatch):
    claim, *_ = dated
    kinds = [
        (RelationKind.REPEATS, LinkState.CONFIRMED),
        (RelationKind.CONTRADICTS, LinkState.PROPOSED),
        (RelationKind.DENIES, LinkState.CONFIRMED),
    ]
    with synced():
        repeated, contradicted, denied = (
            RelationFactory(a=claim, b=another(claim, text=f"It is {kind}."), kind=kind, state=state)
            for kind, state in kinds
        )
    assert [each.relation for each in related_to(claim)] == [denied, contradicted, repeated]
    monkeypatch.setattr("claimsdb.questions.against.RELATIONS", 2)
    assert [each.relation for each in related_to(claim)] == [denied, contradicted]


def test_whoever_is_not_in_the_registry_is_told_so(editor_client, claims):
    with synced():
        claims[0].attributions.filter(role=Role.CLAIMANT).update(actor=None, name="an official")
    page = editor_client.get(reverse("desk-said-before", args=[claims[0].key]))
    assert "The registry does not have an official" in page.text


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_reviewers_and_cost_the_same_however_many_claims_there_are(
    editor_client, reader_client, dated, name
):
    claim, speaker, subject = dated
    url = reverse(f"desk-{name}", args=[claim.key])
    counted = []
    for number in (2, 12):
        for _ in range(number):
            another(claim, text=claim.text, speaker=speaker, subject=subject, figure="1,500")
        editor_client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert editor_client.get(url).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25
    assert reader_client.get(url).status_code == 403
