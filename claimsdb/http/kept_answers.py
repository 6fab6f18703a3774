"""Answers that anybody gets, kept for whoever asks next, as long as the data stay what they are.

An answer is kept at its place (the address, the media type, the settings that it depends on) with its tag, which tells
of the number of the data too. With other data there is another tag, and the answer is made anew: nothing that is kept
can be out of date, and nothing has to be taken out when something is written.

Only what is asked for again is kept, lest one who reads through everything drives out what others ask for. Of several
who ask at once one has the answer made; the others of its process wait for it.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event, Lock
from typing import TypeVar

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from claimsdb.db.memory import Memory
from claimsdb.http.compression import WORTH_IT, takes_gzip
from claimsdb.http.credentials import has_credentials
from claimsdb.http.exports import is_export
from claimsdb.http.metrics import ANSWERS

REMEMBERED = 8_192  # places that somebody asked for
LONGEST_WAIT = 5.0  # seconds for an answer that another has made

R = TypeVar("R", bound=HttpResponseBase)

logger = logging.getLogger(__name__)

_asked = Memory[str, int](REMEMBERED)
_making: dict[str, Event] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer of 200; `compressed` is None where that is not worth it."""

    tag: str
    headers: Mapping[str, str]
    body: bytes
    compressed: bytes | None

    def response(self, request: HttpRequest) -> HttpResponse:
        """As this reader gets it, in the same words as when it was made."""
        if self.compressed is None:
            return HttpResponse(self.body, headers=self.headers)
        is_compressed = takes_gzip(request)
        response = HttpResponse(self.compressed if is_compressed else self.body, headers=self.headers)
        patch_vary_headers(response, ["Accept-Encoding"])
        if is_compressed:
            response.headers["Content-Encoding"], response.headers["ETag"] = "gzip", f"W/{self.headers['ETag']}"
        return response


class Turn:
    """One reader's turn at a place; `kept` is what others have had made there, if it has the same tag."""

    def __init__(self, place: str, tag: str):
        self.place, self.tag = place, tag
        self.kept = self._look()

    def look_again(self) -> None:
        self.kept = self._look()

    def finished(self, request: HttpRequest, response: R) -> R | HttpResponse:
        """What was made, which is kept if it is asked for again and may be."""
        if (_asked.get(self.place) or 0) < 2 or request.method != "GET" or not _may_be_kept(response):
            return response
        body = _body_of(response)
        smaller = compress_string(body) if len(body) >= WORTH_IT else body
        kept = KeptAnswer(self.tag, dict(response.headers), body, smaller if len(smaller) < len(body) else None)
        with _doing_without():
            _answers().set(self.place, kept)
        return kept.response(request)

    def _look(self) -> KeptAnswer | None:
        with _doing_without():
            kept = _answers().get(self.place)
            return kept if kept is not None and kept.tag == self.tag else None
        return None


def is_worth_a_turn(request: HttpRequest) -> bool:
    """Whether it asks for what anybody gets, and which is not sent as it is made."""
    match = request.resolver_match
    return not has_credentials(request) and not (match and is_export(match.func, request.method))


@contextmanager
def turn_at(place: object, tag: str) -> Iterator[Turn]:
    """The turn of a reader without credentials at this place; until it ends others wait for what comes of it."""
    turn = Turn(blake2b(repr(place).encode(), digest_size=16).hexdigest(), tag)
    if turn.kept or not settings.CLAIMSDB_KEPT_ANSWERS:
        ANSWERS.labels("kept" if turn.kept else "made").inc()
        yield turn
        return
    _count(turn.place)
    with _one_at_a_time(turn.place):
        turn.look_again()
        ANSWERS.labels("waited for" if turn.kept else "made").inc()
        yield turn


def forget() -> None:
    """All of it: for tests, which change the data behind the number's back."""
    _answers().clear()
    _asked.clear()


def _answers() -> BaseCache:
    return caches["answers"]


@contextmanager
def _doing_without() -> Iterator[None]:
    """Who asks gets an answer though nothing can be kept: the server is away, the disk full, the answer too large."""
    try:
        yield
    except Exception as error:  # each kind of cache has errors of its own
        logger.warning("The cache of answers fails: %s: %s", type(error).__name__, error)


def _may_be_kept(response: HttpResponseBase) -> bool:
    is_whole = response.status_code == 200 and not response.streaming
    return is_whole and not response.cookies and not response.has_header("Content-Encoding")


def _body_of(response: HttpResponseBase) -> bytes:
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    assert isinstance(response, HttpResponse)
    return bytes(response.content)


def _count(place: str) -> None:
    with _lock:
        _asked.keep(place, (_asked.get(place) or 0) + 1)


@contextmanager
def _one_at_a_time(place: str) -> Iterator[None]:
    """Waits for who was there first; until then others wait for this one."""
    with _lock:
        first = _making.get(place)
        if first is None:
            _making[place] = Event()
    if first is not None:
        first.wait(LONGEST_WAIT)
        yield
        return
    try:
        yield
    finally:
        with _lock:
            _making.pop(place).set()
