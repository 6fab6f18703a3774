"""/metrics, as Prometheus reads it."""

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from claimsdb.choices import Status
from tests.factories import AcceptedClaimFactory, ClaimFactory

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer of-the-operator"}


@pytest.fixture
def client(settings):
    settings.METRICS_TOKEN = "of-the-operator"
    return Client()  # made now, as middleware is loaded once


def samples(client):
    answer = client.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(each.name, *sorted(each.labels.values())): each.value for family in families for each in family.samples}


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "of-the-operator"}])
def test_it_is_for_whoever_has_the_token(client, sent):
    assert client.get("/metrics", headers=sent).status_code == 404


def test_without_a_token_of_the_settings_there_is_none(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_view_and_not_by_address(client):
    addresses = ["/api/claims/", "/api/claims/?voice=attributed", "/api/claims/?acter=x", "/nowhere", "/elsewhere"]
    before = samples(client)
    for address in addresses:
        client.get(address)
    client.generic("BREW", "/api/claims/")
    after = samples(client)
    more = {key: value - before.get(key, 0) for key, value in after.items()}
    assert more["claimsdb_requests_total", "200", "GET", "claim-list"] == 2
    assert more["claimsdb_requests_total", "400", "GET", "claim-list"] == 1
    assert more["claimsdb_requests_total", "404", "GET", "none"] == 2
    assert more["claimsdb_requests_total", "405", "claim-list", "other"] == 1
    assert more["claimsdb_request_seconds_count", "claim-list"] == 4
    assert (
        0 < more["claimsdb_database_seconds_total", "claim-list"] < more["claimsdb_request_seconds_sum", "claim-list"]
    )


def test_what_waits_is_told(client):
    AcceptedClaimFactory()
    ClaimFactory.create_batch(2)
    told = samples(client)
    assert {status: told["claimsdb_claims", status] for status in Status if told["claimsdb_claims", status]} == {
        Status.ACCEPTED: 1,
        Status.EXTRACTED: 2,
    }
    assert told["claimsdb_queued_articles", "waiting"] == 0
