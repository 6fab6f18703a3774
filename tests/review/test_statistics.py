"""The dashboard's figures, from decisions that were really taken."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from claimsdb import review
from claimsdb.choices import Reason, Status
from claimsdb.index import synced
from claimsdb.models import Claim
from claimsdb.review import statistics
from claimsdb.review.opinions.agreement import agreement_of_editors
from tests.factories import ClaimFactory, DecisionFactory, EditorFactory, GivenOpinionFactory, SourceFactory

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 1, 7, 9, tzinfo=UTC)  # of 2026-W02


@pytest.fixture(autouse=True)
def on_a_wednesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: WEDNESDAY)


def ago(**time):
    return WEDNESDAY - timedelta(**time)


def reject(claim, reason=Reason.UNCLEAR, **signature):
    return review.reject(claim, reason=reason, note="see above", **signature)


def test_claims_by_source():
    with synced():
        daily, weekly = SourceFactory(name="Daily"), SourceFactory(name="Weekly")
        original = ClaimFactory(article__source=daily, status=Status.ACCEPTED)
        ClaimFactory(article__source=weekly, status=Status.DUPLICATE, duplicate_of=original)
        for source, status in [
            (daily, Status.NEEDS_RECHECK),
            (daily, Status.EXTRACTED),
            (weekly, Status.EXTRACTED),
            (weekly, Status.SUPERSEDED),
            (None, Status.REJECTED),
            (None, Status.REJECTED),
        ]:
            ClaimFactory(article__source=source, status=status)
    assert [(source.name, source.counts) for source in statistics.by_source()] == [
        ("Daily", [2, 1, 0, 0]),
        ("Weekly", [1, 0, 0, 1]),
        ("no source", [0, 0, 2, 0]),
    ]


def test_decisions_in_force_by_iso_week():
    """The year of the week is that of its Thursday; what was decided again counts where it was last."""
    for days in (2, 3, 9, 77 + 2, 77 + 3):
        review.accept(ClaimFactory(), by=None, decided_at=ago(days=days))
    twice = ClaimFactory()
    review.accept(twice, by=None, decided_at=ago(days=8))
    reject(twice, by=None, decided_at=ago(days=1))
    review.reopen(Claim.objects.accepted().earliest("decided_at"), by=None)
    weeks = statistics.by_week()
    assert (len(weeks), [week.name for week in weeks[-2:]]) == (12, ["2026-W01", "2026-W02"])
    assert {week.name: week.counts for week in weeks if any(week.counts)} == {
        "2025-W43": [1, 0, 0],
        "2026-W01": [2, 0, 0],
        "2026-W02": [1, 1, 0],
    }


def test_decisions_by_editor():
    """Neither those undone nor their undoings, nor those that came with the data."""
    busy, lazy = EditorFactory(username="busy"), EditorFactory(username="lazy")
    for days in (1, 2, 3):
        review.accept(ClaimFactory(), by=lazy, decided_at=ago(days=days + 1))
    claim = ClaimFactory()
    review.amend(claim, by=busy, fields={"phase": "planned"}, decided_at=ago(days=1))
    reject(claim, by=busy, decided_at=ago(hours=1))
    review.reopen(claim, by=busy, decided_at=ago(hours=1))
    review.undo(review.accept(ClaimFactory(), by=busy), by=busy)
    review.accept(ClaimFactory(), by=None)
    assert [(each.name, each.this_week, each.total, dict(each.by_verb)) for each in statistics.by_editor()] == [
        ("busy", 3, 3, {"amend": 1, "reject": 1, "reopen": 1}),
        ("lazy", 1, 3, {"accept": 3}),
    ]


def test_reasons_of_what_stands_rejected():
    again, reopened = ClaimFactory.create_batch(2)
    for claim in (again, reopened):
        reject(claim, Reason.OTHER, by=None, decided_at=ago(days=2))
        review.reopen(claim, by=None)
    for claim in (again, ClaimFactory()):
        reject(claim, by=None)
    reject(ClaimFactory(), Reason.NOT_A_CLAIM, by=None)
    assert statistics.by_reason() == [("unclear", 2), ("not_a_claim", 1)]


def test_age_of_the_queue():
    days = {"oldest": 400, "month": 30, "under a month": 29, "week": 7, "day": 1, "new": 0}
    for text, number in days.items():
        Claim.objects.filter(pk=ClaimFactory(text=text).pk).update(created_at=ago(days=number))
    reopened = ClaimFactory(text="reopened", status=Status.ACCEPTED)
    review.reopen(reopened, by=None)
    Claim.objects.filter(pk=reopened.pk).update(created_at=ago(days=900), updated_at=ago(days=2))
    ClaimFactory(status=Status.REJECTED)
    assert list(statistics.ages().values()) == [1, 2, 2, 2]
    oldest = statistics.oldest_waiting()
    assert (oldest.text, oldest.since) == ("oldest", ago(days=400))


def test_an_empty_queue_has_no_oldest():
    assert (set(statistics.ages().values()), statistics.oldest_waiting()) == ({0}, None)
    assert (statistics.by_editor(), statistics.by_source(), statistics.by_reason()) == ([], [], [])


def test_agreement_is_between_verdicts_in_force():
    for verdict, opinion in [("accept", "accept"), ("accept", "accept"), ("accept", "reject"), ("reject", "reject")]:
        reason = {"accept": "", "reject": Reason.UNCLEAR}
        decision = DecisionFactory(verb=verdict, reason=reason[verdict], who=EditorFactory(), version=2)
        GivenOpinionFactory(decision=decision, verb=opinion, reason=reason[opinion])
    found = agreement_of_editors()
    assert (found.n, found.raw, found.kappa) == (4, 0.75, pytest.approx(0.5))
    DecisionFactory(claim=decision.claim, verb="undo", version=3, undoes=2, who=decision.who)
    assert agreement_of_editors().n == 3
