"""What has changed when: a number for the state of all the data, and for each claim, actor, source, article and
assessment the number of its last change.

`claimsdb.index.changes` alone writes them, at the end of every writing transaction.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from claimsdb.choices import Followed, field_choices
from claimsdb.models.claims import KEY_LENGTH

NAME_LENGTH = 100  # characters, as a slug has at most


def public_name(row: Any) -> str:
    """The key of a claim or an assessment, the slug of an actor, a source or a question; of anything else its id."""
    return getattr(row, "key", None) or getattr(row, "slug", None) or str(row.pk)


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


class RowChange(models.Model):
    """The last change of an actor, source, article or assessment, by its public name, which stays when the row is gone
    or has another name. `shown` says whether anybody without an account has been able to see it at some time."""

    kind = models.CharField(max_length=20, choices=field_choices(each for each in Followed if each != Followed.CLAIM))
    key = models.CharField(max_length=NAME_LENGTH)
    row = models.BigIntegerField(db_column="row_id")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    shown = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="rowchange_names_one")]
        indexes = [
            models.Index(fields=["kind", "row"], name="rowchange_of_row"),
            models.Index(fields=["kind", "at"], name="rowchange_by_time"),
            models.Index(fields=["kind", "number", "id"], name="rowchange_in_order"),
            models.Index(fields=["kind", "number", "id"], name="rowchange_shown_in_order", condition=Q(shown=True)),
        ]
