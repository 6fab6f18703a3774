"""Each order against the same order said plainly in Python, from every claim on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimsdb.choices import Status, Verb
from claimsdb.index import synced
from claimsdb.models import Claim, Skip, claim_key
from claimsdb.review.queue_orders import PERSONAL, OrderName, claims_of, neighbour, upcoming
from tests.factories import ArticleFactory, ClaimFactory, DecisionFactory, EditorFactory

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

PLACES = [(30, 50), (None, None), (0, 9), (30, 40), (0, 9), (None, None), (12, 20)]
CERTAIN = [0.9, None, 0.5, 0.9, 0.1, None]
CALIBRATED = [None, 0.2, 0.5, 0.05]  # what was learned goes before the machine's word


@pytest.fixture
@synced()
def claims(editor):
    """Waiting claims of three articles, in no order; some are put off, some the editor decided today and reopened."""
    articles = [ArticleFactory() for _ in range(3)]
    claims = [
        ClaimFactory(
            article=articles[number % 3],
            key=claim_key("orders", number),
            start=start,
            end=end,
            text="A claim.",
            **({"quote": ""} if start is None else {}),
            confidence=CERTAIN[number % len(CERTAIN)],
            calibrated=CALIBRATED[number % len(CALIBRATED)] if CERTAIN[number % len(CERTAIN)] else None,
        )
        for number, (start, end) in enumerate(PLACES * 3)
    ]
    ClaimFactory(article=articles[0], status=Status.ACCEPTED)
    now = timezone.now()
    for number, claim in enumerate(claims[3:9]):
        Skip.objects.create(claim=claim, user=editor, skipped_at=now - timedelta(minutes=number % 4 * 10))
    for number, claim in enumerate([*claims[:6], claims[2]]):
        DecisionFactory(claim=claim, version=number + 1, who=editor, decided_at=now + timedelta(microseconds=number))
    others = EditorFactory()
    Skip.objects.create(claim=claims[0], user=others)
    DecisionFactory(claim=claims[10], who=others)
    DecisionFactory(claim=claims[11], version=1, who=editor, decided_at=now - timedelta(days=1))
    DecisionFactory(claim=claims[12], version=1, who=editor)
    DecisionFactory(claim=claims[12], version=2, who=editor, verb=Verb.UNDO, undoes=1)
    return claims


def place(claim):
    return (claim.start is None, claim.start or 0, claim.end or 0, claim.key)


def skipped_at(claim, user):
    return {skip.claim: skip.skipped_at for skip in user.skips.select_related("claim")}.get(claim)


def last_decided(claim, user):
    return max(decision.decided_at for decision in claim.decisions.filter(who=user))


SORTED = {
    OrderName.READING: lambda claim, user: (claim.article_id, *place(claim)),
    OrderName.UNCERTAIN: lambda claim, user: (claim.certainty is None, claim.certainty or 0, claim.key),
    OrderName.RANDOM: lambda claim, user: (claim.key < claim_key(str(user.pk), timezone.localdate()), claim.key),
    OrderName.SKIPPED: lambda claim, user: (skipped_at(claim, user), claim.key),
    OrderName.MINE: lambda claim, user: last_decided(claim, user),
}


def in_order(claims, order, user):
    chosen = {
        OrderName.SKIPPED: lambda: [claim for claim in claims if skipped_at(claim, user)],
        OrderName.MINE: lambda: claims[:6],
    }.get(order, lambda: claims)()
    return sorted(chosen, key=lambda claim: SORTED[order](claim, user), reverse=order == OrderName.MINE)


@pytest.mark.parametrize("order", OrderName)
def test_neighbours_and_turns(claims, editor, order):
    waiting, way = Claim.objects.waiting(), in_order(claims, order, editor)
    assert set(claims_of(order, waiting, user=editor)) == set(way)
    for before, claim, after in zip([None, *way], way, [*way[1:], None], strict=False):
        assert neighbour(claim, waiting, order, user=editor) == after
        assert neighbour(claim, waiting, order, user=editor, reverse=True) == before
    put_off = [] if order in PERSONAL else in_order(claims, OrderName.SKIPPED, editor)
    turns = [claim for claim in way if claim not in put_off]
    for claim in [None, *way]:
        later = [each for each in way[way.index(claim) + 1 :] if each in turns] if claim else []
        assert upcoming(waiting, order, user=editor, after=claim) == (later or turns)[0]
