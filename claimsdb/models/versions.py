"""What claims said: a snapshot of each version, local to this installation, and in no fixture."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claimsdb.models.claims import KEY_LENGTH, Claim


class ClaimVersion(models.Model):
    """What a claim said at one of its versions: its columns, and its attributions and quantities in their order, each
    by the names of the columns. A list is null where it is not known, as may be in what an older release has kept.

    It outlives the claim: `key` names one that is gone. `claimsdb.review.snapshots` writes and reads them.
    """

    claim = models.ForeignKey(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="versions"
    )
    key = models.CharField(max_length=KEY_LENGTH)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(help_text="when it was written here")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+",
        help_text="who wrote it; empty for the program",
    )  # fmt: skip
    columns = models.JSONField()
    found = models.JSONField(null=True)
    attributions = models.JSONField(null=True)
    quantities = models.JSONField(null=True)

    class Meta:
        ordering = ["claim_id", "version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="claim_version_once"),
            models.CheckConstraint(
                name="claim_versions_count_from_1",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    def __str__(self):
        return f"{self.key}, version {self.version}"
