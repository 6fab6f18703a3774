import pytest

from claimsdb.admin.queue import next_waiting
from claimsdb.vocabulary import Status
from tests.factories import ArticleFactory, ClaimFactory


@pytest.fixture
def claims(db):
    """Three waiting claims in reading order, one without a place, one decided, and one of another article."""
    article = ArticleFactory()
    ClaimFactory()
    ClaimFactory(article=article, start=2, end=5, status=Status.ACCEPTED)
    nowhere = ClaimFactory(article=article, start=None, end=None, quote="", text="Nowhere.")
    return [ClaimFactory(article=article, start=start, end=9) for start in (0, 3, 6)] + [nowhere]


@pytest.mark.parametrize(("number", "following"), [(0, 1), (1, 2), (2, 3), (3, 0)])
def test_next_waiting_follows_the_text_and_comes_round(claims, number, following):
    assert next_waiting(claims[number]) == claims[following]


def test_nothing_follows_the_only_one(db):
    assert next_waiting(ClaimFactory()) is None
