"""What has changed when: a number for the state of all the data, and for each claim the number of its last change.

`claimsdb.index.changes` alone writes them, at the end of every writing transaction.
"""

from django.db import models
from django.db.models import Q

from claimsdb.models.claims import KEY_LENGTH


class DataVersion(models.Model):
    """One row: how many writing transactions there have been, and when the last one was; and the same of the last one
    that changed what anybody may see, so that others are not told of at all."""

    number = models.BigIntegerField()
    at = models.DateTimeField()
    public_number = models.BigIntegerField(default=0)
    public_at = models.DateTimeField(null=True)
    names_at = models.DateTimeField(null=True, help_text="when a name or code of an actor was last written")

    class Meta:
        default_permissions = ()


class Change(models.Model):
    """The last change of a claim, which stays when the claim is gone. `shown` says whether anybody without an account
    has been able to see it at some time."""

    claim = models.BigIntegerField(primary_key=True, db_column="claim_id")
    key = models.CharField(max_length=KEY_LENGTH)
    number = models.BigIntegerField()
    shown = models.BooleanField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["number", "claim"], name="change_in_order"),
            models.Index(fields=["number", "claim"], name="change_shown_in_order", condition=Q(shown=True)),
        ]
