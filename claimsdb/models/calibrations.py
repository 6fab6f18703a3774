"""How the machine's confidence is corrected by what editors decided here. No fixture has it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Calibration(models.Model):
    """One fit of `review.calibration`. At most one is in force; the older ones stay on record.

    `weights` has by feature and level what is added to the log odds of a claim's confidence, `report` how the fit does
    on articles that it has not seen. While claims still lack their new value `applied_at` is empty.
    """

    fitted_at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=200, help_text="the name of the machine's account that ran the command")
    decisions = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    articles = models.PositiveIntegerField()
    weights = models.JSONField()
    report = models.JSONField()
    in_force = models.BooleanField(default=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="calibration_one_in_force"),
            models.CheckConstraint(
                name="calibration_accepts_of_its_decisions", condition=Q(accepted__lte=F("decisions"))
            ),
        ]

    def __str__(self):
        return f"{self.fitted_at:%Y-%m-%d}, from {self.decisions} decisions"
