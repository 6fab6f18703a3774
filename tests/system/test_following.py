"""Readers who follow the claims page by page, or by what has changed, while others write in processes of their own."""

import json

import pytest

from tests.processes import said

pytestmark = pytest.mark.both_engines

PREPARE = """
from tests.factories import *
article = ArticleFactory(published_on="2024-01-01", published_basis="url")
AcceptedClaimFactory.create_batch({claims}, article=article)
"""

# Each ends its work early and commits late, so that others begin and end in between.
WRITE = """
import random, time
from contextlib import suppress
from django.db import transaction
from claimsdb import review
from claimsdb.models import Claim, claim_key
from tests.factories import AcceptedClaimFactory, SourceFactory
chance = random.Random({seed})
for number in range({rounds}):
    with transaction.atomic():
        claim = chance.choice(Claim.objects.order_by("pk"))
        with suppress(review.ReviewError):
            match chance.randrange(5):
                case 0: review.accept(claim, by=None)
                case 1: review.reopen(claim, by=None)
                case 2: review.reject(claim, by=None, reason="unclear")
                case 3: review.amend(claim, by=None, fields={{"text": str(number)}})
                case 4: AcceptedClaimFactory(article=claim.article, key=claim_key("writer", {seed}, number))
        time.sleep(chance.random() / 50)
SourceFactory(slug="done-{seed}")
"""

FOLLOW = """
import json
from claimsdb.models import Source
from rest_framework.test import APIClient
api, copy, since, pages = APIClient(SERVER_NAME="localhost"), {}, "0.0", 0
over = False
while not over:
    over = Source.objects.filter(slug__startswith="done").count() == 2
    following = f"/api/changes/?documents=true&limit=7&since={since}"
    while following:
        page = api.get(following).json()
        following, since, pages = page["next"], page["meta"]["since"], pages + 1
        for each in page["results"]:
            copy.pop(each["key"], None)
            if not each["gone"]:
                copy[each["key"]] = each["claim"]
listed = {each["key"]: each for each in api.get("/api/claims/?limit=500").json()["results"]}
print(json.dumps({"copy": copy, "listed": listed, "pages": pages}))
"""

CRAWL = """
import json
from claimsdb.models import Claim, Source
from rest_framework.test import APIClient
api, crawls = APIClient(SERVER_NAME="localhost"), []
there = lambda: set(Claim.objects.accepted().values_list("key", "version"))
while Source.objects.filter(slug__startswith="done").count() < 2:
    before, keys, following = there(), [], "/api/claims/?limit=9&ordering=-created_at"
    while following:
        page = api.get(following).json()
        keys += [each["key"] for each in page["results"]]
        following = page["next"]
    crawls.append({"missed": sorted({key for key, _ in before & there()} - set(keys)), "twice": len(keys) - len(set(keys))})
print(json.dumps(crawls))
"""


@pytest.fixture
def busy(shell):
    """A database in which two writers are about to write."""
    said(shell(PREPARE.format(claims=30)))
    return lambda: [shell(WRITE.format(seed=seed, rounds=60)) for seed in (1, 2)]


def test_who_follows_the_changes_misses_none(shell, busy):
    follower, writers = shell(FOLLOW), busy()
    for writer in writers:
        said(writer)
    told = json.loads(said(follower))
    assert told["pages"] > 10
    assert told["copy"] == told["listed"]


def test_who_reads_page_by_page_misses_none_and_sees_none_twice(shell, busy):
    crawler, writers = shell(CRAWL), busy()
    for writer in writers:
        said(writer)
    crawls = json.loads(said(crawler))
    assert crawls
    assert [crawl for crawl in crawls if crawl["missed"] or crawl["twice"]] == []
