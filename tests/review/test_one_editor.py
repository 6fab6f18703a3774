"""What takes a second editor is asked only where there is one."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Verb
from claimsdb.models import REVIEW_PERMISSION, Claim, Lease, SecondOpinion
from claimsdb.review import leases
from tests.admin.forms import form_data
from tests.factories import ClaimFactory, EditorFactory, LeaseFactory, ReaderFactory

pytestmark = pytest.mark.django_db

HELD = partial(LeaseFactory, holder__username="ann")


@pytest.mark.parametrize(
    ("others", "is_alone"),
    [
        (lambda: None, True),
        (ReaderFactory, True),
        (lambda: EditorFactory(is_active=False), True),
        (EditorFactory, False),
        (lambda: User.objects.create_superuser("admin"), False),
    ],
    ids=["nobody", "a reader", "one who is gone", "an editor", "a superuser"],
)
def test_who_counts(editor, settings, others, is_alone):
    others()
    assert review.is_alone() is is_alone
    settings.CLAIMSDB_ONE_PERSON_DESK = False
    assert review.is_alone() is False


@pytest.fixture(params=[True, False], ids=["alone", "two"])
def alone(request):
    if not request.param:
        EditorFactory()
    return request.param


def test_one_accepts_what_one_entered_and_nobody_is_asked(editor_client, editor, settings, item, alone):
    settings.CLAIMSDB_SECOND_OPINION_PERCENT = 100
    own = ClaimFactory(entered_by=editor, extractor="", rule="", found=None)
    assert review.may(Verb.ACCEPT, own, by=editor) is alone
    assert ('value="accept"' in editor_client.get(item(own)).text) is alone
    review.reject(ClaimFactory(), by=editor, reason="unclear")
    assert SecondOpinion.objects.exists() is not alone
    queues = editor_client.get(reverse("desk-queues")).text
    assert ("You are the only editor" in queues, "Second opinions" in queues) == (alone, not alone)
    nothing = editor_client.get(reverse("desk"), {"q": "nowhere"}).text
    assert ("or other editors have those" in nothing) is not alone


def test_nothing_is_kept_for_one_alone(editor_client, editor, claim, item, alone):
    answer = editor_client.post(reverse("desk-take", args=[claim.key]))
    assert (answer.status_code, Lease.objects.exists()) == ((200, False) if alone else (204, True))
    Lease.objects.all().delete()
    HELD(claim=claim, holder__is_active=not alone)
    assert bool(leases.objections([claim.pk], user=editor)) is not alone
    assert ("has this claim until" in editor_client.get(item(claim)).text) is not alone
    assert editor_client.post(reverse("desk-take", args=[claim.key])).status_code == (200 if alone else 409)


def test_the_claim_s_page_heeds_who_has_it_at_the_desk(editor_client, claim, alone):
    HELD(claim=claim, holder__is_active=not alone)
    url = reverse("admin:claimsdb_claim_change", args=[claim.pk])
    shown = editor_client.get(url)
    assert ("<strong>ann</strong> has this claim at the desk until" in shown.text) is not alone
    saved = editor_client.post(url, form_data(shown, text="Typed by hand.", _save="1"))
    assert saved.status_code == (302 if alone else 200)
    claim.refresh_from_db()
    assert (claim.text == "Typed by hand.") is alone
    pressed = {"reason": "unclear", "seen_version": claim.version}
    moved = editor_client.post(reverse("admin:claimsdb_claim_reject", args=[claim.pk]), pressed, follow=True)
    claim.refresh_from_db()
    assert (claim.status == "rejected") is alone
    if not alone:
        assert "Typed by hand." in saved.text
        assert "take it over first. Nothing of yours is saved" in saved.text
        assert "has it at the desk until" in moved.text
        taken = editor_client.post(reverse("desk-take-over", args=[claim.key]))
        assert taken.status_code == 302
        assert "has this claim at the desk" not in editor_client.get(url).text


def test_a_lease_of_an_account_that_was_switched_off_keeps_nobody_off(editor_client, editor, claim, item):
    EditorFactory()
    HELD(claim=claim, holder__is_active=False)
    assert leases.objections([claim.pk], user=editor) == {}
    assert editor_client.get(reverse("desk")).url.startswith(item(claim).split("#")[0])


def test_of_many_claims_it_is_asked_once(editor):
    assert {_statements_for(number, by=editor) for number in (2, 3)} == {_statements_for(4, by=editor)}


def _statements_for(number, *, by):
    """For a preview of so many more claims of one's own, by an editor whose permissions are known already."""
    ClaimFactory.create_batch(number, entered_by=by, extractor="", rule="", found=None)
    assert by.has_perm(REVIEW_PERMISSION)
    with CaptureQueriesContext(connection) as statements:
        assert not review.preview_moves(Claim.objects.all(), Verb.ACCEPT, by=by).refused
    return len(statements)
