"""The registry of actors in fixtures/, as plain JSON: complete, unambiguous, and what the hand-kept files say."""

import json
import runpy
import tomllib
from collections import Counter
from datetime import date
from graphlib import TopologicalSorter
from itertools import groupby

import pytest

from claimsdb.choices import ActorKind, AffiliationKind, CodeScheme, NameKind, Reliability, SourceKind
from tests.actors.registry import FIXTURES, rows

BUILD = runpy.run_path(str(FIXTURES / "build_registry.py"))
MODELS = ["actor", "actorcode", "actorname", "affiliation"]

UN_MEMBERS = """
    AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU
    CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ
    IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU
    MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN
    SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VC VE VN VU WS YE ZA ZM ZW
""".split()
BEYOND_THE_UN = ["PS", "TW", "VA", "XK"]


def hand_kept(file):
    return tomllib.loads((FIXTURES / file).read_text(encoding="utf-8"))


ACTORS = {actor["slug"]: actor for actor in rows("actor")}
STATES = {slug for slug, actor in ACTORS.items() if actor["kind"] == ActorKind.STATE}
NAMES = {(name["actor"][0], name["text"]): name for name in rows("actorname")}
CODES = {(code["actor"][0], code["scheme"]): code["code"] for code in rows("actorcode")}
AFFILIATIONS = [(link["child"][0], link["parent"][0], link) for link in rows("affiliation")]


def repeated(values):
    return sorted(value for value, times in Counter(values).items() if times > 1)


def listed_names(table):
    return {text for key in BUILD["NAME_KINDS"] for text in table.get(key, ())}


def states_of(slug):
    """The codes of the states whose word an actor's is, through whatever stands between."""
    if slug in STATES:
        return {CODES[slug, CodeScheme.CLAIMSDB]}
    return {code for child, parent, _ in AFFILIATIONS if child == slug for code in states_of(parent)}


# The file


@pytest.mark.parametrize("file", ["actors.json", "sources.json"])
def test_bytes_are_canonical(file):
    text = (FIXTURES / file).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


def test_the_file_is_what_the_hand_kept_tables_make():
    assert json.loads((FIXTURES / "actors.json").read_text(encoding="utf-8")) == BUILD["fixture_rows"](
        BUILD["build_actors"]()
    )


def test_models_stand_in_the_order_of_their_references():
    objects = json.loads((FIXTURES / "actors.json").read_text(encoding="utf-8"))
    assert [model for model, _ in groupby(objects, key=lambda row: row["model"])] == [f"claimsdb.{m}" for m in MODELS]


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_sorted(model):
    assert rows(model) == sorted(rows(model), key=lambda row: [str(value) for value in row.values()])


@pytest.mark.parametrize(
    ("model", "fields", "closed"),
    [
        ("actor", ["slug", "name", "kind", "country"], {"kind": ActorKind}),
        ("actorcode", ["actor", "scheme", "code"], {"scheme": CodeScheme}),
        ("actorname", ["actor", "text", "kind", "language", "matchable"], {"kind": NameKind}),
        ("affiliation", ["child", "parent", "kind", "started_on", "ended_on"], {"kind": AffiliationKind}),
    ],
)
def test_rows_have_the_fields_and_words_of_their_model(model, fields, closed):
    assert {tuple(row) for row in rows(model)} == {tuple(fields)}
    for field, words in closed.items():
        assert {row[field] for row in rows(model)} <= set(words)


@pytest.mark.parametrize(
    ("model", "key"),
    [
        ("actor", ["slug"]),
        ("actorcode", ["scheme", "code"]),
        ("actorcode", ["actor", "scheme"]),
        ("actorname", ["actor", "text", "language"]),
        ("affiliation", ["child", "parent", "kind", "started_on"]),
    ],
)
def test_keys_are_unique(model, key):
    assert repeated(str([row[field] for field in key]) for row in rows(model)) == []


@pytest.mark.parametrize(
    ("model", "field"),
    [("actorcode", "actor"), ("actorname", "actor"), ("affiliation", "child"), ("affiliation", "parent")],
)
def test_references_resolve(model, field):
    assert {row[field][0] for row in rows(model)} <= ACTORS.keys()


# States and codes


def test_states_are_the_193_members_of_the_united_nations_and_four_more():
    assert len(UN_MEMBERS) == 193
    assert sorted(ACTORS[slug]["country"] for slug in STATES) == sorted(UN_MEMBERS + BEYOND_THE_UN)


