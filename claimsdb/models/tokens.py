"""Tokens: how scripts show which user they act for."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

from claimsdb.choices import Scope, field_choices

DIGEST_LENGTH = 64  # hexadecimal digits of a SHA-256
HINT_LENGTH = 16


class TokenQuerySet(models.QuerySet):
    def managed_by(self, user):
        """The user's own; a superuser manages all."""
        return self.all() if user.is_superuser else self.filter(user=user.pk)


class Token(models.Model):
    """A key to the API that one user has given a script. Its text is nowhere: `claimsdb.http.tokens` shows it once, and
    here are its digest and, to recognise it by, its first letters."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, help_text="what it is for: nightly import")
    scope = models.CharField(max_length=10, choices=field_choices(Scope), default=Scope.READ)
    digest = models.CharField(max_length=DIGEST_LENGTH, editable=False)
    hint = models.CharField(max_length=HINT_LENGTH, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="token_digest_unique"),
            models.CheckConstraint(
                name="token_digest_whole",
                condition=Q(Exact(Length("digest"), DIGEST_LENGTH)),
                violation_error_message="A digest is 64 hexadecimal digits.",
            ),
            models.CheckConstraint(
                name="token_has_name", condition=~Q(name=""), violation_error_message="A token has a name."
            ),
            models.CheckConstraint(
                name="token_expires_after_creation",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message="A token expires after it was made.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.hint}…)"

    def ended(self, at: datetime) -> str:
        """Why it is valid no more at that moment; empty while it is."""
        if self.revoked_at:
            return f"revoked on {self.revoked_at:%Y-%m-%d}"
        if self.expires_at <= at:
            return f"expired on {self.expires_at:%Y-%m-%d}"
        return "" if self.user.is_active else "its account is switched off"
