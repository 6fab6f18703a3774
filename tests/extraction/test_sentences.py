"""Sentences and the claims that they hold, construction by construction."""

from pathlib import Path

import pytest

from claimsdb.choices import Role

SPEAKING = {Role.CLAIMANT, Role.RELAYER, Role.ORIGIN}
NOTHING = "-"


def sentences():
    """(sentence, is a headline, expected claims) from sentences.txt."""
    table = []
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            table[-1][2].append(tuple(line.strip().split(" | ")))
        elif line and not line.startswith("#"):
            table.append((line.removeprefix("= "), line.startswith("= "), []))
    return table


def row(claim):
    speakers = " + ".join(part.as_written for part in claim.attributions if part.role in SPEAKING)
    values = (claim.quote, speakers, claim.stance, claim.hedge, claim.quotation, claim.rule)
    return tuple(value or NOTHING for value in values)


@pytest.mark.parametrize(("sentence", "headline", "expected"), sentences(), ids=lambda value: str(value)[:50])
def test_claims(claims_in, sentence, headline, expected):
    found = claims_in(title=sentence) if headline else claims_in(sentence)
    assert [row(claim) for claim in found] == expected


@pytest.mark.parametrize(
    ("paragraph", "wording"),
    [
        ("The troops, the minister said, had crossed the border.", "The troops had crossed the border."),
        ("“The bridge,” the mayor said, “will never be rebuilt.”", "The bridge will never be rebuilt."),
        ("The army said the shells had run\nout.", "The shells had run out."),
        ("“Will they ever come back?” he asked.", "Will they ever come back?"),
        ("Moscow has denied North Korean involvement.", "There is North Korean involvement."),
        ("The union demanded compensation.", "There should be compensation."),
        ("The union threatened a strike.", "There will be a strike."),
        ("The mayor stressed the need for a new bridge.", "There is a need for a new bridge."),
        ("Moscow rejected the report.", "… the report."),
        ("Moscow has denied Iran's involvement.", "… Iran's involvement."),
        ("Oslo confirmed sending troops to Mali.", "Oslo sent troops to Mali."),
        ("Oslo is considering sending troops to Mali.", "Oslo is considering sending troops to Mali."),
        ("Moscow warned Seoul against sending arms to Kyiv.", "Seoul should not send arms to Kyiv."),
        ("Kyiv accused Moscow of buying shells in May 2022.", "Moscow bought shells in May 2022."),
        ("The miners accused the minister of lying.", "The minister has been lying."),
        ("The union called on all sides to wait.", "All sides should wait."),
        ("Survivors told how crew members fled in a lifeboat.", "Crew members fled in a lifeboat."),
        ("India rejected accusations that it had released water.", "[India] had released water."),
        ("The union demanded a ban to be lifted.", "A ban should be lifted."),
        ("The company said it had halted production.", "[The company] had halted production."),
        ("The union said its members had been locked out.", "[The union]'s members had been locked out."),
        ("“I have sold 300 cars,” said Anna Berg.", "[Anna Berg] has sold 300 cars."),
        ("“I think the bridge will hold,” said Anna Berg.", "The bridge will hold."),
        ("Kyiv accused Moscow of shelling the power plant.", "Moscow has been shelling the power plant."),
        ("The chancellor called the plan a farce.", "The plan is a farce."),
        ("The chancellor called him a liar.", "He is a liar."),
        ("The chancellor called the plan “an act of despair”.", "The plan is “an act of despair”."),
        ("The envoy described the treaties as a mistake.", "The treaties are a mistake."),
        ("The ministry put the death toll at 47.", "The death toll is 47."),
        ("The senator blamed the White House for the delay.", "The White House is to blame for the delay."),
        ("The general vowed to hold the town.", "The general will hold the town."),
        ("The president urged his allies to send more tanks.", "His allies should send more tanks."),
        ("However, North Korea has reportedly sent 300 soldiers.", "North Korea has sent 300 soldiers."),
        (
            "It is clear that the army has lost 300 soldiers, the minister said.",
            "It is clear that the army has lost 300 soldiers.",
        ),
        ("Anna Berg said she had sold 300 cars.", "[Anna Berg] had sold 300 cars."),
        ("The mayor said of Anna Berg that she had sold 300 cars.", "She had sold 300 cars."),
    ],
)
def test_wording(claims_in, paragraph, wording):
    assert [claim.text for claim in claims_in(paragraph)] == [wording]


