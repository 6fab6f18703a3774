"""Messages arrive: signed, in order, once more after each failure, and of nothing that readers may not see."""

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from claimsdb import review
from claimsdb.checks import check_doors
from claimsdb.choices import ArticleState, Message, SourceState
from claimsdb.models import EVENTS, Claim, Delivery, DeliveryAttempt, Webhook
from claimsdb.review import publication
from claimsdb.webhooks import delivering, drawing, entering, sending, signing
from claimsdb.webhooks.delivering import deliver, due
from tests.commands import printed
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    DeliveryFactory,
    QuestionFactory,
    SourceFactory,
    WebhookFactory,
)
from tests.webhooks.receivers import receiving

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]


def told(receiver, secret=None):
    """All changes that have arrived, as event and key, each message verified."""
    messages = [json.loads(body) for _, body in receiver.got]
    if secret:
        messages = [Verifier(secret).verify(body, headers) for headers, body in receiver.got]
    return [(each["event"], each["key"]) for message in messages for each in message["data"]["changes"]]


def test_what_fails_twice_arrives_at_the_third_try(receiver, started, hours):
    hours.pass_by(seconds=-(5 + 5 * 60))
    webhook = started(receiver)
    receiver.answers = [500, 503]
    claim = AcceptedClaimFactory()
    hours.deliver()
    for seconds in (5, 5 * 60):
        hours.pass_by(seconds=seconds - 1)
        assert hours.deliver() == delivering.Tally()
        hours.pass_by(seconds=1)
        hours.deliver()
    assert len(receiver.got) == 3
    assert len({*receiver.ids}) == 1
    assert len({body for _, body in receiver.got}) == 1
    headers, body = receiver.got[-1]
    message = Verifier(webhook.secret_shown).verify(body, headers)
    number = claim_number(claim)
    assert message["type"] == "changes"
    assert message["data"] == {
        "changes": [{"change": number, "event": "claim.changed", "kind": "claim", "key": claim.key}]
    }
    delivery = Delivery.objects.get()
    assert (delivery.first_change, delivery.last_change, delivery.tries) == (number, number, 3)
    assert [each.status for each in DeliveryAttempt.objects.order_by("pk")] == [500, 503, 204]
    assert delivery.delivered_at == hours.now
    assert hours.deliver() == delivering.Tally()


def claim_number(claim):
    return json.loads(Delivery.objects.latest("pk").body)["data"]["changes"][0]["change"]


def test_what_a_message_looks_like(receiver, started, hours):
    started(receiver)
    AcceptedClaimFactory()
    hours.deliver()
    [(headers, _)] = receiver.got
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"].startswith("msg_")
    assert headers["user-agent"].startswith("claimsdb/")
    assert {"authorization", "cookie", "referer"} & {*headers} == set()


def test_another_secret_does_not_verify(receiver, started, hours):
    started(receiver)
    AcceptedClaimFactory()
    hours.deliver()
    with pytest.raises(WebhookVerificationError):
        told(receiver, started(receiver, name="other").secret_shown)


def test_a_rolled_secret_serves_beside_the_new_one_for_a_day(receiver, started, hours):
    hours.pass_by(days=-1)
    webhook = started(receiver)
    old, new = webhook.secret_shown, entering.roll(webhook, at=hours.now)
    entering.ping(webhook, at=hours.now)
    hours.pass_by(days=1, seconds=-1)
    hours.deliver()
    entering.ping(webhook, at=hours.now)
    hours.pass_by(seconds=1)
    hours.deliver()
    (during, body), (after, later) = receiver.got
    assert Verifier(old).verify(body, during) == Verifier(new).verify(body, during)
    assert Verifier(new).verify(later, after)["type"] == "ping"
    with pytest.raises(WebhookVerificationError):
        Verifier(old).verify(later, after)
    webhook.refresh_from_db()
    assert webhook.earlier_secret == ""


