"""All messages that are due, webhook by webhook.

Any number of workers may do so: each takes a lease of a webhook, draws its next message or takes the one that waits,
and sends it. A worker that is killed leaves the message as it was, and its lease ends by itself: the message is sent
again, under the same id.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from claimsdb.choices import Message
from claimsdb.filters import InvalidParameters
from claimsdb.index import data_version, record_days
from claimsdb.models import REASON_LENGTH, Delivery, DeliveryAttempt, Webhook
from claimsdb.webhooks.drawing import draw, message_of, put_at
from claimsdb.webhooks.entering import switch_off
from claimsdb.webhooks.sending import Outcome, next_try, send

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)
"""Of a lease, beyond the time that a try may take: for names that are long in being looked up."""

LATE = timedelta(minutes=2)  # what is due for longer, no worker looks after
INTERVAL = 1.0  # seconds between two rounds
MESSENGERS = 8  # of a worker, at once: so many receivers may be slow before another waits for one of them
PRUNED_AT_ONCE = 1000  # messages

Clock = Callable[[], datetime]


@dataclass
class Tally:
    """How many messages were delivered, and how many tries failed; several messengers count in it."""

    delivered: int = 0
    failed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def count(self, outcome: Outcome) -> None:
        with self._lock:
            self.delivered += outcome.is_success
            self.failed += not outcome.is_success


def always() -> bool:
    return True


def deliver(*, clock: Clock = timezone.now, may_go_on: Callable[[], bool] = always) -> Tally:
    """Sends all that is due by the clock, in turns, a message of each webhook at a time; where several are due, by
    several messengers at once, of which this thread is one."""
    tally = Tally()
    messengers = [_start_messenger(clock, may_go_on, tally) for _ in range(_wanted(clock) - 1)]
    _rounds(clock, may_go_on, tally)
    for each in messengers:
        each.join()
    return tally


def _wanted(clock: Clock) -> int:
    """How many messengers there is something to do for."""
    if not Webhook.objects.exists():
        return 0
    record_days()
    prune(clock())
    return min(len(due(clock())), MESSENGERS)


def _start_messenger(clock: Clock, may_go_on: Callable[[], bool], tally: Tally) -> threading.Thread:
    """A thread that ends when nothing is due with which nobody is busy; leases keep it apart from the others."""

    def run() -> None:
        try:
            _rounds(clock, may_go_on, tally)
        except Exception:
            logger.exception("A messenger of webhooks has ended; another takes over.")
        finally:
            connection.close()

    messenger = threading.Thread(target=run, daemon=True)
    messenger.start()
    return messenger


def _rounds(clock: Clock, may_go_on: Callable[[], bool], tally: Tally) -> None:
    while may_go_on() and _round(clock, may_go_on, tally):
        pass


def _round(clock: Clock, may_go_on: Callable[[], bool], tally: Tally) -> int:
    """For how many webhooks anything was done."""
    return sum(_attended(pk, clock, tally) for pk in due(clock()) if may_go_on())


def due(at: datetime) -> list[int]:
    """The ids of the webhooks for which there is something to do at that moment, and with which nobody is busy; those
    that fail come last."""
    of_it = Delivery.objects.filter(webhook=OuterRef("pk"))
    news = Q(after_number__lt=data_version(public=True).number) & ~Exists(of_it.waiting().of_changes())
    something = Q(off_at=None) & (news | Exists(of_it.due(at)))
    found = Webhook.objects.free(at).filter(something | Exists(of_it.due(at).pings()))
    fails = Exists(of_it.waiting().exclude(tried_since=None))
    return list(found.order_by(fails, "pk").values_list("pk", flat=True))


def is_late(webhook: Webhook, *, at: datetime) -> bool:
    """Whether there has been something to do for it for so long that no worker seems to be running."""
    data = data_version(public=True)
    waits = webhook.deliveries.due(at - LATE).exists()
    return webhook.pk in due(at) and (waits or bool(data.at and data.at < at - LATE))


def _attended(pk: int, clock: Clock, tally: Tally) -> bool:
    """Whether anything was done for the webhook, by another messenger if he was first: then it is worth another look.
    What is wrong with one is no reason to leave out the others."""
    try:
        with _leased(pk, clock()) as webhook:
            return webhook is None or _attend(webhook, clock, tally)
    except Exception:
        logger.exception("Webhook %d cannot be attended to.", pk)
        return False


@contextmanager
def _leased(pk: int, at: datetime) -> Iterator[Webhook | None]:
    """The webhook, while it is this worker's; None where another was first."""
    until = at + timedelta(seconds=settings.CLAIMSDB_WEBHOOK_TIMEOUT) + PATIENCE
    if not Webhook.objects.free(at).filter(pk=pk).update(leased_until=until):
        yield None
        return
    yield Webhook.objects.filter(pk=pk, leased_until=until).first()
    # Not after a fault: it would come again at once, and the next second.
    Webhook.objects.filter(pk=pk, leased_until=until).update(leased_until=None)


