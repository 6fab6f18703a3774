"""A line for each login and each code, good or failed, that fail2ban can read: from which address, under which name.

A name is written only where an account has it: else it may be a password that went into the wrong field.
"""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from claimsdb.http.rate_limits import address_of

logger = logging.getLogger("claimsdb.logins")
UNKNOWN = "unknown"


@receiver(user_login_failed)
def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **sent: Any) -> None:
    if request is not None:
        name = str(credentials.get("username", ""))
        logger.warning("login failed from %s: name %s", address_of(request), name if _is_account(name) else UNKNOWN)


@receiver(user_logged_in)
def _came_in(sender: Any, request: HttpRequest, user: Any, **sent: Any) -> None:
    logger.info("login from %s: name %s", address_of(request), user.get_username())


@receiver(user_logged_out)
def _went_out(sender: Any, request: HttpRequest, user: Any, **sent: Any) -> None:
    if user is not None:
        logger.info("logout from %s: name %s", address_of(request), user.get_username())


def token_failed(request: HttpRequest) -> None:
    logger.warning("token failed from %s", address_of(request))


def code_failed(request: HttpRequest, user: User) -> None:
    logger.warning("code failed from %s: name %s", address_of(request), user.get_username())


def second_factor(what: str, request: HttpRequest, user: User) -> None:
    """`what` is a word of ours: code, recovery code, second factor set up."""
    logger.info("%s from %s: name %s", what, address_of(request), user.get_username())


def second_factor_reset(user: User, *, by: str) -> None:
    logger.warning("second factor reset by %s: name %s", by, user.get_username())


def _is_account(name: str) -> bool:
    return "\0" not in name and get_user_model().objects.filter(username=name).exists()
