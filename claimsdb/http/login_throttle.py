"""Login throttle: how many passwords and tokens may be wrong, by the address that they come from and by the account.

Failures are rows of the database: every process sees them, and nobody can push them out by making others. Only a
failure writes one; a token that is valid never comes by here.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import DatabaseError
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from claimsdb.db.sqlite import without_waiting
from claimsdb.http.authenticators import Missing, missing
from claimsdb.http.login_log import code_failed, token_failed
from claimsdb.http.rate_limits import RateLimit, address_of
from claimsdb.models import ADDRESS_LENGTH, FailedLogin, KnownAddress

LOGINS = ("admin:login", "rest_framework:login")
RESETTING = "admin_password_reset"
SECOND_FACTOR = "second_factor"
LOGIN, TOKEN, RESET, CODE = "login", "token", "reset", "code"
NAME_LENGTH = 150  # of a user's
KINDS = {LOGIN: "wrong logins", TOKEN: "wrong tokens", RESET: "mails to reset a password", CODE: "wrong codes"}
KNOWN_FOR = timedelta(days=90)  # since an account has last come in from an address
NOTED_EVERY = timedelta(days=1)

logger = logging.getLogger(__name__)


class LoginThrottle:
    """Middleware that answers 429 in place of a login page after too many failures, in place of the second factor's
    after as many wrong codes, and in place of that which sends a mail to reset a password after as many mails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST":
            return None
        seconds = 0
        if page == RESETTING:
            seconds = mail_asked_for(request)
        elif page == SECOND_FACTOR:
            seconds = _left_of("failures", _from_address(request, CODE))
        elif page in LOGINS:
            name = UsernameField(max_length=NAME_LENGTH).to_python(request.POST.get("username", ""))
            seconds = seconds_to_wait(request, name=name or "")  # as the form reads it
        return _too_many(request, seconds) if seconds else None


def seconds_to_wait(request: HttpRequest, *, name: str) -> int:
    """Seconds until a login under that name is heard from the client's address; 0 while it is."""
    seconds = _left_of("failures", _from_address(request, LOGIN))
    if not seconds and (waiting := _left_of("account", FailedLogin.objects.filter(account=_digest(name)))):
        return 0 if _knows(name, address=_address(request)) else waiting
    return seconds


def wrong_token(request: HttpRequest) -> int:
    """Counts a token that is nobody's; the seconds until another is heard, 0 while one is.

    Where the database is busy it is not counted: nobody is to wait for that, and a token cannot be guessed.
    """
    token_failed(request)
    seconds = _left_of("failures", _from_address(request, TOKEN))
    if not seconds:
        with suppress(DatabaseError), without_waiting():
            _count(request, TOKEN)
    return seconds


def mail_asked_for(request: HttpRequest) -> int:
    """Counts a mail to reset a password; the seconds until another is sent, 0 while one is."""
    seconds = _left_of("failures", _from_address(request, RESET))
    if not seconds:
        _count(request, RESET)
    return seconds


def wrong_code(request: HttpRequest, user: User) -> None:
    """Counts a code that is not the user's. By account the tables of codes count, each for itself."""
    code_failed(request, user)
    _count(request, CODE)


@receiver(user_login_failed)
def _login_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Whoever knows the address errs; that does not count against the account."""
    if request is not None:
        name = str(credentials.get("username", ""))
        _count(request, LOGIN, account="" if _knows(name, address=_address(request)) else _digest(name))


@receiver(user_logged_in)
def _logged_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if missing(user, request.session) is not Missing.CODE:
        came_in(request, user)


def came_in(request: HttpRequest, user: User) -> None:
    """Notes where the user is, who has shown all that they are asked for."""
    if address := _address(request):
        make_known(user, address)


def make_known(user: Any, address: str) -> None:
    """Notes that the user has come in from there, once a day, and forgets what was long ago."""
    now = timezone.now()
    known = KnownAddress.objects.filter(user=user)
    if not known.filter(address=address, last_login_at__gt=now - NOTED_EVERY).exists():
        known.update_or_create(user=user, address=address, defaults={"last_login_at": now})
        known.filter(last_login_at__lte=is_known_since()).delete()


def is_known_since() -> datetime:
    """The moment since which a login makes an address known."""
    return timezone.now() - KNOWN_FOR


def _count(request: HttpRequest, what: str, *, account: str = "") -> None:
    """Adds a failure, and takes away those that count no more."""
    limits = [limit for kind in ("failures", "account") if (limit := settings.THROTTLES[kind])]
    if not limits:
        return
    FailedLogin.objects.create(what=what, address=_address(request), account=account)
    longest = max(limit.window for limit in limits)
    FailedLogin.objects.filter(at__lte=timezone.now() - timedelta(seconds=longest)).delete()
    if _left_of("failures", _from_address(request, what)):
        logger.warning("Too many of %s from %s: no more are heard for now.", KINDS[what], _address(request))


def _left_of(kind: str, failures: QuerySet[FailedLogin]) -> int:
    """Seconds until fewer of the failures count than the limit allows; 0 where fewer do."""
    limit: RateLimit | None = settings.THROTTLES[kind]
    if limit is None:
        return 0
    now, window = timezone.now(), timedelta(seconds=limit.window)
    latest = failures.filter(at__gt=now - window).order_by("-at").values_list("at", flat=True)
    decisive = next(iter(latest[limit.limit - 1 : limit.limit]), None)
    return max(1, ceil((decisive + window - now).total_seconds())) if decisive else 0


def _from_address(request: HttpRequest, what: str) -> QuerySet[FailedLogin]:
    return FailedLogin.objects.filter(what=what, address=_address(request))


def _address(request: HttpRequest) -> str:
    return address_of(request)[:ADDRESS_LENGTH]


def _digest(name: str) -> str:
    """Fixed in length, and telling nothing where a password was typed in place of a name."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _knows(name: str, *, address: str) -> bool:
    """Whether the account of that name has come in from the address lately."""
    known = KnownAddress.objects.filter(address=address, last_login_at__gt=is_known_since())
    return "\0" not in name and known.filter(user__username=name).exists()  # which PostgreSQL would not take


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    until = timezone.now() + timedelta(seconds=seconds)
    context = {"seconds": seconds, "minutes": ceil(seconds / 60), "until": until}
    response = render(request, "admin/too_many_logins.html", context, status=429)
    response["Retry-After"], response["Cache-Control"] = str(seconds), "no-store"
    return response
