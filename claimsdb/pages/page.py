"""What all pages for readers have in common: they are for anybody, as old as the data, and lead to the same in JSON."""

from collections.abc import Callable, Collection, Mapping
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import View

from claimsdb.choices import Undated
from claimsdb.db.memory import keeping
from claimsdb.filters import AS_OF, InvalidParameters, LedgerFilterSet
from claimsdb.http.credentials import has_credentials
from claimsdb.http.kept_answers import is_worth_a_turn, turn_at
from claimsdb.http.validators import VARIES_BY, cache_control, configured, is_known_anyhow, known_by_tag, validators
from claimsdb.index import data_version
from claimsdb.models import sees_all_claims
from claimsdb.questions.gathering import AsOf

MOMENT = "recorded_as_of"
HTML, JSON = "text/html", "application/json"


class Elsewhere(Exception):
    """What was at this address is at another one now (308)."""

    def __init__(self, url: str):
        self.url = url


class Gone(Exception):
    """What was at this address is not to be seen any more (410); `instead` is where to look, with its words."""

    def __init__(self, detail: str, *, instead: tuple[str, str] | None = None):
        super().__init__(detail)
        self.instead = instead


@method_decorator(csrf_exempt, name="dispatch")  # nothing is ever written: a POST is a 405
class ReaderPage(View):
    """A page of what anybody may see, whoever asks. Parameters that it does not know are left alone, as whoever shares
    an address may have hung some on it; of those that it knows, a wrong value is told.

    Subclasses give the `context` of their template, and the address of the same in JSON (`json_url`).
    """

    http_method_names = ["get", "head", "options"]
    template_name: str
    content_type = "text/html; charset=utf-8"
    parameters: Collection[str] = ()  # that it knows
    canonical_by: Collection[str] = ()  # those without which it would be another page

    def context(self, *args: Any, **place: Any) -> Mapping[str, Any]:
        """Raises Http404, Elsewhere, Gone, InvalidParameters."""
        raise NotImplementedError

    def json_url(self, *args: Any, **place: Any) -> str | None:
        return None

    def desk_url(self, context: Mapping[str, Any]) -> str | None:
        """Where an editor works on what the page shows."""
        return None

    def get(self, request: HttpRequest, *args: Any, **place: Any) -> HttpResponse:
        if self._prefers_json(place):
            return self._finished(HttpResponseRedirect(self._with(str(self.json_url(**place))), status=303))
        make = partial(self._answered, place)
        if has_credentials(request):
            return self._finished(make())
        return anybodys_answer(request, make, query=self.known_query())

    def picture_url(self, name: str, **place: Any) -> str:
        """Of the picture of the same, for cards of links: absolute, as those want it."""
        return self.request.build_absolute_uri(self._with(reverse(name, kwargs=place)))

    def known_query(self, among: Collection[str] | None = None) -> str:
        """What of the address the page knows, always in one order."""
        return query_of(self.request, self.parameters if among is None else among)

    def asked_as_of(self) -> AsOf:
        """As of when the page is asked for. Raises InvalidParameters."""
        return self._asked.known_by

    @property
    def _asked(self) -> LedgerFilterSet:
        given = QueryDict(self.known_query(AS_OF), mutable=True)
        if "as_of" not in given and given.getlist("undated") == [Undated.INCLUDE]:
            del given["undated"]  # of the form, where the day is taken out and the box still ticked
        asked = LedgerFilterSet(given)
        asked.check()
        return asked

    def rendered(self, context: Mapping[str, Any]) -> str | bytes:
        return self._page(self.template_name, context)

    def body(self, place: Mapping[str, Any]) -> str | bytes:
        """Raises what `context` does."""
        context = self.context(**place)
        json_url = self.json_url(**place)
        shared = {"json_url": json_url and self._with(json_url), "desk_url": self._desk_url(context)}
        return self.rendered({**shared, **context})

    def _answered(self, place: Mapping[str, Any]) -> HttpResponse:
        try:
            with keeping(not self.known_query({MOMENT} & {*self.parameters})):  # there are too many moments
                return HttpResponse(self.body(place), content_type=self.content_type)
        except Elsewhere as elsewhere:
            return HttpResponse(status=308, headers={"Location": self._with(elsewhere.url)})
        except Gone as gone:
            told: dict[str, Any] = {"title": "Not here any more", "detail": str(gone), "instead": gone.instead}
            return HttpResponse(self._page("pages/problem.html", told), status=410)
        except InvalidParameters as invalid:
            told = {"title": "This address says something that is not understood", "faults": invalid.faults}
            return HttpResponse(self._page("pages/problem.html", told), status=400)

    def _page(self, template: str, context: Mapping[str, Any]) -> str:
        query = self.known_query(self.canonical_by)
        canonical = self.request.build_absolute_uri(f"{self.request.path}?{query}" if query else self.request.path)
        return render_to_string(template, {"canonical": canonical, **context}, self.request)

    def _desk_url(self, context: Mapping[str, Any]) -> str | None:
        is_editor = has_credentials(self.request) and sees_all_claims(self.request.user)
        return self.desk_url(context) if is_editor else None

    def _prefers_json(self, place: Mapping[str, Any]) -> bool:
        return self.json_url(**place) is not None and self.request.get_preferred_type([HTML, JSON]) == JSON

    def _with(self, url: str) -> str:
        query = self.known_query()
        return f"{url}{'&' if '?' in url else '?'}{query}" if query else url

    def _finished(self, response: HttpResponse) -> HttpResponse:
        return finished(self.request, response)


