"""Fact checks of others in the admin: what is to be placed, at which claims it may belong, and what an editor decides."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from claimsdb.choices import Conclusion, MatchRule, SourceState, Status
from claimsdb.models import Assessment, Claim, ExternalCheck
from tests.factories import (
    AcceptedClaimFactory,
    ArticleFactory,
    AssessmentFactory,
    ClaimFactory,
    EditorFactory,
    ExternalCheckFactory,
    SourceFactory,
)

LIST = reverse("admin:claimsdb_externalcheck_changelist")
ARTICLE = "Troops\n\nA spokesman said that ten thousand  troops came."


@pytest.fixture
def claim(db):
    return AcceptedClaimFactory(text="Ten thousand troops came from the north.")


@pytest.fixture
def check(claim):
    return ExternalCheckFactory()


@pytest.fixture
def decide(editor_client, check):
    def decide(verb, *, client=editor_client, **typed):
        check.refresh_from_db()
        given = {"verb": verb, "version": check.version, **typed}
        answer = client.post(reverse("admin:claimsdb_externalcheck_move", args=[check.pk]), given, follow=True)
        check.refresh_from_db()
        return [*map(str, answer.context["messages"])] if answer.context else answer.status_code

    return decide


def page(check):
    return reverse("admin:claimsdb_externalcheck_change", args=[check.pk])


def test_attached_it_is_an_assessment_and_undone_none(decide, check, claim, editor):
    assert decide("attach", claim=claim.key, normalized="refuted") == ["Attached."]
    row = Assessment.objects.get()
    assert (row.claim, row.label, row.normalized, row.url) == (claim, "False", "refuted", check.url)
    assert (check.history.latest().history_user, row.history.latest().history_user) == (editor, editor)
    assert decide("attach", claim=claim.key, normalized="refuted") == [
        "It has been decided of already: put it back first."
    ]
    assert decide("put_back") == ["It is to be placed again."]
    assert not Assessment.objects.exists()
    assert [each.history_change_reason for each in check.history.all()][:2] == ["put back", f"attached to {claim.key}"]


def test_the_history_says_what_was_decided(editor_client, decide, check, claim):
    decide("attach", claim=claim.key, normalized="refuted")
    attached = str(check.assessment)
    decide("put_back")
    shown = editor_client.get(reverse("admin:claimsdb_externalcheck_history", args=[check.pk])).text
    rows = [" ".join(strip_tags(row).split()) for row in shown.split("<tr>")[2:]]
    assert "Changed: put back " in rows[0]
    assert "Assessment: deleted since → –" in rows[0]
    assert f"Changed: attached to {claim.key} " in rows[1]
    assert "Assessment: – → deleted since" in rows[1]
    assert f"Claim: – → {claim}" in rows[1]
    assert "None" not in shown
    decide("attach", claim=claim.key, normalized="refuted")
    assert f"– → {attached}" in editor_client.get(reverse("admin:claimsdb_externalcheck_history", args=[check.pk])).text


def test_the_page_offers_what_is_likely_and_has_chosen_what_is_certain(editor_client, check, claim):
    AcceptedClaimFactory(text="A ministry spoke of weather.")
    offered = editor_client.get(page(check)).context
    assert [each.claim for each in offered["candidates"]] == [claim]
    assert [value for value, _, is_likely in offered["conclusions"] if is_likely] == [Conclusion.REFUTED]
    assert "checked" not in editor_client.get(page(check)).content.decode().partition('id="placing"')[2]
    other = ClaimFactory(text="In other words.")
    ExternalCheck.objects.update(claim=other, rule=MatchRule.CLAIMS_ADDRESS)
    offered = editor_client.get(page(check))
    assert [each.claim for each in offered.context["candidates"]] == [other, claim]
    assert f'value="{other.key}" form="move-form" checked' in offered.content.decode()


@pytest.mark.parametrize(
    ("typed", "objection"),
    [
        ({"normalized": "refuted"}, "Choose the claim that it is about."),
        ({"normalized": "refuted", "claim": "nothing"}, "No claim has the key “nothing”."),
        ({"claim": True}, "Say what it comes to"),
        ({"claim": True, "normalized": "true"}, "Say what it comes to"),
        ({"claim": True, "normalized": "refuted", "version": 7}, "Somebody else has decided"),
        ({"claim": True, "normalized": "refuted", "version": ""}, "Somebody else has decided"),
        ({"other": "rejected", "normalized": "refuted"}, "is rejected: attach it to another"),
    ],
)
def test_what_is_refused_leaves_it_as_it_was(decide, check, claim, typed, objection):
    rejected = ClaimFactory(status=Status.REJECTED, decided_at="2024-11-01T00:00Z")
    keys = {True: claim.key, "rejected": rejected.key}
    typed = {name: keys.get(value, value) for name, value in typed.items()}
    assert objection in decide("attach", **typed)[0]
    assert (check.version, check.assessment, check.claim) == (1, None, None)


def test_without_a_label_day_or_publisher(decide, check, claim):
    ExternalCheck.objects.update(label="", published_on=None)
    assert decide("attach", claim=claim.key, normalized="refuted") == ["Label: This field cannot be blank."]
    assert decide("attach", claim=claim.key, normalized="refuted", label="Fake")[0].startswith("Attached as a draft")
    assert (check.assessment.label, check.assessment.published_on) == ("Fake", None)
    decide("put_back")
    ExternalCheck.objects.update(publisher=None)
    assert decide("attach", claim=claim.key, normalized="refuted", label="x")[0].startswith(
        "It does not say who published"
    )


def test_an_assessment_that_was_entered_by_hand_is_the_same_one(decide, check, claim):
    known = AssessmentFactory(claim=claim, url=check.url, label="Wrong")
    [told] = decide("attach", claim=claim.key, normalized="refuted", label="Fake")
    assert told.endswith(f"whose assessment stays “Wrong” ({known.get_normalized_display()}).")  # not what was chosen
    assert "stays “Wrong”" in check.history.first().history_change_reason
    assert (check.assessment, check.wrote_assessment) == (known, False)
    decide("put_back")
    assert Assessment.objects.get().label == "Wrong"


def test_a_new_claim_is_to_be_reviewed_and_has_its_place(decide, check, editor, api):
    EditorFactory()
    article = ArticleFactory(text=ARTICLE)
    assert "for somebody else to review" in decide("enter_claim", article=article.pk, normalized="refuted")[0]
    claim = Claim.objects.get(article=article)
    assert (claim.status, claim.entered_by, claim.quote) == (Status.EXTRACTED, editor, "ten thousand  troops came")
    assert check.assessment.claim == claim
    assert api.get(f"/api/assessments/{check.assessment.key}/").status_code == 404


def test_nothing_of_a_new_claim_is_left_where_it_cannot_be_attached(decide, check):
    before = Claim.objects.count()
    assert "Say what it comes to" in decide("enter_claim", article=ArticleFactory(text=ARTICLE).pk)[0]
    assert "Say in which article" in decide("enter_claim", normalized="refuted")[0]
    assert "No article is called" in decide("enter_claim", article="999", normalized="refuted")[0]
    assert Claim.objects.count() == before


def test_rejected_it_is_out_of_the_way(editor_client, decide, check):
    assert decide("reject", note="of another war") == ["Rejected."]
    assert (check.is_rejected, check.note) == (True, "of another war")
    assert not editor_client.get(LIST).context["cl"].result_list
    assert [*editor_client.get(LIST, {"state": "rejected"}).context["cl"].result_list] == [check]
    decide("put_back")
    assert [*editor_client.get(LIST).context["cl"].result_list] == [check]
    chosen = {"action": "reject_chosen", "_selected_action": [check.pk]}
    assert "Rejected 1 external fact check." in editor_client.post(LIST, chosen, follow=True).content.decode()


@pytest.mark.parametrize(("verb", "label"), [("take_over", "Half true"), ("leave", "False")])
def test_a_change_is_taken_over_or_not(decide, check, claim, verb, label):
    decide("attach", claim=claim.key, normalized="refuted")
    assert decide(verb) == ["It says nothing else than when it was attached."]
    ExternalCheck.objects.update(is_changed=True, label="Half true")
    decide(verb)
    assert (check.is_changed, check.assessment.label) == (False, label)


def test_who_may_what(reader_client, editor_client, decide, check):
    assert Client().get(LIST).status_code == 302
    assert reader_client.get(page(check)).status_code == 200
    assert 'id="placing"' not in reader_client.get(page(check)).content.decode()
    assert decide("reject", client=reader_client) == 403
    assert not check.is_rejected
    assert decide("forget") == 400
    assert editor_client.get(reverse("admin:claimsdb_externalcheck_move", args=[check.pk])).status_code == 405
    assert "to place" in editor_client.get(reverse("admin:index")).content.decode()


def test_what_it_says_is_shown_as_text(editor_client):
    found = {"claimReviewed": "<script>alert(1)</script>", "itemReviewed": {"appearance": "javascript:alert(1)"}}
    check = ExternalCheckFactory(found=found, wording="<script>alert(1)</script>", faults=["url is <b>"])
    shown = editor_client.get(page(check)).content.decode()
    assert "<script>alert(1)" not in shown
    assert 'href="javascript' not in shown
    assert "url is &lt;b&gt;" in shown


def test_a_proposed_publisher_is_named_as_one(editor_client):
    check = ExternalCheckFactory(publisher=SourceFactory(state=SourceState.PROPOSED))
    assert "readers see it once confirmed" in editor_client.get(page(check)).content.decode()


def test_a_note_is_for_editors_alone(reader_client, editor_client, decide, check):
    decide("reject", note="Between ourselves.")
    page = f"/admin/claimsdb/externalcheck/{check.pk}/"
    assert "Between ourselves." in editor_client.get(f"{page}change/").content.decode()
    assert "Between ourselves." not in reader_client.get(f"{page}change/").content.decode()
    assert reader_client.get(f"{page}history/").status_code == 403
