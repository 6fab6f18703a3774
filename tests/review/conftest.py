import pytest
from django.test import Client
from django.urls import reverse

from claimsdb.choices import Qualifier, Role
from claimsdb.index import synced
from tests.clients import signed_in
from tests.factories import (
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    StateFactory,
)

TEXT = (
    "Kim Yo Jong said that North Korea might send 1,500 troops to Russia. "
    "Seoul said on Monday that it would not. Nobody else was asked."
)


@pytest.fixture
@synced()
def claims(db):
    """Three waiting claims of one article in reading order; the first has a speaker, a subject and a figure."""
    article = ArticleFactory(text=TEXT)
    places = [TEXT.index(words) for words in ("North Korea might", "it would not", "Nobody")]
    ends = [TEXT.index(" to Russia") + 10, TEXT.index("would not") + 9, TEXT.index(" asked") + 6]
    claims = [
        ClaimFactory(article=article, start=start, end=end, found={"stance": "asserts", "text": f"As found {start}."}, rule="clause-complement", confidence=0.9)
        for start, end in zip(places, ends, strict=True)
    ]  # fmt: skip
    AttributionFactory(claim=claims[0], as_written="", actor__name="Kim Yo Jong")
    AttributionFactory(claim=claims[0], role=Role.SUBJECT, as_written="", actor=StateFactory(slug="north-korea", name="North Korea"))  # fmt: skip
    figure = TEXT.index("1,500")
    QuantityFactory(claim=claims[0], start=figure, end=figure + 5, qualifier=Qualifier.EXACT)
    AttributionFactory(claim=claims[1], as_written="", actor__name="Seoul Daily")
    return claims


@pytest.fixture
def claim(claims):
    return claims[0]


@pytest.fixture
def item():
    """The address of a claim at the desk."""
    return lambda claim, query="": reverse("desk-item", args=[claim.key]) + query


@pytest.fixture
def other_editor(db):
    return EditorFactory()


@pytest.fixture
def other_client(other_editor):
    return signed_in(other_editor, Client())
