"""What is said of an article, corrected at the desk: its day, source, byline and where the day comes from."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml import html

from claimsdb.choices import PublishedBasis
from claimsdb.ingest import extractors
from claimsdb.models import Article, Claim
from tests.extractors import Marked
from tests.factories import SourceFactory


@pytest.fixture
def url(claim, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", Marked)
    return reverse("desk-article", args=[claim.key])


def sent(page, **typed):
    [form] = html.fromstring(page.content).xpath("//form[.//*[@name='published_basis']]")
    return dict(form.form_values()) | typed


def said(claim):
    article = Article.objects.get(pk=claim.article_id)
    return article.when, article.published_basis, article.source, article.byline


def test_it_is_corrected_and_a_new_day_reads_the_claims_again(editor_client, claim, url, item):
    source = SourceFactory(slug="the-times", name="The Times")
    page = editor_client.get(url)
    answer = editor_client.post(url, sent(page, source="the times", byline="By Anna B."), follow=True)
    assert answer.redirect_chain == [(item(claim) + "#claim", 302)]
    assert "The article is corrected." in answer.text
    assert said(claim) == ("", PublishedBasis.UNKNOWN, source, "By Anna B.")
    page = editor_client.get(url)
    answer = editor_client.post(url, sent(page, published_on="2024-10-17"), follow=True)
    [message] = map(str, answer.context["messages"])
    assert message == "The article is corrected, and its claims were read again: 1 added, 3 superseded."
    assert said(claim)[:2] == ("2024-10-17", PublishedBasis.EDITOR)
    assert Article.objects.get().published_from == date(2024, 10, 17)
    assert Article.history.first().history_user.username == answer.context["user"].username


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Nothing was changed."),
        ({"published_on": "2999-01-01"}, "2999-01-01 is in the future. If it is meant, say so below."),
        ({"published_from": "2024-10-02", "published_to": "2024-10-01"}, "the interval ends before it starts"),
        ({"published_on": "2024-10-02", "published_from": "2024-10-01"}, "Is one day, and the interval is another"),
        ({"source": "the-tomes"}, "the-tomes"),
        ({"published_basis": "url"}, "A date of publication says where it comes from; no date, no basis."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_saved(editor_client, claim, url, typed, words):
    before = said(claim)
    refused = editor_client.post(url, sent(editor_client.get(url), **typed))
    assert (refused.status_code, words in html.fromstring(refused.content).text_content()) == (400, True)
    assert (said(claim), Claim.objects.count()) == (before, 3)


def test_a_day_to_come_may_be_meant(editor_client, claim, url):
    typed = {"published_on": "2999-01-01", "day_is_meant": "on"}
    assert editor_client.post(url, sent(editor_client.get(url), **typed)).status_code == 302
    assert said(claim)[0] == "2999-01-01"


def test_another_editors_correction_is_not_overwritten(editor_client, claim, url):
    data = sent(editor_client.get(url), byline="By Anna B.")
    Article.objects.update(byline="By Carla D.")
    refused = editor_client.post(url, data)
    assert (refused.status_code, "is not as you have seen it" in refused.text) == (409, True)
    assert said(claim)[3] == "By Carla D."


def test_who_may_not_correct_it_reads_it(editor, editor_client, claim, url):
    editor.groups.clear()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["review_claim", "view_claim"]))
    page = editor_client.get(url)
    assert (page.status_code, "Correct the article" in page.text) == (200, False)
    data = {"published_basis": "unknown", "byline": "Mine", "seen": "x"}
    assert editor_client.post(url, data).status_code == 400
    assert said(claim)[3] == ""
