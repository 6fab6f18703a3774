"""Fixtures carry no users: loading one over rows that are already here must not forget who acted."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver

from claimsdb.models import Claim, Decision

LOCAL_FIELDS: dict[type[Model], str] = {Claim: "entered_by_id", Decision: "who_id"}


@receiver(pre_save, sender=Claim)
@receiver(pre_save, sender=Decision)
def keep_local_users(sender: type[Model], instance: Model, raw: bool, using: str, **kwargs: Any) -> None:
    """`loaddata` writes every column of a row; a fixture has none for the user, so the one on record stays."""
    field = LOCAL_FIELDS[sender]
    if raw and instance.pk and getattr(instance, field) is None:
        setattr(
            instance,
            field,
            sender._default_manager.using(using).filter(pk=instance.pk).values_list(field, flat=True).first(),
        )
