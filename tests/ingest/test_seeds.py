"""What a freshly loaded database holds, and what it answers its first visitors."""

import pytest
from rest_framework.test import APIClient

from claimsdb.choices import PublishedBasis, Status
from claimsdb.models import Actor, Article, Attribution, Claim, ClaimVersion, Decision, Derivation, Quantity
from tests.commands import printed

pytestmark = pytest.mark.xdist_group("seeds")  # one worker, so that they are copied once


@pytest.fixture
def loaded(db, lasting_seeds):
    """What `load_seeds` printed; what it stored is there."""
    return lasting_seeds


def test_the_table_counts_and_names_each_contradiction(loaded):
    assert "5 new of 5 articles" in loaded
    assert "The headline has 50,000 and the first sentence 500,000 troops" in loaded
    assert "About 4,000 against about 1,200 casualties" in loaded
    assert loaded.count("Denied by") == 3
    assert loaded.count("Denied by Kremlin and Dmitry Peskov") == 1


def test_loading_twice_changes_nothing(loaded):
    first = everything()
    assert "0 new of 5 articles." in printed("load_seeds")
    assert everything() == first


def test_they_are_as_the_extractor_finds_them(loaded):
    before, waiting = everything(), Claim.objects.filter(status=Status.EXTRACTED).count()
    out = " ".join(printed("extract_claims", "--all").split())
    assert everything() == before
    rest = Claim.objects.count() - waiting
    assert f"5 articles; {waiting} claims unchanged; {rest} claims kept as decided." in out


def test_at_least_sixty_decisions_over_all_five(loaded):
    assert Decision.objects.count() >= 60
    assert Article.objects.filter(claims__status=Status.ACCEPTED).distinct().count() == 5
    assert Claim.objects.filter(status=Status.REJECTED).exists()
    assert not Claim.objects.exclude(amended=[]).filter(found=None, decisions__verb="amend").exists()


def test_what_the_articles_say_of_themselves(loaded):
    by_file = {article.file_name[:3]: article for article in Article.objects.all()}
    assert [(key, str(row)) for key in sorted(by_file) for row in by_file[key].derivations.all()] == [
        ("000", "wasDerivedFrom Eurasian Times"),
        ("001", "wasQuotedFrom Natural News"),
        ("003", "hadPrimarySource Express & Star"),
    ]
    dated = by_file["002"]
    assert (dated.byline, str(dated.published_on)) == ("Hannah Levene", "2024-10-17")
    assert dated.published_basis == PublishedBasis.FRONT_MATTER
    assert by_file["000"].published_on is None


def test_every_span_holds_its_words(loaded):
    for claim in Claim.objects.select_related("article").prefetch_related("attributions", "quantities"):
        text = claim.article.text
        assert text[claim.start : claim.end] == claim.quote
        for part in (*claim.attributions.all(), *claim.quantities.all()):
            assert part.start is None or text[part.start : part.end] == part.as_written


def test_the_first_question(loaded):
    claims = ask("/api/claims/?actor=NK")["results"]
    assert {claim["status"] for claim in claims} == {"accepted"}
    for words, stance, speaker, figures in MUST_ANSWER:
        found = [claim for claim in claims if words in claim["quote"]]
        assert (stance, speaker, figures) in [(claim["stance"], claimant(claim), bounds(claim)) for claim in found]


def test_one_actor_by_many_names(loaded):
    answers = [ask(f"/api/claims/?actor={name}") for name in ("NK", "KP", "prk", "north-korea", "North%20Korea")]
    keys = [[claim["key"] for claim in answer["results"]] for answer in answers]
    assert keys.count(keys[0]) == len(keys)
    assert len(keys[0]) == answers[0]["count"] > 100


MUST_ANSWER = [
    # words of the quote, stance, code or words of the claimant, (low, high) of its figures
    ("500,000 of its armed forces", "asserts", "aleksander-sladkov", [(500000, 500000)]),
    ("at least half a million", "predicts", "aleksander-sladkov", [(500000, None)]),
    ("North Korean collaboration", "denies", "dmitry-peskov", []),
    ("North Korean soldiers fighting in Ukraine", "denies", "kremlin", []),
    ("approximately 1,500", "asserts", "nis", [(1500, 1500)]),
    ("around 1,200 casualties", "asserts", "U.S. assessments", [(1200, 1200)]),
    ("approximately 10,000 to 12,000", "asserts", "intelligence sources from the United States", [(10000, 12000)]),
]


def everything():
    """Every row of articles, actors and claims, with the moments at which they were written."""
    models = (Article, Derivation, Actor, Claim, Attribution, Quantity, Decision, ClaimVersion)
    return {model: list(model.objects.order_by("pk").values_list()) for model in models}


def ask(path):
    response = APIClient().get(path)
    assert response.status_code == 200, response.content
    return response.json()


def claimant(claim):
    said = next(actor for actor in claim["actors"] if actor["role"] == "claimant" and actor["via"] is None)
    return said["code"] or said["as_written"]


def bounds(claim):
    return [(quantity["low"], quantity["high"]) for quantity in claim["quantities"]]
