"""The record of what has changed: complete, in the order in which writers end, and kept by every door."""

import pytest
from django.db import connection

from claimsdb import review
from claimsdb.index import changes, synced
from claimsdb.models import Change, Claim
from tests.factories import AcceptedClaimFactory, ActorFactory, ClaimFactory, QuantityFactory, SourceFactory

pytestmark = pytest.mark.django_db


def last_change(claim):
    return Change.objects.get(pk=claim.pk)


def rise(write):
    """By how much a piece of work raises the number of the data."""
    before = changes.data_version().number
    write()
    return changes.data_version().number - before


@pytest.mark.parametrize(
    ("write", "by"),
    [
        (lambda claim: claim.save(), 1),
        (lambda claim: review.accept(claim, by=None), 1),
        (lambda claim: Claim.objects.filter(pk=claim.pk).update(hedge="perhaps"), 1),
        (lambda claim: QuantityFactory(claim=claim), 1),
        (lambda claim: SourceFactory(), 1),
        (lambda claim: list(Claim.objects.all()), 0),
    ],
)
def test_each_piece_of_work_raises_the_number_once(write, by):
    claim = ClaimFactory()
    assert rise(lambda: write(claim)) == by


def test_what_is_written_in_one_piece_has_one_number():
    with synced():
        first, second = ClaimFactory(), ClaimFactory()
    assert last_change(first).number == last_change(second).number == changes.data_version().number


def test_where_nothing_is_written_the_number_stays():
    ClaimFactory()
    before = changes.data_version()
    with synced():
        list(Claim.objects.all())
    assert changes.data_version() == before


def test_a_claim_that_is_gone_keeps_its_change():
    claim = ClaimFactory()
    pk, number = claim.pk, last_change(claim).number
    claim.delete()
    assert Change.objects.get(pk=pk).number > number


def test_who_renames_an_actor_changes_the_data_and_no_claim():
    actor, claim = ActorFactory(), ClaimFactory()
    number = last_change(claim).number
    actor.name = "Somebody else"
    assert rise(actor.save) == 1
    assert last_change(claim).number == number


@pytest.mark.parametrize(("factory", "shown"), [(ClaimFactory, False), (AcceptedClaimFactory, True)])
def test_whether_anybody_could_see_it(factory, shown):
    assert last_change(factory()).shown is shown


def test_what_was_shown_once_stays_so():
    claim = AcceptedClaimFactory()
    review.reopen(claim, by=None)
    assert last_change(claim).shown


def test_the_version_says_when():
    ClaimFactory()
    version = changes.data_version()
    assert version.at.tzinfo is not None
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claimsdb_dataversion")
    assert changes.data_version() == (0, None, None)
