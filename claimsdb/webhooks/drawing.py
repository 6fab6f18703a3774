"""Messages from the record of changes.

A webhook has one message on its way, and waits for it before the next is drawn: messages come in the order of the
record, and while a receiver is away nothing piles up, as the record has each thing once, by its last change.
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.http import QueryDict

from claimsdb.choices import Followed, Happening, Message
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.filters import Following, Line, matching
from claimsdb.index import ChangePosition, data_version, end_of
from claimsdb.models import ANYBODY, EVENTS, Delivery, Webhook

BATCH = 100  # changes in a message, so that it stays well below 20 KB
READ = 500  # lines of the record at a time


class Drawn(NamedTuple):
    """What there is to tell next, each by its event, and how far the record has been read for it."""

    told: list[tuple[str, Line]]
    reached: ChangePosition


def now_in_the_record() -> ChangePosition:
    """Where a webhook begins that is told of nothing that was before it."""
    return end_of(data_version(public=True).number)


def place_of(webhook: Webhook) -> ChangePosition:
    return ChangePosition(webhook.after_number, webhook.after_rank, webhook.after_id)


def put_at(webhook: Webhook, place: ChangePosition) -> None:
    """Sets how far it has been told, without saving it."""
    webhook.after_number, webhook.after_rank, webhook.after_id = place


def draw(webhook: Webhook) -> Drawn:
    """The next changes of which the webhook is told, BATCH at most; none yet if nothing on the way there is of its
    events. Raises InvalidParameters, where its filters cannot be read any more."""
    after, kinds = place_of(webhook), {EVENTS[event][0] for event in webhook.events}
    with read_snapshot():  # all kinds as they are at one moment: else one might be read further than the next
        end = now_in_the_record()
        lines = Following(kinds, user=ANYBODY).lines(after, limit=READ)
        matched = _matched(webhook, lines)
    told: list[tuple[str, Line]] = []
    for line in lines:
        event = f"{line.kind}.{_happening(line, matched)}"
        if event in webhook.events:
            told.append((event, line))
        if len(told) == BATCH:
            return Drawn(told, line.position)
    return Drawn(told, max(after, end) if len(lines) < READ else lines[-1].position)


def _matched(webhook: Webhook, lines: Iterable[Line]) -> set[int] | None:
    """The ids of those that are there and match the webhook's filters, which are of one kind; None without filters."""
    if not webhook.filters:
        return None
    kind = filtered_kind(webhook)
    rows = matching(kind, QueryDict(webhook.filters), user=ANYBODY, goes_on=True)
    found = rows.among([line.pk for line in lines if line.pk is not None])
    return set(found.order_by().values_list("pk", flat=True))


def filtered_kind(webhook: Webhook) -> Followed:
    """Of what its filters are."""
    return EVENTS[webhook.events[0]][0]


def _happening(line: Line, matched: set[int] | None) -> Happening:
    if line.pk is None:
        return Happening.GONE
    return Happening.CHANGED if matched is None or line.pk in matched else Happening.UNMATCHED


def message_of(webhook: Webhook, told: list[tuple[str, Line]], *, at: datetime) -> Delivery:
    """The message that tells of these changes, due at once and not saved yet."""
    changes = [
        {"change": line.position.number, "event": event, "kind": line.kind, "key": line.key} for event, line in told
    ]
    numbers = {"first_change": changes[0]["change"], "last_change": changes[-1]["change"]}
    return _message(webhook, Message.CHANGES, {"changes": changes}, at=at, **numbers)


def ping_of(webhook: Webhook, *, at: datetime) -> Delivery:
    """A message that tells of nothing, due at once and not saved yet."""
    return _message(webhook, Message.PING, {}, at=at)


def _message(webhook: Webhook, message: Message, data: dict[str, Any], *, at: datetime, **columns: Any) -> Delivery:
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    body = orjson.dumps({"type": message, "timestamp": moment, "data": data}).decode()
    name = "msg_" + base64.b32encode(secrets.token_bytes(15)).decode().lower()
    times = {"created_at": at, "next_try_at": at}
    return Delivery(webhook=webhook, message_id=name, message=message, body=body, **times, **columns)
