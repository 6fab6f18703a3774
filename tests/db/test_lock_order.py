"""Whoever writes locks claims first, then what these name, and the index last: nobody waits for who waits for them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb import curation, review
from claimsdb.ingest import extractors
from tests.extractors import Marked
from tests.factories import ActorFactory, AssessmentFactory, AttributionFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

LOCKS = re.compile(r'FROM "claimsdb_(\w+)".* FOR (?:NO KEY )?UPDATE|(pg_advisory_xact_lock)')


def merge_actors():
    actor, into = AttributionFactory(actor=ActorFactory()).actor, ActorFactory()
    yield
    curation.merge_actors(actor, into=into, seen=None, by=None)


def amend_assessment():
    assessment = AssessmentFactory()
    yield
    review.assessments.amend(assessment, by=None, version=1, fields={"label": "True"})


def correct_article():
    article = AttributionFactory().claim.article
    yield
    curation.articles.correct(article, seen=None, fields={"published_on": date(2024, 1, 2)}, by=None)


@pytest.mark.parametrize(
    ("write", "order"),
    [
        (merge_actors, ["claim", "actor", "mergedactor", "index"]),
        (amend_assessment, ["assessment", "claim", "index"]),
        (correct_article, ["claim", "article", "index"]),
    ],
)
def test_claims_are_locked_before_what_they_name_and_the_index_last(write, order, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", Marked)
    steps = write()
    next(steps)
    with CaptureQueriesContext(connection) as said:
        next(steps, None)
    found = [LOCKS.search(query["sql"]) for query in said]
    assert [*dict.fromkeys(each[1] or "index" for each in found if each)] == order
