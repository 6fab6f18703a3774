"""Fact checks of others come in: known again, certain of their claim or left to an editor, and nothing lost."""

import json
from datetime import date

import pytest

from claimsdb import curation
from claimsdb.choices import SourceState, Stance, Status
from claimsdb.exchange import claim_reviews
from claimsdb.exchange.claim_reviews import Arrival, ClaimReviewImport
from claimsdb.models import Assessment, Claim, ExternalCheck, Source
from claimsdb.reading.claim_reviews import iter_reviews, read_review
from claimsdb.review import assessments, publication
from claimsdb.review.external_checks import attach
from tests.commands import outcome
from tests.factories import AcceptedClaimFactory, ArticleFactory, AssessmentFactory, ClaimFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]

POST = "https://wire.example/troops"
TEXT = "Kim’s “ten thousand” troops came."


def a_review(number=1, **properties):
    return {
        "@type": "ClaimReview",
        "url": f"https://checks.example/{number}",
        "claimReviewed": 'kim\'s "ten thousand"  troops came',
        "datePublished": "2024-11-01",
        "author": {"@type": "Organization", "name": "The Checker", "url": "https://www.checks.example/about"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        "itemReviewed": {"@type": "Claim", "appearance": {"url": f"{POST}?utm_source=x"}},
    } | properties


@pytest.fixture
def claim(db):
    return AcceptedClaimFactory(article=ArticleFactory(url=f"{POST}/"), text=TEXT)


@pytest.fixture
def import_(tmp_path):
    def import_(*reviews):
        path = tmp_path / "feed.json"
        path.write_text(json.dumps([*reviews]))
        run = ClaimReviewImport()
        run.take_in(iter_reviews(path))
        return run.report

    return import_


def arrivals(report):
    return {arrival.value: number for arrival, number in report.arrivals.items()}


def test_what_is_certain_waits_at_its_claim_and_is_shown_to_nobody(claim, import_, api):
    assert arrivals(import_(a_review())) == {"matched": 1}
    check = ExternalCheck.objects.get()
    assert (check.claim, check.rule, check.assessment, check.faults) == (claim, "address_and_wording", None, [])
    assert check.found == a_review()
    assert (check.publisher.name, check.publisher.domain) == ("The Checker", "checks.example")
    assert check.publisher.state == SourceState.PROPOSED
    assert not Assessment.objects.exists()
    assert "checks.example" not in api.get(f"/api/claims/{claim.key}/").content.decode()


DOUBTFUL = {
    "near wording": lambda claim: {"claimReviewed": "Kim's ten thousand troops have come."},
    "no address": lambda claim: {"itemReviewed": {"@type": "Claim"}},
    "another address": lambda claim: {"itemReviewed": {"appearance": "https://wire.example/other"}},
    "a front page": lambda claim: {"itemReviewed": {"appearance": "https://wire.example/"}},
    "no wording": lambda claim: {"claimReviewed": None},
    "a denial": lambda claim: Claim.objects.update(stance=Stance.DENIES) and {},
    "a rejected one": lambda claim: Claim.objects.update(status=Status.REJECTED) and {},
    "twice in the article": lambda claim: ClaimFactory(article=claim.article, text=TEXT) and {},
}


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_what_is_doubtful_is_left_to_an_editor(claim, import_, doubt):
    assert arrivals(import_(a_review(**DOUBTFUL[doubt](claim)))) == {"to place": 1}
    assert ExternalCheck.objects.get().claim is None


@pytest.mark.parametrize("address", ["https://db.example/claims/{}/", "http://localhost:8000/api/claims/{}/?a=b"])
def test_a_claim_that_is_named_by_its_address_is_meant_whatever_the_words(claim, import_, address):
    named = {"@type": "Claim", "@id": address.format(claim.key)}
    import_(a_review(claimReviewed="In other words.", itemReviewed=named))
    assert ExternalCheck.objects.get().rule == "claims_address"


def test_the_same_again_is_nothing_new(claim, import_):
    reviews = [a_review(), a_review(2, claimReviewed="Something else."), a_review(3, url=None)]
    assert arrivals(import_(*reviews)) == {"matched": 2, "to place": 1}
    rows = list(ExternalCheck.objects.values())
    assert arrivals(import_(*reviews)) == {"known": 3}
    assert list(ExternalCheck.objects.values()) == rows
    assert ExternalCheck.history.count() == 3


def test_a_changed_one_is_named_and_keeps_its_place(claim, import_, editor):
    import_(a_review())
    check = attach(ExternalCheck.objects.get(), claim, by=editor, version=1, normalized="refuted")
    report = import_(a_review(reviewRating={"alternateName": "Half true"}))
    assert arrivals(report) == {"changed": 1}
    assert "changed: label False → Half true" in report.remarks[0]
    check.refresh_from_db()
    assert (check.is_changed, check.version, check.assessment.label) == (True, 3, "False")
    assert check.history.latest().history_change_reason == "imported anew"


def test_two_ways_to_say_one_check_in_one_feed(claim, import_):
    report = import_(a_review(), a_review(inLanguage="en"), a_review())
    assert arrivals(report) == {"matched": 1, "known": 1, "not read": 1}
    assert "says otherwise than the same fact check before it" in report.unread[0]


def test_an_article_that_comes_later_places_what_waits(import_):
    assert arrivals(import_(a_review())) == {"to place": 1}
    claim = AcceptedClaimFactory(article=ArticleFactory(url=POST), text=TEXT)
    assert arrivals(import_(a_review())) == {"known": 1}
    assert ExternalCheck.objects.get().claim == claim


def test_a_claim_that_is_out_of_the_way_since_is_meant_no_longer(claim, import_):
    import_(a_review())
    Claim.objects.update(status=Status.SUPERSEDED, decided_at=None)
    again = AcceptedClaimFactory(article=claim.article, text=TEXT)
    import_(a_review())
    assert ExternalCheck.objects.get().claim == again


def test_odd_fields_are_named_in_row_and_report_and_lose_nothing(claim, import_):
    odd = a_review(datePublished="soon", reviewRating={"ratingValue": 9, "worstRating": 1, "bestRating": 5}, url="//")
    report = import_(odd, a_review(2, author=None, url=None), a_review(3, url="https://a..b/1"))
    assert report.arrivals[Arrival.UNREAD] == 0
    first, second, third = ExternalCheck.objects.order_by("pk")
    assert first.found == odd
    assert [fault.split()[0] for fault in first.faults] == [
        *("url", "reviewRating.alternateName", "reviewRating.ratingValue", "datePublished"),
    ]
    assert second.publisher is None
    assert (third.url, third.faults) == ("", ["url cannot be kept: 'https://a..b/1' names no host, write https://…."])
    assert len(report.remarks) == 7


def test_a_known_source_is_its_publisher(claim, import_):
    known = SourceFactory(name="Checks", domain="checks.example")
    import_(a_review())
    assert ExternalCheck.objects.get().publisher == known
    assert Source.objects.filter(state=SourceState.PROPOSED).count() == 0


@pytest.mark.parametrize("stance", [Stance.ASSERTS, Stance.DENIES, Stance.QUESTIONS])
def test_our_own_come_back_as_nothing_new(claim, api, import_, tmp_path, stance):
    Claim.objects.update(stance=stance)
    AssessmentFactory(claim=claim, rating_value=2, worst_rating=1, best_rating=5)
    AssessmentFactory(claim=claim, label="Pants on fire", language="und")
    own = api.get(f"/api/claims/{claim.key}/", headers={"accept": "application/ld+json"}).json()
    assert arrivals(import_(*own)) == {"ours": 2}
    searched = api.get("/api/factcheck/v1alpha1/claims:search?query=troops").json()
    report = import_(searched)
    assert (arrivals(report), report.remarks) == ({"ours": 2}, [])
    [mostly_false] = [each for each in own if each["reviewRating"]["alternateName"] == "Mostly false"]
    report = import_(mostly_false | {"reviewRating": {"alternateName": "True"}})
    assert (arrivals(report), report.remarks[0].partition(": ")[2]) == (
        {"ours": 1},
        "is here with the label Mostly false, not True",
    )
    assert not ExternalCheck.objects.exists()


def test_a_fault_that_nobody_foresaw_loses_none_of_the_others(claim, import_, monkeypatch, caplog):
    def read(found):
        return read_review(found) if found["url"].endswith(("1", "3")) else {}["unforeseen"]

    monkeypatch.setattr(claim_reviews, "read_review", read)
    report = import_(a_review(1), a_review(2), a_review(3))
    assert arrivals(report) == {"matched": 2, "not read": 1}
    assert "feed.json /1: " in report.unread[0]
    assert "KeyError" in caplog.text


def test_the_command_says_what_became_of_them(claim, tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"dataFeedElement": [{"item": a_review(datePublished=None)}, {"item": None}]}))
    bad.write_text("{")
    told, objection = outcome("import_claimreviews", bad, good, "--dry-run")
    assert "dry run" in told
    assert not ExternalCheck.objects.exists()
    assert not Source.objects.filter(name="The Checker").exists()
    told, objection = outcome("import_claimreviews", bad, good)
    assert "datePublished is null" in told.replace("\n", "")
    assert objection.startswith("2 not taken in:")
    assert "bad.json: not JSON" in objection
    assert "good.json /dataFeedElement/1/item: is null" in objection
    assert ExternalCheck.objects.get().published_on is None
    assert outcome("import_claimreviews", good, verbosity=0)[0] == ""


def test_merging_a_source_takes_its_checks_along(claim, import_, editor):
    import_(a_review())
    proposed, known = ExternalCheck.objects.get().publisher, SourceFactory()
    curation.merge_sources(proposed, into=known, seen=curation.tag_of(proposed), by=editor)
    assert ExternalCheck.objects.get().publisher == known


def test_what_an_editor_attached_is_an_assessment_like_any_other(claim, import_, editor, api):
    import_(a_review())
    check = attach(ExternalCheck.objects.get(), claim, by=editor, version=1, normalized="refuted")
    row = check.assessment
    assert (row.label, row.url, row.published_on) == ("False", "https://checks.example/1", date(2024, 11, 1))
    shown = f"/api/claims/{claim.key}/"
    assert api.get(shown).json()["assessments"] == []  # its publisher is only proposed
    publication.confirm_sources([check.publisher.slug], by=None)
    assert [each["label"] for each in api.get(shown).json()["assessments"]] == ["False"]
    assessments.delete(row, by=editor, version=None)
    check.refresh_from_db()
    assert ExternalCheck.objects.to_place().get() == check
