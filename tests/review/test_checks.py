"""What the desk finds in a claim, and what it leaves alone."""

from datetime import date

import pytest

from claimsdb.choices import ActorKind, Check, NameKind, Phase, PublishedBasis, Role, Stance
from claimsdb.index import synced
from claimsdb.review.checks import findings
from claimsdb.review.checks.figures import added_figures
from tests.factories import (
    ActorFactory,
    ActorNameFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    StateFactory,
)

NAMES = {
    "north-korea": ["North Korea", "North Korean", "Pyongyang"],
    "south-korea": ["South Korea", "South Korean", "Seoul"],
    "russia": ["Russia", "Russian", "Moscow"],
}
PEOPLE = {"kim-jong-un": "Kim Jong Un", "kim-yo-jong": "Kim Yo Jong"}


@pytest.fixture
@synced()
def actors(db):
    """A few actors under their slugs. "Korea" alone is the name of two, and may not be matched."""
    known = {slug: StateFactory(slug=slug, name=names[0]) for slug, names in NAMES.items()}
    known |= {slug: ActorFactory(slug=slug, name=name, kind=ActorKind.PERSON) for slug, name in PEOPLE.items()}
    for slug, names in {**NAMES, **{slug: [name] for slug, name in PEOPLE.items()}}.items():
        for name in names:
            ActorNameFactory(actor=known[slug], text=name)
    for slug in ("north-korea", "south-korea"):
        ActorNameFactory(actor=known[slug], text="Korea", matchable=False)
    ActorNameFactory(actor=known["north-korea"], text="DPRK", kind=NameKind.ABBREVIATION)
    return known


@synced()
def claim_of(quote, text, /, *, before="", published_on=None, language="en", **values):
    """A claim of an article that ends in its quote."""
    basis = PublishedBasis.EDITOR if published_on else PublishedBasis.UNKNOWN
    dated = {"published_on": published_on, "published_basis": basis}
    article = ArticleFactory(text=before + quote, language=language, **dated)
    return ClaimFactory(article=article, start=len(before), end=len(article.text), text=text, **values)


ALONE = {Check.NOT_A_SENTENCE, Check.UNRESOLVED, Check.OPEN_QUOTATION, Check.RUN_ON}


def found(claim):
    """But for what is found of a wording as a sentence."""
    return [(finding.check, finding.about) for finding in findings(claim) if finding.check not in ALONE]


@pytest.mark.parametrize(
    ("quote", "wording", "added"),
    [
        ("some 50,000 troops", "50000 troops", []),
        ("fifty thousand troops", "50,000 troops", []),
        ("half a million troops", "500,000 troops", []),
        ("at least half a million troops", "More than 500000 troops", []),
        ("1.3m soldiers", "1.3 million soldiers", []),
        ("10-12,000 troops", "Between 10,000 and 12,000 troops", []),
        ("10,000 to 12,000 troops", "Up to 12,000 troops", []),
        ("tens of thousands of troops", "Tens of thousands of soldiers", []),
        ("half of the shells", "50% of the shells", []),
        ("a dozen generals", "12 generals", []),
        ("one of its brigades", "A brigade", []),
        ("a brigade", "One of its brigades", []),
        ("152-mm shells", "Shells of 152 mm", []),
        ("its 2nd army", "The 2nd army", []),
        ("50,000 troops", "500,000 troops", ["500,000"]),
        ("50,000 troops", "50,000 troops and 200 guns", ["200"]),
        ("tens of thousands of troops", "10,000 troops", ["10,000"]),
        ("hundreds of troops", "Thousands of troops", ["Thousands"]),
        ("50 troops", "50 percent of the troops", ["50 percent"]),
        ("a two-day visit", "A three-day visit", ["three-day"]),
        ("122-mm shells", "152-mm shells", ["152-mm"]),
        ("sent troops in June", "Troops were sent in June 2023", ["2023"]),
    ],
)
def test_figures_that_the_quote_does_not_have(quote, wording, added):
    assert added_figures(wording, quote) == added


