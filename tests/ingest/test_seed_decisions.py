"""Decisions kept as data find their claims by quotation and place, whatever the extractor made of them."""

import json
from datetime import UTC, datetime

import pytest

from claimsdb import review
from claimsdb.choices import Status
from claimsdb.ingest.seed_decisions import BadVerdicts, Verdict, apply_verdicts, read_verdicts
from claimsdb.models import Claim
from tests.factories import ActorFactory, ArticleFactory, ClaimFactory, QuantityFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TEXT = "Headline\n\nA general said that North Korea had sent 1,500 troops to Russia in October."
QUOTE = "North Korea had sent 1,500 troops to Russia"
NOTHING = dict.fromkeys(["low", "best", "high"])


@pytest.fixture
def article():
    ActorFactory(slug="north-korea")
    return ArticleFactory(text=TEXT)


def accepted(quote=QUOTE, **values):
    """An acceptance of `quote`, whose reading gives it 1,500 troops and a subject."""
    start = TEXT.index(quote)
    claim = {
        "text": "North Korea sent 1,500 troops to Russia.",
        "voice": "attributed",
        "stance": "asserts",
        "attributions": [
            {"role": "subject", "as_written": "North Korea", "start": TEXT.index("North Korea"), "actor": "north-korea", "side": None}
        ],
        "quantities": [
            {"as_written": "1,500", "start": TEXT.index("1,500"), "low": 1500, "best": 1500, "high": 1500, "measure": "troops"}
        ],
    }  # fmt: skip
    return Verdict(quote=quote, start=start, verdict="accept", at=AT, claim=claim | values)


def rejected(quote=QUOTE, **values):
    return Verdict(quote=quote, start=TEXT.index(quote), verdict="reject", at=AT, reason="not_a_claim", **values)


def found(article, quote, **values):
    """A claim as an extractor might have left it."""
    start = TEXT.index(quote)
    return ClaimFactory(article=article, start=start, end=start + len(quote), **values)


@pytest.mark.parametrize(
    "quote", [QUOTE, "North Korea had sent 1,500 troops to Russia in October", "sent 1,500 troops to Russia"]
)
def test_a_claim_at_or_near_the_place_gets_the_editors_reading(article, quote):
    claim = found(article, quote)
    QuantityFactory(claim=claim, as_written="1,500", low=1, best=1, high=1)
    assert apply_verdicts(article, [accepted()]) == {"amended": 1, "accepted": 1}
    claim = Claim.objects.get()
    assert (claim.status, claim.quote, claim.decided_at) == (Status.ACCEPTED, QUOTE, AT)
    assert claim.quantities.get().best == 1500
    assert claim.attributions.get().actor.slug == "north-korea"


def test_what_the_machine_missed_is_entered_by_hand(article):
    found(article, "Headline")
    assert apply_verdicts(article, [accepted()]) == {"entered by hand": 1, "accepted": 1}
    claim = Claim.objects.accepted().get()
    assert (claim.quote, claim.found, claim.extractor) == (QUOTE, None, "")


def test_a_figure_says_whose_things_it_counts_and_for_which_it_stands(article):
    counted = {"as_written": "1,500", "start": TEXT.index("1,500"), "low": 1500, "best": 1500, "high": 1500}
    pointing = NOTHING | {"as_written": "1,500", "start": TEXT.index("1,500"), "stands_for": {"start": 0, "figure": 0}}
    first = accepted("Headline\n\nA general said that North Korea had sent 1,500", quantities=[
        counted | {"of": "north-korea", "stage": "sent", "per": "month"}
    ])  # fmt: skip
    apply_verdicts(article, [first, accepted(quantities=[pointing])])
    meant, pointer = (claim.quantities.get() for claim in Claim.objects.accepted().order_by("start"))
    assert (meant.of.slug, meant.stage, meant.per) == ("north-korea", "sent", "month")
    assert (pointer.stands_for, pointer.of, pointer.best) == (meant, None, None)
    assert not apply_verdicts(article, [first, accepted(quantities=[pointing])])


