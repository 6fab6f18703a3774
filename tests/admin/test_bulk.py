"""Bulk decisions: nothing happens before the confirmation, and each claim is decided by itself."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from claimsdb import review
from claimsdb.models import Claim, Decision
from claimsdb.vocabulary import Reason, Status
from tests.factories import ClaimFactory

URL = "/admin/claimsdb/claim/"
ACCEPT, REJECT = "accept_chosen", "reject_chosen"


@pytest.fixture
def mixed(editor):
    """Two claims to accept, one that the editor entered, one that is decided."""
    return [
        ClaimFactory(text="First."),
        ClaimFactory(text="Second."),
        ClaimFactory(text="Own.", entered_by=editor),
        ClaimFactory(text="Decided.", status=Status.REJECTED),
    ]


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
    response = act(editor_client, ACCEPT, mixed, f"{URL}?status=all")
    assert (response.context["preview"].allowed, response.context["preview"].total) == (2, 4)
    assert "entered this claim by hand; somebody else accepts it" in response.text
    assert "A claim that is rejected cannot be moved by &#x27;accept&#x27;" in response.text
    assert not Decision.objects.exists()


def test_confirmed_accepts_those_it_may_and_names_the_others(editor_client, editor, mixed):
    url = f"{URL}?status=all"
    response = editor_client.post(url, hidden(act(editor_client, ACCEPT, mixed, url)), follow=True)
    assert statuses(mixed) == [Status.ACCEPTED, Status.ACCEPTED, Status.EXTRACTED, Status.REJECTED]
    assert set(Decision.objects.values_list("who", "verb")) == {(editor.pk, "accept")}
    assert "Accepted 2 claims." in messages(response)
    assert "Left 2 claims:" in messages(response)


def test_reject_gives_its_reason_to_each(editor_client, mixed):
    data = hidden(act(editor_client, REJECT, mixed[:2]))
    editor_client.post(URL, {**data, "reason": Reason.UNCLEAR, "note": "Both."})
    assert list(Decision.objects.values_list("reason", "note")) == [("unclear", "Both.")] * 2


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


def test_all_that_match_travel_as_the_query_not_as_ids(editor_client):
    hedged = ClaimFactory.create_batch(3, hedge="reportedly")
    flat = ClaimFactory()
    url = f"{URL}?hedged=yes"
    asked = act(editor_client, ACCEPT, hedged[:1], url, select_across="1")
    assert asked.context["preview"].total == 3
    assert asked.context["ticked"] == [str(hedged[0].pk)]
    editor_client.post(url, hidden(asked))
    assert statuses([*hedged, flat]) == [Status.ACCEPTED] * 3 + [Status.EXTRACTED]


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
    assert "Accepted 0 claims." in messages(response)
    assert "Left 12 claims:" in messages(response)
    assert messages(response).endswith("and 7 more")


def test_a_reader_has_no_actions(reader_client, mixed):
    assert f'value="{ACCEPT}"' not in reader_client.get(reverse("admin:claimsdb_claim_changelist")).text
    act(reader_client, ACCEPT, mixed, confirmed=len(mixed))
    assert not Decision.objects.exists()
