"""Assessments in the admin: what is typed goes through `claimsdb.review.assessments`, and no work is written over."""

import pytest
from django.urls import reverse

from claimsdb.models import Assessment
from tests.admin.forms import form_data
from tests.factories import AcceptedClaimFactory, ArticleFactory, AssessmentFactory, EvidenceFactory, SourceFactory

ADD = "admin:claimsdb_assessment_add"


@pytest.fixture
def assessment(db):
    row = AssessmentFactory()
    EvidenceFactory(assessment=row)
    return row


@pytest.fixture
def page(assessment):
    return reverse("admin:claimsdb_assessment_change", args=[assessment.pk])


def test_an_editor_enters_one_with_its_evidence(editor_client, editor):
    claim, publisher, article = AcceptedClaimFactory(), SourceFactory(), ArticleFactory()
    typed = {
        "claim": claim.pk, "publisher": publisher.pk, "label": "Mostly true", "normalized": "supported",
        "url": "https://checks.example/a", "published_on": "2024-11-01", "evidence-TOTAL_FORMS": 1,
        "evidence-0-bearing": "supports", "evidence-0-article": article.pk, "evidence-0-as_written": "A spokesman said",
    }  # fmt: skip
    answer = editor_client.post(reverse(ADD), form_data(editor_client.get(reverse(ADD)), **typed))
    assert answer.status_code == 302, answer.context["errors"]
    row = Assessment.objects.get()
    assert (row.claim, row.label, row.version, len(row.key)) == (claim, "Mostly true", 1, 16)
    assert [evidence.article for evidence in row.evidence.all()] == [article]
    assert row.history.get().history_user == editor


def test_a_change_raises_the_version_and_keeps_the_evidence(editor_client, assessment, page):
    before = assessment.evidence.get().pk
    answer = editor_client.post(page, form_data(editor_client.get(page), label="False"))
    assert answer.status_code == 302, answer.context["errors"]
    assessment.refresh_from_db()
    assert (assessment.label, assessment.version) == ("False", 2)
    assert assessment.evidence.get().pk == before


def test_nothing_changed_is_nothing_written(editor_client, assessment, page):
    assert editor_client.post(page, form_data(editor_client.get(page))).status_code == 302
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_evidence_is_taken_away(editor_client, assessment, page):
    answer = editor_client.post(page, form_data(editor_client.get(page), **{"evidence-0-DELETE": "on"}))
    assert answer.status_code == 302, answer.context["errors"]
    assert not assessment.evidence.exists()


def test_the_later_of_two_editors_gets_the_form_back(editor_client, assessment, page):
    data = form_data(editor_client.get(page), label="False")
    editor_client.post(page, data | {"label": "True"})
    answer = editor_client.post(page, data)
    assert "has changed since you opened it" in answer.text
    assert answer.context["adminform"].form["label"].value() == "False"
    assessment.refresh_from_db()
    assert (assessment.label, assessment.version) == ("True", 2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"url": ""}, "where it can be read"),
        ({"rating_value": "3"}, "or none of them"),
        ({"label": "Fal\u00adse"}, "cannot be seen (U+00AD) as character 4"),
        ({"rationale": "So\u202e."}, "U+202E"),
        ({"evidence-0-note": "<b>3</b>"}, "HTML"),
        ({"evidence-0-url": ""}, "Evidence is an article, or has an address"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_reason(editor_client, assessment, page, typed, words):
    answer = editor_client.post(page, form_data(editor_client.get(page), **typed))
    assert answer.status_code == 200
    assert words in answer.text
    assessment.refresh_from_db()
    assert assessment.version == 1