@pytest.mark.parametrize(
    ("slug", "own", "alpha2", "alpha3"),
    [
        ("north-korea", "NK", "KP", "PRK"),
        ("south-korea", "KR", "KR", "KOR"),
        ("russia", "RU", "RU", "RUS"),
        ("ukraine", "UA", "UA", "UKR"),
        ("united-states", "US", "US", "USA"),
        ("united-kingdom", "GB", "GB", "GBR"),
        ("ivory-coast", "CI", "CI", "CIV"),
        ("turkiye", "TR", "TR", "TUR"),
        ("kosovo", "XK", None, None),
    ],
)
def test_codes_of_states(slug, own, alpha2, alpha3):
    assert CODES[slug, CodeScheme.CLAIMSDB] == own
    assert CODES.get((slug, CodeScheme.ISO_ALPHA2)) == alpha2
    assert CODES.get((slug, CodeScheme.ISO_ALPHA3)) == alpha3


def test_states_and_nobody_else_have_the_projects_codes():
    assert {slug for slug, scheme in CODES if scheme == CodeScheme.CLAIMSDB} == STATES


def test_north_korea_alone_has_a_code_of_its_own():
    own = {ACTORS[slug]["country"]: CODES[slug, CodeScheme.CLAIMSDB] for slug in STATES}
    assert {country: code for country, code in own.items() if country != code} == {"KP": "NK"}


def test_a_code_in_any_case_is_no_other_actors_code_slug_or_name():
    actors_of_code = {}
    for (slug, _), code in CODES.items():
        actors_of_code.setdefault(code.casefold(), set()).add(slug)
    for slug, text in [*NAMES, *((slug, slug) for slug in ACTORS)]:
        actors_of_code.get(text.casefold(), set()).add(slug)
    assert {code: actors for code, actors in actors_of_code.items() if len(actors) > 1} == {}


# Names


def test_every_actor_has_its_own_name_among_its_names():
    assert {(slug, actor["name"]) for slug, actor in ACTORS.items()} <= NAMES.keys()


def test_no_matchable_text_names_two_actors():
    matchable = {(slug, BUILD["strip_article"](text)) for (slug, text), name in NAMES.items() if name["matchable"]}
    assert repeated(text for _, text in matchable) == []


def test_two_letter_codes_are_no_names():
    written = {text for _, text in NAMES if len(text) == 2 and text.isupper()}
    assert written == {"AP", "EU", "G7", "UK", "UN", "US"}


@pytest.mark.parametrize(
    ("slug", "text", "kind", "matchable"),
    [
        ("north-korea", "North Korea", "name", True),
        ("north-korea", "Democratic People's Republic of Korea", "name", True),
        ("north-korea", "DPRK", "abbreviation", True),
        ("north-korea", "North Korean", "demonym", True),
        ("north-korea", "North Koreans", "demonym", True),
        ("north-korea", "Pyongyang", "metonym", True),
        ("north-korea", "Korea", "name", False),
        ("south-korea", "Korea", "name", False),
        ("south-korea", "Korean", "demonym", False),
        ("south-korea", "Republic of Korea", "name", True),
        ("south-korea", "ROK", "abbreviation", True),
        ("south-korea", "Seoul", "metonym", True),
        ("south-korea-presidential-office", "Blue House", "metonym", True),
        ("russia", "Russian Federation", "name", True),
        ("russia", "Moscow", "metonym", True),
        ("kremlin", "Kremlin", "metonym", True),
        ("ukraine", "Ukrainians", "demonym", True),
        ("ukraine", "Kyiv", "metonym", True),
        ("ukraine", "Kiev", "metonym", True),
        ("united-states", "US", "abbreviation", True),
        ("united-states", "U.S.", "abbreviation", True),
        ("united-states", "America", "name", True),
        ("united-states", "Americans", "demonym", True),
        ("united-states", "Washington", "metonym", True),
        ("us-department-of-defense", "Pentagon", "metonym", True),
        ("white-house", "White House", "metonym", True),
        ("united-kingdom", "UK", "abbreviation", True),
        ("united-kingdom", "Britons", "demonym", True),
        ("downing-street", "Downing Street", "metonym", True),
        ("elysee", "Elysee", "metonym", True),
        ("china", "Chinese", "demonym", True),
        ("czechia", "Czech Republic", "name", True),
        ("myanmar", "Burma", "name", True),
        ("ivory-coast", "Cote d'Ivoire", "name", True),
        ("turkiye", "Turkey", "name", True),
        ("united-arab-emirates", "UAE", "abbreviation", True),
        ("jordan", "Jordan", "name", True),
        ("chad", "Chad", "name", True),
        ("guinea", "Guinea", "name", True),
        ("equatorial-guinea", "Equatorial Guinea", "name", True),
        ("georgia", "Georgia", "name", False),
        ("georgia", "Georgian", "demonym", True),
        ("dr-congo", "Congo", "name", False),
        ("republic-of-the-congo", "Congolese", "demonym", False),
        ("dominica", "Dominican", "demonym", False),
        ("dominican-republic", "Dominican Republic", "name", True),
        ("belgium", "Brussels", "metonym", False),
        ("european-union", "Brussels", "metonym", False),
        ("seychelles", "Victoria", "metonym", False),
        ("costa-rica", "San José", "metonym", False),
        ("costa-rica", "San Jose", "metonym", False),
        ("maldives", "Male", "metonym", False),
        ("west", "the West", "name", True),
        ("west", "Western", "demonym", True),
        ("the-times", "The Times of London", "name", True),
        ("the-times", "The Times", "name", False),
        ("central-military-commission", "Central Military Commission of the ruling Workers' Party", "name", True),
        ("central-military-commission", "Central Military Commission", "name", False),
        ("volodymyr-zelensky", "Zelenskyy", "name", True),
        ("donald-trump", "Trump", "name", False),
        ("ukraine-ministry-of-defence", "Ukrainian defence ministry", "name", True),
        ("germany-ministry-of-foreign-affairs", "German Foreign Ministry", "name", True),
        ("turkiye", "Turkiye", "name", True),
        ("turkiye", "Republic of Türkiye", "name", True),
        ("ivory-coast", "Côte d'Ivoire", "name", True),
        ("saint-lucia", "St. Lucia", "name", True),
        ("moldova", "Moldavia", "name", True),
        ("volodymyr-zelensky", "Volodymyr Zelenskiy", "name", True),
        ("recep-tayyip-erdogan", "Erdogan", "name", True),
        ("alexander-lukashenko", "Aliaksandr Lukashenka", "name", True),
        ("who", "WHO", "abbreviation", True),
        ("hezbollah", "Hizbullah", "name", True),
        ("rapid-support-forces", "RSF", "abbreviation", False),
        ("reporters-without-borders", "RSF", "abbreviation", False),
        ("uk-labour-party", "Labour", "name", False),
        ("anthony-albanese", "Albanese", "name", False),
    ],
)
def test_names(slug, text, kind, matchable):
    name = NAMES[slug, text]
    assert (name["kind"], name["matchable"]) == (kind, matchable)