def _attend(webhook: Webhook, clock: Clock, tally: Tally) -> bool:
    at = clock()
    delivery = _next_due(webhook, at)
    if delivery is None:
        waits = webhook.off_at is not None or webhook.deliveries.waiting().of_changes().exists()
        return not waits and _draw(webhook, at=at)
    outcome = send(delivery, at=at)
    if not _recorded(delivery, outcome, at=at):
        return False
    tally.count(outcome)
    return True


def _next_due(webhook: Webhook, at: datetime) -> Delivery | None:
    due = webhook.deliveries.due(at).order_by("pk")
    delivery = (due if webhook.off_at is None else due.pings()).first()
    if delivery:
        delivery.webhook = webhook
    return delivery


def _draw(webhook: Webhook, *, at: datetime) -> bool:
    """Whether the webhook has come further in the record: by a message that is now due, or by what is not for it."""
    try:
        drawn = draw(webhook)
    except InvalidParameters as error:
        _switch_off(webhook, f"Its filters cannot be read any more. {error}", at=at)
        return True
    with transaction.atomic():
        if not _is_still_leased(webhook):
            return False
        if drawn.told:
            message_of(webhook, drawn.told, at=at).save()
        put_at(webhook, drawn.reached)
        webhook.save(update_fields=["after_number", "after_rank", "after_id"])
    return True


def _is_still_leased(webhook: Webhook) -> bool:
    """Whether the lease has not run out meanwhile, and another worker taken it. Keeps the row until the commit."""
    held = Webhook.objects.filter(pk=webhook.pk, leased_until=webhook.leased_until)
    return bool(held.update(leased_until=F("leased_until")))


@transaction.atomic
def _recorded(delivery: Delivery, outcome: Outcome, *, at: datetime) -> bool:
    """Whether the outcome is on record; else another worker has the webhook now, and sends the message again."""
    if not _is_still_leased(delivery.webhook):
        return False
    tried = {"at": at, "milliseconds": outcome.milliseconds, "status": outcome.status, "error": outcome.error}
    DeliveryAttempt.objects.create(delivery=delivery, **tried)
    delivery.tries += 1
    delivery.status, delivery.error, delivery.next_try_at = outcome.status, outcome.error, None
    if outcome.is_success:
        delivery.delivered_at = at
    else:
        _fail(delivery, outcome, at=at)
    delivery.save()
    return True


def _fail(delivery: Delivery, outcome: Outcome, *, at: datetime) -> None:
    delivery.tried_since = delivery.tried_since or at
    delivery.next_try_at = next_try(delivery, outcome, at=at)
    if delivery.message == Message.PING:
        return
    if outcome.status == 410:
        why = "The receiver says that it is gone for good (410)."
    elif delivery.next_try_at is None:
        why = f"No message has arrived since {delivery.tried_since:%Y-%m-%d %H:%M}. The last try: {outcome.words}"
    else:
        return
    delivery.next_try_at = at  # as soon as it is on again
    _switch_off(delivery.webhook, why, at=at)


def _switch_off(webhook: Webhook, why: str, *, at: datetime) -> None:
    switch_off(webhook, why[:REASON_LENGTH], at=at)
    logger.warning("Webhook %d, %s, is off: %s", webhook.pk, webhook, why)


def prune(at: datetime) -> None:
    """Deletes old messages that are over, with their tries, and secrets that serve no more."""
    before = at - timedelta(days=settings.CLAIMSDB_WEBHOOK_LOG_DAYS)
    over = Delivery.objects.filter(next_try_at=None, created_at__lt=before).order_by("created_at")
    if pks := list(over.values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        Delivery.objects.filter(pk__in=pks).delete()
    ended = Webhook.objects.filter(earlier_until__lte=at)
    if ended.exists():
        ended.update(earlier_secret="", earlier_until=None)


def follow(ended: threading.Event, *, interval: float = INTERVAL) -> None:
    """Delivers what is due, time and again, until the event: this thread looks what is, and messengers go."""
    out: list[threading.Thread] = []
    while not ended.is_set():
        connection.close_if_unusable_or_obsolete()
        try:
            out = [each for each in out if each.is_alive()]
            for _ in range(min(_wanted(timezone.now), MESSENGERS - len(out))):
                out.append(_start_messenger(timezone.now, lambda: not ended.is_set(), Tally()))
        except Exception:
            logger.exception("Webhooks cannot be attended to; trying again.")
        ended.wait(interval)
    for each in out:
        each.join()
    connection.close()


@contextmanager
def delivered_meanwhile() -> Iterator[None]:
    """Delivers what is due beside the body, in a thread."""
    ended = threading.Event()
    messenger = threading.Thread(target=follow, args=(ended,), daemon=True)
    messenger.start()
    try:
        yield
    finally:
        ended.set()
        messenger.join()
