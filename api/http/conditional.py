"""Conditional requests and Cache-Control: ETag and 304, so that what a reader has already is not sent again.

An answer is as old as the data: any writing transaction may have changed it, by the name of an actor as well as by a
decision. Its tag is strong, and made of the number of the data and all else that the answer depends on. Of one thing
that has versions its name and version stand before that, of an actor, source or article the tag of its state: this is
what `If-Match` asks for (`api.writing.preconditions`).

Only a tag that was sent tells beforehand that the answer would be 200. `If-None-Match: *` and `If-Modified-Since` are
looked at when it is: they turn no error into a 304 (RFC 9110, section 13.2.1).
"""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claimsdb.http.credentials import has_credentials
from claimsdb.http.kept_answers import KeptAnswer, Turn, is_worth_a_turn, turn_at
from claimsdb.http.validators import (
    VARIES_BY,
    cache_control,
    configured,
    is_known_anyhow,
    known_by_tag,
    opaque,
    validators,
)
from claimsdb.index import Version, data_version
from claimsdb.models import public_name, sees_all_claims


class NotModified(Exception):
    """The reader has what would be sent; the headers tell of that."""

    def __init__(self, headers: Mapping[str, str]):
        self.headers = headers


class Kept(Exception):
    """Somebody has asked before, and had the answer made."""

    def __init__(self, answer: KeptAnswer):
        self.answer = answer


class ConditionalView(APIView):
    """Answers conditional reads before anything is looked up, gives anybody what is kept for them, and says of each
    answer what a cache may do with it.

    `data` is the version of the data; `shown`, where a view sets it, the versioned row that the answer is about.
    """

    shown: Any = None
    data: Version | None = None
    validators: Mapping[str, str] = {}
    turn: Turn | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with ExitStack() as self._turns:
            response = super().dispatch(request, *args, **kwargs)
            return _kept_for_others(self.turn, response, request) if self.turn else response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and not _is_page(request) and self.is_of_the_data(request):
            self.data, place = self.version_of_data(request), _place(request)
            self.validators = validators((*self.data, *place), at=self.data.at)
            if known := known_by_tag(request, self.validators):
                raise NotModified(known)
            if is_worth_a_turn(request):
                self._look_for_kept(place)

    def version_of_data(self, request: Request) -> Version:
        """Of all that the answer may depend on."""
        return data_version(public=not sees_all_claims(request.user))

    def is_of_the_data(self, request: Request) -> bool:
        """Whether the answer stays the same as long as the data does: only then has it a tag."""
        return True

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NotModified):
            return Response(status=304, headers=dict(exc.headers))
        if isinstance(exc, Kept):
            return exc.answer.response(self.request)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if response.status_code == 200 and self.validators and is_known_anyhow(request, self.validators):
            sent = self.with_validators(request, response).headers  # of what is kept they have the version in them
            response = Response(status=304, headers={name: sent[name] for name in self.validators})
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, VARIES_BY)
        response.headers.setdefault("Cache-Control", _cache_control(request, response.status_code))
        return self.with_validators(request, response)

    def with_validators(self, request: Request, response: Response) -> Response:
        """The answer with the tag of what it shows, unless it has one."""
        if response.status_code in (200, 201):
            for name, value in self._of_what_is_shown(request).items():
                response.headers.setdefault(name, value)
        return response

    def _look_for_kept(self, place: tuple[object, ...]) -> None:
        """Raises Kept."""
        self.turn = self._turns.enter_context(turn_at(place, self.validators["ETag"]))
        if self.turn.kept:
            raise Kept(self.turn.kept)

    def tag_of_shown(self) -> str:
        """What the tag of the answer begins with, by which `If-Match` knows what was seen."""
        return f"{public_name(self.shown)}-{self.shown.version}"

    def _of_what_is_shown(self, request: Request) -> Mapping[str, str]:
        if self.shown is None or _is_page(request):
            return self.validators
        seen = self.tag_of_shown()
        if request.method not in SAFE_METHODS:
            return {"ETag": f'"{seen}"'}
        return {**self.validators, "ETag": f'"{seen}-{opaque(self.validators["ETag"])}"'}


def _kept_for_others(turn: Turn, response: Any, request: HttpRequest) -> Any:
    return response if turn.kept else turn.finished(request, response)


def _place(request: Request) -> tuple[object, ...]:
    """All that an answer depends on beside the data."""
    asked = (request.build_absolute_uri(), getattr(request, "accepted_media_type", ""), request.user.pk)
    return (*asked, sees_all_claims(request.user), settings.CLAIMSDB_PAGE_SIZE, *configured())


def _cache_control(request: Request, status: int) -> str:
    is_read = status in (200, 304) and request.method in SAFE_METHODS
    return cache_control(is_anybodys=is_read and not has_credentials(request))


def _is_page(request: Request) -> bool:
    """A page for people has more in it than the data: forms with secrets, who is signed in."""
    return isinstance(getattr(request, "accepted_renderer", None), BrowsableAPIRenderer)
