"""Whether readers see an article, as editors say on its page and for many in the list."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from claimsdb.choices import ArticleState
from claimsdb.models import Article
from tests.factories import AcceptedClaimFactory, ArticleFactory

LIST = "/admin/claimsdb/article/"
DRAFT, PUBLIC, WITHDRAWN = ArticleState.DRAFT, ArticleState.PUBLIC, ArticleState.WITHDRAWN

WORDS = [
    ("publish", PUBLIC, True, "Readers see it, with its accepted claims"),
    ("withdraw", WITHDRAWN, True, "Readers are told that it has been withdrawn"),
    ("draft", DRAFT, True, "Readers see nothing of it, whatever is accepted"),
    ("claims", DRAFT, False, "Readers see it once one of its claims is accepted"),
]


def say(client, article, word):
    return client.post(reverse("admin:claimsdb_article_state", args=[article.pk]), {"word": word}, follow=True)


def states():
    return [*Article.objects.order_by("pk").values_list("state", "state_by_editor")]


@pytest.mark.parametrize(("word", "state", "by_editor", "readers"), WORDS)
def test_a_button_says_it_and_the_page_what_readers_see(editor_client, word, state, by_editor, readers):
    article = ArticleFactory(state=WITHDRAWN if word != "withdraw" else PUBLIC, state_by_editor=True)
    page = say(editor_client, article, word)
    assert states() == [(state, by_editor)]
    assert page.text.count(readers) == 2, "in the message, and beside the state"
    assert f'value="{word}"' not in page.text
    assert {f'value="{each}"' in page.text for each, *_ in WORDS if each != word} == {True}
    assert article.history.first().state == state


@pytest.mark.parametrize(("word", "state", "by_editor", "readers"), WORDS)
def test_an_action_says_it_of_many(editor_client, word, state, by_editor, readers):
    first, second = (
        ArticleFactory(state=WITHDRAWN, state_by_editor=True),
        ArticleFactory(state=state, state_by_editor=by_editor),
    )
    chosen = {"action": f"{word}_chosen", ACTION_CHECKBOX_NAME: [first.pk, second.pk]}
    page = editor_client.post(LIST, chosen, follow=True)
    assert states() == [(state, by_editor)] * 2
    count = 0 if word == "withdraw" else 1
    assert f"{count} article{'' if count == 1 else 's'}: {readers}." in page.text


def test_as_its_claims_is_public_where_one_is_accepted(editor_client, db):
    claim = AcceptedClaimFactory(article=ArticleFactory(state=WITHDRAWN, state_by_editor=True))
    say(editor_client, claim.article, "claims")
    assert states() == [(PUBLIC, False)]


def test_who_may_not_change_articles_has_no_buttons(reader_client, db):
    article = ArticleFactory()
    page = reader_client.get(f"{LIST}{article.pk}/change/")
    assert "article-state" in page.text
    assert 'name="word"' not in page.text
    assert say(reader_client, article, "withdraw").status_code == 403
    assert "withdraw_chosen" not in reader_client.get(LIST).text
    assert states() == [(PUBLIC, False)]


def test_only_words_that_there_are(editor_client, db):
    article = ArticleFactory()
    assert say(editor_client, article, "burn").status_code == 400
    assert editor_client.get(reverse("admin:claimsdb_article_state", args=[article.pk])).status_code == 405
    assert states() == [(PUBLIC, False)]


def test_the_list_is_filtered_by_state(editor_client, db):
    ArticleFactory(title="Seen."), ArticleFactory(title="Gone.", state=WITHDRAWN)
    page = editor_client.get(f"{LIST}?state=withdrawn")
    assert ("Gone." in page.text, "Seen." in page.text) == (True, False)
