"""Preconditions by RFC 9110: what `If-Match` lets through, of claims and of assessments, and what is never a 304."""

from copy import deepcopy

import pytest

from tests.factories import AcceptedClaimFactory, AssessmentFactory, ClaimFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PRESENT = 3

# {key} is that of the thing, {other} of another of its kind at the same version; what is asked for and the answer
IF_MATCH = [
    (None, 428),
    ("", 428),
    (" ", 428),
    ("*", 200),
    ('"3"', 200),
    ('W/"3"', 200),
    ('"{key}-3"', 200),
    ('W/"{key}-3"', 200),
    ('"{key}-3-0123abcdef"', 200),
    ('W/"{key}-3-0123abcdef"', 200),
    ('"{key}-2", "{key}-3"', 200),
    (' ,"{key}-3",, W/"{key}-9" ,', 200),
    ('"of,somebody-else", "3"', 200),
    ('"{other}-3", "{key}-3"', 200),
    ('"2"', 412),
    ('"4"', 412),
    ('"{key}-2"', 412),
    ('W/"{key}-2-0123abcdef"', 412),
    ('"{key}-1", "2"', 412),
    ('"{other}-3"', 412),
    ('W/"{other}-3-0123abcdef"', 412),
    ('"3-0123abcdef"', 412),
    ('"*"', 412),
    ('"03"', 412),
    ('"-3"', 412),
    ('"3.0"', 412),
    ('""', 412),
    ('"99999999999999999999"', 412),
    ("3", 400),
    ("{key}-3", 400),
    ("yesterday", 400),
    ("'3'", 400),
    ('"3', 400),
    ('3"', 400),
    ('w/"3"', 400),
    ('"3" "3"', 400),
    ('"3", 3', 400),
    ('"3", *', 400),
    ("*, *", 400),
    (",", 400),
]


@pytest.fixture
def claims(db, lasting_claims):
    return lasting_claims


def claim(client, tag=None):
    if tag is None:
        return ClaimFactory(version=PRESENT)
    return client.post(f"/api/claims/{tag[0].key}/accept/", **sent(tag[1]))


def assessment(client, tag=None):
    if tag is None:
        return AssessmentFactory(version=PRESENT)
    return client.patch(f"/api/assessments/{tag[0].key}/", {"label": "False"}, **sent(tag[1]))


def sent(header):
    return {"format": "json", "headers": {} if header is None else {"If-Match": header}}


@pytest.fixture(scope="module")
def lasting_things(lasting):
    """Two of each kind."""
    return {kind: (kind(None), kind(None)) for kind in (claim, assessment)}


@pytest.mark.parametrize("kind", [claim, assessment])
@pytest.mark.parametrize(("header", "status"), IF_MATCH)
def test_if_match(editor_api, lasting_things, kind, header, status):
    thing, other = deepcopy(lasting_things[kind])
    header = header and header.format(key=thing.key, other=other.key)
    answer = kind(editor_api, (thing, header))
    assert answer.status_code == status, answer.json()
    thing.refresh_from_db()
    assert thing.version == (PRESENT + 1 if status == 200 else PRESENT)
    if status == 200:
        assert answer["ETag"] == f'"{thing.key}-{thing.version}"'
    if status == 412:
        assert answer.json()["version"] == PRESENT
    if status == 400:
        assert answer.json()["errors"][0]["header"] == "If-Match"


def test_a_number_without_quotation_marks_is_told_how_to_write_it(editor_api):
    [error] = claim(editor_api, (ClaimFactory(), "2")).json()["errors"]
    assert 'write If-Match: "2"' in error["detail"]


@pytest.mark.parametrize("kind", [claim, assessment])
def test_every_tag_that_was_sent_serves_until_something_changes(editor_api, kind):
    thing = kind(editor_api)
    read = editor_api.get(f"/api/{kind.__name__}s/{thing.key}/")["ETag"]
    written = kind(editor_api, (thing, f"W/{read}"))
    assert written.status_code == 200
    assert kind(editor_api, (thing, read)).status_code == 412
    following = {claim: "reopen", assessment: ""}[kind]
    send = editor_api.post if following else editor_api.patch
    path = f"/api/{kind.__name__}s/{thing.key}/{following and following + '/'}"
    assert send(path, {"label": "x"} if kind is assessment else {}, **sent(written["ETag"])).status_code == 200


def test_a_body_that_is_wrong_is_told_before_a_version_that_is_past(editor_api):
    thing = ClaimFactory(version=PRESENT)
    answer = editor_api.post(f"/api/claims/{thing.key}/reject/", {"reason": "x"}, **sent('"2"'))
    assert answer.status_code == 400


# where a GET leads, by the world of `claims`, and what it answers
PLACES = [
    ("/api/claims/", 200),
    ("/api/claims/{key}/", 200),
    ("/api/claims/export/?format=jsonl", 200),
    ("/api/claims/facets/", 200),
    ("/api/changes/", 200),
    ("/api/actors/NK/", 200),
    ("/api/claims/?actr=NK", 400),
    ("/api/claims/{key}/?fields=nothing", 400),
    ("/api/claims/export/?format=jsonl&actor=Nobdy", 400),
    ("/api/claims/?status=extracted", 403),
    ("/api/claims/aaaaaaaaaaaaaaaa/", 404),
    ("/api/actors/nobody/", 404),
    ("/api/articles/999999/", 404),
    ("/api/assessments/aaaaaaaaaaaaaaaa/", 404),
]
LATER = "Fri, 31 Dec 2100 00:00:00 GMT"


@pytest.mark.parametrize("headers", [{"if-none-match": "*"}, {"if-modified-since": LATER}], ids=["any", "since"])
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(("path", "status"), PLACES)
def test_only_what_would_be_sent_is_not_modified(api, claims, path, status, method, headers):
    path = path.format(key=claims["sent"].key)
    plain = getattr(api, method)(path)
    answer = getattr(api, method)(path, headers=headers)
    assert (plain.status_code, answer.status_code) == (status, 304 if status == 200 else status)
    if status == 200:
        assert (answer.getvalue(), answer["ETag"]) == (b"", plain["ETag"])
        assert answer["Cache-Control"] == plain["Cache-Control"]


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"x", {tag}', 304),
        ('W/"x",W/{tag},"y"', 304),
        ('"x"', 200),
        ('"x", *', 200),
        ('"{key}-1"', 200),
    ],
)
def test_if_none_match(api, claims, known, status):
    path = f"/api/claims/{claims['sent'].key}/"
    known = known.format(tag=api.get(path)["ETag"], key=claims["sent"].key)
    assert api.get(path, headers={"if-none-match": known}).status_code == status


def test_the_same_version_of_two_things_has_two_tags(editor_api):
    first, second = AcceptedClaimFactory(), AcceptedClaimFactory()
    tags = {editor_api.get(f"/api/claims/{each.key}/")["ETag"].rpartition("-")[0] for each in (first, second)}
    assert tags == {f'"{first.key}-1', f'"{second.key}-1'}
