"""Webhooks: whom the installation tells of changes, and what became of each message.

`claimsdb.webhooks` draws the messages from the record of changes and sends them.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from claimsdb.choices import Followed, Happening, Message, field_choices
from claimsdb.models.texts import LineField

EVENTS = {f"{kind}.{what}": (kind, what) for kind in Followed for what in Happening}
"""By their names, as webhooks are told of them: `claim.changed`."""

MESSAGE_ID_LENGTH = 40
REASON_LENGTH = 300


class WebhookQuerySet(models.QuerySet):
    def on(self):
        return self.filter(off_at=None)

    def free(self, at: datetime):
        """Those with which nobody is busy at that moment."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at))


class Webhook(models.Model):
    """An address that is told of changes which anybody may see, by events and filters of its own. `after_*` is how far
    it has been told: a place in the record of changes. Whoever is sending has it until `leased_until`."""

    name = LineField(max_length=100, help_text="whom it tells, and of what: newsroom bot, figures on Kursk")
    address = models.CharField(max_length=2000, help_text="where its messages are sent: https://…")
    events = models.JSONField()
    filters = models.CharField(
        max_length=2000, blank=True, help_text="as in the address of the kind's list: actor=NK&measure=troops"
    )
    secret = models.CharField(max_length=200, editable=False)  # sealed, as is the earlier one
    earlier_secret = models.CharField(max_length=200, blank=True, editable=False)
    earlier_until = models.DateTimeField(null=True, blank=True, editable=False)
    after_number = models.BigIntegerField(editable=False)
    after_rank = models.SmallIntegerField(editable=False)
    after_id = models.BigIntegerField(editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    off_at = models.DateTimeField(null=True, blank=True, editable=False)
    off_why = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("manage_webhook", "Can manage webhooks")]
        constraints = [
            models.CheckConstraint(
                name="webhook_has_name", condition=~Q(name=""), violation_error_message="A webhook has a name."
            ),
            models.CheckConstraint(
                name="webhook_has_address",
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
                violation_error_message="An address begins with https://.",
            ),
            models.CheckConstraint(
                name="webhook_has_events",
                condition=~Q(events=[]),
                violation_error_message="A webhook is told of something.",
            ),
            models.CheckConstraint(
                name="webhook_has_secret",
                condition=~Q(secret=""),
                violation_error_message="A webhook has a secret.",
            ),
            models.CheckConstraint(
                name="webhook_earlier_secret_ends",
                condition=Q(earlier_secret="", earlier_until=None) | (~Q(earlier_secret="") & ~Q(earlier_until=None)),
                violation_error_message="A secret that is replaced serves until some moment.",
            ),
            models.CheckConstraint(
                name="webhook_off_for_a_reason",
                condition=Q(off_at=None, off_why="") | (~Q(off_at=None) & ~Q(off_why="")),
                violation_error_message="A webhook that is off says since when and why.",
            ),
        ]

    def __str__(self):
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(next_try_at__isnull=False)

    def due(self, at: datetime):
        return self.filter(next_try_at__lte=at)

    def of_changes(self):
        return self.filter(message=Message.CHANGES)

    def pings(self):
        return self.filter(message=Message.PING)


class Delivery(models.Model):
    """A message to a webhook, which keeps its id and its words however often it is tried. It waits while it has a next
    try; one that has none was delivered, or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=MESSAGE_ID_LENGTH, unique=True)
    message = models.CharField(max_length=10, choices=field_choices(Message))
    body = models.TextField()
    first_change = models.BigIntegerField(null=True, blank=True)
    last_change = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_since = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the last answer")
    error = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name, verbose_name_plural = "webhook delivery", "webhook deliveries"
        indexes = [
            models.Index(
                fields=["webhook", "next_try_at"], name="delivery_waiting", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["created_at"], name="delivery_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_waits_or_is_there",
                condition=Q(next_try_at=None) | Q(delivered_at=None),
                violation_error_message="What was delivered waits no more.",
            ),
            models.CheckConstraint(
                name="delivery_is_of_changes_or_none",
                condition=Q(message=Message.CHANGES, first_change__lte=F("last_change"))
                | Q(message=Message.PING, first_change=None, last_change=None),
                violation_error_message="A message tells of changes from one number to another.",
            ),
        ]

    def __str__(self):
        return self.message_id


class DeliveryAttempt(models.Model):
    """One try to deliver a message: what the receiver answered or, without an answer, why there was none."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ["delivery_id", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="attempt_says_what_became_of_it",
                condition=~Q(status=None) | ~Q(error=""),
                violation_error_message="A try ends with a status or says why there is none.",
            ),
        ]

    def __str__(self):
        return date_format(timezone.localtime(self.at), "j M Y, H:i:s")
