"""Which two claims of one article cannot both be true."""

from datetime import date

import pytest

from claimsdb.choices import Phase, Role, Stance, Status, Topic, Voice
from claimsdb.review.contradictions import contradictions_in
from tests.factories import ActorFactory, ArticleFactory, AttributionFactory, ClaimFactory, QuantityFactory

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

COUNTED = {"measure": "troops", "unit": "person"}


def figure(low, high=None, qualifier="exact", **values):
    best = low if qualifier in ("exact", "about") else None
    high = low if best is not None else high
    return {
        **COUNTED,
        "as_written": f"{low or high}",
        "low": low,
        "best": best,
        "high": high,
        "qualifier": qualifier,
        **values,
    }


@pytest.fixture
def make_claim():
    """Claims of one article about one subject; each has its own speaker unless told otherwise."""
    article, subject = ArticleFactory(), ActorFactory(name="North Korea")
    given = {"article": article, "topic": Topic.TROOP_DEPLOYMENT, "phase": Phase.DONE}

    def make(quantity=None, *, speaker=None, subject=subject, **values):
        claim = ClaimFactory(**(given | values))
        if claim.voice == Voice.ATTRIBUTED:
            AttributionFactory(claim=claim, actor=speaker or ActorFactory())
        AttributionFactory(claim=claim, actor=subject, role=Role.SUBJECT)
        if quantity:
            QuantityFactory(claim=claim, **quantity)
        return claim

    make.article = article
    return make


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (figure(50000), figure(500000), True),
        (figure(50000), figure(50000), False),
        (figure(50000), figure(500000, qualifier="at_least"), True),
        (figure(600000), figure(500000, qualifier="at_least"), False),
        (figure(12000), figure(None, 10000, qualifier="at_most"), True),
        (figure(10000, 12000, qualifier="between"), figure(3000), True),
        (figure(10000, 12000, qualifier="between"), figure(11000), False),
        (figure(4000, qualifier="about"), figure(1200, qualifier="about"), True),
        (figure(4000, qualifier="about"), figure(4300, qualifier="about"), False),
        (figure(100, 999, qualifier="order_of_magnitude"), figure(11000), False),
        (figure(100, 999, qualifier="order_of_magnitude"), figure(50), True),
        (figure(3000), figure(10000, basis="additional"), False),
        (figure(3000), figure(10000, measure="shells", unit="round"), False),
    ],
)
def test_figures_that_exclude_each_other(make_claim, one, other, conflict):
    make_claim(one)
    make_claim(other)
    assert bool(contradictions_in(make_claim.article)) is conflict


@pytest.mark.parametrize(
    "values",
    [
        {"topic": Topic.CASUALTIES},
        {"topic": ""},
        {"phase": Phase.PLANNED},
        {"status": Status.REJECTED},
        {"event_as_written": "in 2020", "event_from": date(2020, 1, 1), "event_to": date(2020, 12, 31)},
    ],
)
def test_figures_of_different_things_do_not_clash(make_claim, values):
    make_claim(figure(50), event_as_written="in 2024", event_from=date(2024, 1, 1), event_to=date(2024, 12, 31))
    make_claim(figure(5000), **values)
    assert contradictions_in(make_claim.article) == []


def test_figures_about_different_actors_do_not_clash(make_claim):
    make_claim(figure(50))
    make_claim(figure(5000), subject=ActorFactory(name="Cuba"))
    assert contradictions_in(make_claim.article) == []


def test_one_speakers_figures_are_of_two_things_but_a_headline_may_belie_its_body(make_claim):
    speaker = ActorFactory()
    for figures in (figure(50), figure(5000)):
        make_claim(figures, speaker=speaker)
    assert contradictions_in(make_claim.article) == []
    for figures in (figure(70), figure(7000)):
        make_claim(figures, voice=Voice.ARTICLE, phase=Phase.PLANNED)
    [found] = contradictions_in(make_claim.article)
    assert sorted(found.about.split()) == ["70", "7000", "against", "troops"]


@pytest.mark.parametrize(
    ("stance", "conflict"),
    [
        (Stance.ASSERTS, True),
        (Stance.CONFIRMS, True),
        (Stance.ACCUSES, True),
        (Stance.DENIES, False),
        (Stance.PREDICTS, False),
    ],
)
def test_a_denial_stands_against_what_others_affirm(make_claim, stance, conflict):
    make_claim(stance=stance)
    denial = make_claim(stance=Stance.DENIES)
    found = contradictions_in(make_claim.article)
    assert bool(found) is conflict
    if conflict:
        assert found[0].about == f"{denial.speaker} denies it"


def test_as_many_queries_for_many_claims_as_for_few(make_claim, django_assert_num_queries):
    for size in (2, 18):
        for _ in range(size):
            make_claim(figure(50))
        with django_assert_num_queries(4):
            contradictions_in(make_claim.article)
