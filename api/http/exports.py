"""A 429 for who asks for more exports at once than there may be."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from weakref import finalize

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.http.handlers import come_again
from claimsdb.http.exports import Place, TooMany, is_export, place_for
from claimsdb.http.rate_limits import address_of

RETRY_AFTER = 10  # seconds
PLACE = "place_of_export"  # of a request


class ExportLimit:
    """Middleware that gives an export a place before it is made, until its reader has all of it or is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if place := _place_of(request):
            # Not only where it is closed, as one might be that nobody reads.
            give_back = finalize(response, place.give_back)
            response._resource_closers.append(give_back)  # type: ignore[attr-defined]
            if response.streaming and not isinstance(response, FileResponse):
                response.streaming_content = _read(response.streaming_content, give_back)  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, view: Any, *place: Any) -> HttpResponse | None:
        if not is_export(view, request.method):
            return None
        try:
            setattr(request, PLACE, place_for(address_of(request)))
        except TooMany as refusal:
            return come_again(request, 429, f"{refusal} Ask again in {RETRY_AFTER} seconds.", seconds=RETRY_AFTER)
        return None


def _read(pieces: Iterable[bytes], give_back: Callable[[], Any]) -> Iterator[bytes]:
    """The pieces. Before the reader knows that there are no more the place is free for what they ask next."""
    yield from pieces
    give_back()


def _place_of(request: HttpRequest) -> Place | None:
    return getattr(request, PLACE, None)
