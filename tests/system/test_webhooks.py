"""Webhooks delivered by processes: one is killed with a message in hand, and others go on."""

import threading

import pytest

from tests.processes import change, rows_in, said
from tests.system.loading import until
from tests.webhooks.receivers import receiving

pytestmark = pytest.mark.django_db

PREPARE = """
from claimsdb.models import Webhook
from claimsdb.webhooks import entering
from tests.factories import AcceptedClaimFactory
for url in {urls}:
    entering.start(Webhook(name="bot", address=url, events=["claim.changed"]))
AcceptedClaimFactory()
"""
ANOTHER = """
from claimsdb.models import Article, claim_key
from tests.factories import AcceptedClaimFactory
AcceptedClaimFactory(article=Article.objects.get(), key=claim_key("another"))
"""
TIME_PASSES = "UPDATE claimsdb_webhook SET leased_until = NULL"
ALL_IS_DELIVERED = """
SELECT (SELECT count(*) FROM claimsdb_deliveryattempt) = 4
   AND NOT EXISTS (SELECT 1 FROM claimsdb_delivery WHERE next_try_at IS NOT NULL)
"""
HOW_IT_WENT = (
    "from claimsdb.models import *; print(DeliveryAttempt.objects.count(), Delivery.objects.waiting().count())"
)
FOLLOW = "deliver_webhooks", "--follow", "--interval", "0.05"


@pytest.fixture
def allowed(monkeypatch):
    """Receivers on loopback may be told by the processes."""
    monkeypatch.setenv("CLAIMSDB_WEBHOOK_ALLOW", "127.0.0.1")
    monkeypatch.setenv("CLAIMSDB_WEBHOOK_HTTP", "true")
    monkeypatch.setenv("CLAIMSDB_TASKS", "database")


@pytest.mark.parametrize("command", [["deliver_webhooks"], [*FOLLOW]])
def test_who_does_not_answer_holds_up_nobody(allowed, shell, scratch_database, monkeypatch, command):
    """Those that do not answer are told first, and do so no sooner than the last one has been told."""
    monkeypatch.setenv("CLAIMSDB_WEBHOOK_TIMEOUT", "600")
    is_told = threading.Event()
    with receiving(before=is_told.wait) as slow, receiving(before=is_told.set) as good:
        try:
            said(shell(PREPARE.format(urls=[slow.url, slow.url, slow.url, good.url])))
            worker = shell("", *command)
            until(lambda: len(slow.got) == 3 and good.got)
        finally:
            is_told.set()
        if command == [*FOLLOW]:
            until(lambda: rows_in(scratch_database, ALL_IS_DELIVERED)[0][0])
            worker.terminate()
        assert worker.wait() == 0
    assert said(shell(HOW_IT_WENT)).split() == ["4", "0"]


@pytest.mark.both_engines
def test_what_a_killed_worker_has_in_hand_is_sent_again(allowed, shell, scratch_database):
    goes_on = threading.Event()
    with receiving(before=goes_on.wait) as receiver:
        said(shell(PREPARE.format(urls=[receiver.url])))
        killed = shell("", *FOLLOW)
        until(lambda: len(receiver.got) == 1)
        killed.kill()
        killed.communicate()
        goes_on.set()
        other = shell("", *FOLLOW)
        change(scratch_database, TIME_PASSES)
        until(lambda: len(receiver.got) == 2)
        other.terminate()
        assert other.wait() == 0
        worker = shell("", "db_worker", "--no-startup-delay", "--interval", "0.1")
        said(shell(ANOTHER))
        until(lambda: len(receiver.got) == 3)
        worker.terminate()
        assert worker.wait() == 0
    first, again, new = receiver.ids
    assert first == again != new
    assert said(shell(HOW_IT_WENT)).split() == ["2", "0"]
