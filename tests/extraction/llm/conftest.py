"""A server in the place of a language model, and what an extractor makes of its answers."""

import ssl
from functools import cache

import pytest

from tests.extraction.llm.answers import NOTHING, RECORD, extractor
from tests.extraction.llm.server import completion, serving_endpoint


@pytest.fixture(scope="module", autouse=True)
def dead_proxy():
    """A proxy that would swallow everything, save what goes to loopback."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")
            patch.setenv(name.lower(), "http://127.0.0.1:9")
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture(scope="module", autouse=True)
def one_list_of_authorities():
    """Each client of an endpoint would read it four times, which takes longer than the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="module")
def server():
    with serving_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server):
    server.asked.clear()
    server.replies[:] = [completion(NOTHING)]
    return server


@pytest.fixture
def harvest(endpoint, registry):
    """What comes of an answer with these claims."""

    def harvested(*claims, record=RECORD):
        endpoint.replies[:] = [completion({"claims": [*claims]})]
        return extractor(endpoint).extract_with_counts(record, registry=registry)

    return harvested
