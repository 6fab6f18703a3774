"""A receiver that may be told, and the time that passes between tries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimsdb.models import Webhook
from claimsdb.webhooks import delivering, entering
from claimsdb.webhooks.delivering import deliver
from tests.webhooks.receivers import receiving


class Hours:
    """A clock that goes on when it is told to."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def pass_by(self, **span):
        self.now += timedelta(**span)

    def deliver(self):
        return deliver(clock=self)


@pytest.fixture(autouse=True)
def one_messenger(monkeypatch):
    """Another would not see what is in the test's transaction; tests/system has several."""
    monkeypatch.setattr(delivering, "MESSENGERS", 1)


@pytest.fixture
def hours():
    return Hours(timezone.now())


@pytest.fixture
def loopback(settings):
    """Receivers on this machine may be told."""
    settings.CLAIMSDB_WEBHOOK_ALLOW, settings.CLAIMSDB_WEBHOOK_HTTP = ["127.0.0.1"], True


@pytest.fixture
def receiver(loopback):
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def started():
    """Makes a webhook as its operator does, and keeps its secret with it."""

    def start(receiver, **columns):
        webhook = Webhook(address=receiver.url, **{"name": "bot", "events": ["claim.changed", "claim.gone"], **columns})
        entering.check(webhook)
        webhook.secret_shown = entering.start(webhook)
        return webhook

    return start
