"""ClaimReview in JSON-LD: what schema.org and Google ask for, and nothing that the database does not know."""

from datetime import date

import pytest

from claimsdb.choices import ActorKind, CodeScheme, DerivationKind, Role, Stance
from claimsdb.index import synced
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    DerivationFactory,
    SourceFactory,
    StateFactory,
)

LD_JSON = "application/ld+json"


@pytest.fixture
@synced()
def claim(db):
    wire = SourceFactory(slug="wire", name="The Wire", domain="wire.example")
    article = ArticleFactory(
        source=wire,
        title="Troops on their way",
        url="https://wire.example/troops",
        published_on=date(2024, 10, 20),
        published_basis="url",
    )
    claim = AcceptedClaimFactory(article=article, text="Ten thousand troops came.")
    kim = ActorFactory(slug="kim", name="Kim")
    ActorCodeFactory(actor=kim, scheme=CodeScheme.WIKIDATA, code="Q1")
    AttributionFactory(claim=claim, actor=kim)
    AttributionFactory(claim=claim, actor=ActorFactory(name="The Ministry", kind=ActorKind.GOVERNMENT_BODY))
    AttributionFactory(claim=claim, actor=None, name="officials")
    AttributionFactory(claim=claim, actor=StateFactory(slug="russia"), role=Role.SUBJECT)
    return claim


@pytest.fixture
def assessment(claim):
    return AssessmentFactory(
        claim=claim,
        publisher=SourceFactory(name="The Checker", domain="checker.example"),
        title="Did they come?",
        url="https://checker.example/troops",
        rating_value=2.0,
        worst_rating=1.0,
        best_rating=5.0,
        rationale="Fewer came.",
    )


def reviews(client, claim, accept=LD_JSON):
    return client.get(f"/api/claims/{claim.key}/", headers={"accept": accept})


def test_review(api, claim, assessment):
    answer = reviews(api, claim)
    assert answer["Content-Type"] == LD_JSON
    assert "Accept" in answer["Vary"]
    assert answer.json() == [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": "https://checker.example/troops",
            "name": "Did they come?",
            "claimReviewed": "Ten thousand troops came.",
            "datePublished": "2024-11-01",
            "inLanguage": "en",
            "author": {"@type": "Organization", "name": "The Checker", "url": "https://checker.example"},
            "reviewRating": {
                "@type": "Rating",
                "alternateName": "Mostly false",
                "ratingValue": 2,
                "worstRating": 1,
                "bestRating": 5,
            },
            "reviewBody": "Fewer came.",
            "itemReviewed": {
                "@type": "Claim",
                "author": [
                    {"@type": "Person", "name": "Kim", "sameAs": ["https://www.wikidata.org/wiki/Q1"]},
                    {"@type": "Organization", "name": "The Ministry"},
                ],
                "datePublished": "2024-10-20",
                "appearance": {
                    "@type": "Article",
                    "url": "https://wire.example/troops",
                    "headline": "Troops on their way",
                    "datePublished": "2024-10-20",
                    "publisher": {"@type": "Organization", "name": "The Wire", "url": "https://wire.example"},
                },
            },
        }
    ]


# What Google's page on ClaimReview calls required, and what it recommends of what any row has.
REQUIRED = [
    "@context",
    "@type",
    "claimReviewed",
    "url",
    "reviewRating.@type",
    "reviewRating.alternateName",
    "author.@type",
    "author.name",
    "datePublished",
    "itemReviewed.@type",
    "itemReviewed.appearance.@type",
    "itemReviewed.appearance.headline",
]


@pytest.mark.parametrize("path", REQUIRED)
def test_the_least_that_can_be_published_has_what_is_required(api, db, path):
    [review] = reviews(api, AssessmentFactory(language="und").claim).json()
    found = review
    for name in path.split("."):
        found = found[name]
    assert found


