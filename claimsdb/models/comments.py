"""What editors say to each other beside a claim: local to this installation, in no fixture, and for no reader."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimsdb.models.claims import Claim
from claimsdb.models.texts import NoteField


class Comment(models.Model):
    """Of an editor on a claim. It waits for no decision, and changes nothing of the claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = NoteField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="comment_has_text", condition=~Q(text=""), violation_error_message="A comment says something."
            ),
        ]

    def __str__(self):
        return self.text


class MentionQuerySet(models.QuerySet):
    def unread_by(self, user):
        return self.filter(user=user, read_at__isnull=True)


class Mention(models.Model):
    """That a comment names an editor, who is told of it until they have read it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="mention_unread")]
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self):
        return f"@{self.user}"