@pytest.mark.parametrize(
    ("paragraph", "wordings"),
    [
        ("Trucks have killed 27 cows and polluted two springs.", ["Trucks have killed 27 cows.", "Trucks have polluted two springs."]),
        ("The firm closed two plants but kept 300 workers.", ["The firm closed two plants.", "The firm kept 300 workers."]),
        (
            "Kyiv accused Moscow of shelling the plant and then hiding it.",
            ["Moscow has been shelling the plant.", "Moscow has been hiding it."],
        ),
        (
            "India, which lies upstream, released water in May.",
            ["India, which lies upstream, released water in May."],
        ),
        (
            "The talks ended with a deal, which violates two resolutions.",
            ["The talks ended with a deal.", "The deal violates two resolutions."],
        ),
        (
            "Iran cut 300 jobs, which raises questions in Russia.",
            ["Iran cut 300 jobs.", "… which raises questions in Russia."],
        ),
        ("Russia launched 188 drones, killing two people.", ["Russia launched 188 drones.", "Russia killed two people."]),
        (
            "Iranian troops may guard the border, freeing up 300 police officers.",
            ["Iranian troops may guard the border.", "Iranian troops may free up 300 police officers."],
        ),
        (
            "Iran sent troops to Russia, with around 10,000 reportedly dispatched in May.",
            ["Iran sent troops to Russia.", "Around 10,000 were dispatched in May."],
        ),
        (
            "Russia and Iran met on Monday. Both countries signed a treaty.",
            ["Russia and Iran met on Monday.", "[Russia and Iran] signed a treaty."],
        ),
        (
            "Vladimir Putin sent 300 soldiers. Putin has visited Iran.",
            ["Vladimir Putin sent 300 soldiers.", "[Vladimir] Putin has visited Iran."],
        ),
    ],
)  # fmt: skip
def test_parts_have_a_subject_in_their_wording(claims_in, paragraph, wordings):
    """But for what a whole event does, and "which" where its antecedent is not certain."""
    assert [claim.text for claim in claims_in(paragraph)] == wordings


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("The arrival of Iranian soldiers could help Russia.", {"iran": "subject", "russia": "mentioned"}),
        ("The pact between Russia and Iran expires in 2030.", {"iran": "subject", "russia": "subject"}),
        ("Iran supplies half of the 3 million shells that Russia uses.", {"iran": "subject", "russia": "mentioned"}),
        ("Iran sent 40 rockets to Russia.", {"iran": "subject", "russia": "mentioned"}),
        ("Iran sent 40 soldiers to Russia.", {"iran": "subject", "russia": "place"}),
        ("Iran supports the war in Ukraine with 40 tanks.", {"iran": "subject", "ukraine": "mentioned"}),
        ("Russian President Vladimir Putin opened 40 theatres.", {"russia": "mentioned", "vladimir-putin": "subject"}),
        ("Russia, Iran and Ukraine met in May but signed no treaty.", {"russia": "subject", "iran": "subject", "ukraine": "subject"}),
        ("Russia and Iran met. Both countries signed a treaty.", {"russia": "subject", "iran": "subject"}),
        ("Russia has urged Iran to close 40 theatres.", {"russia": "claimant", "iran": "addressee"}),
        ("Russia withdrew. It has closed 40 theatres.", {"russia": "subject"}),
    ],
)  # fmt: skip
def test_parts_of_actors(claims_in, paragraph, parts):
    claim = claims_in(paragraph)[-1]
    assert {part.actor: part.role for part in claim.attributions} == parts