def test_what_is_not_known_is_left_out(api, db):
    [review] = reviews(api, AssessmentFactory(language="und").claim).json()
    assert review.keys().isdisjoint({"name", "inLanguage", "reviewBody"})
    assert review["reviewRating"].keys() == {"@type", "alternateName"}
    assert review["author"].keys() == {"@type", "name"}
    assert review["itemReviewed"].keys() == {"@type", "appearance"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((date(2024, 10, 18), date(2024, 10, 18)), "2024-10-18"),
        ((date(2024, 10, 1), date(2024, 10, 18)), "2024-10-20"),
        ((date(2024, 10, 18), None), "2024-10-20"),
    ],
)
def test_a_claim_has_the_day_on_which_it_was_said_or_else_published(api, claim, assessment, said, expected):
    claim.said_from, claim.said_to = said
    claim.save()
    [review] = reviews(api, claim).json()
    assert review["itemReviewed"]["datePublished"] == expected


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        (Stance.ASSERTS, "Ten thousand troops came."),
        (Stance.DENIES, "Denied: Ten thousand troops came."),
        (Stance.QUESTIONS, "Questioned: Ten thousand troops came."),
    ],
)
def test_nobody_is_said_to_claim_what_they_deny(api, claim, assessment, stance, expected):
    claim.stance = stance
    claim.save()
    assert reviews(api, claim).json()[0]["claimReviewed"] == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [(DerivationKind.QUOTED, "https://first.example/a"), (DerivationKind.DERIVED, None)]
)
def test_where_it_appeared_first_is_what_the_article_says(api, claim, assessment, kind, expected):
    DerivationFactory(article=claim.article, kind=kind, source=None, url="https://first.example/a")
    [review] = reviews(api, claim).json()
    assert review["itemReviewed"].get("firstAppearance", {}).get("url") == expected


def test_the_article_from_which_it_comes_is_told_in_full(api, claim, assessment):
    original = ArticleFactory(title="The first report")
    DerivationFactory(article=claim.article, kind=DerivationKind.QUOTED, source=None, original=original)
    [review] = reviews(api, claim).json()
    assert review["itemReviewed"]["firstAppearance"] == {"@type": "Article", "headline": "The first report"}


def test_several_come_in_the_order_of_publication(api, claim, assessment):
    AssessmentFactory(claim=claim, label="False", published_on=date(2024, 10, 30))
    labels = [review["reviewRating"]["alternateName"] for review in reviews(api, claim).json()]
    assert labels == ["False", "Mostly false"]


@pytest.mark.parametrize(
    ("accept", "status", "content_type"),
    [
        (LD_JSON, 406, "application/problem+json"),
        (f"{LD_JSON}, application/json;q=0.5", 200, "application/json"),
        ("*/*", 200, "application/json"),
    ],
)
@pytest.mark.parametrize("client", ["api", "editor_api"])
def test_accepted_is_not_reviewed(request, claim, client, accept, status, content_type):
    """A draft is no review either, whoever asks."""
    AssessmentFactory(claim=claim, published_on=None)
    answer = reviews(request.getfixturevalue(client), claim, accept)
    assert (answer.status_code, answer["Content-Type"]) == (status, content_type)


def test_format_asks_for_it_too(api, claim, assessment):
    assert api.get(f"/api/claims/{claim.key}/?format=jsonld").json() == reviews(api, claim).json()
    assessment.delete()
    answer = api.get(f"/api/claims/{claim.key}/?format=jsonld")
    assert (answer.status_code, "No assessment" in answer.json()["detail"]) == (406, True)


def test_a_hidden_claim_is_not_found(api, db):
    assert reviews(api, AssessmentFactory(claim=ClaimFactory()).claim).status_code == 404


@pytest.mark.parametrize("query", ["fields=text", "expand=article", "frist=1"])
def test_no_parameter_is_passed_over(api, claim, assessment, query):
    answer = api.get(f"/api/claims/{claim.key}/?{query}", headers={"accept": LD_JSON})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