@pytest.mark.parametrize(
    ("quote", "wording", "added"),
    [
        ("Pyongyang sent troops", "North Korea sent troops.", []),
        ("NORTH KOREA SENT TROOPS", "North Korea sent its troops.", []),
        ("Seoul’s army", "South Korea's army.", []),
        ("North\nKorean troops", "Troops from North Korea.", []),
        ("North Korea sent troops", "Korea sent troops.", []),
        ("Kim sent troops", "Kim Jong Un sent troops.", []),
        ("Russian-North Korean ties", "Ties of Russia and North Korea.", []),
        ("troops in South America", "South American troops.", []),
        ("Korea sent troops", "North Korea sent troops.", ["North Korea"]),
        ("South Korea sent troops", "North Korea sent troops.", ["North Korea"]),
        ("Kim Yo Jong spoke", "Kim Jong Un spoke.", ["Kim Jong Un"]),
        ("North Korea sent troops", "North Korea sent troops to Russia.", ["Russia"]),
        ("they sent troops", "DPRK sent troops.", ["North Korea"]),
        ("they sent dprk", "Seoul and Moscow sent troops.", ["Russia", "South Korea"]),
    ],
)
def test_actors_that_the_quote_does_not_name(actors, quote, wording, added):
    claim = claim_of(quote, wording)
    assert sorted(about for check, about in found(claim) if check == Check.ACTOR_ADDED) == added


@pytest.mark.parametrize(
    ("quote", "actor", "words", "role", "is_explained"),
    [
        ("they sent troops", "north-korea", "they", Role.SUBJECT, True),
        ("they sent troops", "north-korea", "Pyongyang", Role.SUBJECT, True),
        ("they sent troops", "south-korea", "they", Role.SUBJECT, False),
        ("they sent troops", "north-korea", "", Role.SUBJECT, True),
        ("they sent troops", "north-korea", "Pyongyang", Role.CLAIMANT, True),
        ("we sent troops", "north-korea", "Pyongyang", Role.CLAIMANT, True),
        ("it sent its troops", "north-korea", "Pyongyang", Role.CLAIMANT, True),
    ],
)
def test_words_that_stand_for_an_actor(actors, quote, actor, words, role, is_explained):
    claim = claim_of(quote, "North Korea sent troops.", before="Pyongyang said that ")
    start = claim.article.text.index(words) if words else None
    place = {"start": start, "end": start + len(words)} if words else {}
    AttributionFactory(claim=claim, role=role, actor=actors[actor], as_written=words, **place)
    assert found(claim) == ([] if is_explained else [(Check.ACTOR_ADDED, "North Korea")])


def test_an_actor_whom_an_editor_gave_to_the_claim(actors):
    claim = claim_of("they sent troops", "North Korea sent troops.", amended=["attributions", "text"])
    AttributionFactory(claim=claim, role=Role.SUBJECT, actor=actors["north-korea"])
    assert not found(claim)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quote", "wording", "stance", "about"),
    [
        ("it did not send troops", "It sent troops.", Stance.ASSERTS, "not"),
        ("it didn’t send troops", "It sent troops.", Stance.ASSERTS, "n’t"),
        ("no troops were sent", "Troops were sent.", Stance.ASSERTS, "no"),
        ("it refused to send troops", "It sent troops.", Stance.ASSERTS, "refused"),
        ("it denies the deployment", "It deployed troops.", Stance.CONFIRMS, "denies"),
        ("it sent troops", "It did not send troops.", Stance.ASSERTS, "not"),
        ("it sent troops", "It never sent troops.", Stance.DENIES, "never"),
        ("it did not send troops", "It sent troops.", Stance.DENIES, ""),
        ("it did not send troops", "No troops were sent.", Stance.ASSERTS, ""),
        ("they have no experience", "They are inexperienced.", Stance.ASSERTS, ""),
        ("they lack experience", "They have no experience.", Stance.ASSERTS, ""),
        ("it sent not only shells but troops", "It sent shells and troops.", Stance.ASSERTS, ""),
        ("no fewer than 3,000 troops left", "At least 3,000 troops left.", Stance.ASSERTS, ""),
        ("a warning against supplying arms", "It should not supply arms.", Stance.ASSERTS, ""),
        ("it noted the knot", "It saw the knot.", Stance.ASSERTS, ""),
    ],
)
def test_negations_lost_and_gained(quote, wording, stance, about):
    assert found(claim_of(quote, wording, stance=stance)) == ([(Check.NEGATION_LOST, about)] if about else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quote", "wording", "values", "about"),
    [
        ("it will send troops", "It has sent troops.", {}, "will"),
        ("it’ll send troops", "It sends troops.", {}, "’ll"),
        ("troops may be sent", "Troops were sent.", {}, "may"),
        ("it is preparing to send troops", "It is sending troops.", {}, "preparing"),
        ("it plans to send troops", "It sent troops.", {}, "plans"),
        ("it probably sent troops", "It sent troops.", {}, "probably"),
        ("the sending of troops", "It sent troops.", {"phase": Phase.PLANNED}, "planned"),
        ("the sending of troops", "It sent troops.", {"hedge": "might"}, "might"),
        ("it will send troops", "It is going to send troops.", {}, ""),
        ("it will send troops", "It intends to send troops.", {}, ""),
        ("it is expected to send troops", "It might send troops.", {}, ""),
        ("it reportedly sent troops", "It sent troops.", {"hedge": "reportedly"}, ""),
        ("it sent troops in May 2023", "It sent troops.", {}, ""),
        ("it sent troops", "It has sent troops.", {"phase": Phase.DONE}, ""),
    ],
)
def test_plans_worded_as_facts(quote, wording, values, about):
    assert found(claim_of(quote, wording, **values)) == ([(Check.PLAN_AS_FACT, about)] if about else [])


