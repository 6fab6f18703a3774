"""`/claims/<key>.json` leads to what the API has of the claim, and so for the other pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from claimsdb.filters import AS_OF

LEDGER = "question-ledger"  # which can be asked for as of another time


def json_beside(view_name: str) -> Callable[..., HttpResponse]:
    @require_safe
    def view(request: HttpRequest, **place: Any) -> HttpResponse:
        known = {name: value for name in AS_OF if view_name == LEDGER and (value := request.GET.get(name))}
        return HttpResponseRedirect(
            f"{reverse(view_name, args=[*place.values()])}?{urlencode({'format': 'json'} | known)}"
        )

    return view