def test_of_secrets_that_are_rolled_within_a_day_the_first_serves_on(started, receiver, hours):
    webhook = started(receiver)
    first, end = webhook.secret_shown, hours.now + entering.EARLIER
    entering.roll(webhook, at=hours.now)
    hours.pass_by(hours=23)
    newest = entering.roll(webhook, at=hours.now)
    assert webhook.earlier_until == end
    assert signing.secrets_of(Webhook.objects.get(), at=hours.now) == [newest, first]
    hours.pass_by(hours=2)
    last = entering.roll(webhook, at=hours.now)
    assert signing.secrets_of(Webhook.objects.get(), at=hours.now) == [last, newest]


def test_a_secret_is_rolled_from_the_one_that_was_seen(started, receiver, hours):
    webhook = started(receiver)
    rolled = entering.roll(Webhook.objects.get(), at=hours.now)
    assert entering.roll(webhook, at=hours.now) is None
    assert signing.secrets_of(Webhook.objects.get(), at=hours.now) == [rolled, webhook.secret_shown]


def test_a_secret_of_another_secret_key_is_missed_and_can_be_rolled(receiver, started, hours, settings):
    webhook = started(receiver)
    AcceptedClaimFactory()
    settings.SECRET_KEY = "another one"
    hours.deliver()
    assert (receiver.got, Delivery.objects.get().error) == ([], sending.LOST)
    webhook.secret_shown = entering.roll(Webhook.objects.get(), at=hours.now)
    hours.deliver()
    assert len(told(receiver, webhook.secret_shown)) == 1


# --- of what it is told ---------------------------------------------------------------------------------------------


def test_nothing_is_told_of_what_readers_never_saw(receiver, started, hours):
    started(receiver, events=[*EVENTS])
    article = ArticleFactory(state=ArticleState.DRAFT)
    review.reject(ClaimFactory(article=article), by=None, reason="unclear")
    hours.deliver()
    assert not {"claim", "article"} & {event.partition(".")[0] for event, _ in told(receiver)}


def test_a_claim_that_is_hidden_is_gone(receiver, started, hours):
    claim = AcceptedClaimFactory()
    started(receiver)
    review.reopen(claim, by=None)
    hours.deliver()
    publication.set_state(claim.article, "withdrawn", by=None)
    assert told(receiver) == [("claim.gone", claim.key)]


def test_what_was_before_is_not_told(receiver, started, hours):
    AcceptedClaimFactory()
    started(receiver)
    assert hours.deliver() == delivering.Tally()


def test_what_changes_twice_is_told_once(receiver, started, hours):
    started(receiver)
    claim, other = AcceptedClaimFactory(), AcceptedClaimFactory()
    review.amend(claim, by=None, fields={"text": "otherwise"})
    hours.deliver()
    assert told(receiver) == [("claim.changed", other.key), ("claim.changed", claim.key)]
    assert len(receiver.got) == 1


def test_other_things_than_claims(receiver, started, hours):
    started(receiver, events=["actor.changed", "source.changed", "question.changed", "source.gone"])
    actor, source, question = ActorFactory(), SourceFactory(), QuestionFactory()
    AcceptedClaimFactory(article__source=source)
    hours.deliver()
    assert {*told(receiver)} == {
        ("actor.changed", actor.slug),
        ("source.changed", source.slug),
        ("question.changed", question.slug),
    }
    receiver.got.clear()
    source.state = SourceState.PROPOSED
    source.save()
    hours.deliver()
    assert told(receiver) == [("source.gone", source.slug)]


def test_filters_are_those_of_the_list(receiver, started, hours):
    actor = ActorFactory()
    other = AcceptedClaimFactory()
    mine = AttributionFactory(claim=AcceptedClaimFactory(), actor=actor).claim
    events = ["claim.changed", "claim.gone", "claim.unmatched"]
    started(receiver, events=events[:2], filters=f"actor={actor.slug}", name="mine")
    for claim in (mine, other):
        review.amend(claim, by=None, fields={"text": "otherwise"})
    hours.deliver()
    assert told(receiver) == [("claim.changed", mine.key)]
    receiver.got.clear()
    started(receiver, events=events, filters=f"?actor={actor.slug}".lstrip("?"), name="mine, and whatever leaves")
    mine.attributions.all().delete()
    hours.deliver()
    assert told(receiver) == [("claim.unmatched", mine.key)]
    receiver.got.clear()
    review.reopen(Claim.objects.get(pk=mine.pk), by=None)
    hours.deliver()
    assert told(receiver) == [("claim.gone", mine.key)] * 2


