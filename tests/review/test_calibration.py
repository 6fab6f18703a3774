"""The machine's confidence, calibrated by what editors decided here."""

from contextlib import closing
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection

from claimsdb import review
from claimsdb.choices import Reason, Status
from claimsdb.db.alone import alone_at
from claimsdb.index import data_version, synced
from claimsdb.models import Calibration, Claim, ClaimVersion
from claimsdb.review import calibration
from claimsdb.review.calibration import decided, log_odds, refitting, reliability
from claimsdb.review.calibration.log_odds import Features
from claimsdb.review.calibration.reliability import Judged
from tests.commands import outcome, printed
from tests.factories import ArticleFactory, ClaimFactory, EditorFactory
from tests.index.expected import is_consistent

pytestmark = pytest.mark.long

LIKELY = {"good": 0.9, "fair": 0.6, "poor": 0.2}  # how often what a rule finds is accepted; the machine says 0.8 of all


def features(rule="good", *, confidence=0.8, length="below 80", source="a"):
    return Features(confidence, rule, "attributed, quotation none", length, source)


def judged(number, *, seed=1):
    random = Random(seed)
    for count in range(number):
        rule = random.choice(sorted(LIKELY))
        yield Judged(f"article {count % 40}", features(rule), random.random() < LIKELY[rule])


def fit(some):
    return log_odds.fit((each.features, each.is_accepted) for each in some)


# The model


def test_it_finds_how_likely_each_rule_is():
    weights = fit(judged(3000))
    found = {rule: log_odds.calibrated(features(rule), weights) for rule in LIKELY}
    assert found == pytest.approx(LIKELY, abs=0.05)


def test_it_is_at_the_maximum_of_the_posterior():
    """There the slope is 0: what was accepted beyond what was expected is what the prior holds back, the weight."""
    some = list(judged(400))
    weights = fit(some)
    for rule in LIKELY:
        of_rule = [each for each in some if each.features.rule == rule]
        beyond = sum(each.is_accepted - log_odds.calibrated(each.features, weights) for each in of_rule)
        assert beyond == pytest.approx(weights["rule"][rule], abs=0.05)


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.8, 1.0])
def test_of_what_nothing_was_decided_the_machines_word_stands(confidence):
    nearly = min(0.99, max(0.01, confidence))
    assert log_odds.calibrated(features("new", confidence=confidence), {}) == nearly
    one = log_odds.fit([(features(), False)])
    assert 0.3 < log_odds.calibrated(features(), one) < log_odds.calibrated(features("new", source="b"), one) < 0.8


def test_the_same_decisions_in_any_order_give_the_same():
    some = list(judged(600))
    assert fit(some) == fit(reversed(some)) == fit(Random(3).sample(some, len(some)))


@pytest.mark.parametrize("is_accepted", [True, False])
def test_all_alike_is_no_certainty(is_accepted):
    """By the prior fifty say much less than 5000, and these still not all."""
    few, many = (log_odds.fit([(features(), is_accepted)] * number) for number in (50, 5000))
    doubts = [abs(is_accepted - log_odds.calibrated(features(), weights)) for weights in (few, many)]
    assert 1e-4 < doubts[1] < 1e-3 < 0.01 < doubts[0] < 0.05


# How it is measured


def test_reliability_is_of_articles_that_were_held_out():
    """Where each article has a source of its own, its weight says nothing of the held out ones."""
    some = [
        Judged(f"article {number}", features(source=f"source {number}"), number % 2 == 0)
        for number in range(100)
        for _ in range(5)
    ]
    found = reliability.measure(some)
    assert found.brier == pytest.approx(0.25, abs=0.02)
    assert found.is_better  # than 0.8 for all, of which half was accepted
    assert (sum(each.n for each in found.bins), found.brier_as_found) == (500, pytest.approx(0.34))


def test_bins_say_what_was_predicted_and_what_became_of_it():
    found = reliability.measure(list(judged(3000)))
    assert found.brier < found.brier_of_share < found.brier_as_found
    assert sum(each.n for each in found.bins) == 3000
    assert all(abs(each.predicted - each.accepted) < 0.12 for each in found.bins if each.n > 100)
    assert reliability.Reliability.from_json(found.as_json()) == found


def test_one_article_says_nothing_of_others():
    with pytest.raises(ValueError, match="about one article"):
        reliability.measure([Judged("one", features(), True)] * 9)


# Which decisions count


@pytest.fixture
def other(db):
    return EditorFactory()


