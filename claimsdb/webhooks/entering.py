"""What may be entered for a webhook, and what its operator does with it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from claimsdb.filters import InvalidParameters, matching
from claimsdb.http.outgoing import Door, Inside, Refused, Unanswered
from claimsdb.models import ANYBODY, EVENTS, Delivery, Webhook
from claimsdb.webhooks.drawing import filtered_kind, now_in_the_record, ping_of, put_at
from claimsdb.webhooks.signing import is_readable, new_secret, sealed

EARLIER = timedelta(days=1)
"""For so long the secret before serves, too."""

ENTERED = ("name", "address", "events", "filters")
SECRET = ("secret",)


def tag_of(webhook: Webhook, *columns: str) -> str:
    """What these columns of it hold, as an opaque word of 20 letters and digits: for a form, which says by it what its
    reader has seen."""
    return blake2b(repr([getattr(webhook, each) for each in columns]).encode(), digest_size=10).hexdigest()


def door() -> Door:
    """What webhooks may ask, by the settings."""
    return Door(settings.CLAIMSDB_WEBHOOK_ALLOW, plain=settings.CLAIMSDB_WEBHOOK_HTTP)


def check(webhook: Webhook) -> None:
    """Raises ValidationError for an address to which nothing would be sent, for events that are none, and for filters
    that are not those of the list; where there is the same webhook already, as after a form that was sent twice."""
    faults: dict[str, str] = {}
    for name, objection in (("address", _address), ("events", _events), ("filters", _filters)):
        if said := objection(webhook):
            faults[name] = said
    if faults:
        raise ValidationError(faults)
    same = {name: getattr(webhook, name) for name in ENTERED}
    if Webhook.objects.exclude(pk=webhook.pk).filter(**same).exists():
        raise ValidationError("There is such a webhook already. If another is meant, give it a name of its own.")


def _address(webhook: Webhook) -> str:
    """What is wrong with it. A name that nobody knows yet may be entered: it is looked up again for each message."""
    try:
        door().ways_to(door().read(webhook.address))
    except Inside as refusal:
        return f"{refusal} CLAIMSDB_WEBHOOK_ALLOW has what an operator allows besides."
    except Refused as refusal:
        return str(refusal)
    except Unanswered:
        pass
    return ""


def _events(webhook: Webhook) -> str:
    if not webhook.events:
        return "Choose of what it is told."
    unknown = [each for each in webhook.events if each not in EVENTS]
    return f"There is no event {unknown[0]!r}. Known: {', '.join(EVENTS)}." if unknown else ""


def _filters(webhook: Webhook) -> str:
    if not webhook.filters or _events(webhook):
        return ""
    kinds = list(dict.fromkeys(EVENTS[each][0] for each in webhook.events))
    if len(kinds) > 1:
        return f"Filters are of one list: choose events of one kind, not of {', '.join(kinds)}, or make more webhooks."
    try:
        matching(filtered_kind(webhook), QueryDict(webhook.filters), user=ANYBODY, goes_on=False)
    except InvalidParameters as error:
        return str(error)
    return ""


def start(webhook: Webhook) -> str:
    """Saves the new webhook, which is told of what changes from now on, and gives its secret."""
    secret = new_secret()
    webhook.secret = sealed(secret)
    put_at(webhook, now_in_the_record())
    webhook.save()
    return secret


@transaction.atomic
def change(webhook: Webhook, columns: Collection[str], *, at: datetime) -> None:
    """Saves what was entered and no more: a worker may have the webhook in hand. What waited for the address before is
    due at the new one, even what is on its way just now: whoever sends it has lost its lease."""
    webhook.save(update_fields=columns)
    if "address" in columns:
        Webhook.objects.filter(pk=webhook.pk).update(leased_until=None)
        _try_anew(webhook, at=at)


def _try_anew(webhook: Webhook, *, at: datetime) -> None:
    webhook.deliveries.waiting().update(tries=0, tried_since=None, next_try_at=at)


@transaction.atomic
def roll(webhook: Webhook, *, at: datetime) -> str | None:
    """Gives it a new secret; for a day messages are signed by the one before as well, which is the receiver's: rolled
    once more within that day, that one serves to its end, not the one in between. None, and nothing changed, where the
    webhook has by now another secret than this row of it."""
    secret, before = new_secret(), webhook.secret
    if not _serves(webhook, at=at):
        serves = is_readable(before)  # not where SECRET_KEY is another
        webhook.earlier_secret, webhook.earlier_until = (before, at + EARLIER) if serves else ("", None)
    webhook.secret = sealed(secret)
    columns = {name: getattr(webhook, name) for name in ("secret", "earlier_secret", "earlier_until")}
    if not Webhook.objects.filter(pk=webhook.pk, secret=before).update(**columns):
        return None
    if not is_readable(before):
        _try_anew(webhook, at=at)
    return secret


def _serves(webhook: Webhook, *, at: datetime) -> bool:
    """Whether the secret before still does."""
    return bool(webhook.earlier_until and webhook.earlier_until > at and is_readable(webhook.earlier_secret))


def switch_off(webhook: Webhook, why: str, *, at: datetime) -> None:
    """Sends it nothing more but pings. What changes meanwhile it is told when it is on again."""
    Webhook.objects.on().filter(pk=webhook.pk).update(off_at=at, off_why=why)


@transaction.atomic
def switch_on(webhook: Webhook, *, at: datetime) -> None:
    """Goes on where it was, with the message that was on its way."""
    Webhook.objects.filter(pk=webhook.pk).update(off_at=None, off_why="")
    _try_anew(webhook, at=at)


def ping(webhook: Webhook, *, at: datetime) -> Delivery:
    """A message to see whether it arrives; it is tried once."""
    message = ping_of(webhook, at=at)
    message.save()
    return message


@transaction.atomic
def send_again(delivery: Delivery, *, at: datetime) -> None:
    """Makes a message due, under the id that it had: one that was delivered or given up from the beginning, one that
    waits as the next try that it has."""
    same = Delivery.objects.filter(pk=delivery.pk)
    same.waiting().filter(next_try_at__gt=at).update(next_try_at=at)
    over = same.filter(next_try_at=None)
    over.update(next_try_at=at, tries=0, tried_since=None, delivered_at=None, status=None, error="")
