"""Undoing: the claim is again what it was before, the decisions stay on record, and nothing of anybody else's is lost."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from django.forms import model_to_dict

from claimsdb import review
from claimsdb.choices import Phase, Reason, Role, Stance, Status, Topic, Verb, Voice
from claimsdb.index import synced
from claimsdb.models import Attribution, Claim, Decision, Quantity
from claimsdb.models.claims import DECIDED
from claimsdb.review import undo_stack
from claimsdb.review.integrity import check_integrity
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    DecisionFactory,
    EditorFactory,
    QuantityFactory,
    StateFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db, pytest.mark.long]

DAY = date(2024, 10, 1)
FIELDS = {
    "text": "Reworded.", "voice": Voice.ARTICLE, "quotation": "direct", "stance": Stance.DENIES, "hedge": "might",
    "phase": Phase.DONE, "topic": Topic.COMBAT, "said_from": DAY, "said_to": DAY, "said_as_written": "1 October",
    "event_from": DAY, "event_to": None, "event_as_written": "since 1 October",
    "editors_words": ["hedge", "said_on", "event_on"],
}  # fmt: skip
SPAN = {"start": 0, "end": 6}


@synced()
def full_claim(status=Status.EXTRACTED, **values):
    """A claim that has something in each of its columns, an actor on a side with words, and two figures."""
    original = ClaimFactory() if status == Status.DUPLICATE else None
    claim = ClaimFactory(
        status=status, duplicate_of=original, hedge="reportedly", said_from=date(2024, 9, 1), said_as_written="then",
        event_to=date(2024, 9, 9), topic=Topic.TREATY, prefix="before it", suffix="after it", amended=["hedge"],
        **({"decided_at": datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)} if status in DECIDED else {}),
        **values,
    )  # fmt: skip
    AttributionFactory(claim=claim, as_written="Troops", start=0, end=6, side=StateFactory(), hop=1)
    AttributionFactory(claim=claim, actor=None, name="officials", role=Role.ORIGIN)
    QuantityFactory(claim=claim, low="0.5", best="0.75", high="123456789012345.25", qualifier="about")
    QuantityFactory(claim=claim, low=None, best=None, high=None, as_written="many")
    return claim


def state(claim, api=None):
    """All that a claim says: its columns, its rows and, for a client of the API, what that is given."""
    claim = Claim.objects.get(pk=claim.pk)
    rows = [
        model_to_dict(row, exclude=["id"])
        for model in (Attribution, Quantity)
        for row in model.objects.filter(claim=claim)
    ]
    shown = api.get(f"/api/claims/{claim.key}/").json() if api else {}
    told = {name: value for name, value in shown.items() if name not in ("version", "updated_at", "decisions")}
    return {name: getattr(claim, name) for name in Claim.MOVED}, rows, told


def accept(claim, by):
    review.accept(claim, by=by, note="Plain.")


def reject(claim, by):
    review.reject(claim, by=by, reason=Reason.OTHER, note="No.")


def mark_duplicate(claim, by):
    review.mark_duplicate(claim, by=by, original=ClaimFactory())


def reopen(claim, by):
    review.reopen(claim, by=by)


def amend_fields(claim, by):
    review.amend(claim, by=by, fields=FIELDS)


def amend_span(claim, by):
    review.amend(claim, by=by, fields=SPAN)


def amend_attributions(claim, by, **batch):
    review.amend(claim, by=by, attributions=[Attribution(role=Role.SUBJECT, actor=ActorFactory())], **batch)


def amend_quantities(claim, by):
    review.amend(claim, by=by, quantities=[])


def amend_all(claim, by):
    figure = Quantity(as_written="Troops", best=3, **SPAN)
    review.amend(claim, by=by, fields=FIELDS | SPAN, attributions=[], quantities=[figure])


def save_and_accept(claim, by):
    batch = undo_stack.new_batch()
    amend_attributions(claim, by, batch=batch)
    review.accept(claim, by=by, batch=batch)


AMENDMENTS = [amend_fields, amend_span, amend_attributions, amend_quantities, amend_all]
ACTS = [accept, reject, mark_duplicate, reopen, save_and_accept, *AMENDMENTS]
STEPS = [
    *((Status.EXTRACTED, act) for act in ACTS if act is not reopen),
    *((status, reopen) for status in (Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE, Status.SUPERSEDED)),
    *((Status.ACCEPTED, act) for act in (reject, mark_duplicate, amend_all)),
    (Status.NEEDS_RECHECK, save_and_accept),
]


@pytest.mark.parametrize(("status", "act"), STEPS)
def test_the_claim_is_again_what_it_was(editor, editor_api, status, act):
    claim = full_claim(status)
    before = state(claim, editor_api)
    act(claim, editor)
    taken = list(claim.decisions.values())
    assert state(claim, editor_api) != before
    assert undo_stack.undo(undo_stack.last_step(editor), by=editor).refused == {}
    assert state(claim, editor_api) == before
    decisions = list(claim.decisions.values())
    assert decisions[: len(taken)] == taken
    assert [(each["verb"], each["undoes"], each["who_id"], each["batch"]) for each in decisions[len(taken) :]] == [
        ("undo", each["version"], editor.pk, each["batch"]) for each in reversed(taken)
    ]
    assert decisions[-1]["to_status"] == status
    assert Claim.objects.get(pk=claim.pk).version == 1 + 2 * len(taken)


@pytest.mark.parametrize("seed", range(3))
def test_ten_steps_back_restore_everything_and_the_eleventh_is_out_of_reach(editor, seed):
    chance, claims = Random(seed), [full_claim() for _ in range(3)]
    out_of_reach = ClaimFactory()
    review.accept(out_of_reach, by=editor)
    before = [state(claim) for claim in claims]
    for _ in range(undo_stack.REACH):
        taken = Decision.objects.count()
        while Decision.objects.count() == taken:  # what changes nothing is no step
            take_a_step(chance, claims, editor)
    assert [state(claim) for claim in claims] != before
    for _ in range(undo_stack.REACH):
        step = undo_stack.last_step(editor)
        assert undo_stack.undo(step, by=editor).refused == {}
    assert [state(claim) for claim in claims] == before
    assert undo_stack.last_step(editor) is None
    assert state(out_of_reach)[0]["status"] == Status.ACCEPTED
    assert not [finding for finding in check_integrity().findings if finding.wrong]


def take_a_step(chance, claims, editor):
    """What chance says, among what the rules allow; several claims together now and then."""
    claim = chance.choice(claims)
    act = chance.choice([act for act in ACTS if review.may(first_verb(act), claim, by=editor)])
    if act in (accept, reject) and chance.random() < 0.5:
        batch, verb = undo_stack.new_batch(), Verb(act.__name__)
        options = {"reason": Reason.UNCLEAR} if verb == Verb.REJECT else {}
        for each in claims:
            if review.may(verb, each, by=editor):
                getattr(review, verb)(each, by=editor, batch=batch, **options)
    else:
        act(claim, editor)


def first_verb(act):
    if act is save_and_accept:
        return Verb.ACCEPT
    return Verb.AMEND if act in AMENDMENTS else Verb(act.__name__)


# --- what is refused --------------------------------------------------------------------------------------------------


def decided_by_another(claim, editor):
    review.reopen(claim, by=EditorFactory())


def decided_again(claim, editor):
    review.amend(claim, by=editor, attributions=[])


def found_again(claim, editor):
    """As a re-extraction does to what it brings up to date, without a decision."""
    claim.version += 1
    claim.save()


def undone_already(claim, editor):
    review.undo(claim.decisions.get(), by=editor)


@pytest.mark.parametrize(
    ("since", "error", "words"),
    [
        (decided_by_another, review.Stale, "has changed since you decided"),
        (decided_again, review.Stale, "has changed since you decided"),
        (found_again, review.Stale, "has changed since you decided"),
        (undone_already, review.IllegalMove, "undone already"),
    ],
)
def test_what_has_changed_since_stays(editor, since, error, words):
    claim = full_claim()
    earlier = review.accept(ClaimFactory(), by=editor)
    save_and_accept(claim, editor) if since is decided_by_another else accept(claim, editor)
    decision = claim.decisions.last()
    since(claim, editor)
    now, count = state(claim), claim.decisions.count()
    with pytest.raises(error, match=words):
        review.undo(decision, by=editor)
    assert review.objection_to_undoing(decision, by=editor)
    assert (state(claim), claim.decisions.count()) == (now, count)
    if since is not decided_again:
        assert undo_stack.last_step(editor) == earlier


@pytest.mark.parametrize("who", ["other", "reader", "program"])
def test_a_decision_is_undone_by_who_took_it(editor, reader, who):
    claim = full_claim()
    decision = review.accept(claim, by=editor)
    person = {"other": EditorFactory(), "reader": reader, "program": None}[who]
    with pytest.raises(review.NotAllowed):
        review.undo(decision, by=person)
    assert (claim.decisions.count(), state(claim)[0]["status"]) == (1, Status.ACCEPTED)
    assert person is None or undo_stack.last_step(person) is None


def test_who_may_review_no_more_undoes_nothing(editor):
    decision = review.accept(full_claim(), by=editor)
    editor.groups.clear()
    with pytest.raises(review.NotAllowed, match="lacks the permission"):
        review.undo(decision, by=type(editor).objects.get(pk=editor.pk))


def test_what_came_with_the_data_and_what_was_entered_is_no_step(editor):
    with pytest.raises(review.NotAllowed, match="decided by the program"):
        review.undo(review.accept(full_claim(), by=None), by=editor)
    with pytest.raises(review.Incomplete, match="not on record"):
        review.undo(DecisionFactory(who=editor), by=editor)
    claim = review.enter(ArticleFactory(), by=editor, fields={"text": "By hand.", "voice": Voice.ARTICLE})
    assert undo_stack.last_step(editor) is None
    with pytest.raises(review.Incomplete, match="not on record"):
        review.undo(claim.decisions.get(), by=editor)
    before = state(claim)
    review.amend(claim, by=editor, fields=FIELDS | SPAN)
    assert state(claim)[0]["quote"] == "Troops"
    undo_stack.undo(undo_stack.last_step(editor), by=editor)
    assert state(claim) == before


def test_two_editors_take_back_each_their_own():
    one, two = EditorFactory(username="one"), EditorFactory(username="two")
    first, second, shared = full_claim(), full_claim(), full_claim()
    before = state(shared)
    earlier = review.accept(first, by=one)
    amended = review.amend(shared, by=one, quantities=[])
    review.reject(second, by=two, reason=Reason.UNCLEAR)
    accepted = review.accept(shared, by=two)
    assert (undo_stack.last_step(one), undo_stack.last_step(two)) == (earlier, accepted)
    undo_stack.undo(accepted, by=two)
    assert undo_stack.last_step(one) == amended
    undo_stack.undo(amended, by=one)
    assert state(shared) == before
    assert [state(claim)[0]["status"] for claim in (first, second)] == [Status.ACCEPTED, Status.REJECTED]


def gone_actor(claim, editor):
    actor = claim.attributions.first().actor
    review.amend(claim, by=editor, attributions=[])
    actor.delete()


def gone_original(claim, editor):
    original = claim.duplicate_of
    review.reopen(claim, by=editor)
    original.delete()


def original_that_repeats_another(claim, editor):
    original = claim.duplicate_of
    review.reopen(claim, by=editor)
    review.mark_duplicate(original, original=ClaimFactory(), by=EditorFactory())


def original_of_another(claim, editor):
    review.reopen(claim, by=editor)
    review.mark_duplicate(ClaimFactory(), original=claim, by=EditorFactory())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (gone_actor, "no longer there"),
        (gone_original, "no longer there"),
        (original_that_repeats_another, "is itself a duplicate"),
        (original_of_another, "marked as repeating"),
    ],
)
def test_what_cannot_be_again_is_not_half_done(editor, change, words):
    claim = full_claim(Status.DUPLICATE)
    if change is gone_actor:
        claim = full_claim()
    change(claim, editor)
    now, decision = state(claim), claim.decisions.get()
    assert undo_stack.undo(decision, by=editor).done == 0
    with pytest.raises(review.Incomplete, match=words):
        review.undo(decision, by=editor)
    assert (state(claim), claim.decisions.get()) == (now, decision)


def test_a_batch_is_undone_in_chunks_but_for_what_has_changed(editor, monkeypatch):
    monkeypatch.setattr(undo_stack, "CHUNK", 2)
    claims, batch = [full_claim() for _ in range(5)], undo_stack.new_batch()
    before = [state(claim) for claim in claims]
    for claim in claims:
        review.accept(claim, by=editor, batch=batch)
    review.reopen(claims[2], by=EditorFactory())
    undone = undo_stack.undo(undo_stack.last_step(editor), by=editor)
    assert undone.done == 4
    assert [claims[2].key in words for words in undone.refused.values()] == [True]
    assert [state(claim) == was for claim, was in zip(claims, before, strict=True)] == [True, True, False, True, True]
    assert (undo_stack.last_step(editor), undo_stack.step_of(batch, editor)) == (None, None)
    assert Decision.objects.filter(batch=batch, verb=Verb.UNDO).count() == 4