OF_A_DECISION = {
    "accepted": (lambda claim, who: review.accept(claim, by=who), True),
    "rejected": (lambda claim, who: review.reject(claim, by=who, reason=Reason.UNCLEAR), True),
    "from a file": (lambda claim, who: review.accept(claim, by=None), False),
    "not decided": (lambda claim, who: None, False),
    "amended": (lambda claim, who: review.amend(claim, by=who, fields={"phase": "planned"}), False),
    "in a batch": (
        lambda claim, who: review.decide(
            lambda each, **how: review.accept(each, **how), {claim.pk: claim.version}, by=who
        ),
        False,
    ),
    "reopened": (lambda claim, who: (review.accept(claim, by=who), review.reopen(claim, by=who)), False),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_A_DECISION)
def test_decisions_here_one_by_one(editor, name):
    decide, counts = OF_A_DECISION[name]
    claim = ClaimFactory()
    decide(claim, editor)
    assert list(calibration.decisions_here()) == [claim][:counts]


@pytest.mark.django_db
def test_features_are_of_what_was_found_not_of_what_an_editor_made_of_it(editor):
    found = {"voice": "attributed", "quotation": "direct", "span": {"start": 0, "end": 50}}
    claim = ClaimFactory(found=found, rule="headline", quotation="none")
    review.accept(claim, by=editor)
    (one,) = decided.judged_here()
    source = claim.article.source.slug if claim.article.source else "none"
    expected = Features(0.9, "spacy-rules headline", "attributed, quotation direct", "below 80", source)
    assert one == Judged(claim.article.text_sha256, expected, True)


# The command


@pytest.fixture
def newsroom(editor, monkeypatch):
    """Thirty decisions on six articles by which `poor` is mostly wrong, and a waiting claim of each rule."""
    monkeypatch.setattr(refitting, "ENOUGH", 30)
    monkeypatch.setattr(refitting, "BATCH", 7)
    with synced():
        for _ in range(6):
            article = ArticleFactory()
            for place, (rule, is_right) in enumerate([("good", 1), ("good", 1), ("poor", 0), ("poor", 0), ("poor", 1)]):
                claim = ClaimFactory(article=article, start=place, end=place + 3, rule=rule, confidence=0.8)
                if is_right:
                    review.accept(claim, by=editor)
                else:
                    review.reject(claim, by=editor, reason=Reason.NOT_A_CLAIM)
        waiting = [ClaimFactory(rule=rule, confidence=0.8) for rule in ("good", "poor")]
        ClaimFactory(extractor="", rule="", confidence=None)
    return waiting


def values():
    return [*Claim.objects.order_by("pk").values_list("calibrated", flat=True)]


@pytest.mark.django_db
def test_it_is_off_below_enough_decisions(editor):
    ClaimFactory()
    review.accept(ClaimFactory(), by=editor)
    assert "1 claims were accepted or rejected here one by one; 500 are needed, 499 more." in printed("calibrate")
    assert (values(), Calibration.objects.count()) == ([None, None], 0)


@pytest.mark.django_db
def test_each_claim_gets_its_value_beside_the_machines(newsroom):
    versions, before = ClaimVersion.objects.count(), data_version().number
    assert "32 claims got another value." in printed("calibrate")
    good, poor = (Claim.objects.get(pk=claim.pk) for claim in newsroom)
    assert poor.calibrated < 0.6 < 0.8 < good.calibrated
    assert (poor.confidence, poor.version, poor.certainty) == (0.8, 1, poor.calibrated)
    assert ClaimVersion.objects.count() == versions
    assert data_version().number == before  # no document has it
    assert is_consistent()
    kept = Calibration.objects.get()
    assert (kept.decisions, kept.accepted, kept.articles, kept.in_force) == (30, 18, 6, True)
    assert kept.applied_at is not None
    assert "Brier score" in printed("rule_report")


@pytest.mark.django_db
def test_again_it_changes_nothing_and_after_more_decisions_it_is_another_fit(newsroom, editor):
    call_command("calibrate", verbosity=0)
    said = values()
    assert "0 claims got another value." in printed("calibrate")
    assert (values(), Calibration.objects.count()) == (said, 1)
    review.accept(newsroom[1], by=editor)
    call_command("calibrate", verbosity=0)
    assert [each.in_force for each in Calibration.objects.order_by("pk")] == [False, True]
    assert values() != said