def test_filters_that_are_no_more_switch_it_off(receiver, started, hours):
    webhook = started(receiver)
    Webhook.objects.update(filters="colour=red")
    AcceptedClaimFactory()
    hours.deliver()
    webhook.refresh_from_db()
    assert webhook.off_at == hours.now
    assert webhook.off_why.startswith("Its filters cannot be read any more. colour: There is no such parameter.")


def test_many_changes_are_told_in_several_messages_in_order(receiver, started, hours, monkeypatch):
    monkeypatch.setattr(drawing, "BATCH", 2)
    monkeypatch.setattr(drawing, "READ", 3)
    webhook = started(receiver, events=["claim.changed", "source.changed"])
    claims = [each.key for each in AcceptedClaimFactory.create_batch(5, article=ArticleFactory())]
    assert hours.deliver().failed == 0
    assert [key for event, key in told(receiver) if event == "claim.changed"] == claims
    assert max(len(json.loads(body)["data"]["changes"]) for _, body in receiver.got) == 2
    webhook.refresh_from_db()
    assert drawing.place_of(webhook) == drawing.now_in_the_record()


def test_writing_costs_nothing_more(started, receiver):
    started(receiver)
    claim = AcceptedClaimFactory()
    with CaptureQueriesContext(connection) as written:
        review.amend(claim, by=None, fields={"text": "otherwise"})
    assert not [each for each in written if "webhook" in each["sql"] or "delivery" in each["sql"]]


# --- failures -------------------------------------------------------------------------------------------------------


def test_after_five_days_it_is_off_and_goes_on_where_it_was(receiver, started, hours):
    webhook, claims = started(receiver), []
    receiver.answers = [500] * 1000
    began = hours.now
    while webhook.off_at is None:
        claims.append(AcceptedClaimFactory().key)
        hours.deliver()
        webhook.refresh_from_db()
        hours.now = (
            min(Delivery.objects.get().next_try_at, hours.now + timedelta(days=1)) if not webhook.off_at else hours.now
        )
    assert webhook.off_at - began == timedelta(days=5)
    assert (
        webhook.off_why
        == f"No message has arrived since {began:%Y-%m-%d %H:%M}. The last try: HTTP 500 Internal Server Error"
    )
    assert Delivery.objects.count() == 1
    tries = len(receiver.got)
    assert tries == 12
    hours.pass_by(days=30)
    assert (hours.deliver(), due(hours.now)) == (delivering.Tally(), [])
    receiver.answers.clear()
    entering.switch_on(webhook, at=hours.now)
    hours.deliver()
    assert [key for _, key in told(receiver)][tries:] == claims
    assert len({*receiver.ids}) == 2


def test_gone_for_good_is_off_at_once(receiver, started, hours):
    webhook = started(receiver)
    receiver.answers = [410]
    AcceptedClaimFactory()
    assert hours.deliver() == delivering.Tally(failed=1)
    webhook.refresh_from_db()
    assert (webhook.off_at, webhook.off_why) == (hours.now, "The receiver says that it is gone for good (410).")


def test_a_redirect_is_not_followed(receiver, started, hours):
    with receiving() as other:
        started(receiver)
        receiver.answers = [(307, {"Location": other.url})]
        AcceptedClaimFactory()
        assert hours.deliver() == delivering.Tally(failed=1)
    assert (len(receiver.got), other.got, Delivery.objects.get().status) == (1, [], 307)


