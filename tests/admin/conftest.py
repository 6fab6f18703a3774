import pytest
from django.urls import reverse

from claimsdb.choices import Qualifier, Role
from claimsdb.index import synced
from tests.factories import AttributionFactory, ClaimFactory, QuantityFactory, StateFactory


@pytest.fixture
@synced()
def claim(db):
    """A waiting claim with a speaker, a subject and a figure, as an extractor leaves it."""
    claim = ClaimFactory(found={"stance": "asserts", "phase": "unknown"})
    AttributionFactory(claim=claim, as_written="", actor__name="Kim Yo Jong")
    AttributionFactory(claim=claim, role=Role.SUBJECT, actor=StateFactory(slug="north-korea", name="North Korea"))
    start = claim.article.text.index("1,500")
    QuantityFactory(claim=claim, start=start, end=start + 5, qualifier=Qualifier.EXACT)
    return claim


@pytest.fixture
def page(claim):
    return reverse("admin:claimsdb_claim_change", args=[claim.pk])


@pytest.fixture
def move_url(claim):
    return lambda verb: reverse(f"admin:claimsdb_claim_{verb}", args=[claim.pk])
