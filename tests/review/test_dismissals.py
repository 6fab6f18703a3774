"""Findings that an editor has looked at do not come back; what is found anew does."""

import pytest

from claimsdb import review
from claimsdb.choices import Check
from claimsdb.models import Dismissal
from claimsdb.review.checks import dismiss, findings
from tests.factories import ArticleFactory, ClaimFactory, EditorFactory

QUOTE = "it may send 3,000 troops"


@pytest.fixture
def claim(db):
    """A claim of whose wording two checks have something to say."""
    return ClaimFactory(article=ArticleFactory(text=QUOTE), start=0, end=len(QUOTE), text="The army sent 5,000 troops.")


def found(claim):
    return [(finding.check, finding.about) for finding in findings(claim)]


def test_a_dismissed_finding_stays_away(claim, editor):
    assert found(claim) == [(Check.FIGURE_ADDED, "5,000"), (Check.PLAN_AS_FACT, "may")]
    dismiss(claim, Check.FIGURE_ADDED, "5,000", by=editor)
    dismiss(claim, Check.FIGURE_ADDED, "5,000", by=EditorFactory())
    assert found(claim) == [(Check.PLAN_AS_FACT, "may")]
    assert Dismissal.objects.get().user == editor


def test_what_is_found_anew_is_a_new_finding(claim, editor):
    dismiss(claim, Check.FIGURE_ADDED, "5,000", by=editor)
    review.amend(claim, fields={"text": "The army may send 5,000 or 6,000 troops."}, by=editor)
    assert found(claim) == [(Check.FIGURE_ADDED, "5,000 or 6,000")]


@pytest.mark.parametrize(
    ("check", "about"),
    [
        (Check.FIGURE_ADDED, "3,000"),
        (Check.NEGATION_LOST, "5,000"),
        ("no_check", "5,000"),
        ("", ""),
    ],
)
def test_only_what_is_found_is_dismissed(claim, editor, check, about):
    with pytest.raises(review.Incomplete, match=claim.key):
        dismiss(claim, check, about, by=editor)
    assert not Dismissal.objects.exists()


def test_a_quote_that_is_not_at_its_place_is_put_right(editor):
    claim = ClaimFactory(article=ArticleFactory(text=QUOTE), start=0, end=len(QUOTE), quote=QUOTE.upper())
    with pytest.raises(review.Incomplete, match="put right"):
        dismiss(claim, Check.QUOTE_PLACE, f"0-{len(QUOTE)}", by=editor)
    assert (Check.QUOTE_PLACE, f"0-{len(QUOTE)}") in found(claim)


def test_who_may_not_review_dismisses_nothing(claim, reader):
    with pytest.raises(review.NotAllowed):
        dismiss(claim, Check.FIGURE_ADDED, "5,000", by=reader)
    assert len(found(claim)) == 2