@pytest.mark.parametrize(
    ("status", "asked", "waits"),
    [
        (429, "3600", 3600),
        (503, "3600", 3600),
        (503, "1", 5),
        (503, "99999999999999999999", 24 * 3600),
        (503, "date", 7200),
        (503, "-5", 5),
        (503, "soon", 5),
        (503, "²", 5),
        (500, "3600", 5),
    ],
)
def test_the_receiver_may_ask_for_time(receiver, started, hours, status, asked, waits):
    hours.now = hours.now.replace(microsecond=0)
    started(receiver)
    if asked == "date":
        asked = format_datetime(hours.now + timedelta(hours=2))
    receiver.answers = [(status, {"Retry-After": asked})]
    AcceptedClaimFactory()
    hours.deliver()
    assert Delivery.objects.get().next_try_at == hours.now + timedelta(seconds=waits)


def test_a_name_that_means_this_machine_by_now_is_asked_nothing(receiver, started, hours, settings):
    """Rebinding: what may be entered is looked at again for each try."""
    started(receiver)
    settings.CLAIMSDB_WEBHOOK_ALLOW = []
    AcceptedClaimFactory()
    hours.deliver()
    assert receiver.got == []
    assert Delivery.objects.get().error == "127.0.0.1 is not out on the internet."


def test_what_is_wrong_with_one_is_no_reason_to_leave_out_others(receiver, started, hours, monkeypatch):
    broken, whole = started(receiver, name="broken"), started(receiver, name="whole")
    AcceptedClaimFactory()
    draw = drawing.draw

    def draw_or_break(webhook):
        if webhook.pk == broken.pk:
            raise ZeroDivisionError
        return draw(webhook)

    monkeypatch.setattr(delivering, "draw", draw_or_break)
    assert hours.deliver() == delivering.Tally(delivered=1)
    assert Delivery.objects.get().webhook == whole
    assert [*Webhook.objects.exclude(leased_until=None)] == [broken]  # it is not tried again each second


# --- several workers ------------------------------------------------------------------------------------------------


@pytest.mark.engines_own
def test_two_workers_do_not_send_one_message_at_once(receiver, started, hours):
    """While one is sending, another finds nothing to do."""
    webhook, others = started(receiver), []
    AcceptedClaimFactory()

    def meanwhile(delivery, **options):
        others.append((deliver(clock=hours), due(hours.now)))
        return send(delivery, **options)

    send = delivering.send
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "send", meanwhile)
        assert hours.deliver() == delivering.Tally(delivered=1)
    assert others == [(delivering.Tally(), [])]
    assert len(receiver.got) == 1
    webhook.refresh_from_db()
    assert webhook.leased_until is None


@pytest.mark.engines_own
def test_a_worker_whose_lease_has_run_out_records_nothing(receiver, started, hours):
    started(receiver)
    AcceptedClaimFactory()

    def too_long(delivery, **options):
        outcome = send(delivery, **options)
        if len(receiver.got) == 1:
            hours.pass_by(minutes=10)
            assert deliver(clock=hours) == delivering.Tally(delivered=1)
        return outcome

    send = delivering.send
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "send", too_long)
        assert hours.deliver() == delivering.Tally()
    assert len({*receiver.ids}) == 1
    assert DeliveryAttempt.objects.count() == 1


class Killed(BaseException):
    pass


@pytest.mark.engines_own
def test_a_message_whose_worker_is_killed_is_sent_again(receiver, started, hours):
    webhook = started(receiver)
    AcceptedClaimFactory()

    def killed(delivery, outcome, **options):
        Webhook.objects.update(leased_until=hours.now + timedelta(minutes=1))  # as the killed one leaves it
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "_recorded", killed)
        with pytest.raises(Killed):
            hours.deliver()
    assert hours.deliver() == delivering.Tally()
    hours.pass_by(minutes=3)
    assert hours.deliver() == delivering.Tally(delivered=1)
    assert len(receiver.got) == 2
    assert len({*receiver.ids}) == 1
    assert len(told(receiver, webhook.secret_shown)) == 2


# --- pings, once more, and what is old ------------------------------------------------------------------------------