PUBLISHED = date(2024, 10, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published_on", "values", "about"),
    [
        (PUBLISHED, {"said_from": date(2024, 10, 21), "said_to": date(2024, 10, 22)}, "said 2024-10-21"),
        (PUBLISHED, {"said_from": date(2014, 10, 18), "said_to": date(2014, 10, 18)}, "said 2014-10-18"),
        (PUBLISHED, {"event_from": date(2025, 1, 1), "phase": Phase.DONE}, "done 2025-01-01"),
        (PUBLISHED, {"said_from": date(2024, 10, 18), "said_to": date(2024, 10, 22)}, ""),
        (PUBLISHED, {"said_from": date(2022, 11, 1), "said_to": date(2022, 11, 30)}, ""),
        (PUBLISHED, {"event_from": date(2025, 1, 1), "phase": Phase.PLANNED}, ""),
        (PUBLISHED, {"event_from": date(1950, 6, 25), "event_to": date(1953, 7, 27), "phase": Phase.DONE}, ""),
        (None, {"said_from": date(2124, 10, 21), "event_from": date(2124, 1, 1), "phase": Phase.DONE}, ""),
    ],
)
def test_dates_outside_the_articles_window(published_on, values, about):
    claim = claim_of("it sent troops", "It sent troops.", published_on=published_on, **values)
    assert found(claim) == ([(Check.DATE_OUTSIDE, about)] if about else [])


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "about"), [(2023, []), (2022, [(Check.FIGURE_ADDED, "2023")])])
def test_a_year_that_the_claim_is_of(year, about):
    claim = claim_of("it sent troops last year", "It sent troops in 2023.", event_from=date(year, 1, 1))
    assert found(claim) == about


CHANGED = ("it may not send 3,000 troops", "North Korea sent 5,000 troops.")


@pytest.mark.parametrize(
    ("quote", "wording", "values", "checks"),
    [
        (*CHANGED, {}, [Check.FIGURE_ADDED, Check.ACTOR_ADDED, Check.NEGATION_LOST, Check.PLAN_AS_FACT]),
        (*CHANGED, {"language": "fr"}, []),
        ("It may not\nsend “3,000 troops”", "It may not send “3,000 troops”.", {"phase": Phase.PLANNED}, []),
    ],
)
def test_the_order_of_findings_and_what_is_not_compared(actors, quote, wording, values, checks):
    assert [check for check, _ in found(claim_of(quote, wording, **values))] == checks


