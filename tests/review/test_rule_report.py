"""What is known of a rule from editors' decisions, and the list that starts with the least certain claims."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Reason, Status, Voice
from claimsdb.models import Claim
from claimsdb.review.rule_precision import rule_records, worst_first
from tests.commands import printed
from tests.factories import ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def rejected_again(claim):
    review.reject(claim, by=None, reason=Reason.UNCLEAR)
    review.reopen(claim, by=None)
    review.reject(claim, by=None, reason=Reason.WRONG_ACTOR)


def amended(claim):
    review.amend(claim, by=None, fields={"phase": "planned"})


def amended_and_accepted(claim):
    amended(claim)
    review.accept(claim, by=None)


def reopened(claim):
    review.accept(claim, by=None)
    review.reopen(claim, by=None)


DECIDE = {
    "waits": lambda claim: None,
    "accepted": lambda claim: review.accept(claim, by=None),
    "amended": amended,
    "amended and accepted": amended_and_accepted,
    "reopened": reopened,
    "rejected": lambda claim: review.reject(claim, by=None, reason=Reason.NOT_A_CLAIM),
    "rejected again": rejected_again,
    "duplicate": lambda claim: review.mark_duplicate(claim, original=ClaimFactory(extractor="", rule=""), by=None),
    "superseded": lambda claim: review.supersede(claim, by=None),
}


def propose(*decisions, **values):
    for decision in decisions:
        DECIDE[decision](ClaimFactory(**values))


@pytest.mark.parametrize(
    ("decisions", "decided", "as_found", "amended", "rejected", "precision"),
    [
        (["waits"], 0, 0, 0, {}, None),
        (["superseded", "amended", "reopened"], 0, 0, 0, {}, None),
        (["accepted", "waits"], 1, 1, 0, {}, 1),
        (["amended and accepted", "accepted"], 2, 1, 1, {}, 1),
        (["rejected"], 1, 0, 0, {"not_a_claim": 1}, 0),
        (["accepted", "rejected again", "rejected", "rejected"], 4, 1, 0, {"wrong_actor": 1, "not_a_claim": 2}, 0.25),
        (["duplicate", "accepted"], 2, 1, 0, {}, 1),
    ],
)
def test_a_record_counts_what_became_of_the_claims(decisions, decided, as_found, amended, rejected, precision):
    propose(*decisions)
    (record,) = rule_records()
    assert (record.extractor, record.extractor_version, record.rule) == ("spacy-rules", "1", "clause-complement")
    assert (record.proposed, record.decided) == (len(decisions), decided)
    assert (record.accepted_as_found, record.accepted_amended) == (as_found, amended)
    assert (record.rejected, record.precision) == (Counter(rejected), precision)


def test_confidence_is_that_of_the_claims_judged():
    propose("accepted", confidence=0.9)
    propose("rejected", confidence=0.5)
    propose("waits", "duplicate", confidence=0.1)
    (record,) = rule_records()
    assert (record.judged, record.confidence) == (2, pytest.approx(0.7))


def test_each_rule_of_each_version_has_its_own_record():
    propose("accepted")
    propose("rejected", rule="headline")
    propose("rejected", "rejected", extractor_version="2")
    review.enter(ArticleFactory(), by=None, fields={"text": "By hand.", "voice": Voice.ARTICLE})
    records = {(each.rule, each.extractor_version): each.precision for each in rule_records()}
    assert records == {("clause-complement", "1"): 1, ("headline", "1"): 0, ("clause-complement", "2"): 0}


def test_the_worst_comes_first_among_those_with_enough_judgements():
    propose("accepted", "accepted", rule="good")
    propose("accepted", "rejected", rule="poor")
    propose("rejected", rule="rare")
    propose("waits", rule="new")
    propose("accepted", "rejected", "accepted", "rejected", rule="poor-and-sure")
    order = [each.rule for each in worst_first(rule_records(), enough=2)]
    assert order == ["poor-and-sure", "poor", "good", "rare", "new"]
    assert next(iter(worst_first(rule_records(), enough=1))).rule == "rare"


def test_twenty_rules_take_as_many_queries_as_two():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            rule_records()
        return len(captured)

    for number in range(20):
        propose("rejected", "accepted", rule=f"rule-{number}")
        if number == 1:
            few = queries()
    assert queries() == few


def report(**options):
    return [line.split() for line in printed("rule_report", **options).splitlines() if line.strip()]


def test_the_report():
    propose("accepted", "amended and accepted", "rejected", "waits", rule="headline", confidence=0.8)
    propose("accepted", extractor_version="2")
    lines = report(enough=3)
    first = lines.index(["headline", "3", "of", "4", "1", "1", "0.67", "of", "3", "0.80", "1", "not", "a", "claim"])
    assert lines[first + 1 :] == [
        ["spacy-rules", "1"],
        ["clause-complement", "1", "of", "1", "1", "·", "1.00", "of", "1", "0.90"],
        ["spacy-rules", "2"],
    ]
    assert "headline" not in str(report(extractor_version="2"))
    assert "clause-complement" not in str(report(rule="headline"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "x"], "No claim was proposed by rule 'x': there are clause-complement, headline."),
        (["--extractor-version", "9"], "No claim was proposed by extractor version '9': there are 1."),
        (["--enough", "0"], "'0' is not a number of judgements: give 1 or more."),
    ],
)
def test_what_is_not_there_is_said(arguments, words):
    propose("waits")
    propose("waits", rule="headline")
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        call_command("rule_report", *arguments)


@pytest.mark.parametrize(("sign", "places"), [("", [1, 2, 0, 3]), ("-", [3, 0, 1, 2])])
def test_the_list_can_start_with_the_least_certain(editor_client, sign, places):
    """Claims that are equally certain stay in reading order; those entered by hand have no confidence."""
    article = ArticleFactory()
    claims = [
        ClaimFactory(article=article, start=place, end=place + 5, confidence=confidence)
        for place, confidence in enumerate([0.9, 0.5, 0.5, None])
    ]
    ClaimFactory(status=Status.ACCEPTED, confidence=0.1)
    url = reverse("admin:claimsdb_claim_changelist")
    column = editor_client.get(url).context["cl"].list_display.index("sure")
    shown = list(editor_client.get(url, {"o": f"{sign}{column}"}).context["cl"].result_list)
    assert shown == [claims[place] for place in places]
    assert Claim.objects.waiting().count() == len(shown)
