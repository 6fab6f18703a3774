"""Content-Security-Policy: one for every answer but those that bring their own, so that it is written once."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

EXPLAINED_IN_DEBUG = (404, 500)  # by pages of Django's own, with inline styles


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware in place of django-csp's, which would write the policy anew for each answer (0.05 ms of 0.3)."""
    policy = build_policy()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in EXPLAINED_IN_DEBUG):
            response.headers.setdefault(HEADER, policy)
        return response

    return middleware
