"""Editors, readers of articles and keepers of the registry at once, in processes of their own: the index stays true."""

import pytest

from tests.processes import said

pytestmark = pytest.mark.both_engines

PREPARE = """
from tests.factories import *
from claimsdb.choices import PublishedBasis
state, body = StateFactory(slug="state"), ActorFactory(slug="body")
AffiliationFactory(child=body, parent=state)
SourceFactory(slug="source")
article = ArticleFactory()
for claim in ClaimFactory.create_batch(4, article=article):
    AttributionFactory(claim=claim, actor=body)
"""

REVIEW = """
from contextlib import suppress
from claimsdb import review
from claimsdb.index.counts import add_up
from claimsdb.models import Claim
for number in range(25):
    for verb in (review.accept, review.reopen):
        claim = Claim.objects.order_by("pk")[(number + {start}) % 4]
        with suppress(review.ReviewError):
            verb(claim, by=None)
    with suppress(review.ReviewError):
        review.reject(claim, by=None, reason="unclear")
    add_up()
"""

DATE = """
from claimsdb.models import Article, Source
for number in range(25):
    article = Article.objects.get()
    day = [None, "2024-01-01", "2024-03-01"][number % 3]
    article.published_on = article.published_from = article.published_to = day
    article.published_basis = "url" if article.published_on else "unknown"
    article.source = Source.objects.get() if number % 2 else None
    article.save()
"""

AFFILIATE = """
from claimsdb.models import Actor, Affiliation
body, state = Actor.objects.get(slug="body"), Actor.objects.get(slug="state")
for number in range(25):
    affiliation = Affiliation.objects.first()
    if number % 3 == 2:
        affiliation.delete()
    elif affiliation:
        Affiliation.objects.update(ended_on="2024-02-01")
    else:
        Affiliation.objects.create(child=body, parent=state, kind="part_of")
"""

EXTRACT = """
from claimsdb.index import synced
from claimsdb.models import Actor, Article, Attribution, Claim, claim_key
for number in range(25):
    with synced():
        claim = Claim.objects.create(article=Article.objects.get(), key=claim_key("new", number), text="New", voice="article")
        Attribution.objects.create(claim=claim, role="claimant", actor=Actor.objects.get(slug="body"))
"""


def test_nothing_is_lost_between_those_who_write_at_once(shell):
    said(shell(PREPARE))
    scripts = [REVIEW.format(start=0), REVIEW.format(start=1), DATE, AFFILIATE, EXTRACT]
    for process in [shell(script) for script in scripts]:
        said(process)
    said(shell("", "check_consistency", "-v0"))
