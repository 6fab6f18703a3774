"""What figures say beside how many: how far it has come, for which time, on which basis, whose, and what they stand for."""

import pytest

from claimsdb.choices import Role
from claimsdb.extraction.quantities.figures import find_quantities

STAGES = [
    ("Two hundred Kenyan officers landed in Haiti.", "arrived"),
    ("About 900 migrants are believed to have arrived by boat.", "arrived"),
    ("The mayor welcomed the arrival of 300 volunteers.", "arrived"),
    ("Ghana will send 500 doctors to Togo.", "sent"),
    ("Eight hundred peacekeepers are to be sent to Mali.", "sent"),
    ("He criticised the dispatch of 40 trucks.", "sent"),
    ("The army began training 11,000 recruits.", "training"),
    ("Some 600 nurses are training in Lagos.", "training"),
    ("A contingent of 500 soldiers was deployed in the north.", "deployed"),
    ("They protested against the deployment of 2,000 soldiers.", "deployed"),
    ("Around 700 rebels are fighting in the hills.", "fighting"),
    ("The army is fighting 700 rebels in the hills.", ""),
    ("The storm killed 47 people.", "lost"),
    ("The fleet lost 12 ships.", "lost"),
    ("Hail destroyed 300 houses.", "lost"),
    ("Thirty sailors deserted their ships.", "deserted"),
    ("Sixty prisoners have returned.", "returned"),
    ("The plant produces 400 drones a month.", "produced"),
    ("The output of 90 tanks was a record.", "produced"),
    ("Chad was supplied with 30 tanks.", "delivered"),
    ("Poland provided Chad with 30 tanks.", "delivered"),
    ("The hospital received 200 patients.", "received"),
    ("The rebels fired 60 rockets.", "used"),
    ("The 3,000 shells that the garrison uses each day are old.", "used"),
    ("The minister announced 4,500 layoffs.", "announced"),
    ("Turkey ordered 40 jets.", "ordered"),
    ("The union has 4,000 members.", ""),
    ("Officers who had arrived counted 30 tanks.", ""),
    ("Police saw 300 protesters.", ""),
]

PERIODS = [
    ("The plant produces 400 drones a month.", ("rate", "month")),
    ("It burns 3,000 tonnes of coal every day.", ("rate", "day")),
    ("The city pays 5 million euros annually.", ("rate", "year")),
    ("The strike costs 60 million euros per week.", ("rate", "")),
    ("Some 18,000 vehicles crossed the bridge each day before the closure.", ("rate", "day")),
    ("Every day 240 people fall ill.", ("rate", "day")),
    ("The city paid 5 million euros last year.", ("total", "")),
]

BASES = [
    ("A further 74 people are missing.", "additional"),
    ("The firm will cut 900 jobs on top of the 4,500 it had announced.", "additional"),
    ("Aerial photographs show 200 trucks at the base.", "partial"),
    ("A video showing 50 prisoners was published.", "partial"),
    ("Some of the 12,000 soldiers have returned.", "partial"),
    ("The flood killed 90 people, 28 of them in one hamlet.", "partial"),
    ("Documents show that 50 prisoners were freed.", "total"),
    ("Photographs were taken of 30 tanks.", "total"),
    ("A third of the ships sank.", "share"),
]

CEILINGS = [
    ("The death toll could reach 150.", (None, None, 150)),
    ("The number of cases may rise to 3,000.", (None, None, 3_000)),
    ("The death toll reached 150.", (150, 150, 150)),
    ("The death toll will reach 150.", (150, 150, 150)),
    ("Losses could exceed 3,000 tanks.", (3_000, None, None)),
    ("The number of cases could rise to between 300 and 400.", (300, None, 400)),
]


@pytest.mark.parametrize(("sentence", "stage"), STAGES)
def test_stage(nlp, sentence, stage):
    assert [figure.stage for figure in find_quantities(nlp(sentence), offset=0)][:1] == [stage]


@pytest.mark.parametrize(("sentence", "period"), PERIODS)
def test_period(nlp, sentence, period):
    assert [(figure.basis, figure.per) for figure in find_quantities(nlp(sentence), offset=0)] == [period]


@pytest.mark.parametrize(("sentence", "basis"), BASES)
def test_basis(nlp, sentence, basis):
    assert basis in [figure.basis for figure in find_quantities(nlp(sentence), offset=0)]


