"""What all pages for readers have in common: they are for anybody, as old as the data, and lead to the same in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from claimsdb import __version__
from claimsdb.filters import AS_OF, InvalidParameters, LedgerFilterSet
from claimsdb.http.credentials import has_credentials
from claimsdb.http.validators import is_known_anyhow, known_by_tag, validators
from claimsdb.index import data_version
from claimsdb.models import sees_all_claims
from claimsdb.questions.gathering import AsOf

HTML, JSON = "text/html", "application/json"
VARIES_BY = ["Accept", "Authorization", "Cookie"]
PAGES_KEPT = 32  # in memory, until something is written


class Elsewhere(Exception):
    """What was at this address is at another one now (308)."""

    def __init__(self, url: str):
        self.url = url


class Gone(Exception):
    """What was at this address is not to be seen any more (410); `instead` is where to look, with its words."""

    def __init__(self, detail: str, *, instead: tuple[str, str] | None = None):
        super().__init__(detail)
        self.instead = instead


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page as anybody gets it; its tag names all that it depends on."""

    tag: str
    page: "ReaderPage" = field(compare=False)
    place: Mapping[str, Any] = field(compare=False)


@lru_cache(maxsize=PAGES_KEPT)
def body_of(shown: _Shown) -> str:
    """Raises what makes it another answer than a page."""
    return shown.page.body(shown.place)


class ReaderPage(View):
    """A page of what anybody may see, whoever asks. Parameters that it does not know are left alone, as whoever shares
    an address may have hung some on it; of those that it knows, a wrong value is told.

    Subclasses give the `context` of their template, and the address of the same in JSON (`json_url`).
    """

    http_method_names = ["get", "head", "options"]
    template_name: str

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
            return self._finished(HttpResponseRedirect(self._with_query(str(self.json_url(**place))), status=303))
        ours = {} if has_credentials(request) else self._validators()
        if ours and (known := known_by_tag(request, ours)):
            return self._finished(HttpResponseNotModified(headers=dict(known)))
        response = self._answered(place, ours)
        if ours and response.status_code == 200:
            if is_known_anyhow(request, ours):
                response = HttpResponseNotModified()
            for name, value in ours.items():
                response.headers[name] = value
        return self._finished(response)

    def asked_as_of(self) -> AsOf:
        """As of when the page is asked for. Raises InvalidParameters."""
        return self._asked.known_by

    @property
    def _asked(self) -> LedgerFilterSet:
        given = self.request.GET.copy()
        for name in [*given]:
            if name not in AS_OF or not given[name]:
                del given[name]
        if "as_of" not in given:
            given.pop("undated", None)  # of the form, where the day is taken out and the box still ticked
        asked = LedgerFilterSet(given)
        asked.check()
        return asked

    def body(self, place: Mapping[str, Any]) -> str:
        """Raises what `context` does."""
        context = self.context(**place)
        return self._page(
            self.template_name, {"json_url": self.json_url(**place), "desk_url": self._desk_url(context), **context}
        )

    def _answered(self, place: Mapping[str, Any], ours: Mapping[str, str]) -> HttpResponse:
        try:
            return HttpResponse(body_of(_Shown(ours["ETag"], self, place)) if ours else self.body(place))
        except Elsewhere as elsewhere:
            return HttpResponse(status=308, headers={"Location": self._with_query(elsewhere.url)})
        except Gone as gone:
            told: dict[str, Any] = {"title": "Not here any more", "detail": str(gone), "instead": gone.instead}
            return HttpResponse(self._page("pages/problem.html", told), status=410)
        except InvalidParameters as invalid:
            told = {"title": "This address says something that is not understood", "faults": invalid.faults}
            return HttpResponse(self._page("pages/problem.html", told), status=400)

    def _page(self, template: str, context: Mapping[str, Any]) -> str:
        canonical = self.request.build_absolute_uri(self.request.path)
        return render_to_string(template, {"canonical": canonical, **context}, self.request)

    def _desk_url(self, context: Mapping[str, Any]) -> str | None:
        is_editor = has_credentials(self.request) and sees_all_claims(self.request.user)
        return self.desk_url(context) if is_editor else None

    def _prefers_json(self, place: Mapping[str, Any]) -> bool:
        return self.json_url(**place) is not None and self.request.get_preferred_type([HTML, JSON]) == JSON

    def _with_query(self, url: str) -> str:
        query = self.request.META["QUERY_STRING"]
        return f"{url}?{query}" if query else url

    def _validators(self) -> dict[str, str]:
        data = data_version(public=True)
        configured = (settings.CLAIMSDB_PUBLIC_STATUSES, settings.CLAIMSDB_PUBLIC_TEXTS, __version__)
        return validators((*data, self.request.build_absolute_uri(), *configured), at=data.at)

    def _finished(self, response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, VARIES_BY)
        is_anybodys = response.status_code in (200, 303, 304, 308) and not has_credentials(self.request)
        public = f"public, max-age={settings.CLAIMSDB_PUBLIC_MAX_AGE}, must-revalidate"
        response.headers.setdefault("Cache-Control", public if is_anybodys else "no-store")
        return response
