"""Claims that wait for an actor name it when it is there, some at once and the rest by a task."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claimsdb.choices import Role, Status
from claimsdb.curation import actors, link_waiting, linking
from claimsdb.models import Attribution, Claim
from tests.factories import ActorFactory, AttributionFactory, ClaimFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

NAME = "Colonel Zenda"


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(linking, "AT_ONCE", 2)


def waiting(number):
    claims = [ClaimFactory() for _ in range(number)]
    for claim in claims:
        AttributionFactory(claim=claim, role=Role.CLAIMANT, actor=None, name=NAME)
    return claims


def test_some_are_linked_at_once_and_the_rest_when_all_is_committed(few, django_capture_on_commit_callbacks):
    claims, by = waiting(5), User.objects.create_superuser("root")
    with django_capture_on_commit_callbacks() as left:
        actor = actors.enter(fields={"name": NAME, "kind": "person"}, by=by)
        assert Attribution.objects.filter(actor=actor).count() == 2
    for follow in left:
        follow()
    assert Attribution.objects.filter(actor=actor, name="").count() == 5
    assert {each.version for each in Claim.objects.all()} == {claims[0].version + 1}
    assert {each.versions.get(version=each.version).by for each in claims_now()} == {by}


def claims_now():
    return Claim.objects.prefetch_related("versions")


def test_a_batch_is_one_transaction(few, monkeypatch):
    waiting(5)
    locked = []
    monkeypatch.setattr(linking, "lock_claims", lambda pks, **options: locked.append(len(pks)))
    assert linking.link_rest.func(actor=ActorFactory(name=NAME).pk, by=None) == 5
    assert locked == [2, 2, 1]


def test_what_was_decided_meanwhile_is_neither_linked_nor_counted(few, monkeypatch):
    claims, actor = waiting(2), ActorFactory(name=NAME)
    decide = Claim.objects.filter(pk=claims[0].pk).update
    decided = {"status": Status.ACCEPTED, "decided_at": timezone.now()}
    monkeypatch.setattr(linking, "lock_claims", lambda pks, **options: decide(**decided))
    assert link_waiting(actor, by=None) == (1, 0)
    assert claims[0].attributions.get().actor is None


def test_an_actor_who_is_gone_has_no_claims():
    assert linking.link_rest.func(actor=0, by=None) == 0
