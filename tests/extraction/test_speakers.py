"""Who is behind the words that name a speaker, and what part every other actor has in a claim."""

import pytest

from claimsdb.choices import Role

TWO_SHIPS = "two ships had sunk"


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Dmitry Peskov", ("claimant", "Dmitry Peskov", "dmitry-peskov", "russia")),
        ("Kremlin spokesman Dmitry Peskov", ("claimant", "Dmitry Peskov", "dmitry-peskov", "russia")),
        ("Anna Berger", ("claimant", "Anna Berger", None, None)),
        ("Anna Berger, the mayor,", ("claimant", "Anna Berger", None, None)),
        ("Jordan Peterson", ("claimant", "Jordan Peterson", None, None)),
        ("Pyongyang", ("claimant", "North Korea", "north-korea", "north-korea")),
        ("The Russian government", ("claimant", "Russia", "russia", "russia")),
        ("The NIS", ("claimant", "National Intelligence Service", "nis", "south-korea")),
        (
            "South Korean military officials",
            ("claimant", "South Korean military officials", None, "south-korea"),
        ),
        ("A Kyiv-based analyst", ("claimant", "unnamed Kyiv-based analyst", None, "ukraine")),
        ("Experts", ("claimant", "unnamed experts", None, None)),
        ("Western intelligence", ("claimant", "Western intelligence", None, None)),
        ("The mayor", ("claimant", "mayor", None, None)),
        ("Newsweek", ("relayer", "Newsweek", "newsweek", None)),
        ("The state agency TASS", ("relayer", "TASS", "tass", "russia")),
        ("The Arctic Times", ("relayer", "Arctic Times", None, None)),
    ],
)
def test_one_speaker(claims_in, speaker, expected):
    (claim,) = claims_in(f"{speaker} said {TWO_SHIPS}.")
    (found,) = claim.attributions
    assert (found.role, found.name, found.actor, found.side) == expected


@pytest.mark.parametrize(
    ("paragraphs", "name"),
    [
        (["John Berger, a retired colonel, arrived on Monday.", "Berger said {}."], "John Berger"),
        (["Kim Jong Un visited the yard.", "Kim said {}."], "Kim Jong Un"),
        (["Anna Berger said the town was safe.", "She said {}."], "Anna Berger"),
        (["A minister said it was over.", "Six men died, according to Anna Berger.", "She said {}."], "Anna Berger"),
        (["Anna Berger said the town was safe.", "“Yes, {},” she said."], "Anna Berger"),
        (["Anna Berger, who is the mayor, said the town was safe and that {}."], "Anna Berger"),
        (["Three officials said the town was safe.", "They said {}."], "unnamed three officials"),
        (["The NIS said the town was safe.", "The agency said {}."], "National Intelligence Service"),
        (["A Polish source said the town was safe.", "The source said {}."], "unnamed Polish source"),
        (["The Society for Arctic Research (SAR) met.", "The SAR said {}."], "Society for Arctic Research"),
        (["It rained.", "He said {}."], "He"),
        (["Sally Whitcombe, the head, said it was shut.", "Mrs Whitcombe said {}."], "Sally Whitcombe"),
        (["Sally Whitcombe, the head, said it was shut.", "Whitcombe said {}."], "Sally Whitcombe"),
        (["Cllr Tom Peake denied it.", "Mr Peake said {}."], "Tom Peake"),
        (["Mark Dunne said it was shut.", "Mr Dunne said it was not.", "Mrs Dunne said {}."], "Mrs Dunne"),
        (["It rained.", "Mrs Dunne said {}."], "Mrs Dunne"),
        (["Giles Marden denies fraud.", "Marden said no.", "Mrs Marden said {}."], "Mrs Marden"),
        (["Giles Marden denies fraud.", "Marden said no.", "Mr Lee met Marden.", "Marden said {}."], "Giles Marden"),
        (["Inspector Rosa Quinn said so.", "DI Quinn said {}."], "Rosa Quinn"),
        (["Councillor Priya Nair said {}."], "Priya Nair"),
        (["Captain Ali Rahmani told reporters that it was over.", "The captain said {}."], "Ali Rahmani"),
        (["Ministry spokeswoman Petra Novak disputed it.", "The spokeswoman said {}."], "Petra Novak"),
        (["Its chief executive, Mark Dunne, said it was over.", "The chief executive said {}."], "Mark Dunne"),
        (["Captain Ali Rahmani said no.", "Captain Jo Lind said yes.", "The captain said {}."], "captain"),
        (["The finance minister, Lena Moravec, said no.", "The prime minister said {}."], "prime minister"),
        (["The former mayor Lena Moravec said no.", "The mayor said {}."], "mayor"),
        (["Joan Fell, a spokeswoman, said so.", "Mr Mark Dunne said it was over.", "She said {}."], "Joan Fell"),
        (["Joan Fell, a spokeswoman, said so.", "Mark Dunne said it was over.", "He said {}."], "Mark Dunne"),
    ],
)
def test_short_names_pronouns_and_descriptions(claims_in, paragraphs, name):
    found = claims_in(*(paragraph.format(TWO_SHIPS) for paragraph in paragraphs))
    (claim,) = (claim for claim in found if TWO_SHIPS in claim.quote)
    assert claim.attributions[0].name == name


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (
            "The United States, Japan and Italy said two ships had sunk.",
            {("claimant", "united-states"), ("claimant", "japan"), ("claimant", "italy")},
        ),
        ("Both Russia and Iran denied the report.", {("claimant", "russia"), ("claimant", "iran")}),
        (
            "North Korean soldiers reached Ukraine, the mayor said.",
            {("claimant", None), ("subject", "north-korea"), ("mentioned", "ukraine")},
        ),
        ("The ships were sunk by Ukraine, the mayor said.", {("claimant", None), ("subject", "ukraine")}),
        ("Talks were held in Pyongyang, the mayor said.", {("claimant", None), ("place", "north-korea")}),
        ("Russia, citing Iran, said two ships had sunk.", {("claimant", "russia"), ("origin", "iran")}),
        (
            "According to officials quoted by Newsweek, two ships had sunk.",
            {("claimant", None), ("relayer", "newsweek")},
        ),
        ("Russia has bought 40 ships.", {("subject", "russia")}),
        ("Some 40 ships left Northern Ireland and New Mexico for the South China Sea.", set()),
        (
            "U.S.-backed troops took 40 villages in N.Korea.",
            {("subject", "united-states"), ("place", "north-korea")},
        ),
        ("Anna Putin owns 40 ships.", set()),
        ("Vladimir V. Putin owns 40 ships.", {("subject", "vladimir-putin")}),
    ],
)
def test_roles(claims_in, paragraph, expected):
    (claim,) = claims_in(paragraph)
    assert {(part.role, part.actor) for part in claim.attributions} == expected


