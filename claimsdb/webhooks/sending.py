"""One try to deliver a message, and what follows from it.

Of the answer only the status and `Retry-After` are read. Its body is neither read nor kept: a log is no window into
what an address shows.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from django.conf import settings

from claimsdb.choices import Message
from claimsdb.http.outgoing import Answer, Refused, Unanswered
from claimsdb.http.sealing import BadSeal
from claimsdb.models import REASON_LENGTH, Delivery
from claimsdb.webhooks.entering import door
from claimsdb.webhooks.signing import headers_of, secrets_of

MINUTE, HOUR = 60, 3600
WAITS = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after each try that has failed; the last one time and again."""

LONGEST = timedelta(days=5)
"""After so long without success the webhook is off."""

BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
LOST = "Its secret was sealed by another SECRET_KEY and cannot be read: roll the secret."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try: the receiver's status, or why there is none; for how long it asks to be left alone."""

    milliseconds: int
    status: int | None = None
    error: str = ""
    retry_after: timedelta = timedelta(0)

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def words(self) -> str:
        """It in a few words, for people."""
        return words_of(self.status, self.error)


def words_of(status: int | None, error: str) -> str:
    """What a try has led to, for people: the receiver's status, or why there is none."""
    if status is None:
        return error
    if 300 <= status < 400:
        return f"HTTP {status}: a redirect is not followed. Enter the address to which it leads."
    return f"HTTP {status} {_phrase(status)}".strip()


def send(delivery: Delivery, *, at: datetime) -> Outcome:
    """Sends it once."""
    begun = time.monotonic()
    try:
        answer = _asked(delivery, at=at)
    except (Refused, Unanswered, BadSeal) as error:
        reason = LOST if isinstance(error, BadSeal) else str(error)
        return Outcome(_since(begun), error=reason[:REASON_LENGTH])
    wait = _retry_after(answer.headers.get("retry-after", ""), at=at) if answer.status in BUSY else timedelta(0)
    return Outcome(_since(begun), status=answer.status, retry_after=wait)


def _asked(delivery: Delivery, *, at: datetime) -> Answer:
    """Raises Refused, Unanswered or BadSeal."""
    webhook = delivery.webhook
    signed = headers_of(delivery.message_id, delivery.body, at=at, signed_by=secrets_of(webhook, at=at))
    return door().ask(
        webhook.address,
        method="POST",
        headers={"Content-Type": "application/json", **signed},
        body=delivery.body.encode(),
        seconds=settings.CLAIMSDB_WEBHOOK_TIMEOUT,
        limit=0,
    )


def next_try(delivery: Delivery, outcome: Outcome, *, at: datetime) -> datetime | None:
    """When it is tried again after a try that has failed; None for a ping, and after five days."""
    end = (delivery.tried_since or at) + LONGEST
    if delivery.message == Message.PING or at >= end:
        return None
    wait = timedelta(seconds=WAITS[min(delivery.tries, len(WAITS)) - 1])
    return min(at + max(wait, min(outcome.retry_after, timedelta(seconds=WAITS[-1]))), end)


def _retry_after(value: str, *, at: datetime) -> timedelta:
    """Seconds or a date, as RFC 9110 has it; anything else is none."""
    try:
        if value.isascii() and value.isdecimal():
            return timedelta(seconds=min(int(value[:9]), WAITS[-1]))
        return max(parsedate_to_datetime(value) - at, timedelta(0))
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in {*HTTPStatus} else ""
