"""The review rules: every status, verb and kind of person in one table, and what a move leaves behind."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from claimsdb import review
from claimsdb.choices import Reason, Role, Stance, Status, Verb, Voice
from claimsdb.models import Attribution, Claim, Decision, Quantity
from claimsdb.models.claims import DECIDED
from claimsdb.models.decisions import DecisionsAreKept
from claimsdb.review.transitions import TAKE
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    ReaderFactory,
    UserFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

X = Status
LEGAL = {
    # from:           verb -> to
    X.EXTRACTED: {"accept": X.ACCEPTED, "amend": X.EXTRACTED, "reject": X.REJECTED, "mark_duplicate": X.DUPLICATE, "supersede": X.SUPERSEDED},
    X.NEEDS_RECHECK: {"accept": X.ACCEPTED, "amend": X.NEEDS_RECHECK, "reject": X.REJECTED, "mark_duplicate": X.DUPLICATE, "supersede": X.SUPERSEDED},
    X.ACCEPTED: {"amend": X.ACCEPTED, "reject": X.REJECTED, "mark_duplicate": X.DUPLICATE, "reopen": X.NEEDS_RECHECK},
    X.REJECTED: {"reopen": X.NEEDS_RECHECK},
    X.DUPLICATE: {"reopen": X.NEEDS_RECHECK},
    X.SUPERSEDED: {"reopen": X.NEEDS_RECHECK},
}  # fmt: skip
PEOPLE = {"editor": EditorFactory, "reader": ReaderFactory, "stranger": UserFactory, "program": lambda: None}
MAY_REVIEW = {"editor", "program"}


def take(verb, claim, *, by):
    """The verb with whatever else it needs."""
    extra = {
        Verb.REJECT: {"reason": Reason.NOT_A_CLAIM},
        Verb.MARK_DUPLICATE: {"original": ClaimFactory()},
        Verb.AMEND: {"fields": {"text": "Reworded."}},
    }
    return review.take(verb, claim, by=by, **extra.get(verb, {}))


def claim_that_is(status):
    original = ClaimFactory() if status == Status.DUPLICATE else None
    return ClaimFactory(status=status, duplicate_of=original)


def assert_refused(verb, claim, *, by, error):
    status = claim.status
    assert not review.may(verb, claim, by=by)
    with pytest.raises(error):
        take(verb, claim, by=by)
    assert (Claim.objects.get(pk=claim.pk).status, claim.decisions.count()) == (status, 0)


@pytest.mark.parametrize(("status", "verb"), list(product(Status, TAKE)))
def test_truth_table(editor, status, verb):
    """The table of actions, taken, is the one above."""
    claim = claim_that_is(status)
    if verb not in LEGAL[status]:
        assert_refused(verb, claim, by=editor, error=review.IllegalMove)
        return
    assert review.may(verb, claim, by=editor)
    decision = take(verb, claim, by=editor)
    assert claim.status == LEGAL[status][verb] == decision.to_status
    assert (decision.from_status, decision.verb, decision.who) == (status, verb, editor)
    assert (claim.version, decision.version) == (2, 2)
    assert (claim.decided_at is not None) is (claim.status in DECIDED)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_review(who):
    person = PEOPLE[who]()
    for verb in TAKE:
        claim = claim_that_is(next(status for status in Status if verb in LEGAL[status]))
        if who in MAY_REVIEW:
            assert take(verb, claim, by=person).who == person
        else:
            assert_refused(verb, claim, by=person, error=review.NotAllowed)


def test_every_move_is_in_the_history_with_who_made_it(editor):
    claim = ClaimFactory()
    review.accept(claim, by=editor)
    review.reopen(claim, by=editor, note="a second source denies it")
    assert [(each.version, each.columns["status"], each.by) for each in claim.versions.all()] == [
        (1, Status.EXTRACTED, None),
        (2, Status.ACCEPTED, editor),
        (3, Status.NEEDS_RECHECK, editor),
    ]
    assert claim.decisions.get(verb=Verb.REOPEN).note == "a second source denies it"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        ({"reason": "boring"}, review.Incomplete, "'boring' is no reason"),
        ({"reason": "other"}, review.Incomplete, "'other' needs a note"),
        ({"reason": "other", "note": "  "}, review.Incomplete, "'other' needs a note"),
        ({"reason": "unclear", "version": 7}, review.Stale, "is at version 1, not 7"),
    ],
)
def test_reject_wants_its_reason_and_the_right_version(editor, call, error, words):
    claim = ClaimFactory()
    with pytest.raises(error, match=words):
        review.reject(claim, by=editor, **call)
    assert Claim.objects.get(pk=claim.pk).version == 1


def test_a_duplicate_names_a_claim_that_is_none(editor):
    original, repeat, third = ClaimFactory.create_batch(3)
    review.mark_duplicate(repeat, original=original, by=editor)
    assert repeat.duplicate_of == original
    for claim, of in ((third, repeat), (third, third), (original, third)):
        with pytest.raises(review.Incomplete):
            review.mark_duplicate(claim, original=of, by=editor)
    review.reopen(repeat, by=editor)
    assert repeat.duplicate_of is None


def test_amending_keeps_the_machines_word_and_names_what_was_set(editor):
    claim = ClaimFactory(found={"stance": "asserts"})
    kim = ActorFactory()
    AttributionFactory(claim=claim)
    review.amend(
        claim,
        by=editor,
        fields={"stance": Stance.DENIES},
        attributions=[
            Attribution(role=Role.CLAIMANT, actor=kim),
            Attribution(role=Role.SUBJECT, name="unnamed guards"),
        ],
        quantities=[Quantity(as_written="1,500", low=1500, best=1500, high=1500, measure="troops")],
    )
    assert claim.stance == Stance.DENIES
    assert claim.found == {"stance": "asserts"}
    assert claim.amended == ["attributions", "quantities", "stance"]
    assert [(row.order, row.role, row.who) for row in claim.attributions.all()] == [
        (0, "claimant", str(kim)),
        (1, "subject", "unnamed guards"),
    ]
    review.amend(claim, by=editor, fields={"hedge": "said"}, quantities=[])
    assert claim.amended == ["attributions", "hedge", "quantities", "stance"]
    assert (claim.attributions.count(), claim.quantities.count()) == (2, 0)


def test_moving_the_span_moves_quote_and_context():
    claim = ClaimFactory()
    start = claim.article.text.index("North Korea")
    review.amend(claim, by=None, fields={"start": start, "end": start + 11})
    assert (claim.quote, claim.prefix[-5:], claim.suffix[:4]) == ("North Korea", "that ", " had")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"fields": {"status": "accepted"}}, review.Incomplete),
        ({"fields": {"quote": "other words"}}, review.Incomplete),
        ({"fields": {"stance": "shouts"}}, ValidationError),
        ({"fields": {"text": ""}}, ValidationError),
        ({"fields": {"start": 5, "end": 99999}}, ValidationError),
        ({"fields": {"start": 5, "end": 5}}, ValidationError),
        ({"attributions": [Attribution(role=Role.CLAIMANT)]}, ValidationError),
        ({"attributions": [Attribution(role=Role.CLAIMANT, as_written="nowhere", start=0, end=7)]}, ValidationError),
        ({"quantities": [Quantity(as_written="5", low=5, high=9, qualifier="at_least")]}, ValidationError),
    ],
)
def test_an_amendment_that_does_not_fit_changes_nothing(change, error):
    claim = ClaimFactory()
    AttributionFactory(claim=claim)
    QuantityFactory(claim=claim)
    with pytest.raises(error):
        review.amend(claim, by=None, **change)
    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.version, kept.text, kept.decisions.count()) == (1, claim.text, 0)
    assert (kept.attributions.count(), kept.quantities.count()) == (1, 1)


def test_nobody_accepts_what_they_entered_by_hand(editor):
    article, other = ArticleFactory(), EditorFactory()
    fields = {"text": "North Korea sent 1,500 troops.", "voice": Voice.ARTICLE, "start": 0, "end": 6}
    claim = review.enter(article, by=editor, fields=fields)
    assert (claim.status, claim.entered_by, claim.version) == (Status.EXTRACTED, editor, 1)
    assert claim.decisions.get().verb == Verb.ENTER
    with pytest.raises(review.NotAllowed, match="somebody else accepts it"):
        review.accept(claim, by=editor)
    with override_settings(CLAIMSDB_ACCEPT_OWN_CLAIMS=True):
        assert review.may(Verb.ACCEPT, claim, by=editor)
    review.accept(claim, by=other)
    assert claim.status == Status.ACCEPTED


def test_claims_entered_at_one_place_have_keys_of_their_own(editor):
    article = ArticleFactory()
    spanless = {"text": "By hand.", "voice": Voice.ARTICLE}
    placed = spanless | {"start": 0, "end": 6}
    keys = {review.enter(article, by=editor, fields=fields).key for fields in (spanless, spanless, placed, placed)}
    assert len(keys) == 4


def test_readers_enter_nothing(reader):
    with pytest.raises(review.NotAllowed):
        review.enter(ArticleFactory(), by=reader, fields={"text": "By hand.", "voice": Voice.ARTICLE})


def test_a_decision_is_for_good():
    claim = ClaimFactory()
    decision = review.accept(claim, by=None)
    decision.note = "changed my mind"
    for attempt in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(note=""),
    ):
        with pytest.raises(DecisionsAreKept):
            attempt()
