"""Merging actors and sources in the admin, and taking out what nothing refers to."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml import html

from claimsdb import curation
from claimsdb.index import synced
from claimsdb.models import Actor, Article, Claim, MergedActor, Source
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@synced()
def actors():
    choe, choi = ActorFactory(slug="choe", name="Choe Son Hui"), ActorFactory(slug="choi", name="Choi Son Hui")
    AttributionFactory(claim=AcceptedClaimFactory(), actor=choe)
    return choe, choi


@pytest.fixture
def sources():
    reuter = SourceFactory(slug="reuter", name="Reuter")
    ArticleFactory(source=reuter)
    return reuter, SourceFactory(slug="reuters", name="Reuters", domain="reuters.com")


@pytest.fixture(params=["actors", "sources"])
def pair(request):
    return request.getfixturevalue(request.param)


def page(row, view):
    return reverse(f"admin:claimsdb_{row._meta.model_name}_{view}", args=[row.pk])


def fields(answer):
    """Those of the form that merges or deletes, as they stand."""
    form = html.fromstring(answer.content).xpath("//form[@method='post'][.//input[@type='hidden'][2]]")[-1]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def preview(client, row, into):
    return client.get(page(row, "merge"), {"into": into})


def test_a_button_leads_to_a_preview_and_that_to_the_merge(editor_client, editor, pair):
    one, other = pair
    assert f'href="{page(one, "merge")}">Merge</a>' in editor_client.get(page(one, "change")).text
    asked = editor_client.get(page(one, "merge"))
    assert html.fromstring(asked.content).xpath("//datalist/option/@value") == [other.slug]
    assert "is gone afterwards" not in asked.text
    seen = preview(editor_client, one, other.name.upper())
    assert [words in seen.text for words in ("is gone afterwards", "lead to")] == [True, True]
    answer = editor_client.post(page(one, "merge"), fields(seen), follow=True)
    assert answer.redirect_chain == [(page(other, "change"), 302)]
    assert f"{one.slug} leads here" in answer.text
    assert not type(one).objects.filter(pk=one.pk).exists()
    assert other.merged.get().slug == one.slug
    assert type(one).history.filter(slug=one.slug, history_type="-").get().history_user == editor
    for again in (
        editor_client.get(page(one, "merge"), follow=True),
        editor_client.post(page(one, "merge"), follow=True),
    ):
        assert again.redirect_chain == [(page(other, "merges"), 302)]
        assert "is a part of this one since" in again.text


def test_the_preview_leads_to_what_would_move(editor_client, actors, sources):
    (choe, choi), (reuter, _) = actors, sources
    AffiliationFactory(child=choe)
    for row, into, lists in ((choe, choi.slug, ["affiliation", "claim"]), (reuter, "reuters", ["article"])):
        links = html.fromstring(preview(editor_client, row, into).content).xpath("//table//td/a")
        listed = [editor_client.get(link.get("href")).context["cl"] for link in links]
        assert [(each.opts.model_name, each.result_count) for each in listed] == [(name, 1) for name in lists]
        assert [link.text for link in links] == ["1"] * len(lists)


def test_what_has_changed_meanwhile_is_shown_and_not_merged(editor_client, pair):
    one, other = pair
    data = fields(preview(editor_client, one, other.slug))
    type(other).objects.filter(pk=other.pk).update(kind=next(k for k, _ in other._meta.get_field("kind").choices[::-1]))
    answer = editor_client.post(page(one, "merge"), data)
    assert (answer.status_code, "Nothing is merged" in answer.text) == (409, True)
    assert type(one).objects.filter(pk=one.pk).exists()
    assert editor_client.post(page(one, "merge"), data | {"state": ""}).status_code == 409
    assert editor_client.post(page(one, "merge"), fields(answer)).status_code == 302


@pytest.mark.parametrize(
    ("named", "words"),
    [("choe", "itself"), ("Nobody", "No actor is called"), ("Choi So Hui", "Like it: Cho"), ("\0", "No actor")],
)
def test_who_is_no_other_one_is_asked_for_again(editor_client, actors, named, words):
    for answer in (
        preview(editor_client, actors[0], named),
        editor_client.post(page(actors[0], "merge"), {"into": named, "state": "x"}),
    ):
        assert words in answer.text
        assert "is gone afterwards" not in answer.text
        assert html.fromstring(answer.content).xpath("//input[@aria-describedby]/@aria-describedby") == ["into-fault"]


def test_what_hinders_stands_there_instead_of_the_button(editor_client, actors):
    for number, actor in enumerate(actors):
        ActorCodeFactory(actor=actor, scheme="wikidata", code=f"Q{number}")
    answer = preview(editor_client, *actors[:1], "choi")
    assert "Q0 and Q1 (wikidata)" in answer.text
    state = answer.context["preview"].state
    assert 'name="state"' not in answer.text
    refused = editor_client.post(page(actors[0], "merge"), {"into": "choi", "state": state})
    assert (refused.status_code, Actor.objects.count() >= 2) == (409, True)


@pytest.mark.parametrize("lacks", ["both", "delete"])
def test_who_may_not_sees_no_button_and_gets_in_by_no_address(client, reader, pair, lacks):
    one, other = pair
    if lacks == "delete":
        reader.user_permissions.add(Permission.objects.get(codename=f"change_{one._meta.model_name}"))
    client.force_login(reader)
    assert page(one, "merge") not in client.get(page(one, "change")).text
    for answer in (preview(client, one, other.slug), client.post(page(one, "merge"), {"into": other.slug})):
        assert answer.status_code == 403


def test_what_nothing_refers_to_is_taken_out(editor_client, editor):
    for row in (ActorFactory(slug="unused"), SourceFactory(slug="unused")):
        asked = editor_client.get(page(row, "delete"))
        type(row).objects.filter(pk=row.pk).update(country="KP")
        late = editor_client.post(page(row, "delete"), fields(asked), follow=True)
        assert "Nothing is deleted" in late.text
        assert editor_client.post(page(row, "delete"), fields(late)).status_code == 302
        assert type(row).history.filter(slug="unused", history_type="-").get().history_user == editor
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_what_is_in_use_stays_and_its_page_leads_to_what_uses_it(editor_client, pair):
    one, _ = pair
    answer = editor_client.get(page(one, "delete"))
    tree = html.fromstring(answer.content)
    [link] = tree.xpath("//ul[@id='deleted-objects']//a")
    assert editor_client.get(link.get("href")).context["cl"].result_count == 1
    assert not tree.xpath("//form//input[@name='seen']")
    assert page(one, "merge") in answer.text
    editor_client.post(page(one, "delete"), {"post": "yes"})
    marked = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    listed = reverse(f"admin:claimsdb_{one._meta.model_name}_changelist")
    assert link.get("href").replace("&", "&amp;") in editor_client.post(listed, marked).text
    assert type(one).objects.filter(pk=one.pk).exists()
    assert (Claim.objects.count() or Article.objects.count()) == 1


def test_many_are_taken_out_at_once_with_their_history(editor_client, editor):
    rows = [SourceFactory(), SourceFactory()]
    marked = {"action": "delete_selected", "_selected_action": [each.pk for each in rows], "post": "yes"}
    assert editor_client.post(reverse("admin:claimsdb_source_changelist"), marked).status_code == 302
    assert not Source.objects.exists()
    assert {each.history_user for each in Source.history.filter(history_type="-")} == {editor}


def test_to_what_another_leads_stays(editor_client, actors):
    MergedActor.objects.create(slug="older", was=10**9, into=actors[1])
    assert "1 merged actors" in editor_client.get(page(actors[1], "delete")).text


def test_a_merge_is_taken_back_from_the_page_of_the_other_one(editor_client, editor, pair):
    one, other = pair
    editor_client.post(page(one, "merge"), fields(preview(editor_client, one, other.slug)))
    listed = editor_client.get(page(other, "merges"))
    assert page(other, "merges") in editor_client.get(page(other, "change")).text
    (address,) = html.fromstring(listed.content).xpath("//td/a/@href")
    seen = editor_client.get(address)
    form = dict(html.fromstring(seen.content).xpath("//form[@class='confirm']")[0].form_values())
    stale = editor_client.post(address, form | {"state": "x"})
    assert (stale.status_code, "Nothing is taken back" in stale.text) == (409, True)
    answer = editor_client.post(address, {"state": form["state"]}, follow=True)
    assert answer.redirect_chain == [(page(one, "change"), 302)]
    assert not other.merged.exists()
    assert f"by {editor}" in " ".join(editor_client.get(page(other, "merges")).text.split())
    again = editor_client.get(address)
    assert "taken back already" in again.text
    assert not html.fromstring(again.content).xpath("//form[@class='confirm']")


def test_nor_by_whoever_may_not_enter_one(editor_client, editor, actors):
    choe, choi = actors
    editor_client.post(page(choe, "merge"), fields(preview(editor_client, choe, choi.slug)))
    editor.groups.clear()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_actor", "change_actor"]))
    assert not html.fromstring(editor_client.get(page(choi, "merges")).content).xpath("//td/a")
    address = f"{page(choi, 'merges')}{curation.merges_into(choi).get().pk}/"
    assert editor_client.post(address, {"state": ""}).status_code == 403