def test_several_sides_are_no_side(claims_in):
    (claim,) = claims_in("Intelligence sources from France, Italy, and Spain said two ships had sunk.")
    (claimant,) = (part for part in claim.attributions if part.role is Role.CLAIMANT)
    assert claimant.as_written == "Intelligence sources from France, Italy, and Spain"
    assert claimant.side is None


def test_an_origin_is_one_link_behind_the_speaker(claims_in):
    (claim,) = claims_in("Russia, citing Iran, said two ships had sunk.")
    assert [part.hop for part in claim.attributions] == [0, 1]


def test_a_quotation_goes_on_with_its_speaker_in_the_next_paragraph(claims_in):
    found = claims_in("“The bridge is gone,” said Anna Berger. “We saw it fall.", "“Nobody will rebuild it.”")
    assert [claim.attributions[0].name for claim in found] == ["Anna Berger"] * 3


def test_a_signature_may_stand_on_the_next_line(claims_in):
    (found,) = claims_in("“They took the bridge from us without asking.”", "― Anna Berger, teacher")
    assert (found.rule, found.attributions[0].name) == ("quotation-signed", "Anna Berger")


@pytest.mark.parametrize(
    ("paragraph", "claimant", "relayer"),
    [
        ("Anna Berger said a guard had told her that {}.", "unnamed guard", "Anna Berger"),
        ("According to Newsweek, the ministry said {}.", "ministry", "Newsweek"),
        ("The spokesman quoted the minister as saying {}.", "minister", "spokesman"),
        ("The minister was quoted by Newsweek as saying {}.", "minister", "Newsweek"),
        ("The mayor said he had been told by the police that {}.", "police", "mayor"),
    ],
)
def test_the_inner_speaker_claims_and_the_outer_one_relays(claims_in, paragraph, claimant, relayer):
    (found,) = claims_in(paragraph.format(TWO_SHIPS))
    assert [(part.role, part.name) for part in found.attributions] == [("claimant", claimant), ("relayer", relayer)]


def test_an_office_before_a_name_makes_a_person_of_it(claims_in):
    said, _ = claims_in("Ministry spokeswoman Marie-Ange Dorval said two ships had sunk.", "In May it bought 40 ships.")
    assert said.attributions[0].name == "Marie-Ange Dorval"


def test_speakers_of_a_transcript_are_named_as_elsewhere(claims_in):
    turns = "RAMOS: Two ships had sunk.", "BERG: Nobody saw them sink.", "RAMOS: We all did that day."
    assert [claim.attributions[0].name for claim in claims_in(*turns)] == ["Ramos", "Berg", "Ramos"]


def test_a_paragraph_under_a_colon_is_what_the_speaker_says(claims_in):
    found = claims_in("Anna Berger added:", "The bridge is gone. Nobody will rebuild it.")
    assert [(claim.quote, claim.attributions[0].name) for claim in found] == [
        ("The bridge is gone", "Anna Berger"),
        ("Nobody will rebuild it", "Anna Berger"),
    ]


def test_the_capitals_of_a_headline_are_no_names(claims_in):
    body = "A retired doctor says that the mayor has some old debts."
    found = claims_in(body, title="Retired Doctor Says the Mayor Has Old Debts")
    assert [(claim.quote, claim.attributions[0].as_written) for claim in found[:1]] == [
        ("the Mayor Has Old Debts", "Retired Doctor")
    ]