# Who belongs to whom


def test_affiliations_make_no_circle():
    graph = {slug: {parent for child, parent, _ in AFFILIATIONS if child == slug} for slug in ACTORS}
    assert len(list(TopologicalSorter(graph).static_order())) == len(ACTORS)


def test_states_belong_to_nobody_and_nobody_to_a_person():
    assert not STATES & {child for child, _, _ in AFFILIATIONS}
    assert ActorKind.PERSON not in {ACTORS[parent]["kind"] for _, parent, _ in AFFILIATIONS}


def test_dates_are_days_in_order():
    spans = [(link["started_on"], link["ended_on"]) for _, _, link in AFFILIATIONS]
    assert all(date.fromisoformat(day) for span in spans for day in span if day)
    assert [span for span in spans if all(span) and span[0] > span[1]] == []


@pytest.mark.parametrize(
    ("child", "kind", "parent", "started_on", "ended_on"),
    [
        ("kim-jong-un", "officeholder_of", "north-korea", "2011-12-17", None),
        ("kim-yo-jong", "officeholder_of", "north-korea", None, None),
        ("volodymyr-zelensky", "officeholder_of", "ukraine", "2019-05-20", None),
        ("yoon-suk-yeol", "officeholder_of", "south-korea", "2022-05-10", "2025-04-04"),
        ("dmitry-peskov", "spokesperson_for", "kremlin", "2012-05-22", None),
        ("matthew-miller", "spokesperson_for", "us-department-of-state", None, "2025-01-20"),
        ("sergei-shoigu", "officeholder_of", "russia-ministry-of-defence", "2012-11-06", "2024-05-12"),
        ("sergei-shoigu", "officeholder_of", "security-council-of-russia", "2024-05-12", None),
        ("donald-trump", "officeholder_of", "united-states", "2017-01-20", "2021-01-20"),
        ("donald-trump", "officeholder_of", "united-states", "2025-01-20", None),
        ("aleksander-sladkov", "member_of", "russian-state-television", None, None),
        ("ankit-panda", "member_of", "carnegie-endowment-for-international-peace", None, None),
        ("un-security-council", "part_of", "united-nations", None, None),
        ("friedrich-merz", "officeholder_of", "germany", "2025-05-06", None),
        ("hassan-nasrallah", "member_of", "hezbollah", None, "2024-09-27"),
    ],
)
def test_affiliations(child, kind, parent, started_on, ended_on):
    link = {"kind": kind, "started_on": started_on, "ended_on": ended_on}
    assert {"child": [child], "parent": [parent]} | link in rows("affiliation")