@pytest.mark.django_db
def test_cut_off_it_goes_on_where_values_are_missing(newsroom, monkeypatch):
    write, batches = refitting._write_batch, []

    def cut_off(pks, weights):
        batches.append(pks)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return write(pks, weights)

    monkeypatch.setattr(refitting, "_write_batch", cut_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("calibrate", verbosity=0)
    assert values().count(None) == 32 - 14 + 1
    assert "Cut off" in printed("rule_report")
    assert "18 claims got another value." in printed("calibrate")
    assert "Cut off" not in printed("rule_report")


@pytest.mark.django_db
@pytest.mark.parametrize(("option", "kept"), [("--dry-run", 0), ("--off", 1)])
def test_nothing_is_learned_and_what_was_is_forgotten(newsroom, option, kept):
    if kept:
        call_command("calibrate", verbosity=0)
    call_command("calibrate", option, verbosity=0)
    assert {*values()} == {None}
    assert (Calibration.objects.count(), calibration.in_force()) == (kept, None)


@pytest.mark.django_db
def test_what_is_no_better_is_not_kept(newsroom):
    """All that is accepted was said to be certain."""
    Claim.objects.filter(status=Status.ACCEPTED).update(confidence=1)
    Claim.objects.filter(status=Status.REJECTED).update(confidence=0)
    said = printed("calibrate")
    assert "no better than the machine's confidence: it was not kept. Claims go by the machine's confidence." in said
    assert not Calibration.objects.exists()


@pytest.mark.django_db
def test_what_stays_in_force_is_named(newsroom, monkeypatch):
    call_command("calibrate", verbosity=0)
    stays = f"The calibration of {Calibration.objects.get()} stays in force; --off ends it."
    assert f"dry run: it was not kept. {stays}" in printed("calibrate", "--dry-run")
    Claim.objects.filter(status=Status.ACCEPTED).update(confidence=1)
    Claim.objects.filter(status=Status.REJECTED).update(confidence=0)
    assert f"it was not kept. {stays}" in printed("calibrate")
    monkeypatch.setattr(calibration, "ENOUGH", 500)
    monkeypatch.setattr(refitting, "ENOUGH", 500)
    assert f"Nothing was changed. {stays}" in printed("calibrate")


@pytest.mark.django_db
def test_off_is_no_dry_run(newsroom):
    call_command("calibrate", verbosity=0)
    said = values()
    assert "not allowed with argument" in outcome("calibrate", "--off", "--dry-run")[1]
    assert values() == said


@pytest.mark.django_db
@pytest.mark.parametrize("options", [[], ["--off"]])
def test_of_two_at_once_the_second_changes_nothing(newsroom, options, monkeypatch, tmp_path):
    monkeypatch.setitem(connection.settings_dict, "NAME", connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":  # beside whose file the lock is
        connection.settings_dict["NAME"] = tmp_path / "claims.sqlite3"
    first = connection.copy()
    with closing(first), alone_at("calibrating", first, wait=pytest.fail):
        assert outcome("calibrate", *options) == (
            "",
            "Another calibrate is at work on this database: nothing was changed.",
        )
        printed("calibrate", "--dry-run")
    assert not Calibration.objects.exists()
    assert "32 claims got another value." in printed("calibrate")


@pytest.mark.django_db
def test_both_halves_of_a_claim_are_as_sure(newsroom, editor):
    call_command("calibrate", verbosity=0)
    whole = Claim.objects.get(pk=newsroom[0].pk)
    part = review.enter(whole.article, by=editor, part_of=whole, fields={"text": "A part.", "voice": "attributed"})
    assert part.calibrated == whole.calibrated != part.confidence == 0.8


@pytest.mark.django_db
def test_no_version_of_a_claim_has_it(newsroom, editor):
    review.amend(newsroom[0], by=editor, fields={"phase": "planned"})
    call_command("calibrate", verbosity=0)
    review.amend(newsroom[0], by=editor, fields={"phase": "done"})
    assert [each.by for each in newsroom[0].versions.filter(version__gt=1)] == [editor, editor]
    assert not any("calibrated" in each.columns for each in ClaimVersion.objects.all())


@pytest.mark.django_db
def test_new_claims_go_by_what_is_in_force(newsroom):
    call_command("calibrate", verbosity=0)
    new = [Claim(article=ArticleFactory(), extractor="spacy-rules", rule=rule, confidence=0.8) for rule in LIKELY]
    new.append(Claim(article=new[0].article))
    calibration.of_new(new)
    fair, good, poor, by_hand = (claim.calibrated for claim in sorted(new, key=lambda claim: claim.rule or "z"))
    assert poor < fair < good
    assert by_hand is None
