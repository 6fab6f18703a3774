"""An article at the desk: its claims where it has some, and else the text alone, to which one is added."""

import pytest
from django.urls import reverse
from lxml import html

from claimsdb.choices import Status
from claimsdb.models import Claim
from tests.factories import AcceptedClaimFactory, ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db

TEXT = "Новости\n\nМинистр сказал, что мост закрыт. Дождь шёл над гаванью."
WORDS = "мост закрыт"


@pytest.fixture
def russian():
    return ArticleFactory(title="Новости", text=TEXT, language="ru")


def desk(article):
    return reverse("desk-bare-article", args=[article.pk])


def test_without_a_claim_words_are_selected_in_the_article_itself(editor_client, editor, russian):
    change = reverse("admin:claimsdb_article_change", args=[russian.pk])
    assert f'<a href="{desk(russian)}">Open at the desk</a>' in editor_client.get(change).text
    empty = editor_client.get(reverse("desk"), {"article": russian.file_name})
    assert f'href="{desk(russian)}"' in empty.text
    shown = html.fromstring(editor_client.get(desk(russian)).text)
    assert shown.xpath("string(//*[@data-article])") == TEXT
    assert shown.xpath("//button[@data-key='n']/@form") == ["card-form"]
    start = TEXT.index(WORDS)
    data = {"selected_start": start, "selected_end": start + len(WORDS)}
    answer = editor_client.post(desk(russian), data, follow=True)
    claim = Claim.objects.get()
    assert (claim.quote, claim.entered_by) == (WORDS, editor)
    assert answer.request["PATH_INFO"] == reverse("desk-item", args=[claim.key])
    assert "Only the words were taken" in answer.text


def test_without_a_script_the_words_are_copied(editor_client, russian):
    refused = editor_client.post(desk(russian), {"selected_words": "мост открыт"})
    assert (refused.status_code, "мост открыт</textarea>" in refused.text) == (400, True)
    assert editor_client.post(desk(russian), {"selected_words": WORDS}).status_code == 302
    assert Claim.objects.get().quote == WORDS


def test_its_first_claim_that_waits_comes_first(editor_client, russian):
    gone = ClaimFactory(article=russian, start=9, end=16, status=Status.SUPERSEDED)
    assert editor_client.get(desk(russian)).status_code == 200
    assert f"status-{gone.status}" in editor_client.get(desk(russian)).text
    for place, make in ((9, AcceptedClaimFactory), (29, ClaimFactory)):
        first = make(article=russian, start=place, end=place + 4)
        answer = editor_client.get(desk(russian))
        assert answer["Location"].startswith(f"{reverse('desk-item', args=[first.key])}?article={russian.pk}")


def test_it_is_for_those_who_review(reader_client, russian):
    assert reader_client.get(desk(russian)).status_code == reader_client.post(desk(russian)).status_code == 403
