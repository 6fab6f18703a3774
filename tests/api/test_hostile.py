"""Input that nobody sends by mistake: always an answer, never a failure of ours."""

from io import BytesIO

import pytest
from django.http import UnreadablePostError
from django.test import override_settings

from api.http.strict_json import JSONParser
from api.lists.pagination import RESERVED
from claimsdb.filters import ActorFilterSet, ArticleFilterSet, ClaimFilterSet, SourceFilterSet
from claimsdb.filters.base import StrictFilterSet, plain_name
from tests.factories import AcceptedClaimFactory

pytestmark = [pytest.mark.both_engines, pytest.mark.long]

HOSTILE = {
    "a NUL byte": "%00",
    "half a surrogate pair": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "a long number": "9" * 400,
    "a long negative number": "-" + "9" * 400,
    "a huge exponent": "1e999999999",
    "a tiny exponent": "1e-999999999",
    "not a number": "NaN",
    "infinity": "Infinity",
    "the year 0": "0000-01-01",
    "the year 99999": "99999-01-01",
    "the first moment, far east": "0001-01-01T00:00:00%2B23:59",
    "many values": ",".join(map(str, range(10_000))),
    "a long text": "a" * 100_000,
    "a pattern": "%25_%5C*",
    "an injection": "'%3B+DROP+TABLE+claimsdb_claim--",
    "a list": "[]",
    "an object": "%7B%22a%22:1%7D",
    "null": "null",
    "a format string": "%25s%25(x)s%7B0%7D",
    "right to left": "%E2%80%AE%E2%81%A6",
}
FILTERS: dict[str, type[StrictFilterSet]] = {
    "claims": ClaimFilterSet,
    "articles": ArticleFilterSet,
    "sources": SourceFilterSet,
    "actors": ActorFilterSet,
}
NO_TEXT = {"a NUL byte", "many values", "a long text", "a long number", "a long negative number"}
NO_WORD = {
    "half a surrogate pair",
    "a pattern",
    "no UTF-8",
    "a list",
    "right to left",
}  # nothing that a search looks for
INTERNAL = {
    name for filters in FILTERS.values() for name in filters.base_filters if plain_name(name) in filters.INTERNAL
}


PARAMETERS = [(place, name) for place, filters in FILTERS.items() for name in filters.base_filters]
PARAMETERS += [("claims", name) for name in RESERVED]


@pytest.mark.parametrize(("place", "name"), PARAMETERS)
def test_parameters_refuse(api, db, place, name):
    for label, value in HOSTILE.items():
        answer = api.get(f"/api/{place}/?{name}={value}")
        if name == "search" and label not in NO_TEXT | NO_WORD:
            assert answer.status_code == 200, label
        else:
            refused = 403 if name in INTERNAL else 400
            assert (answer.status_code, answer["Content-Type"]) == (refused, "application/problem+json"), label
            assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("place", FILTERS)
def test_names_and_paths(api, db, place):
    for label, value in HOSTILE.items():
        assert api.get(f"/api/{place}/?{value}=1").status_code == 400, label
        assert api.get(f"/api/{place}/{value}/").status_code == 404, label


@pytest.mark.parametrize("accept", ["", "*", "/", "text", "a/b;q=x", "," * 10_000, "application/json;q=0", "ü/ü"])
def test_accept_headers(api, db, accept):
    assert api.get("/api/claims/", headers={"accept": accept}).status_code in (200, 406)


