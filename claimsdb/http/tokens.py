"""Tokens from their making to their end. The text of one is told once and kept nowhere, only its SHA-256: as it is
256 random bits, nobody can guess it from that, and no slower digest is needed."""

import re
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from claimsdb.db.sqlite import without_waiting
from claimsdb.models import HINT_LENGTH, Token

PREFIX = "claimsdb_"  # by which people and secret scanners recognise one
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
YEAR = 365  # days
LONGEST = 3 * YEAR
USE_NOTED_EVERY = timedelta(minutes=1)
KEPT_AS = "claimsdb_token"  # an attribute of the request


class BadToken(ValueError):
    """A text with which nobody is let in; the message says why as far as its bearer may know."""


class UnknownToken(BadToken):
    """A text that is no token's."""


def issue(token: Token, *, days: int = YEAR) -> str:
    """Saves the new token and gives its text, which cannot be had again. Raises ValidationError."""
    text = PREFIX + secrets.token_urlsafe(32)
    token.digest, token.hint = _digest(text), text[:HINT_LENGTH]
    token.expires_at = token.created_at + _lifetime(days)
    token.full_clean()
    token.save()
    return text


def bearer_of(request: HttpRequest) -> Token:
    """The valid token in the request's header, its user with it. Raises UnknownToken or BadToken."""
    if (token := token_of(request)) is None:
        raise UnknownToken(_fault(request))
    now = timezone.now()
    if ended := token.ended(now):
        raise BadToken(f"This token is valid no more: {ended}.")
    _note_use(token, now)
    return token


def token_of(request: HttpRequest) -> Token | None:
    """The token in the request's header, valid or not, with its user; looked up once a request."""
    if not hasattr(request, KEPT_AS):
        text = _text_in(request)
        tokens = Token.objects.select_related("user")
        setattr(request, KEPT_AS, tokens.filter(digest=_digest(text)).first() if SHAPE.fullmatch(text) else None)
    return getattr(request, KEPT_AS)


def revoke(token: Token) -> None:
    """Ends the token for good; one that is revoked already stays as it is."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_all(user: User) -> int:
    """Ends all tokens of the user; returns how many were valid until then."""
    now = timezone.now()
    return Token.objects.filter(user=user, revoked_at=None, expires_at__gt=now).update(revoked_at=now)


def _text_in(request: HttpRequest) -> str:
    """What stands after `Bearer`, empty where something else does."""
    match request.headers.get("Authorization", "").split():
        case [scheme, text] if scheme.lower() == "bearer":
            return text
    return ""


def _fault(request: HttpRequest) -> str:
    """What is wrong with the header in which there is no token of ours."""
    match request.headers.get("Authorization", "").split():
        case [scheme, *_] if scheme.lower() != "bearer":
            return "Authorization takes a token: `Authorization: Bearer claimsdb_…`, and no other scheme."
        case [_, text]:
            if SHAPE.fullmatch(text):
                return "This token is not known here."
            return f"This is no token: one is {PREFIX} and 43 letters and digits."
    return "Authorization takes one token: `Authorization: Bearer claimsdb_…`."


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _lifetime(days: int) -> timedelta:
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": f"A token lives from 1 to {LONGEST} days, not {days}."})
    return timedelta(days=days)


def _note_use(token: Token, now: datetime) -> None:
    """Now and then, and only where it can be done at once: no reader is to wait for a writer."""
    if token.last_used_at and now - token.last_used_at < USE_NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    with suppress(DatabaseError), without_waiting():
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)
