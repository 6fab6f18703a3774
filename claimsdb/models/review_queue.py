"""What the review desk keeps beside the claims: local to this installation, and in no fixture."""

from datetime import datetime

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from claimsdb.choices import Check, Reason, Verb, field_choices
from claimsdb.models.claims import Claim
from claimsdb.models.decisions import Decision, reject_has_reason
from claimsdb.models.relations import Relation

VERDICTS = (Verb.ACCEPT, Verb.REJECT, Verb.MARK_DUPLICATE)


class LeaseQuerySet(models.QuerySet):
    def running(self):
        return self.filter(expires_at__gt=timezone.now())

    def of_others(self, user):
        """Those that keep `user` from a claim now. One of an account that was switched off keeps nobody."""
        return self.running().exclude(holder=user).filter(holder__is_active=True)

    def take(self, pk: int, *, holder_id: int, token: str, until: datetime) -> bool:
        """Whether it is the holder's now: it was free, had run out, was theirs, or of an account that was switched off.
        One statement decides."""
        options, users = self.model._meta, self.model.holder.field.related_model._meta.db_table
        statement = TAKE.format(table=options.db_table, held=options.pk.column, users=users)
        with connection.cursor() as cursor:
            cursor.execute(statement, [pk, holder_id, token, _as_column(until), _as_column(timezone.now())])
            return cursor.fetchone() is not None


def _as_column(moment: datetime):
    return connection.ops.adapt_datetimefield_value(moment)


class AnyLease(models.Model):
    """Who has a row before them, and until when nobody else is given it. `token` is that of the page that took it; the
    row itself is the primary key."""

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss")
    token = models.CharField(max_length=16)
    expires_at = models.DateTimeField()

    objects = LeaseQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["expires_at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.holder} until {self.expires_at:%H:%M}"


class Lease(AnyLease):
    """Of a claim at the review desk."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="lease")


class RelationLease(AnyLease):
    """Of a pair of claims at the relations desk."""

    relation = models.OneToOneField(Relation, on_delete=models.CASCADE, primary_key=True, related_name="lease")


TAKE = """
    INSERT INTO {table} AS lease ({held}, holder_id, token, expires_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT ({held}) DO UPDATE
    SET holder_id = excluded.holder_id, token = excluded.token, expires_at = excluded.expires_at
    WHERE lease.holder_id = excluded.holder_id OR lease.expires_at <= %s
        OR NOT EXISTS (SELECT 1 FROM {users} WHERE id = lease.holder_id AND is_active)
    RETURNING {held}"""


class Skip(models.Model):
    """A claim that an editor has put off; it comes back to them after all others."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="skips")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skips")
    skipped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["skipped_at", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "claim"], name="skip_once")]


class Dismissal(models.Model):
    """A check's finding that an editor has looked at and found to be no problem. `about` is what was found: when the
    check finds something else in the claim, that is a new finding."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="dismissals")
    check_name = models.CharField(max_length=30, choices=field_choices(Check))
    about = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["dismissed_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["claim", "check_name", "about"], name="dismissal_once"),
            models.CheckConstraint(
                name="dismissal_is_not_of_a_block",
                condition=~Q(check_name=Check.QUOTE_PLACE),
                violation_error_message="A quote that is not at its place is put right, not dismissed.",
            ),
        ]


class SavedQueueQuerySet(models.QuerySet):
    def open_to(self, user):
        return self.filter(Q(owner=user) | Q(shared=True))


class SavedQueue(models.Model):
    """A queue under a name: filters and order, as the desk's address has them."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_queues")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False, help_text="every editor sees it")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedQueueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_queue_once",
                violation_error_message="You have a queue of that name.",
            ),
            models.CheckConstraint(
                name="saved_queue_has_name", condition=~Q(name=""), violation_error_message="A queue has a name."
            ),
        ]

    def __str__(self):
        return self.name


class SecondOpinionQuerySet(models.QuerySet):
    def asked(self):
        return self.filter(given_at__isnull=True)

    def given(self):
        return self.filter(given_at__isnull=False)


class SecondOpinion(models.Model):
    """What another editor, who is not shown the decision, would have decided; empty until they say."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="second_opinion")
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="second_opinions"
    )
    verb = models.CharField(
        max_length=20, choices=[each for each in field_choices(Verb) if each[0] in VERDICTS], blank=True
    )
    reason = models.CharField(max_length=20, choices=field_choices(Reason), blank=True)
    note = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="when nothing was left to look into: at once where both agree"
    )

    objects = SecondOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(given_at__isnull=True), name="opinion_asked"),
            models.Index(
                fields=["given_at"], condition=Q(given_at__isnull=False, settled_at__isnull=True), name="opinion_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="opinion_given_whole",
                condition=Q(by__isnull=True, verb="", given_at__isnull=True)
                | Q(by__isnull=False, verb__in=VERDICTS, given_at__isnull=False),
                violation_error_message="An opinion is a verdict with who gave it and when.",
            ),
            reject_has_reason("opinion"),
            models.CheckConstraint(
                name="opinion_settled_once_given",
                condition=Q(settled_at__isnull=True) | Q(given_at__isnull=False),
                violation_error_message="Only what was said can be settled.",
            ),
        ]
