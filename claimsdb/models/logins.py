"""Logins: what failed of late, and the addresses from which an account has come in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

ADDRESS_LENGTH = 45  # the longest that IPv6 is written


class FailedLogin(models.Model):
    """A password or a token that was wrong, or a mail to reset a password, for as long as it counts."""

    what = models.CharField(max_length=10)  # login, token or reset
    address = models.CharField(max_length=ADDRESS_LENGTH)
    account = models.CharField(max_length=32, blank=True)  # a digest of the name, if that counts
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["what", "address", "at"], name="failed_login_by_address"),
            models.Index(fields=["account", "at"], condition=~Q(account=""), name="failed_login_by_account"),
            models.Index(fields=["at"], name="failed_login_by_time"),
        ]


class KnownAddress(models.Model):
    """An address from which the account's owner has come in, whom strangers elsewhere cannot lock out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_addresses")
    address = models.CharField(max_length=ADDRESS_LENGTH)
    last_login_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="known_address_once")]