HEADERS = {
    "accept-encoding": ["gzip;q=x", "*;q=0", ",", "ü", "gzip;" * 1_000],
    "authorization": ["", "Bearer", "Bearer a b", "Basic x", "Token ü", "Bearer " + "a" * 8_000, "\t"],
    "content-length": ["-1", "two", "9" * 400, ""],
    "content-type": ["", "text", "application/json; charset=none", "multipart/form-data", "a/b/c", "ü"],
    "cookie": ["sessionid", "=", "sessionid=../..", "sessionid=" + "a" * 4_000, ";" * 1_000, "csrftoken=ü"],
    "if-match": ["*", "1", '"', '"' + "9" * 400 + '"', "," * 1_000],
    "if-modified-since": ["yesterday", "Sun, 00 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "9" * 400],
    "if-none-match": ["*", "W/", '"', '"' + "9" * 400 + '"', "," * 1_000],
    "origin": ["null", "https://", "ü", "a" * 8_000],
    "x-forwarded-for": ["", ",", "::1", "a" * 8_000],
    "x-http-method-override": ["DELETE"],
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers(api, db, name, subtests):
    for value in HEADERS[name]:
        with subtests.test(value[:20]):
            assert api.get("/api/claims/", headers={name: value}).status_code in (200, 304, 400, 401)
            assert api.post("/api/claims/", headers={name: value}).status_code in (400, 401, 405)


CURSORS = {
    "of other filters": "topic=troop-deployment&limit=1",
    "of another order": "ordering=said_on&limit=1",
    "of a search": "search=troops&limit=1",
}


@pytest.mark.parametrize("query", CURSORS.values(), ids=CURSORS)
def test_cursors_of_another_query(api, claims, query):
    cursor = api.get("/api/claims/?limit=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    answer = api.get(f"/api/claims/?{query}&cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


BODIES = {
    "nothing": (b" ", "empty"),
    "no JSON": (b"note=a", "line 1 column 1"),
    "a comma too many": (b'{\n "note": "a",\n}', "line 2 column 13"),
    "cut off": (b'{"note": "a', "line 1"),
    "more than one": (b"{}{}", "line 1 column 3"),
    "deep lists": (b"[" * 100_000, "depth"),
    "deep lists to the end": (b"[" * 1_000 + b"]" * 1_000, "deep"),
    "deep objects": (b'{"note":' * 50_000, "depth"),
    "NaN": (b'{"note": NaN}', "line 1 column 10"),
    "infinity": (b'{"note": -Infinity}', "line 1 column 11"),
    "a number of 400 digits": (b'{"note": ' + b"9" * 400 + b"}", "infinity"),
    "a number of 5,000 digits": (b'{"note": 0.' + b"9" * 5_000 + b"}", "/note"),
    "a huge exponent": (b'{"note": 1e999999999}', "infinity"),
    "a name twice": (b'{"note": "a", "note": "b"}', "'note' more than once"),
    "a name twice further in": (b'{"note": [{"a": 1, "a": 1}]}', "'a' more than once"),
    "half a surrogate pair": (b'{"note": "\\ud800"}', "surrogate"),
    "a NUL byte": (b'{"note": "\\u0000"}', "/note"),
    "no UTF-8": (b'{"note": "\xff"}', "UTF-8"),
    "UTF-16": ('{"note": "a"}'.encode("utf-16"), "UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "byte order mark"),
    "a text": (b'"note"', "object"),
    "a list": (b"[]", "object"),
    "a number": (b"1", "object"),
    "null": (b"null", "null"),
    "an unknown name": (b'{"notes": "a"}', "note"),
    "a number for a text": (b'{"note": 1}', "/note"),
    "an object for a text": (b'{"note": {}}', "/note"),
    "a prototype": (b'{"__proto__": {"note": "a"}}', "__proto__"),
}


@pytest.mark.parametrize(("body", "words"), BODIES.values(), ids=BODIES)
def test_bodies(editor_api, body, words):
    claim = AcceptedClaimFactory()
    headers = {"if-match": f'"{claim.version}"'}
    answer = editor_api.post(f"/api/claims/{claim.key}/reopen/", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    document = answer.json()
    assert words in document["detail"]
    assert "pointer" in document["errors"][0]
    claim.refresh_from_db()
    assert claim.status == "accepted"


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_bodies_that_are_too_large(editor_api, content_type):
    claim = AcceptedClaimFactory()
    headers = {"if-match": f'"{claim.version}"'}
    answer = editor_api.post(
        f"/api/claims/{claim.key}/reopen/", b"a" * 1001, content_type=content_type, headers=headers
    )
    assert (answer.status_code, answer["Content-Type"]) == (
        413 if content_type == "application/json" else 415,
        "application/problem+json",
    )


def test_bodies_that_end_early(rf):
    request = rf.generic("POST", "/api/", CONTENT_LENGTH="100", **{"wsgi.input": BytesIO(b"{}")})
    with pytest.raises(UnreadablePostError):
        JSONParser().parse(None, parser_context={"request": request})
