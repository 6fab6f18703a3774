"""Imports on record: what came in from where, by whom, and what it changed. Of this installation alone, and for
editors: neither fixtures nor readers are told."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from claimsdb.choices import ImportDoor, ImportState, field_choices


class ImportQuerySet(models.QuerySet):
    def with_first_file(self):
        """Each with the name of its `first_file`, None where it has none, and `file_count`."""
        files = ImportedFile.objects.filter(of=OuterRef("pk"))
        count = files.order_by().values("of").values(count=Count("pk"))
        return self.annotate(
            first_file=Subquery(files.values("name")[:1]), file_count=Coalesce(Subquery(count), Value(0))
        )


class Import(models.Model):
    """One import. It is `running` until it has ended; one that was killed stays so."""

    door = models.CharField(
        max_length=30, choices=field_choices(ImportDoor), help_text="the command, the API, or the admin"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="whose request it was; none for a command",
    )  # fmt: skip
    who = models.CharField(max_length=200, help_text="the name of the user, or of the account of the machine")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=field_choices(ImportState), default=ImportState.RUNNING)
    reason = models.TextField(blank=True, help_text="why it failed, or what of it was not taken in")
    counts = models.JSONField(
        default=dict, blank=True, help_text="by kind of row, how many were new, changed or as they were"
    )
    change_before = models.PositiveBigIntegerField(help_text="the number of the last change before it")
    change_after = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="and at its end; what others changed meanwhile lies between them too"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_ends_once",
                condition=Q(state=ImportState.RUNNING, ended_at__isnull=True, change_after__isnull=True)
                | Q(~Q(state=ImportState.RUNNING), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_changes_ordered",
                condition=Q(change_after__isnull=True) | Q(change_after__gte=F("change_before")),
            ),
        ]

    def __str__(self):
        return f"{self.door} by {self.who}"

    @property
    def what(self) -> str:
        """What became of the rows: "articles: 2 new, 1 known; claims: 30 new"."""
        kinds = ((kind, [f"{n:,} {what}" for what, n in counts.items()]) for kind, counts in self.counts.items())
        return "; ".join(f"{kind}: {', '.join(words)}" for kind, words in kinds)

    @property
    def changes(self) -> str:
        """The numbers in /api/changes/ that came up meanwhile, empty where nothing changed."""
        first, last = self.change_before + 1, self.change_after
        if last is None or last < first:
            return ""
        return str(last) if last == first else f"{first} to {last}"


class ImportedFile(models.Model):
    """A file of an import."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=1000, help_text="as it was given; - is standard input")
    sha256 = models.CharField(max_length=64, blank=True, help_text="empty where it could not be read, or only once")
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="bytes")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            # Of PostgreSQL alone: by any collation for who asks with the beginning of a digest.
            models.Index(fields=["sha256"], name="importedfile_sha256", opclasses=["varchar_pattern_ops"])
        ]

    def __str__(self):
        return self.name
