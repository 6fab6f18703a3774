"""An assessment whose day of publication is to come is seen from that day on, by every door, and then told of."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from claimsdb.index import changes
from claimsdb.models import Assessment
from tests.factories import AcceptedClaimFactory, AssessmentFactory, ClaimFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

TODAY = datetime.now(UTC)
DAY = (TODAY + timedelta(days=2)).date()


@pytest.fixture
def on(monkeypatch):
    """Has the clock show a time on that day."""
    return lambda day, hour=12: monkeypatch.setattr(
        timezone, "now", lambda: datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    )


@pytest.fixture
def coming(db):
    return AssessmentFactory(claim=AcceptedClaimFactory(), published_on=DAY, label="To come")


def doors(assessment):
    claim = assessment.claim.key
    return [
        "/api/assessments/",
        f"/api/assessments/{assessment.key}/",
        f"/api/claims/{claim}/",
        "/api/claims/?expand=assessments",
        "/api/claims/export/?format=fixture",
        "/api/claims/export/?format=jsonl&expand=assessments",
        f"/api/claims/{claim}/claimreview/",
        "/api/factcheck/v1alpha1/claims:search?query=troops",
    ]


def body(client, url):
    answer = client.get(url)
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_readers_see_it_from_its_day_on(api, editor_api, coming, on, subtests):
    for url in doors(coming):
        if api.get(url).status_code == 400:
            continue
        with subtests.test(url):
            on(DAY - timedelta(days=1), hour=23)
            assert "To come" not in body(api, url)
            on(DAY, hour=0)
            assert ("To come" in body(api, url)) == (api.get(url).status_code == 200)
    on(DAY - timedelta(days=1))
    assert "To come" in body(editor_api, f"/api/assessments/{coming.key}/")


def test_what_a_cache_holds_is_old_on_that_day(api, coming, on):
    url = f"/api/claims/{coming.claim.key}/"
    on(DAY - timedelta(days=1))
    before = api.get(url)
    known = {"if-none-match": before["ETag"]}
    since = {"if-modified-since": before["Last-Modified"]}
    assert [api.get(url, headers=each).status_code for each in (known, since)] == [304, 304]
    on(DAY)
    assert [api.get(url, headers=each).status_code for each in (known, since)] == [200, 200]
    after = api.get(url)
    assert after["ETag"] != before["ETag"]
    assert api.get(url, headers={"if-none-match": after["ETag"]}).status_code == 304
    on(DAY + timedelta(days=1))
    assert api.get(url, headers={"if-none-match": after["ETag"]}).status_code == 304


def told(client, since):
    answer = client.get(f"/api/changes/?since={since}").json()
    return [each["key"] for each in answer["results"]], answer["meta"]["since"]


def test_whoever_follows_is_told_on_that_day_once(api, coming, on):
    claim = coming.claim.key
    keys, since = told(api, "0.0")
    assert keys == [claim]
    on(DAY - timedelta(days=1))
    assert told(api, since) == ([], since)
    on(DAY)
    keys, since = told(api, since)
    assert keys == [claim]
    assert told(api, since) == ([], since)
    on(DAY + timedelta(days=1))
    assert told(api, since) == ([], since)


def test_any_write_tells_of_it_too(api, coming, on):
    _, since = told(api, "0.0")
    on(DAY)
    other = ClaimFactory()
    assert told(api, since)[0] == [coming.claim.key]
    number = changes.data_version().number
    other.save()
    assert changes.data_version().number == number + 1


def patch(client, assessment, given):
    url = f"/api/assessments/{assessment.key}/"
    headers = {"if-match": client.get(url)["ETag"]}
    return client.patch(url, json.dumps(given), content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"published_on": "1599-12-31"}, "/published_on"),
        ({"published_on": "0001-01-01"}, "/published_on"),
        ({"language": "english"}, "/language"),
        ({"language": "!"}, "/language"),
    ],
)
def test_what_cannot_be_is_refused(editor_api, coming, given, pointer):
    answer = patch(editor_api, coming, given)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert Assessment.objects.get().published_on == DAY


def test_its_language_is_written_one_way(editor_api, coming):
    answer = patch(editor_api, coming, {"language": "EN-us"})
    assert (answer.status_code, answer.json()["language"]) == (200, "en-US")


def test_a_day_in_the_past_is_as_before(api, on):
    row = AssessmentFactory(claim=AcceptedClaimFactory(), published_on=date(2024, 11, 1))
    assert api.get(f"/api/assessments/{row.key}/").status_code == 200
