"""Sources in the admin: what is proposed, what it may be, and its confirmation."""

import pytest
from django.urls import reverse

from claimsdb.choices import SourceState
from claimsdb.models import Source
from tests.admin.forms import form_data
from tests.factories import ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:claimsdb_source_changelist")


@pytest.fixture
def known(db):
    return SourceFactory(slug="reuters", name="Reuters", domain="reuters.com")


@pytest.fixture
def proposed(db):
    return SourceFactory(slug="reuter", name="Reuter", state=SourceState.PROPOSED)


def test_the_domain_of_another_is_told_before_it_is_saved(editor_client, known, proposed):
    page = reverse("admin:claimsdb_source_change", args=[proposed.pk])
    data = form_data(editor_client.get(page), domain="reuters.com", _save="Save")
    assert "It is the domain of Reuters (reuters)." in editor_client.post(page, data).text
    assert [each.domain for each in Source.objects.filter(domain="reuters.com")] == ["reuters.com"]


def test_no_source_is_an_edition_of_itself(editor_client, known):
    edition = SourceFactory(parent=SourceFactory(parent=known))
    page = reverse("admin:claimsdb_source_change", args=[known.pk])
    for parent, fault in [(known, "is no edition of itself"), (edition, "is an edition of Reuters itself")]:
        assert (
            fault in editor_client.post(page, form_data(editor_client.get(page), parent=parent.pk, _save="Save")).text
        )
    assert Source.objects.get(pk=known.pk).parent is None


def test_proposed_ones_are_listed_and_confirmed(editor_client, known, proposed):
    listed = editor_client.get(LIST, {"state": "proposed"}).context["cl"].result_list
    assert [*listed] == [proposed]
    data = {"action": "confirm", "_selected_action": [known.pk, proposed.pk]}
    assert "1 sources confirmed." in editor_client.post(LIST, data, follow=True).content.decode()
    assert Source.objects.get(pk=proposed.pk).state == SourceState.CONFIRMED
    assert proposed.history.first().history_user.is_staff


def test_readers_confirm_nothing(reader_client, proposed):
    reader_client.post(LIST, {"action": "confirm", "_selected_action": [proposed.pk]})
    assert Source.objects.get().state == SourceState.PROPOSED


def test_a_proposed_one_shows_what_it_may_be(editor_client, known, proposed):
    page = editor_client.get(reverse("admin:claimsdb_source_change", args=[proposed.pk])).content.decode()
    link = reverse("admin:claimsdb_source_change", args=[known.pk])
    assert f'<a href="{link}">Reuters</a> (reuters)' in page
    assert "Did you mean" not in editor_client.get(link).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "Reu\u00adters"}, "U+00AD"),
        ({"name": "<b>Reuters</b>"}, "HTML"),
        ({"country": "UK"}, "Did you mean GB?"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_reason(editor_client, known, typed, words):
    page = reverse("admin:claimsdb_source_change", args=[known.pk])
    assert words in editor_client.post(page, form_data(editor_client.get(page), **typed)).text
    assert Source.objects.get().name == "Reuters"


def test_an_articles_title_is_checked_where_it_is_typed(editor_client):
    article = ArticleFactory(title="Troo\u00adps", byline="So\u00admebody")
    page = reverse("admin:claimsdb_article_change", args=[article.pk])
    typed = form_data(editor_client.get(page), title="Troops")
    assert editor_client.post(page, typed).status_code == 302
    assert "U+202E" in editor_client.post(page, typed | {"title": "Troops\u202e"}).text
    article.refresh_from_db()
    assert (article.title, article.byline) == ("Troops", "So\u00admebody")


def test_an_articles_language_is_checked_in_its_form(editor_client):
    article = ArticleFactory()
    page = reverse("admin:claimsdb_article_change", args=[article.pk])
    form = editor_client.get(page).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in form.fields}
    inline = {f"derivations-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    bad = editor_client.post(page, values | inline | {"language": "english"})
    assert "Did you mean en?" in bad.content.decode()
    assert editor_client.post(page, values | inline | {"language": "EN-us"}).status_code == 302
    article.refresh_from_db()
    assert article.language == "en-US"
