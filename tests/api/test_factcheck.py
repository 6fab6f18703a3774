"""The search of Google's Fact Check Tools, field by field, and its parameters."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from api.factcheck.search import FactCheckFilterSet
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    SourceFactory,
)

SEARCH = "/api/factcheck/v1alpha1/claims:search"
TODAY = timezone.localdate()


def claim_said(text, **values):
    return AcceptedClaimFactory(text=text, start=None, end=None, quote="", prefix="", suffix="", **values)


@pytest.fixture
def checker(db):
    return SourceFactory(slug="checker", name="The Checker", domain="checker.example")


@pytest.fixture
def found(api):
    """The texts that a query finds, in their order."""

    def ask(query):
        answer = api.get(f"{SEARCH}?{query}")
        assert answer.status_code == 200, answer.json()
        return [claim["text"] for claim in answer.json().get("claims", [])]

    return ask


def test_claim(api, checker):
    article = ArticleFactory(published_on=date(2024, 10, 20), published_basis="url")
    claim = claim_said("Troops came.", article=article)
    AttributionFactory(claim=claim, actor=ActorFactory(name="Kim"))
    AttributionFactory(claim=claim, actor=None, name="officials")
    AssessmentFactory(claim=claim, publisher=checker, url="https://checker.example/a", title="Did they?", language="de")
    assert api.get(f"{SEARCH}?query=troops").json() == {
        "claims": [
            {
                "text": "Troops came.",
                "claimant": "Kim, officials",
                "claimDate": "2024-10-20T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "The Checker", "site": "checker.example"},
                        "url": "https://checker.example/a",
                        "title": "Did they?",
                        "reviewDate": "2024-11-01T00:00:00Z",
                        "textualRating": "Mostly false",
                        "languageCode": "de",
                    }
                ],
            }
        ]
    }


def test_what_is_empty_is_left_out(api, db):
    AssessmentFactory(claim=claim_said("Troops came."), url="https://www.elsewhere.example/a", language="und")
    [claim] = api.get(f"{SEARCH}?query=troops").json()["claims"]
    assert claim.keys() == {"text", "claimReview"}
    [review] = claim["claimReview"]
    assert review.keys() == {"publisher", "url", "reviewDate", "textualRating"}
    assert review["publisher"]["site"] == "elsewhere.example"
    assert api.get(f"{SEARCH}?query=ships").json() == {}


@pytest.mark.parametrize("hidden", [{"published_on": None}, {"claim__status": "extracted", "claim__decided_at": None}])
def test_drafts_and_hidden_claims_are_not_found(found, checker, hidden):
    claim = {"claim__text": "Troops came.", "publisher": checker}
    AssessmentFactory(**claim, **hidden)
    assert found("query=troops") == found("reviewPublisherSiteFilter=checker.example") == []


FOUND = [
    ("query=troops", ["Troops came.", "Troops left."]),
    ("query=troops+came", ["Troops came."]),
    ("query=troops&languageCode=en", ["Troops came."]),
    ("query=troops&languageCode=en-GB", ["Troops came."]),
    ("query=troops&languageCode=DE", ["Troops left."]),
    ("query=troops&languageCode=fr", []),
    ("reviewPublisherSiteFilter=checker.example", ["Ships came.", "Troops came."]),
    ("query=troops&reviewPublisherSiteFilter=checker.example", ["Troops came."]),
    ("query=troops&maxAgeDays=5", ["Troops came."]),
    ("query=troops&maxAgeDays=2", []),
    ("query=came&maxAgeDays=2", ["Ships came."]),
    ("query=came&maxAgeDays=100", ["Ships came.", "Troops came."]),
    ("query=came&pageSize=1", ["Ships came."]),
    ("query=came&offset=1", ["Troops came."]),
    ("query=came&offset=0", ["Ships came.", "Troops came."]),
    ("query=came&offset=2", []),
    ("query=troops&key=any&alt=json&prettyPrint=false", ["Troops came.", "Troops left."]),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_search(found, checker, query, expected):
    today = ArticleFactory(published_on=TODAY, published_basis="url")
    days = {"Ships came.": 4, "Troops came.": 5, "Troops left.": 90}
    for text, age in days.items():
        claim = claim_said(text, **({"article": today} if text == "Ships came." else {}))
        language = "de" if text == "Troops left." else "en-US"
        publisher = SourceFactory() if text == "Troops left." else checker
        published_on = TODAY - timedelta(days=age)
        AssessmentFactory(claim=claim, publisher=publisher, language=language, published_on=published_on)
    assert found(query) == expected


def test_a_claim_comes_once_with_the_assessments_that_match(api, checker):
    claim = claim_said("Troops came.")
    for publisher, label in [(checker, "False"), (SourceFactory(), "True")]:
        AssessmentFactory(claim=claim, publisher=publisher, label=label)

    def labels(query):
        [found] = api.get(f"{SEARCH}?{query}").json()["claims"]
        return sorted(review["textualRating"] for review in found["claimReview"])

    assert labels("query=troops") == ["False", "True"]
    assert labels("query=troops&reviewPublisherSiteFilter=checker.example") == ["False"]


def test_pages_have_each_claim_once_while_others_are_added(api, db):
    texts = [f"Troops came in wave {number}." for number in range(7)]
    for number, text in enumerate(texts):
        AssessmentFactory(claim=claim_said(text), published_on=date(2024, 11, 1 + number // 3))
    seen, place = [], {}
    while place is not None:
        page = api.get(SEARCH, {"query": "troops", "pageSize": 2, **place}).json()
        seen += [claim["text"] for claim in page["claims"]]
        AssessmentFactory(claim=claim_said("Troops came last."), published_on=date(2025, 1, 1))
        place = {"pageToken": page["nextPageToken"]} if "nextPageToken" in page else None
    assert sorted(seen) == sorted(texts)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "query"),
        ("languageCode=en", "query"),
        ("query=", "query"),
        ("query=%3F", "query"),
        ("q=troops", "q"),
        ("query=troops&languagecode=en", "languagecode"),
        ("query=troops&languageCode=english!", "languageCode"),
        ("reviewPublisherSiteFilter=nobody.example", "reviewPublisherSiteFilter"),
        ("query=troops&maxAgeDays=-1", "maxAgeDays"),
        ("query=troops&pageSize=0", "pageSize"),
        ("query=troops&pageSize=501", "pageSize"),
        ("query=troops&offset=-1", "offset"),
        ("query=troops&pageToken=forged", "pageToken"),
    ],
)
def test_what_is_not_understood_is_an_error(api, checker, query, parameter):
    answer = api.get(f"{SEARCH}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert parameter in [error["parameter"] for error in answer.json()["errors"]]


def test_a_token_fits_its_own_search_alone(api, db):
    for _ in range(2):
        AssessmentFactory(claim=claim_said("Troops and ships came."))
    token = api.get(f"{SEARCH}?query=troops&pageSize=1").json()["nextPageToken"]
    assert api.get(f"{SEARCH}?query=troops&pageSize=5&pageToken={token}").status_code == 200
    assert api.get(f"{SEARCH}?query=ships&pageToken={token}").status_code == 400


@pytest.mark.parametrize(("query", "is_tagged"), [("query=troops", True), ("query=troops&maxAgeDays=9", False)])
def test_an_answer_that_ages_has_no_tag(api, db, query, is_tagged):
    AssessmentFactory(claim=ClaimFactory())
    assert ("ETag" in api.get(f"{SEARCH}?{query}")) == is_tagged


def test_as_many_queries_for_many_claims_as_for_few(api, db, django_assert_max_num_queries):
    taken = []
    for size in (2, 9):
        for _ in range(size):
            AttributionFactory(claim=AssessmentFactory(claim=claim_said("Troops came.")).claim)
        with django_assert_max_num_queries(20) as captured:
            assert api.get(f"{SEARCH}?query=troops&pageSize=50").status_code == 200
        taken.append(len(captured.captured_queries))
    assert taken[0] == taken[1]


def test_examples_of_the_schema_are_understood(api, db):
    SourceFactory(slug="eurasian-times", domain="eurasiantimes.com")
    for name, each in FactCheckFilterSet.base_filters.items():
        if name != "pageToken":
            assert api.get(SEARCH, {"query": "troops", name: each.parameter.example}).status_code == 200, name
