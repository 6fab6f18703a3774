"""`/claims/<key>.json` leads to what the API has of the claim, and so for the other pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe


def json_beside(view_name: str) -> Callable[..., HttpResponse]:
    @require_safe
    def view(request: HttpRequest, **place: Any) -> HttpResponse:
        query = request.META["QUERY_STRING"]
        url = reverse(view_name, args=[*place.values()])
        return HttpResponseRedirect(f"{url}?format=json{f'&{query}' if query else ''}")

    return view