@pytest.mark.parametrize(
    ("speaker", "written", "side"),
    [
        ("Russian spokesman Dmitry Peskov", "Dmitry Peskov", "russia"),
        ("South Korea's National Intelligence Service", "National Intelligence Service", "south-korea"),
        ("The Kremlin", "The Kremlin", "russia"),
        ("Ministry spokeswoman Anna Berg", "Anna Berg", None),
        ("Former Russian officer Anna Berg", "Anna Berg", None),
    ],
)
def test_the_name_of_a_speaker_is_without_the_office(claims_in, speaker, written, side):
    (claim,) = claims_in(f"{speaker} said that 40 theatres had closed.")
    assert [(part.as_written, part.side) for part in claim.attributions] == [(written, side)]


def test_the_subject_of_a_part_is_its_actor(claims_in):
    _, second = claims_in("North Korea closed two plants but kept 300 workers.")
    assert [(part.role, part.actor) for part in second.attributions] == [(Role.SUBJECT, "north-korea")]


@pytest.mark.parametrize(
    ("paragraph", "phase"),
    [
        ("Russia will send 40 tanks to Iran.", "planned"),
        ("Russia is preparing to send 40 tanks to Iran.", "planned"),
        ("Russia is sending 40 tanks to Iran.", "under_way"),
        ("Russia has sent 40 tanks to Iran.", "done"),
        ("Moscow has denied North Korean involvement.", "under_way"),
        ("Moscow has denied the destruction of the bridge.", "done"),
        ("Kyiv accused Moscow of shelling the power plant.", "done"),
        ("Moscow urged Iran to send more tanks.", "planned"),
        ("Moscow warned Iran against sending more tanks.", "planned"),
        ("Russia has been sending 40 tanks a year to Iran.", "under_way"),
        ("Russia has persistently opposed the 40 sanctions.", "under_way"),
        ("Russia appears to be sending 40 tanks to Iran.", "under_way"),
        ("Russia is ready to send 40 tanks to Iran.", "planned"),
        ("Russia is preparing for 40 days of rain.", "under_way"),
        ("It is unclear whether Russia will send 40 tanks.", "planned"),
        ("Some 40 Russian tanks are considered weak.", "unknown"),
        ("Russia called the bridge a military target.", "under_way"),
        ("The Kremlin called the Iranian report a lie.", "unknown"),
        ("Floods kill 40 people in Iran.", "done"),
    ],
)  # fmt: skip
def test_phase(claims_in, paragraph, phase):
    assert [claim.phase for claim in claims_in(paragraph)] == [phase]


@pytest.mark.parametrize(
    ("paragraph", "topic"),
    [
        ("North Korea sent 3,000 soldiers to Russia.", "troop-deployment"),
        ("North Korea sent 3,000 rockets to Russia.", "arms-transfer"),
        ("Russia signed a treaty with Iran in 2024.", "treaty"),
        ("Some 300 Russians were killed.", "casualties"),
        ("Russia has 40 theatres.", None),
        ("Iran backs Russia in the war.", "diplomacy"),
        ("The sending of troops was part of a treaty between Russia and Iran.", "treaty"),
        ("Iranian soldiers are vulnerable in combat.", "capability"),
        ("The purpose of the Iranian deployment is to deter Russia.", "motive"),
        ("Iranian prices rose by 4 percent during the war.", "economy"),
        ("The Iranian embassy spoke of three theatres.", None),
    ],
)
def test_topic(claims_in, paragraph, topic):
    assert [claim.topic for claim in claims_in(paragraph)] == [topic]


def test_figures_and_times_of_a_claim_are_those_inside_it(claims_in):
    (claim,) = claims_in("In March 2024 the ministry said that 3,000 soldiers had left in June 2023.")
    assert [quantity.as_written for quantity in claim.quantities] == ["3,000"]
    assert claim.said_on is not None
    assert claim.event_on is not None
    assert "March 2024" in claim.said_on.as_written
    assert "June 2023" in claim.event_on.as_written
