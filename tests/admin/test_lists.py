"""The lists: what waits first, filters that narrow, and as many queries for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb.choices import Role, Status
from claimsdb.index import synced
from claimsdb.models import Claim
from tests.admin.rows import OURS, make_row
from tests.factories import (
    ActorNameFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    StateFactory,
)

CLAIMS = "admin:claimsdb_claim_changelist"


def queries(client, url):
    """The statements of a page once content types are known, which are read once a process."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured]


def listed(client, **query):
    return set(client.get(reverse(CLAIMS), query).context["cl"].result_list)


@synced()
def fill(model, number):
    for _ in range(number):
        row = make_row(model)
        if model is Claim:
            AttributionFactory(claim=row)
            AttributionFactory(claim=row, role=Role.SUBJECT)
            QuantityFactory(claim=row)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_twenty_rows_take_as_many_queries_as_two(admin_client, model):
    url = f"{reverse(f'admin:claimsdb_{model._meta.model_name}_changelist')}"
    fill(model, 2)
    few = queries(admin_client, url)
    fill(model, 18)
    assert len(queries(admin_client, url)) == len(few)


def test_claim_page_takes_as_many_queries_however_many_claims_the_article_has(editor_client, claim, page):
    few = queries(editor_client, page)
    for _ in range(6):
        ClaimFactory(article=claim.article)
    assert len(queries(editor_client, page)) == len(few)


@pytest.mark.parametrize("model", ["claim", "article"])
def test_lists_load_no_article_text(editor_client, claim, model):
    statements = queries(editor_client, reverse(f"admin:claimsdb_{model}_changelist"))
    assert statements
    assert not [statement for statement in statements if '"claimsdb_article"."text",' in statement]


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ({}, {Status.EXTRACTED, Status.NEEDS_RECHECK}),
        ({"status": "all"}, set(Status) - {Status.DUPLICATE}),
        ({"status": "accepted"}, {Status.ACCEPTED}),
        ({"status": "superseded"}, {Status.SUPERSEDED}),
    ],
)
def test_list_shows_what_waits_unless_asked_otherwise(editor_client, query, statuses):
    for status in set(Status) - {Status.DUPLICATE}:
        ClaimFactory(status=status)
    assert {claim.status for claim in listed(editor_client, **query)} == statuses


def test_claims_stand_in_reading_order(editor_client):
    late, early = ArticleFactory(file_name="b.txt"), ArticleFactory(file_name="a.txt")
    claims = [
        ClaimFactory(article=early, start=0, end=5),
        ClaimFactory(article=early, start=3, end=9),
        ClaimFactory(article=late),
    ]
    shown = list(editor_client.get(reverse(CLAIMS)).context["cl"].result_list)
    assert shown == claims


@pytest.fixture
def told(claim):
    """The claim of every filter below, beside another that none of them matches."""
    Claim.objects.filter(pk=claim.pk).update(
        stance="denies", voice="article", topic="casualties", hedge="reportedly", rule="headline"
    )
    ClaimFactory(text="Nothing of the kind.", quote="", start=None, end=None)
    return claim


@pytest.mark.parametrize(
    "query",
    [
        {"stance__exact": "denies"},
        {"voice__exact": "article"},
        {"topic": "casualties"},
        {"hedged": "yes"},
        {"figures": "yes"},
        {"actor": "north-korea"},
        {"rule": "headline"},
        {"q": "sent 1,500 troops"},
    ],
)
def test_filter_narrows_the_list(editor_client, told, query):
    assert listed(editor_client, **query) == {told}


@pytest.mark.parametrize("query", [{"hedged": "no"}, {"figures": "no"}])
def test_filter_shows_the_others(editor_client, told, query):
    assert listed(editor_client, **query) == set(Claim.objects.exclude(pk=told.pk))


def test_article_filter_and_key_search(editor_client, told):
    assert listed(editor_client, article=told.article_id) == {told}
    assert listed(editor_client, q=told.key) == {told}


def test_how_sure_one_may_be_is_the_calibrated_share_where_there_is_one(editor_client, claim):
    sure, unsure = ClaimFactory(confidence=0.5, calibrated=0.97), ClaimFactory(confidence=0.97, calibrated=0.3)
    Claim.objects.filter(pk=claim.pk).update(confidence=0.8)
    assert listed(editor_client, sure="0.95") == {sure}
    assert listed(editor_client, sure="0.8") == {sure, claim}
    assert listed(editor_client, sure="less") == {unsure}


@pytest.mark.parametrize(
    "query", [{"hedged": "abc"}, {"figures": ""}, *({"sure": value} for value in ("abc", "nan", "-1", "1e999", "0.85"))]
)
def test_a_link_that_is_not_there_lists_nothing(editor_client, claim, query):
    assert listed(editor_client, **query) == set()


@pytest.mark.parametrize("query", [{"article": "none"}, {"actor": "nobody"}, {"rule": "no-rule"}, {"topic": "weather"}])
def test_a_value_that_is_not_known_lists_nothing_and_stays_chosen(editor_client, claim, query):
    response = editor_client.get(reverse(CLAIMS), query)
    assert not response.context["cl"].result_list
    assert f'<option value="{next(iter(query.values()))}" selected>' in response.text


def test_a_select_keeps_the_other_filters(editor_client, claim):
    page = editor_client.get(reverse(CLAIMS), {"hedged": "no", "q": "troops"}).text
    assert '<input type="hidden" name="hedged" value="no">' in page
    assert '<input type="hidden" name="q" value="troops">' in page


def test_article_list_counts_its_claims(editor_client, claim):
    ClaimFactory(article=claim.article, status=Status.REJECTED)
    page = editor_client.get(reverse("admin:claimsdb_article_changelist")).text
    assert "1 extracted" in page
    assert "1 rejected" in page
    assert "status=accepted" not in page


def test_search_puts_the_actor_with_the_code_first(editor_client, db):
    denmark, korea = StateFactory(name="Denmark", code="DK"), StateFactory(name="North Korea", code="NK")
    ActorNameFactory(actor=denmark, text="Danmark (NK)")
    page = editor_client.get(reverse("admin:claimsdb_actor_changelist"), {"q": "nk"})
    assert list(page.context["cl"].result_list) == [korea, denmark]
