"""Names that the registry lacks are proposed to the editor, who alone makes actors of them."""

import pytest
from django.urls import reverse

from claimsdb.admin.proposals import proposed_actors
from claimsdb.choices import Status
from claimsdb.models import Actor
from tests.admin.forms import form_data
from tests.factories import ActorFactory, AttributionFactory, ClaimFactory

URL = "admin:claimsdb_actor_proposals"


def name(text, *, status=Status.EXTRACTED, actor=None):
    return AttributionFactory(claim=ClaimFactory(status=status), actor=actor, name=text, as_written="she")


@pytest.mark.django_db
def test_names_by_claims_without_the_unnamed_the_known_and_the_rejected():
    name("Anna Berger")
    twice = [name("Blue Shield"), name("Blue Shield")]
    name("unnamed analyst")
    name("", actor=ActorFactory())
    name("Carl Hoax", status=Status.REJECTED)
    assert [(row["name"], row["claims"]) for row in proposed_actors()] == [("Blue Shield", 2), ("Anna Berger", 1)]
    assert proposed_actors()[0]["example"] == twice[1].claim_id


def test_the_page_leads_to_a_form_that_is_filled_in(editor_client):
    name("Anna <b>Berger</b>")
    page = editor_client.get(reverse(URL)).text
    assert "Anna &lt;b&gt;Berger&lt;/b&gt;" in page
    assert f"{reverse('admin:claimsdb_actor_add')}?name=Anna+%3Cb%3EBerger%3C%2Fb%3E&amp;slug=anna-bbergerb" in page
    assert not Actor.objects.exists()
    assert reverse(URL) in editor_client.get(reverse("admin:claimsdb_actor_changelist")).text


def test_readers_are_not_asked(client, reader):
    client.force_login(reader)
    assert client.get(reverse(URL)).status_code == 403
    assert reverse(URL) not in client.get(reverse("admin:claimsdb_actor_changelist")).text


@pytest.mark.django_db
@pytest.mark.parametrize("size", [2, 20])
def test_as_many_queries_for_many_names_as_for_few(editor_client, django_assert_max_num_queries, size):
    for number in range(size):
        name(f"Name {number}")
    with django_assert_max_num_queries(6):
        editor_client.get(reverse(URL))


def test_a_button_adds_the_actor_and_what_waits_refers_to_it(editor_client):
    waiting, accepted = name("Anna Berger"), name("Anna Berger", status=Status.ACCEPTED)
    other = name("Anna Bergers")
    answer = editor_client.post(reverse(URL), {"name": "Anna Berger", "kind": "person"}, follow=True)
    assert "Anna Berger</a> is an actor now" in answer.text
    parts = [each.__class__.objects.get(pk=each.pk) for each in (waiting, accepted, other)]
    assert [(each.actor and each.actor.slug, each.name) for each in parts] == [
        ("anna-berger", ""), (None, "Anna Berger"), (None, "Anna Bergers")
    ]  # fmt: skip
    assert [each.claim.versions.count() for each in parts] == [2, 0, 0]
    taken = editor_client.post(reverse(URL), {"name": "anna  berger", "kind": "person"}, follow=True)
    [told] = map(str, taken.context["messages"])
    assert told.startswith("Name: It is already a name of Anna Berger. ")
    assert "If they share it" in told
    again = editor_client.post(reverse(URL), {"name": "Carl", "kind": "saint"}, follow=True)
    assert "saint" in again.text
    assert Actor.objects.count() == 1


def test_a_name_of_another_is_told_before_it_is_saved(editor_client):
    other = ActorFactory(name="Georgia")
    page = reverse("admin:claimsdb_actor_add")
    data = form_data(editor_client.get(page), name="Georgia", slug="georgia-us", kind="group", _save="Save")
    assert "It is already a name of Georgia." in editor_client.post(page, data).text
    assert [*Actor.objects.all()] == [other]
    editor_client.post(page, data | {"shared": "on"})
    assert Actor.objects.count() == 2
