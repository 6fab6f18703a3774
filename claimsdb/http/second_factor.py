"""The second factor at the door: a session that lacks it is nobody's, at every page but those that ask for it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_otp.plugins.otp_totp.models import TOTPDevice

from claimsdb.choices import SecondFactor
from claimsdb.http import login_log
from claimsdb.http.authenticators import SHOWN_BY, TooManyCodes, accepted, missing
from claimsdb.http.login_throttle import LOGINS, SECOND_FACTOR, came_in, wrong_code

SIGNING_OUT = ("admin:logout", "rest_framework:logout")


class SecondFactorMiddleware:
    """Middleware after which `request.user` is anonymous while a code, or setting up, is missing. `request.account` is
    whose session it is all the same: for the second factor's own page alone.

    Tokens are not looked at: whoever uses one has no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        if settings.SECOND_FACTOR == SecondFactor.OFF:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = request.user
        request.account = account  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(partial(_admitted, request, account))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        if page in SIGNING_OUT:
            request.user = account_of(request)
        if page in LOGINS and request.method in ("GET", "HEAD") and _missing(request):
            onwards = {"next": next_page} if (next_page := request.GET.get("next")) else {}
            return HttpResponseRedirect(f"{reverse(SECOND_FACTOR)}?{urlencode(onwards)}")
        return None


def account_of(request: HttpRequest) -> User:
    """Whose session it is, whatever it lacks."""
    return request.account  # type: ignore[attr-defined]


def gave_code(request: HttpRequest, written: str) -> bool:
    """Whether that is a code of the account's, which is on record either way. Raises TooManyCodes."""
    account = account_of(request)
    try:
        kind = accepted(account, written)
    except TooManyCodes:
        wrong_code(request, account)
        raise
    if kind:
        login_log.second_factor(kind, request, account)
    else:
        wrong_code(request, account)
    return bool(kind)


def admit(request: HttpRequest, authenticator: TOTPDevice) -> None:
    """From here on the session is its account's."""
    request.session[SHOWN_BY] = authenticator.persistent_id
    request.session.cycle_key()
    came_in(request, account_of(request))


def _admitted(request: HttpRequest, account: User | AnonymousUser) -> User | AnonymousUser:
    """`account` is lazy: only here it is looked up."""
    return AnonymousUser() if missing(account, request.session) else account


def _missing(request: HttpRequest) -> bool:
    return missing(account_of(request), request.session) is not None
