"""Bulk decisions: nothing happens before the confirmation, and each claim is decided as it was seen."""

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from claimsdb import review
from claimsdb.choices import Reason, Status, Verb
from claimsdb.index import synced
from claimsdb.models import Claim, Decision
from claimsdb.review import preview
from claimsdb.review.preview import SAMPLE
from tests.factories import ArticleFactory, ClaimFactory, LeaseFactory

URL = "/admin/claimsdb/claim/"
ACCEPT, REJECT = "accept_chosen", "reject_chosen"


@pytest.fixture
@synced()
def mixed(editor):
    """Two claims to accept, then one that the editor entered, one that is decided, one whose quote is not at its place,
    and one that somebody else has before them."""
    claims = [
        ClaimFactory(text="First."),
        ClaimFactory(text="Second."),
        ClaimFactory(text="Own.", entered_by=editor),
        ClaimFactory(text="Decided.", status=Status.REJECTED),
        ClaimFactory(text="Misquoted."),
        ClaimFactory(text="Held."),
    ]
    Claim.objects.filter(pk=claims[4].pk).update(start=0, end=len(claims[4].quote))
    LeaseFactory(claim=claims[5], holder__username="ann")
    LeaseFactory(claim=claims[0], holder=editor)
    LeaseFactory(claim=claims[1], expires_at=timezone.now() - timedelta(minutes=1))
    return claims


LEFT = ["entered this claim by hand", "that is rejected", "The quote is not", "ann has it open now"]


def act(client, action, claims, url=URL, **data):
    return client.post(
        url, {"action": action, ACTION_CHECKBOX_NAME: [claim.pk for claim in claims], **data}, follow=True
    )


def hidden(response):
    """The confirmation's form, as it would be posted."""
    context = response.context
    return {
        "action": context["action"],
        "index": 0,
        "select_across": int(context["across"]),
        "confirmed": context["state"],
        ACTION_CHECKBOX_NAME: context["ticked"],
    }


def statuses(claims):
    return [Claim.objects.get(pk=claim.pk).status for claim in claims]


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_confirmation_says_what_would_happen_and_does_nothing(editor_client, mixed):
    again = ClaimFactory(text="Decided as well.", status=Status.REJECTED)
    seen = act(editor_client, ACCEPT, [*mixed, again], f"{URL}?status=all").context["preview"]
    assert (seen.total, seen.allowed, seen.refused, seen.sample) == (7, 2, 5, mixed[:2])
    blocks = sorted(seen.objections.values(), key=lambda block: mixed.index(block.claim))
    assert [(block.claim, block.count) for block in blocks] == list(zip(mixed[2:], [1, 2, 1, 1], strict=True))
    assert all(words in block.why for words, block in zip(LEFT, blocks, strict=True))
    assert not Decision.objects.exists()


def test_confirmed_accepts_those_it_may_and_names_the_others(editor_client, editor, mixed):
    url = f"{URL}?status=all"
    asked = act(editor_client, ACCEPT, mixed, url)
    assert "ann has it open now." in asked.text
    response = editor_client.post(url, hidden(asked), follow=True)
    assert statuses(mixed) == [*[Status.ACCEPTED] * 2, Status.EXTRACTED, Status.REJECTED, *[Status.EXTRACTED] * 2]
    [(who, verb, batch)] = set(Decision.objects.values_list("who", "verb", "batch"))
    assert (who, verb) == (editor.pk, "accept")
    assert f'Accepted 2 claims. <a href="{reverse("desk-batch", args=[batch])}">' in messages(response)
    assert "Left 4 claims:" in messages(response)
    assert all(f"({claim.key})" in messages(response) for claim in mixed[2:])


