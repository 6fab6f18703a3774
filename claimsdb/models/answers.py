"""Answers that are kept for a while, so that who asks for the same once more gets them and changes nothing."""

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered. Without a `status` it is still at work, since `asked_at`.

    `asked` is a digest of what was asked: method, address and body.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes, help_text="JSON, compressed")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["asked_at"], name="keptanswer_asked_at")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="keptanswer_once")]

    def __str__(self):
        return f"{self.user}: {self.key}"