@pytest.mark.parametrize(("sentence", "bounds"), CEILINGS)
def test_what_could_be_reached_is_a_ceiling(nlp, sentence, bounds):
    [figure] = find_quantities(nlp(sentence), offset=0)
    assert (figure.low, figure.best, figure.high) == bounds


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("Kenyan soldiers, some 300 of them, left.", [""]),
        ("Some 300 Kenyan soldiers arrived in Haiti.", ["kenya"]),
        ("Kenya's 300 soldiers arrived in Haiti.", ["kenya"]),
        ("Kenya sent 300 soldiers to Haiti.", ["kenya"]),
        ("Kenya is expected to send 300 soldiers to Haiti.", ["kenya"]),
        ("Kenya has 300 soldiers in Haiti.", ["kenya"]),
        ("Kenya is preparing to send 300 of its soldiers to Haiti.", ["kenya"]),
        ("Haiti received 300 soldiers from Kenya.", ["kenya"]),
        ("Kenya's deployment of 300 soldiers was announced.", ["kenya"]),
        ("Some 300 soldiers sent by Kenya reached Haiti.", ["kenya"]),
        ("There were 300 casualties among Kenyan ranks.", ["kenya"]),
        ("Kenyan losses of 300 tanks were reported.", ["kenya"]),
        ("Rebels killed 300 Kenyan soldiers.", ["kenya"]),
        ("The 3 million shells Kenya uses each year are old.", ["kenya"]),
        ("Half of the 200 ships Kenya owns sank.", ["kenya", "kenya"]),
        ("Kenya destroyed 30 tanks.", [""]),
        ("Kenya counted 300 soldiers at the border.", [""]),
        ("Kenya and Ghana sent 300 soldiers to Haiti.", [""]),
        ("Ghana withdrew 300 soldiers from Kenya.", ["ghana"]),
        ("Some 300 soldiers arrived.", [""]),
    ],
)
def test_whose_things_are_counted(claims_in, sentence, owners):
    assert [figure.of for claim in claims_in(sentence) for figure in claim.quantities] == owners


@pytest.mark.parametrize(
    ("paragraph", "words", "meant"),
    [
        ("Kenya lost 400 soldiers dead or injured, and Ghana gave similar casualty estimates.", "similar", "400"),
        ("The flood in Kenya killed 400 people. Ghana gave similar casualty figures.", "similar", "400"),
        ("Kenya supplied 300 tanks in May, having already provided as many in April.", "as many", "300"),
        ("Kenya lost 40 tanks and 3 ships. Ghana lost the same number.", "the same number", "3"),
        ("Kenya lost 40 tanks and 700 soldiers. Ghana gave similar casualty figures.", "similar", None),
        ("Kenya lost 40 tanks, and Ghana twice as many.", "twice as many", None),
    ],
)
def test_what_words_stand_for(claims_in, paragraph, words, meant):
    claims = claims_in(paragraph)
    [pointer] = {figure for claim in claims for figure in claim.quantities if figure.as_written == words}
    assert (pointer.low, pointer.best, pointer.high) == (None, None, None)
    if meant is None:
        assert pointer.stands_for is None
    else:
        place, order = pointer.stands_for
        [claim] = [claim for claim in claims if claim.span == place]
        assert claim.quantities[order].as_written == meant
        assert claim.quantities[order].measure == pointer.measure


def test_nothing_is_similar_to_nothing(claims_in):
    assert [claim.quantities for claim in claims_in("Kim, of Kenya, gave similar casualty estimates in May.")] == [()]


@pytest.mark.parametrize(
    ("paragraph", "role", "whom"),
    [
        ("Two ships sank in Kenya.", Role.PLACE, {"kenya"}),
        ("Two ships sank near Mombasa in Kenya.", Role.PLACE, {"kenya", "Mombasa"}),
        ("Ghana sent 300 soldiers to Kenya.", Role.PLACE, {"kenya"}),
        ("Its deployment of 300 soldiers to Kenya ended.", Role.PLACE, {"kenya"}),
        ("Some 300 soldiers are in parts of Kenya's occupied territories.", Role.PLACE, {"kenya"}),
        ("Ghana owes 300 million dollars to Kenya.", Role.PLACE, set()),
        ("Ghana has lost interest in Kenya's 300 ships.", Role.PLACE, set()),
        ("Aerial photographs show 300 soldiers in Kenya.", Role.EVIDENCE, {"aerial photographs"}),
        ("A video shows that 300 soldiers have left.", Role.EVIDENCE, {"video"}),
        ("Documents seen by the mayor reveal that 300 soldiers have left.", Role.EVIDENCE, {"documents"}),
        ("The ministry showed that 300 soldiers have left.", Role.EVIDENCE, set()),
    ],
)
def test_places_and_evidence(claims_in, paragraph, role, whom):
    parts = [part for claim in claims_in(paragraph) for part in claim.attributions if part.role is role]
    assert {part.actor or part.name for part in parts} == whom