def query_of(request: HttpRequest, names: Collection[str]) -> str:
    """What of the address these parameters say, always in one order."""
    return urlencode([(name, value) for name in sorted(names) for value in request.GET.getlist(name) if value])


def anybodys_answer(request: HttpRequest, make: Callable[[], HttpResponse], *, query: str = "") -> HttpResponse:
    """What anybody gets at this address, kept or made now, and as old as the data. `query` is what of the rest of the
    address counts."""
    data, place = data_version(public=True), _place(request, query)
    ours = validators((*data, *place), at=data.at)
    if known := known_by_tag(request, ours):
        return finished(request, HttpResponseNotModified(headers=dict(known)))
    response = _kept_or_made(request, place, ours, make)
    if response.status_code == 200 and is_known_anyhow(request, ours):
        return finished(request, HttpResponseNotModified(headers=ours))
    return response


def _place(request: HttpRequest, query: str) -> tuple[object, ...]:
    return (request.build_absolute_uri(request.path), query, *configured())


def _kept_or_made(
    request: HttpRequest, place: object, ours: Mapping[str, str], make: Callable[[], HttpResponse]
) -> HttpResponse:
    if not is_worth_a_turn(request):
        return _with_validators(request, make(), ours)
    with turn_at(place, ours["ETag"]) as turn:
        if turn.kept:
            return turn.kept.response(request)
        return turn.finished(request, _with_validators(request, make(), ours))


def _with_validators(request: HttpRequest, response: HttpResponse, ours: Mapping[str, str]) -> HttpResponse:
    if response.status_code == 200:
        for name, value in ours.items():
            response.headers[name] = value
    return finished(request, response)


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With what caches have to know."""
    patch_vary_headers(response, VARIES_BY)
    is_anybodys = response.status_code in (200, 303, 304, 308) and not has_credentials(request)
    response.headers.setdefault("Cache-Control", cache_control(is_anybodys=is_anybodys))
    return response


def as_old_as_the_data(
    view: Callable[..., Any], *, parameters: Collection[str] = (), unmade: Mapping[str, str] | None = None
) -> Callable[..., HttpResponse]:
    """For what is no page, and the same for everybody: feeds, sitemaps, downloads. `parameters` are those that the view
    reads; `unmade` are the headers by which HEAD learns of what is too much to be made for it."""

    @wraps(view)
    @require_safe
    def answered(request: HttpRequest, *args: Any, **place: Any) -> HttpResponse:
        make = partial(view, request, *args, **place)
        if unmade and request.method == "HEAD":
            make = partial(StreamingHttpResponse, headers=unmade)
        return anybodys_answer(request, make, query=query_of(request, parameters))

    return answered