@pytest.mark.django_db
def test_a_quote_that_is_not_at_its_place_blocks():
    claim = claim_of("it sent troops", "It may send troops.", quote="it sent tanks.")
    first, *rest = findings(claim)
    assert (first.check, first.about, first.blocks) == (Check.QUOTE_PLACE, "0-14", True)
    assert not any(finding.blocks for finding in rest)


@pytest.mark.django_db
def test_a_claim_without_a_quote_has_nothing_to_compare():
    claim = ClaimFactory(start=None, end=None, quote="", text="North Korea will not send 5,000 troops.")
    assert not found(claim)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wording", "check", "proposal"),
    [
        ("Which violates the resolutions.", Check.NOT_A_SENTENCE, "Atlantis violates the resolutions."),
        ("Sending troops to the front.", Check.NOT_A_SENTENCE, "Atlantis is sending troops to the front."),
        ("Potentially leading to war.", Check.NOT_A_SENTENCE, "Atlantis is potentially leading to war."),
        ("Around 1,200 casualties.", Check.NOT_A_SENTENCE, "There are around 1,200 casualties."),
        ("A “painful” response.", Check.NOT_A_SENTENCE, "There is a “painful” response."),
        ("The army still searching for them.", Check.NOT_A_SENTENCE, "The army is still searching for them."),
        ("The minister’s visit to the front.", Check.NOT_A_SENTENCE, "The minister’s visit to the front took place."),
        ("It sent its troops.", Check.UNRESOLVED, "Atlantis sent its troops."),
        ("Its troops were sent.", Check.UNRESOLVED, "Atlantis’s troops were sent."),
        ("Our army is in the same boat.", Check.UNRESOLVED, "Poseidon’s army is in the same boat."),
        ("I do think that the army is weak.", Check.UNRESOLVED, "The army is weak."),
        ("These troops were sent.", Check.UNRESOLVED, "Atlantis’s troops were sent."),
        ("This is worrying.", Check.UNRESOLVED, ""),
        ("The army is a “real threat.", Check.OPEN_QUOTATION, "The army is a “real threat”."),
        ("The army is a real threat”.", Check.OPEN_QUOTATION, "The army is a real threat."),
        ('The army is a "real threat.', Check.OPEN_QUOTATION, 'The army is a "real threat".'),
        ("The army was sent. It has arrived.", Check.RUN_ON, "The army was sent."),
        ("The army was sent, and Japan has condemned it.", Check.RUN_ON, "The army was sent."),
        ("The army was sent; nobody was asked.", Check.RUN_ON, "The army was sent."),
        ("It is likely that the army was sent.", None, ""),
        ("It was not easy to send the army.", None, ""),
        ("Sending troops would mark a change.", None, ""),
        ("The U.S. Army was sent.", None, ""),
        ("Missiles pierce armour, and Japan’s too.", None, ""),
        ("Those who were sent have arrived.", None, ""),
        ("The army sent tanks, guns and drones.", None, ""),
        ("The minister said “it is ours. We go on”.", None, ""),
    ],
)
def test_whether_a_wording_is_one_sentence_that_stands_alone(wording, check, proposal):
    claim = claim_of("it sent them", wording, before="A few casualties, around a hundred. ", phase=Phase.DONE)
    AttributionFactory(claim=claim, role=Role.CLAIMANT, actor=ActorFactory(name="Poseidon"))
    AttributionFactory(claim=claim, role=Role.SUBJECT, actor=ActorFactory(name="Atlantis"))
    told = [(finding.check, finding.proposal) for finding in findings(claim) if finding.check in ALONE]
    assert told == ([(check, proposal)] if check else [])


@pytest.mark.parametrize(
    ("before", "wording", "added"),
    [
        ("Russia is at war. ", "North Korea is aligned with Russia.", []),
        ("Russia is at war. " + "Nothing is said of it here. " * 60, "North Korea is aligned with Russia.", ["Russia"]),
        ("Russia is at war. ", "Russia is aligned with it.", ["Russia"]),
    ],
)
def test_an_actor_whom_the_article_has_just_named(actors, before, wording, added):
    claim = claim_of("North Korea is firmly aligned", wording, before=before)
    assert [about for check, about in found(claim) if check == Check.ACTOR_ADDED] == added
