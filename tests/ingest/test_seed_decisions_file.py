"""The editors' decisions on the seeds, checked as data: each stands in its article, and none breaks the model's rules."""

import hashlib
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from claimsdb.choices import Basis, Per, Phase, Qualifier, Quotation, Reason, Role, Stage, Stance, Topic, Voice

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
FILE = SEEDS / "decisions.json"
DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
ARTICLES = DOCUMENT["articles"]
TEXTS = {path.name: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
REGISTRY = json.loads((ROOT / "fixtures" / "actors.json").read_text(encoding="utf-8"))
ACTORS = {row["fields"]["slug"] for row in REGISTRY if row["model"] == "claimsdb.actor"}

KEYS = {
    "document": ["about", "decided_at", "articles"],
    "article": ["file_name", "text_sha256", "decisions"],
    "accept": ["quote", "start", "verdict", "claim", "note"],
    "reject": ["quote", "start", "verdict", "reason", "note"],
    "claim": """text voice quotation stance hedge phase topic said_from said_to said_as_written
        event_from event_to event_as_written attributions quantities""".split(),
    "attribution": "role as_written start actor name side hop".split(),
    "quantity": "as_written start low best high qualifier measure unit basis of stage per stands_for".split(),
}
WORDS = {
    "claim": {"voice": Voice, "quotation": Quotation, "stance": Stance, "phase": Phase, "topic": [*Topic, ""]},
    "attribution": {"role": Role},
    "quantity": {"qualifier": Qualifier, "basis": Basis, "stage": [*Stage, ""], "per": [*Per, ""]},
    "reject": {"reason": Reason},
}
GIVEN = {
    "exact": ["low best high"],
    "about": ["low best high"],
    "at_least": ["low"],
    "at_most": ["high"],
    "between": ["low high"],
    "order_of_magnitude": ["low", "low high"],
}
# Figures that the text gives only by pointing to another one.
ANAPHORA = {"as much", "similar"}


def decisions(article, *verdicts):
    return [one for one in article["decisions"] if one["verdict"] in (verdicts or ("accept", "reject"))]


def claims(article):
    return [one["claim"] for one in decisions(article, "accept")]


def parts(article, kind):
    """The objects of one kind in an article, kinds as in KEYS."""
    match kind:
        case "accept" | "reject":
            return decisions(article, kind)
        case "claim":
            return claims(article)
        case "attribution":
            return [row for claim in claims(article) for row in claim["attributions"]]
        case "quantity":
            return [row for claim in claims(article) for row in claim["quantities"]]


def speaker(claim):
    """The slug, or else the name, of the first who says it or passes it on; empty where the article itself does."""
    speakers = [row for row in claim["attributions"] if row["role"] in ("claimant", "relayer")]
    return (speakers[0]["actor"] or speakers[0]["name"]) if speakers else ""


def figures(claim):
    return [(row["low"], row["high"]) for row in claim["quantities"]] or [(None, None)]


each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file_name"][:3])


def test_written_the_same_way_every_time():
    assert FILE.read_text(encoding="utf-8") == json.dumps(DOCUMENT, ensure_ascii=False, indent=1) + "\n"


def test_decided_at_is_a_moment():
    assert datetime.fromisoformat(DOCUMENT["decided_at"]).tzinfo is not None


def test_every_seed_is_decided_on():
    assert [article["file_name"] for article in ARTICLES] == sorted(TEXTS)
    assert sum(len(article["decisions"]) for article in ARTICLES) >= 60


@each_article
def test_hash_is_of_the_text(article):
    assert article["text_sha256"] == hashlib.sha256(TEXTS[article["file_name"]].encode()).hexdigest()


@each_article
def test_keys_stand_in_their_order(article):
    assert [list(DOCUMENT), list(article)] == [KEYS["document"], KEYS["article"]]
    for kind in ("accept", "reject", "claim", "attribution", "quantity"):
        assert [part for part in parts(article, kind) if list(part) != KEYS[kind]] == []


@each_article
def test_words_stand_where_they_are_said_to(article):
    text = TEXTS[article["file_name"]]
    placed = [(one["start"], one["quote"]) for one in decisions(article)]
    placed += [
        (row["start"], row["as_written"]) for kind in ("attribution", "quantity") for row in parts(article, kind)
    ]
    assert [(at, words) for at, words in placed if not words or not text.startswith(words, at)] == []


@each_article
def test_words_without_a_place_are_the_articles(article):
    text = TEXTS[article["file_name"]]
    words = [claim[name] for claim in claims(article) for name in ("hedge", "said_as_written", "event_as_written")]
    assert [written for written in words if written not in text] == []


@each_article
def test_in_reading_order_and_one_decision_a_place(article):
    places = [(one["start"], -len(one["quote"])) for one in decisions(article)]
    assert places == sorted(set(places))


@each_article
@pytest.mark.parametrize("kind", WORDS)
def test_words_are_of_the_vocabulary(article, kind):
    used = {(name, part[name]) for part in parts(article, kind) for name in WORDS[kind]}
    assert {(name, word) for name, word in used if word not in list(WORDS[kind][name])} == set()


@each_article
def test_a_rejection_says_why(article):
    assert [one["quote"] for one in decisions(article, "reject") if not one["note"]] == []


@each_article
def test_wording_is_a_sentence(article):
    assert [
        claim["text"] for claim in claims(article) if not (claim["text"][0].isupper() or claim["text"][0].isdigit())
    ] == []
    assert [claim["text"] for claim in claims(article) if not claim["text"].endswith(".")] == []


@each_article
def test_attributed_if_somebody_says_it(article):
    assert [
        claim["text"] for claim in claims(article) if (claim["voice"] == "attributed") != bool(speaker(claim))
    ] == []


@each_article
def test_actors_are_in_the_registry_or_named(article):
    rows = parts(article, "attribution")
    assert {row[name] for row in rows for name in ("actor", "side")} <= ACTORS | {None}
    assert [row for row in rows if (row["actor"] is None) != bool(row["name"])] == []
    assert {row["of"] for row in parts(article, "quantity")} <= ACTORS


@each_article
def test_figures_fit_their_qualifier(article):
    for row in parts(article, "quantity"):
        given = [name for name in ("low", "best", "high") if row[name] is not None]
        values = [row[name] for name in given]
        assert " ".join(given) in GIVEN[row["qualifier"]] or row["as_written"] in ANAPHORA, row
        assert values == sorted(values), row
        assert row["qualifier"] not in ("exact", "about") or len(set(values)) <= 1, row


@each_article
@pytest.mark.parametrize("time", ["said", "event"])
def test_intervals_are_whole_ordered_and_written(article, time):
    for claim in claims(article):
        first, last = claim[f"{time}_from"], claim[f"{time}_to"]
        assert (first is None) == (last is None), claim["text"]
        if first is not None:
            assert date.fromisoformat(first) <= date.fromisoformat(last), claim["text"]
            assert claim[f"{time}_as_written"], claim["text"]


@pytest.mark.parametrize(
    ("number", "words", "who", "stance", "low", "high"),
    [
        ("000", "50,000 troops", "", "predicts", 50_000, 50_000),
        ("000", "500,000 of its armed forces", "aleksander-sladkov", "asserts", 500_000, 500_000),
        ("000", "at least half a million", "aleksander-sladkov", "predicts", 500_000, None),
        ("000", "almost 800,000", "aleksander-sladkov", "asserts", 800_000, 800_000),
        ("000", "millions of cartridges", "united-states", "accuses", 1_000_000, None),
        ("000", "these assertions", "russia", "denies", None, None),
        ("001", "five million rounds", "", "predicts", 5_000_000, 5_000_000),
        ("001", "up to 1.3 million", "", "asserts", None, 1_300_000),
        ("001", "millions of artillery shells", "united-states", "asserts", 1_000_000, None),
        ("002", "3,000 soldiers", "", "asserts", 3_000, 3_000),
        ("002", "North Korean collaboration", "dmitry-peskov", "denies", None, None),
        ("002", "half of the 3 million", "Western intelligence", "asserts", 0.5, 0.5),
        ("002", "half of the 3 million", "Western intelligence", "asserts", 3_000_000, 3_000_000),
        ("002", "an estimated 1.5 million", "Western intelligence", "asserts", 1_500_000, 1_500_000),
        ("002", "18 North Korean soldiers", "newsweek", "asserts", 18, 18),
        ("003", "around 10,000-12,000", "", "asserts", 10_000, 12_000),
        ("003", "approximately 10,000 to 12,000", "US intelligence sources", "asserts", 10_000, 12_000),
        ("003", "approximately 3,000 additional", "South Korean military officials", "asserts", 3_000, 3_000),
        ("003", "around 4,000", "", "asserts", 4_000, 4_000),
        ("003", "similar casualty estimates", "volodymyr-zelensky", "confirms", None, None),
        ("003", "around 1,200", "U.S. assessments", "asserts", 1_200, 1_200),
        ("004", "approximately 1,500", "nis", "asserts", 1_500, 1_500),
        ("004", "12,000", "unnamed estimates", "predicts", None, 12_000),
        ("004", "11,000", "Ukrainian intelligence", "asserts", 11_000, 11_000),
        ("004", "around 10,000", "volodymyr-zelensky", "predicts", 10_000, 10_000),
        ("004", "over 13,000", "", "asserts", 13_000, None),
        ("004", "As many as eight million", "", "asserts", None, 8_000_000),
        ("004", "North Korean soldiers fighting in Ukraine", "kremlin", "denies", None, None),
        ("004", "fake news", "dmitry-peskov", "denies", None, None),
    ],
)
def test_what_no_database_may_lack(number, words, who, stance, low, high):
    article = next(article for article in ARTICLES if article["file_name"].startswith(number))
    holding = [one["claim"] for one in decisions(article, "accept") if words in one["quote"]]
    readings = [(speaker(claim), claim["stance"], *figure) for claim in holding for figure in figures(claim)]
    assert (who, stance, low, high) in readings


@pytest.mark.parametrize(
    ("number", "words", "figure", "counted"),
    [
        ("000", "50,000 troops", "50,000", ("north-korea", "sent", "total", "")),
        ("001", "up to 1.3 million", "up to 1.3 million", ("korean-peoples-army", "", "total", "")),
        ("002", "half of the 3 million", "half", ("north-korea", "delivered", "share", "")),
        ("002", "the 3 million artillery shells Russia uses", "3 million", ("russia", "used", "rate", "year")),
        ("002", "18 North Korean soldiers", "18", ("north-korea", "deserted", "total", "")),
        ("003", "approximately 3,000 additional", "approximately 3,000", ("north-korea", "sent", "additional", "")),
        ("004", "approximately 1,500", "approximately 1,500", ("north-korea", "arrived", "total", "")),
        ("004", "11,000", "11,000", ("north-korea", "training", "total", "")),
        ("004", "Aerial photographs", "hundreds", ("north-korea", "training", "partial", "")),
    ],
)
def test_figures_say_what_they_count(number, words, figure, counted):
    article = next(article for article in ARTICLES if article["file_name"].startswith(number))
    rows = [
        tuple(row[name] for name in ("of", "stage", "basis", "per"))
        for one in decisions(article, "accept")
        if words in one["quote"]
        for row in one["claim"]["quantities"]
        if row["as_written"] == figure
    ]
    assert set(rows) == {counted}


@each_article
def test_a_figure_that_stands_for_another_has_no_bounds_and_names_one_that_has(article):
    by_start = {one["start"]: one["claim"]["quantities"] for one in decisions(article, "accept")}
    stand_ins = [row for row in parts(article, "quantity") if row["as_written"] in ANAPHORA]
    assert stand_ins == [row for row in parts(article, "quantity") if row["stands_for"]]
    for row in stand_ins:
        meant = by_start[row["stands_for"]["start"]][row["stands_for"]["figure"]]
        assert (row["low"], row["best"], row["high"]) == (None, None, None)
        assert meant["best"] is not None
        assert [row[name] for name in ("of", "measure", "unit")] == [meant[name] for name in ("of", "measure", "unit")]


@pytest.mark.parametrize(
    ("number", "start", "role", "whom"),
    [
        ("000", 2250, "subject", {"north-korea", "russia"}),
        ("003", 3149, "place", {"Kursk"}),
        ("004", 732, "place", {"russia"}),
        ("004", 1345, "evidence", {"aerial photographs"}),
        ("004", 2110, "evidence", {"video footage"}),
        ("004", 2993, "place", {"ukraine"}),
    ],
)
def test_places_and_evidence_have_their_roles(number, start, role, whom):
    article = next(article for article in ARTICLES if article["file_name"].startswith(number))
    [one] = [one for one in decisions(article, "accept") if one["start"] == start]
    assert {row["actor"] or row["name"] for row in one["claim"]["attributions"] if row["role"] == role} == whom


SPEAKING = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER}


def test_whoever_speaks_for_a_state_does_so_throughout():
    """A decision that says nothing of the side takes away the one that the machine has found."""
    sides = {}
    for article in ARTICLES:
        for part in parts(article, "attribution"):
            if part["role"] in SPEAKING and part["actor"]:
                sides.setdefault(part["actor"], set()).add(part["side"])
    assert {actor: found for actor, found in sides.items() if len(found) > 1} == {}
    spoken_for = {actor for actor, found in sides.items() if found != {None}}
    assert {"aleksander-sladkov", "dmitry-peskov", "nis", "united-states", "vladimir-putin"} <= spoken_for


@each_article
def test_wordings_print_apostrophes_and_quotation_marks_as_the_article_does(article):
    text = TEXTS[article["file_name"]]
    for one in decisions(article, "accept"):
        wording = one["claim"]["text"]
        straight = [word for word in re.findall(r"\w+'\w*", wording) if word not in text]
        assert (wording, straight) == (wording, [])
        assert '"' not in wording or "“" not in one["quote"]