def test_a_ping_is_tried_once_and_goes_to_one_that_is_off(receiver, started, hours):
    webhook = started(receiver)
    entering.switch_off(webhook, "For a while.", at=hours.now)
    AcceptedClaimFactory()
    for status in (500, 204):
        receiver.answers = [status]
        entering.ping(webhook, at=hours.now)
        hours.deliver()
    bodies = [json.loads(body) for _, body in receiver.got]
    assert [(each["type"], each["data"]) for each in bodies] == [("ping", {})] * 2
    assert not Delivery.objects.waiting().exists()


def test_a_message_is_sent_again_under_its_id(receiver, started, hours):
    started(receiver)
    AcceptedClaimFactory()
    hours.deliver()
    entering.send_again(Delivery.objects.get(), at=hours.now)
    entering.send_again(Delivery.objects.get(), at=hours.now)
    assert hours.deliver() == delivering.Tally(delivered=1)
    assert len({*receiver.ids}) == 1


def test_a_message_that_waits_is_due_when_it_is_sent_again(receiver, started, hours):
    started(receiver)
    receiver.answers = [500, 500]
    AcceptedClaimFactory()
    hours.deliver()
    since = hours.now
    hours.pass_by(seconds=5)
    hours.deliver()
    entering.send_again(Delivery.objects.get(), at=hours.now)
    assert Delivery.objects.get().tried_since == since
    assert hours.deliver() == delivering.Tally(delivered=1)


def test_at_a_new_address_what_waits_is_due(receiver, started, hours):
    webhook = started(receiver)
    receiver.answers = [500]
    AcceptedClaimFactory()
    hours.deliver()
    with receiving() as other:
        webhook.address = other.url
        entering.change(webhook, ["address"], at=hours.now)
        assert Delivery.objects.get().tried_since is None
        assert hours.deliver() == delivering.Tally(delivered=1)
    assert receiver.ids == other.ids


@pytest.mark.engines_own
def test_at_a_new_address_what_is_in_hand_is_due_too(receiver, started, hours, monkeypatch):
    webhook, send = started(receiver), delivering.send
    receiver.answers = [500]
    AcceptedClaimFactory()

    def send_and_move(delivery, **options):
        outcome, webhook.address = send(delivery, **options), other.url
        entering.change(webhook, ["address"], at=hours.now)
        return outcome

    with receiving() as other:
        monkeypatch.setattr(delivering, "send", send_and_move)
        assert hours.deliver() == delivering.Tally()
        monkeypatch.setattr(delivering, "send", send)
        assert hours.deliver() == delivering.Tally(delivered=1)
    assert receiver.ids == other.ids


def test_old_messages_are_deleted_once_they_are_over(hours):
    old = hours.now - timedelta(days=31)
    over = DeliveryFactory(created_at=old, delivered_at=old)
    given_up = DeliveryFactory(
        created_at=old, delivered_at=None, message=Message.PING, first_change=None, last_change=None
    )
    waits = DeliveryFactory(created_at=old, delivered_at=None, next_try_at=hours.now + timedelta(days=1))
    new = DeliveryFactory()
    DeliveryAttempt.objects.create(delivery=over, at=old, milliseconds=1, status=204)
    delivering.prune(hours.now)
    assert {*Delivery.objects.values_list("pk", flat=True)} == {waits.pk, new.pk}
    assert not DeliveryAttempt.objects.exists()
    assert given_up.pk not in {waits.pk, new.pk}


def test_the_command_says_what_it_has_done(receiver, started):
    started(receiver)
    AcceptedClaimFactory()
    assert printed("deliver_webhooks") == "1 delivered, 0 failed.\n"
    assert printed("deliver_webhooks", verbosity=0) == ""


@pytest.mark.parametrize(
    ("allowed", "faults"), [(["hooks.internal", "10.0.0.0/8"], 0), (["10.0.0.1/8"], 1), (["http://x"], 1)]
)
def test_what_is_allowed_besides_is_checked(settings, allowed, faults):
    settings.CLAIMSDB_WEBHOOK_ALLOW = allowed
    assert len(check_doors(None)) == faults


def test_nothing_is_due_where_nothing_happens(hours):
    AcceptedClaimFactory()
    WebhookFactory()
    assert due(hours.now) == []
