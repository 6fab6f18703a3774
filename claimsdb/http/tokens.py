"""Tokens from their making to their end. The text of one is told once and kept nowhere, only its SHA-256: as it is
256 random bits, nobody can guess it from that, and no slower digest is needed."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from claimsdb.models import HINT_LENGTH, Token

PREFIX = "claimsdb_"  # by which people and secret scanners recognise one
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
YEAR = 365  # days
LONGEST = 3 * YEAR
USE_NOTED_EVERY = timedelta(minutes=1)


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


def bearer_of(text: str) -> Token:
    """The valid token with this text, its user with it. Raises UnknownToken or BadToken."""
    if not SHAPE.fullmatch(text):
        raise UnknownToken(f"This is no token: one is {PREFIX} and 43 letters and digits.")
    token = Token.objects.select_related("user").filter(digest=_digest(text)).first()
    if token is None:
        raise UnknownToken("This token is not known here.")
    now = timezone.now()
    if ended := token.ended(now):
        raise BadToken(f"This token is valid no more: {ended}.")
    _note_use(token, now)
    return token


def revoke(token: Token) -> None:
    """Ends the token for good; one that is revoked already stays as it is."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


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
    with suppress(DatabaseError), _at_once():
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


@contextmanager
def _at_once() -> Iterator[None]:
    """SQLite has one writer, for whom others wait many seconds."""
    if connection.vendor != "sqlite":
        yield
        return
    sqlite = connection.connection
    patience = sqlite.execute("PRAGMA busy_timeout").fetchone()[0]
    sqlite.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {patience}")
