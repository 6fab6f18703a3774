"""Claims as an Atom feed: valid, of what the list has, and followed by its links."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from claimsdb.models import Claim
from tests.factories import AcceptedClaimFactory, AttributionFactory, ClaimFactory, StateFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, url="/api/claims/feed/", **parameters):
    answer = client.get(url, parameters)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def ids(feed):
    return [entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")]


def links(feed):
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def test_what_rfc_4287_asks_for(api):
    claim = AcceptedClaimFactory(text='Over 5 < 6 & "so"\x0b on', topic="casualties")
    feed = read(api)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert links(feed)["self"] == "http://testserver/api/claims/feed/"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.find(f"{ATOM}{name}").text
    [entry] = feed.iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"http://testserver/api/claims/{claim.key}/"
    assert entry.find(f"{ATOM}title").text == 'Over 5 < 6 & "so"\ufffd on'
    assert {each.get("term") for each in entry.iter(f"{ATOM}category")} == {"casualties", claim.stance}
    assert feed.find(f"{ATOM}updated").text == entry.find(f"{ATOM}updated").text


def test_the_last_change_comes_first_and_pages_follow(api):
    claims = [AcceptedClaimFactory() for _ in range(5)]
    for days, claim in enumerate(claims):
        Claim.objects.filter(pk=claim.pk).update(updated_at=timezone.now() - timedelta(days=days))
    expected = [f"http://testserver/api/claims/{claim.key}/" for claim in claims]
    assert ids(read(api)) == expected
    found, following = [], "/api/claims/feed/?limit=2"
    while following:
        feed = read(api, following)
        found += ids(feed)
        following = links(feed).get("next")
    assert found == expected


def test_filters_and_what_may_be_seen(api, editor_api):
    waiting = AttributionFactory(claim=ClaimFactory(), actor=StateFactory(code="NK")).claim
    AcceptedClaimFactory()
    assert ids(read(api, actor="NK")) == []
    assert ids(read(editor_api, status="extracted")) == [f"http://testserver/api/claims/{waiting.key}/"]


@pytest.mark.parametrize(
    ("query", "status"), [("status=extracted", 403), ("actr=NK", 400), ("fields=key", 400), ("format=json", 400)]
)
def test_faults_are_problems(api, query, status):
    answer = api.get(f"/api/claims/feed/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_reader_who_has_it_gets_304(api):
    AcceptedClaimFactory()
    tag = api.get("/api/claims/feed/")["ETag"]
    assert api.get("/api/claims/feed/", headers={"If-None-Match": tag}).status_code == 304