def test_a_claim_that_reads_right_is_accepted_as_it_is(article):
    apply_verdicts(article, [accepted()])
    claim = Claim.objects.get()
    review.reopen(claim, by=None)
    again = ArticleFactory(text=TEXT + " ")
    other = found(again, QUOTE, text=claim.text)
    for part in (*claim.attributions.all(), *claim.quantities.all()):
        part.pk, part.claim = None, other
        part._state.adding = True
        part.save()
    assert apply_verdicts(again, [accepted()]) == {"accepted": 1}
    assert other.decisions.get().verb == "accept"


def test_a_mistake_is_rejected_where_it_is_made_and_forgotten_where_it_is_not(article):
    mistake = found(article, "Headline")
    assert apply_verdicts(article, [rejected("Headline", note="only a headline"), rejected("A general said")]) == {
        "rejected": 1
    }
    decision = mistake.decisions.get()
    assert (decision.reason, decision.note, decision.decided_at, decision.who) == (
        "not_a_claim",
        "only a headline",
        AT,
        None,
    )


def test_an_acceptance_goes_before_a_rejection_of_words_around_it(article):
    near, around = found(article, QUOTE), found(article, TEXT[10:])
    apply_verdicts(article, [rejected(TEXT[10:]), accepted()])
    near.refresh_from_db()
    around.refresh_from_db()
    assert (near.status, around.status) == (Status.ACCEPTED, Status.REJECTED)


def test_twice_changes_nothing_and_neither_does_it_touch_what_editors_decided(article, editor):
    claim, verdicts = found(article, QUOTE), [accepted(), rejected("Headline")]
    found(article, "Headline")
    apply_verdicts(article, verdicts)
    review.reopen(Claim.objects.get(pk=claim.pk), by=editor)
    versions = list(Claim.objects.order_by("pk").values_list("version", "status"))
    assert not apply_verdicts(article, verdicts)
    assert list(Claim.objects.order_by("pk").values_list("version", "status")) == versions


@pytest.mark.parametrize(
    "change",
    [
        {"stance": "shouts"},
        {"attributions": [{"role": "subject", "as_written": "Narnia", "start": 0, "actor": "narnia", "side": None}]},
        {"quantities": [{"as_written": "1,500", "start": 3, "low": 1, "best": 1, "high": 1}]},
        {"quantities": [NOTHING | {"as_written": "1,500", "start": 53, "stands_for": {"start": 7, "figure": 0}}]},
        {"quantities": [NOTHING | {"as_written": "1,500", "start": 53, "of": "narnia"}]},
    ],
)
def test_a_verdict_that_does_not_fit_is_named_and_nothing_is_kept(article, change):
    claim = found(article, "Headline")
    with pytest.raises(BadVerdicts, match=QUOTE):
        apply_verdicts(article, [rejected("Headline"), accepted(**change)])
    assert Claim.objects.get().status == claim.status == Status.EXTRACTED


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"decided_at": "soon", "articles": []}',
        '{"decided_at": "2026-11-22T09:00:00Z", "articles": [], "articles": []}',
        '{"decided_at": "2026-11-22T09:00:00Z", "articles": [{"text_sha256": "0", "decisions": [{"quote": "x"}]}]}',
    ],
)
def test_a_file_that_is_none_is_named(tmp_path, content):
    path = tmp_path / "decisions.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadVerdicts, match=r"decisions\.json: not a file of decisions"):
        read_verdicts(path)


def test_the_file_is_read_by_text(tmp_path):
    path = tmp_path / "decisions.json"
    decision = {"quote": "Headline", "start": 0, "verdict": "reject", "reason": "unclear", "note": "why"}
    articles = [{"file_name": "a.txt", "text_sha256": "0" * 64, "decisions": [decision]}]
    path.write_text(
        json.dumps({"about": "", "decided_at": "2026-11-22T09:00:00Z", "articles": articles}), encoding="utf-8"
    )
    assert read_verdicts(path) == {"0" * 64: [Verdict(at=AT, **decision)]}
