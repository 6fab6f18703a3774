"""Login throttle: a rate limit on failed logins and bad tokens, by client address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from claimsdb.http.rate_limits import address_of

LOGINS = ("admin:login", "rest_framework:login")


def seconds_to_wait(request: HttpRequest, *, what: str) -> int:
    """Seconds until the client may try `what` ("login", "token") again after too many failures; 0 while it may."""
    limit = settings.THROTTLES["failures"]
    if limit is None:
        return 0
    standing = limit.standing(_client(request, what))
    return 0 if standing.left > 0 else standing.reset


def count_failure(request: HttpRequest, *, what: str) -> None:
    if limit := settings.THROTTLES["failures"]:
        limit.spend(_client(request, what))


def _client(request: HttpRequest, what: str) -> str:
    return f"{what} {address_of(request)}"


class LoginThrottle:
    """Middleware that answers 429 in place of a login page after too many failures."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or page not in LOGINS:
            return None
        seconds = seconds_to_wait(request, what="login")
        return _too_many(seconds) if seconds else None


@receiver(user_login_failed)
def _login_failed(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        count_failure(request, what="login")


def _too_many(seconds: int) -> HttpResponse:
    words = f"Too many logins have failed from your address. Try again in {seconds} seconds."
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers=headers)
