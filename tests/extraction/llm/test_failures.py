"""Servers that are down, busy, silent or talk nonsense: what is asked again, and what is said in the end."""

import json

import pytest

from claimsdb.extraction import ExtractionFailed
from tests.extraction.llm.answers import GOOD, QUOTE, RECORD, claim, extractor
from tests.extraction.llm.server import Reply, completion, error
from tests.processes import free_port


@pytest.mark.parametrize(
    ("replies", "asked"),
    [
        ([error(429), GOOD], 2),
        ([error(429), error(429), GOOD], 3),
        ([error(500), GOOD], 2),
        ([error(503), Reply("<h1>busy</h1>", 502), GOOD], 3),
        ([error(400, "response_format is not supported"), GOOD], 2),
        ([error(422), GOOD], 2),
        ([completion("Here you are: nothing."), GOOD], 2),
        ([completion('{"claims": [{"quote": "We'), GOOD], 2),
        ([completion("[" * 100_000), GOOD], 2),
        ([completion({"claims": {"quote": QUOTE}}), GOOD], 2),
        ([completion(""), GOOD], 2),
        ([completion(None), GOOD], 2),
        ([Reply(""), GOOD], 2),
        ([Reply("<html>"), GOOD], 2),
        ([Reply("null"), GOOD], 2),
        ([Reply('{"choices": []}'), GOOD], 2),
        ([Reply('{"choices": [null]}'), GOOD], 2),
        ([Reply('{"choices": [{"message": "no"}]}'), GOOD], 2),
        ([completion("```json\n" + json.dumps({"claims": [claim()]}) + "\n```")], 1),
    ],
)
def test_what_another_try_mends(endpoint, registry, replies, asked):
    endpoint.replies[:] = replies
    assert [found.quote for found in extractor(endpoint).extract(RECORD, registry=registry)] == [QUOTE]
    assert len(endpoint.asked) == asked


@pytest.mark.parametrize(
    ("reply", "asked", "reason"),
    [
        (error(429, "slow down"), 3, "429"),
        (error(429, "come back tomorrow", retry_after="86400"), 1, "come back tomorrow"),
        (error(500), 3, "500"),
        (error(401, "wrong key"), 1, "wrong key"),
        (error(404, "no such model"), 1, "no such model"),
        (error(400, "too long"), 2, "too long"),
        (completion("no\x1b[31m!"), 2, "2 unusable answers; the last was no JSON but"),
        (completion({"claims": "none"}), 2, "JSON without a list of claims"),
        (Reply('{"choices": []}'), 2, "without an answer"),
        (completion(None, refusal="I would\x1b rather not."), 1, "the model refuses: I would  rather not."),
        (completion("", finish_reason="content_filter"), 1, "its content filter"),
        (completion("{", finish_reason="length"), 2, "cut short, even about a single paragraph"),
    ],
)
def test_failures_say_why(endpoint, registry, reply, asked, reason):
    endpoint.replies[:] = [reply]
    with pytest.raises(ExtractionFailed) as failure:
        extractor(endpoint).extract(RECORD, registry=registry)
    message = str(failure.value)
    assert message.startswith(f"no claims from m at {endpoint.url.split('/')[2]}: ")
    assert reason in message
    assert message.isprintable()
    assert "sesame" not in message
    assert len(endpoint.asked) == asked


def test_a_server_that_refuses_the_schema_is_asked_plainly_from_then_on(endpoint, registry):
    endpoint.replies[:] = [error(400), GOOD]
    asking = extractor(endpoint)
    for _ in range(2):
        asking.extract(RECORD, registry=registry)
    assert ["response_format" in asked for asked in endpoint.asked] == [True, False, False]


def test_silence_ends_with_the_timeout(endpoint, registry):
    endpoint.replies[:] = [None]
    with pytest.raises(ExtractionFailed, match="timed out"):
        extractor(endpoint, timeout=0.1, retries=0).extract(RECORD, registry=registry)


def test_nobody_listens(endpoint, registry):
    nowhere = f"http://user:sesame@127.0.0.1:{free_port()}/v1"
    with pytest.raises(ExtractionFailed, match=r"m at 127\.0\.0\.1:\d+: Connection error") as failure:
        extractor(endpoint, url=nowhere, retries=0).extract(RECORD, registry=registry)
    assert "sesame" not in str(failure.value)