@pytest.mark.parametrize(
    ("slug", "states"),
    [
        ("kim-jong-un", {"NK"}),
        ("kim-yo-jong", {"NK"}),
        ("central-military-commission", {"NK"}),
        ("workers-party-of-korea", {"NK"}),
        ("korean-peoples-army", {"NK"}),
        ("kcna", {"NK"}),
        ("north-korean-state-media", {"NK"}),
        ("nis", {"KR"}),
        ("yoon-suk-yeol", {"KR"}),
        ("vladimir-putin", {"RU"}),
        ("dmitry-peskov", {"RU"}),
        ("sergei-shoigu", {"RU"}),
        ("andrei-rudenko", {"RU"}),
        ("aleksander-sladkov", {"RU"}),
        ("volodymyr-zelensky", {"UA"}),
        ("ihor-solovey", {"UA"}),
        ("hur", {"UA"}),
        ("matthew-miller", {"US"}),
        ("wagner-group", set()),
        ("un-security-council", set()),
        ("west", set()),
        ("newsweek", set()),
        ("the-times", set()),
        ("ankit-panda", set()),
        ("philip-ingram", set()),
        ("hamish-de-bretton-gordon", set()),
        ("emmanuel-macron", {"FR"}),
        ("israel-defense-forces", {"IL"}),
        ("fbi", {"US"}),
        ("federal-reserve", set()),
        ("hamas", set()),
        ("republican-party", set()),
    ],
)
def test_whose_word_an_actors_is(slug, states):
    assert slug in ACTORS
    assert states_of(slug) == states


# The hand-kept files


@pytest.mark.parametrize("file", ["bodies.toml", "persons.toml"])
def test_hand_kept_actors_are_in_the_fixture(file):
    for slug, table in hand_kept(file).items():
        names = {text for actor, text in NAMES if actor == slug}
        links = [link for child, _, link in AFFILIATIONS if child == slug]
        assert (slug, ACTORS[slug]["name"]) == (slug, table["name"])
        assert names >= listed_names(table) | {table["name"]}
        assert len(links) == len(table.get("affiliations", ()))


def test_hand_kept_names_of_states_are_in_the_fixture():
    slugs = {ACTORS[slug]["country"]: slug for slug in STATES}
    for country, table in hand_kept("states.toml").items():
        assert {(slugs[country], text) for text in listed_names(table)} <= NAMES.keys()


@pytest.mark.parametrize("file", ["states.toml", "bodies.toml", "persons.toml"])
def test_what_is_listed_as_ambiguous_is_not_matched(file):
    ambiguous = {text for table in hand_kept(file).values() for text in table.get("ambiguous", ())}
    assert ambiguous
    assert [key for key, name in NAMES.items() if key[1] in ambiguous and name["matchable"]] == []


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        ("build_states", ({"ZZ": {}},), r"states\.toml: \['ZZ'\] are codes of no country"),
        ("iso_codes", ("CD", {}), r"states\.toml: \[CD\] has no one alpha3 of .*\['COD', 'ZAR'\]"),
        ("affiliation_row", ("dmitry-peskov", {"speaks_for": "kremlin"}), "dmitry-peskov: .* is no affiliation"),
        (
            "affiliation_row",
            ("dmitry-peskov", {"part_of": "kremlin", "since": 2012}),
            "dmitry-peskov: .* is no affiliation",
        ),
        ("build_actor", ("nis", {"name": "NIS", "ambiguous": ["NSI"]}), r"nis: ambiguous lists \['NSI'\]"),
        ("read_tables", ("persons.toml", {"name"}), r"persons\.toml: \[kim-jong-un\] has .*'affiliations'"),
    ],
)
def test_a_mistake_in_a_hand_kept_file_is_named(function, arguments, message):
    with pytest.raises(SystemExit, match=message):
        BUILD[function](*arguments)


# Sources


@pytest.mark.parametrize(
    ("slug", "domain"),
    [
        ("eurasian-times", "eurasiantimes.com"),
        ("express-and-star", "expressandstar.com"),
        ("kcna", "kcna.kp"),
        ("natural-news", "naturalnews.com"),
        ("newsweek", "newsweek.com"),
        ("the-times", "thetimes.com"),
    ],
)
def test_sources_are_publishers_of_unjudged_reliability(slug, domain):
    (source,) = (each for each in rows("source", "sources.json") if each["slug"] == slug)
    assert source["domain"] == domain
    assert source["kind"] in set(SourceKind)
    assert source["reliability"] == Reliability.F
    assert ACTORS[slug]["kind"] == ActorKind.MEDIA
