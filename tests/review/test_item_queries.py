"""The page of a claim at the desk takes a fixed number of statements, whatever the number of claims."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb.index import synced
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    QuestionFactory,
)

AT_MOST = 15
WITH_QUESTIONS = 32


@pytest.fixture
def many(claims):
    with synced():
        for article in [claims[0].article, *ArticleFactory.create_batch(3)]:
            for claim in ClaimFactory.create_batch(10, article=article, start=2, end=12):
                AttributionFactory(claim=claim)
                QuantityFactory(claim=claim)


def asked(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code in (200, 302)
    return [each["sql"] for each in queries.captured_queries]


@pytest.mark.parametrize("query", ["", "?order=uncertain", "?order=random"])
def test_the_next_item(editor_client, claim, item, many, query):
    url = item(claim, query)
    editor_client.get(url)  # what is looked up once, such as the names of all actors
    statements = asked(editor_client, url)
    assert len(statements) <= AT_MOST, "\n".join(statements)
    assert len(asked(editor_client, reverse("desk") + query)) <= AT_MOST


def test_the_questions_beside_it(editor_client, claim, item):
    """As many statements for seven questions with seven answers each as for two."""
    counted = []
    for number in (2, 7):
        with synced():
            questions = QuestionFactory.create_batch(number, measure="troops", unit="person")
            for question in questions:
                for answer in AnswerFactory.create_batch(number, question=question, claim__status="accepted"):
                    QuantityFactory(claim=answer.claim)
        editor_client.get(item(claim))
        counted.append(len(asked(editor_client, item(claim))))
    assert counted[0] == counted[1] <= WITH_QUESTIONS
