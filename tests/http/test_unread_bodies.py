"""A body that nobody asked for is read to its end before the answer is sent, if it is no longer than any that is taken."""

from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.client import RequestFactory

LIMIT = 200_000


@pytest.mark.parametrize(
    ("said", "sent", "left"),
    [(LIMIT, LIMIT, 0), (LIMIT, 1_000, 0), (LIMIT + 1, LIMIT + 1, LIMIT + 1), ("9" * 400, 1_000, 1_000), ("", 0, 0)],
    ids=["at the limit", "cut off", "over the limit", "400 digits", "none"],
)
def test_what_is_left_of_the_body_is_read(db, settings, said, sent, left):
    settings.CLAIMSDB_LINES_SIZE_LIMIT = LIMIT
    body = BytesIO(bytes(sent))
    environ = RequestFactory().generic("POST", "/api/claims/facets/").environ
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(said), "CONTENT_TYPE": "application/json"}
    answered = []
    b"".join(WSGIHandler()(environ, lambda status, headers: answered.append(status)))
    assert answered == ["405 Method Not Allowed"]
    assert len(body.read()) == left
