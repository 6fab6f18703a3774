"""Queues under a name: whose they are, what they may hold, and who sees and changes them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from claimsdb.models import SavedQueue
from tests.factories import ArticleFactory, ClaimFactory, EditorFactory, SavedQueueFactory, StateFactory

pytestmark = pytest.mark.django_db

PAGE = "/admin/desk/queues/"


@pytest.fixture
def claim():
    return ClaimFactory(article=ArticleFactory(title="The march", file_name="march.txt"), topic="treaty")


@pytest.fixture
def others():
    return SavedQueueFactory(owner=EditorFactory(username="anna"), name="Anna's", query="topic=treaty", shared=True)


def save(client, **fields):
    return client.post(PAGE, {"name": "Mine", "query": "topic=treaty", **fields}, follow=True)


def test_page_offers_what_everybody_has_the_own_and_the_shared(editor_client, editor, claim, others):
    SavedQueueFactory(owner=editor, name="My march", query="article=march.txt&order=uncertain")
    SavedQueueFactory(owner=others.owner, name="Anna's alone")
    page = editor_client.get(PAGE).text
    for title in ("Waiting", "Waiting · least certain first", "Waiting · random sample", "Waiting · skipped"):
        assert f">{title}</a>" in page
    assert f'<a href="{reverse("desk")}?order=mine">Mine today</a>' in page
    assert f'<a href="{reverse("desk")}?article=march.txt&amp;order=uncertain">My march</a>' in page
    assert "Waiting · The march · least certain first" in page
    assert "Anna&#x27;s</a>" in page
    assert "alone" not in page
    assert page.count("Change</summary>") == 1


def test_page_of_a_queue_saves_it(editor_client, editor, claim):
    page = editor_client.get(PAGE, {"topic": "treaty", "order": "random", "p": 3})
    fields = page.context["form"].initial
    assert "Waiting · treaty · random sample" in page.text
    assert f'{reverse("desk")}?topic=treaty&amp;order=uncertain">least certain first' in page.text
    after = save(editor_client, **fields)
    assert after.redirect_chain == [(PAGE, 302)]
    assert list(SavedQueue.objects.values_list("owner", "name", "query", "shared")) == [
        (editor.pk, "Mine", "topic=treaty&order=random", False)
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "Taken"}, "You have a queue of that name."),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"query": "topic=weather"}, "No topic is called &#x27;weather&#x27;."),
        ({"query": "actor=nobody"}, "No actor is called &#x27;nobody&#x27;."),
        ({"query": "order=sideways"}, "is no order of a queue"),
        ({"query": "q=" + "x" * 2000}, "at most 2000 characters"),
    ],
)
def test_what_is_no_queue_is_not_saved(editor_client, editor, claim, fields, problem):
    SavedQueueFactory(owner=editor, name="Taken")
    response = save(editor_client, **fields)
    assert response.status_code == 400
    assert problem in response.text
    assert SavedQueue.objects.count() == 1


def test_two_editors_may_use_one_name(editor_client, others):
    save(editor_client, name=others.name)
    assert SavedQueue.objects.filter(name=others.name).count() == 2


def test_one_changes_and_deletes_only_ones_own(editor_client, editor, others):
    own = SavedQueueFactory(owner=editor, name="Old", query="topic=treaty")
    SavedQueueFactory(owner=editor, name="Taken")
    taken = editor_client.post(f"{PAGE}{own.pk}/", {"name": "Taken"}, follow=True)
    assert "You have a queue of that name." in taken.text
    editor_client.post(f"{PAGE}{own.pk}/", {"name": "New", "shared": "on", "query": "topic=other"})
    own.refresh_from_db()
    assert (own.name, own.query, own.shared) == ("New", "topic=treaty", True)
    for action in ("", "delete/"):
        assert editor_client.post(f"{PAGE}{others.pk}/{action}", {"name": "Stolen"}).status_code == 404
    others.refresh_from_db()
    assert others.name == "Anna's"
    editor_client.post(f"{PAGE}{own.pk}/delete/")
    assert not SavedQueue.objects.filter(pk=own.pk).exists()


def test_a_queue_whose_actor_is_gone_says_so(editor_client, editor):
    state = StateFactory(slug="atlantis")
    SavedQueueFactory(owner=editor, name="Sunk", query="actor=atlantis")
    state.delete()
    page = editor_client.get(PAGE).text
    assert "No actor is called &#x27;atlantis&#x27;." in page
    assert ">Sunk</a>" not in page


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "Twice"}])
def test_database_refuses_too(editor, fields):
    SavedQueueFactory(owner=editor, name="Twice")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedQueueFactory(owner=editor, **fields)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["", "1/", "1/delete/"])
def test_for_reviewers_alone(client, reader_client, db, method, path):
    assert getattr(reader_client, method)(PAGE + path).status_code == 403
    assert getattr(client, method)(PAGE + path).status_code == 302


def test_a_queue_s_claims_are_decided_together_without_a_script(editor_client):
    claims = [ClaimFactory(hedge="reportedly"), ClaimFactory(hedge="reportedly")]
    ClaimFactory()
    page = html.fromstring(editor_client.get("/admin/desk/queues/?hedged=yes").content)
    [form] = [form for form in page.forms if "claim/?hedged=yes" in form.action]
    preview = editor_client.post(form.action, {**dict(form.form_values()), "action": "accept_chosen"})
    assert preview.context["preview"].allowed == len(claims)