def test_reject_gives_its_reason_to_each(editor_client, mixed):
    data = hidden(act(editor_client, REJECT, mixed[:2]))
    editor_client.post(URL, {**data, "reason": Reason.UNCLEAR, "note": "Both."})
    assert list(Decision.objects.values_list("reason", "note")) == [("unclear", "Both.")] * 2
    assert len(set(Decision.objects.values_list("batch"))) == 1


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({}, "This field is required."),
        ({"reason": "boring"}, "boring is not one of the available choices"),
        ({"reason": "other"}, "The reason “other” needs a note."),
    ],
)
def test_reject_without_a_reason_asks_again(editor_client, mixed, typed, complaint):
    data = hidden(act(editor_client, REJECT, mixed[:2]))
    assert complaint in editor_client.post(URL, {**data, **typed}).text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("ticked", ["one", "none of them"])
def test_all_that_match_are_all_whatever_a_page_holds(editor_client, monkeypatch, ticked):
    """The desk asks for the confirmation with these fields; no claim needs to be the one that is ticked."""
    monkeypatch.setattr("claimsdb.admin.listing.ClaimColumns.list_per_page", 2)
    with synced():
        hedged, flat = ClaimFactory.create_batch(7, hedge="reportedly"), ClaimFactory()
    url, pk = f"{URL}?hedged=yes", str(hedged[0].pk if ticked == "one" else 0)
    fields = {"action": ACCEPT, "select_across": "1", ACTION_CHECKBOX_NAME: pk}
    asked = editor_client.post(url, fields)
    assert (asked.context["preview"].total, len(asked.context["preview"].sample)) == (7, SAMPLE)
    assert asked.context["ticked"] == [pk]
    assert "Accept <strong>7</strong> of 7 claims, all that match." in asked.text
    editor_client.post(url, hidden(asked))
    assert statuses([*hedged, flat]) == [Status.ACCEPTED] * 7 + [Status.EXTRACTED]


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.REJECT])
def test_a_preview_of_many_takes_few_statements_a_chunk(editor, monkeypatch, django_assert_num_queries, verb):
    monkeypatch.setattr(preview, "CHUNK", 10)
    with synced():
        for _ in range(4):
            ClaimFactory.create_batch(5, article=ArticleFactory())
    by = User.objects.get(pk=editor.pk)
    assert review.may(verb, Claim.objects.first(), by=by)  # asks for the permissions
    with django_assert_num_queries(1 + 2 * 2):  # the claims, and for each chunk its articles and leases
        seen = preview.preview_moves(Claim.objects.with_rows(), verb, by=by)
    assert (seen.total, seen.allowed) == (20, 20)


def test_claims_that_came_in_between_are_shown_first(editor_client):
    claim = ClaimFactory()
    asked = act(editor_client, ACCEPT, [claim], select_across="1")
    late = ClaimFactory()
    again = editor_client.post(URL, hidden(asked))
    assert "have changed since the page before" in again.text
    assert statuses([claim, late]) == [Status.EXTRACTED] * 2
    editor_client.post(URL, hidden(again))
    assert statuses([claim, late]) == [Status.ACCEPTED] * 2


def test_a_claim_that_was_amended_in_between_is_shown_first(editor_client):
    claim = ClaimFactory()
    asked = act(editor_client, ACCEPT, [claim])
    review.amend(claim, fields={"stance": "denies"}, by=None)
    assert "have changed since the page before" in editor_client.post(URL, hidden(asked)).text
    assert statuses([claim]) == [Status.EXTRACTED]


def test_many_refusals_are_counted_and_some_are_named(editor_client):
    decided = ClaimFactory.create_batch(12, status=Status.ACCEPTED)
    url = f"{URL}?status=accepted"
    response = editor_client.post(url, hidden(act(editor_client, ACCEPT, decided, url)), follow=True)
    assert "Accepted no claim." in messages(response)
    assert "Left 12 claims:" in messages(response)
    assert messages(response).endswith("… and 7 more.")


def test_a_reader_has_no_actions(reader_client, mixed):
    assert f'value="{ACCEPT}"' not in reader_client.get(reverse("admin:claimsdb_claim_changelist")).text
    act(reader_client, ACCEPT, mixed, confirmed=len(mixed))
    assert not Decision.objects.exists()
