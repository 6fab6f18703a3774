"""Answers to anyone come compressed, those to somebody who is signed in as they are."""

import gzip
import json
import os

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from claimsdb.http.compression import AnonymousGZipMiddleware

PAGE = json.dumps([{"text": "North Korea has sent 1,500 troops."}] * 100).encode()


def passed_on(response, rf, *, headers=(), cookies=()):
    """What becomes of the response to a request with these headers and cookies."""
    request = rf.get("/", headers={"accept-encoding": "gzip", **dict(headers)})
    request.COOKIES.update(cookies)
    return AnonymousGZipMiddleware(lambda request: response)(request)


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip", "gzip;q=0.5, br", "deflate,gzip ; q=1"])
def test_an_answer_to_anyone_is_compressed(rf, accepted):
    answer = passed_on(HttpResponse(PAGE, headers={"ETag": '"1"'}), rf, headers={"accept-encoding": accepted})
    assert gzip.decompress(answer.content) == PAGE
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["ETag"] == 'W/"1"'
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "identity", "br", "*;q=0"])
def test_what_cannot_be_unpacked_is_not_compressed(rf, accepted):
    answer = passed_on(HttpResponse(PAGE, headers={"ETag": '"1"'}), rf, headers={"accept-encoding": accepted})
    assert answer.content == PAGE
    assert answer["ETag"] == '"1"'
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("response", "asked"),
    [
        (HttpResponse(PAGE), {"headers": {"authorization": "Token abc"}}),
        (HttpResponse(PAGE), {"cookies": {"sessionid": "abc"}}),
        (HttpResponse(PAGE[:199]), {}),
        (HttpResponse(status=304), {}),
        (HttpResponse(PAGE, headers={"Content-Encoding": "br"}), {}),
    ],
    ids=["token", "session", "short", "empty", "compressed already"],
)
def test_secrets_and_what_would_not_shrink_stay_as_they_are(rf, response, asked):
    before, encoding = response.content, response.get("Content-Encoding")
    answer = passed_on(response, rf, **asked)
    assert answer.content == before
    assert answer.get("Content-Encoding") == encoding
    assert "Vary" not in answer


def test_a_stream_is_compressed_as_it_flows(rf):
    taken = []

    def rows():
        for number in range(100):
            taken.append(number)
            yield os.urandom(10_000)

    stream = iter(passed_on(StreamingHttpResponse(rows(), headers={"Content-Length": "1000000"}), rf))
    first = b"".join(next(stream) for _ in range(3))
    assert len(first) > 10_000
    assert len(taken) < 5
    assert len(gzip.decompress(first + b"".join(stream))) == 1_000_000


def test_a_stream_has_no_length_beforehand(rf):
    stream = StreamingHttpResponse([PAGE], headers={"Content-Length": str(len(PAGE))})
    assert "Content-Length" not in passed_on(stream, rf)
