"""Lists the imports that are on record, the last ones first."""

from typing import Any

from django.core.management.base import CommandParser
from django.db.models import Prefetch

from claimsdb.choices import ImportDoor, ImportState
from claimsdb.management import base
from claimsdb.models import Import, ImportedFile

MOST = 20
FEW = 3  # files that are named


class Command(base.Command):
    help = "Lists what was imported, by whom, from which files, when, and what it changed; --files names them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--door", choices=[*map(str, ImportDoor)], help="of this command, or of the API, alone")
        parser.add_argument("--failed", action="store_true", help="those alone that failed, at all or in part")
        parser.add_argument("--sha256", help="those alone of a file with this digest, or the beginning of it")
        parser.add_argument("--limit", type=int, default=MOST, metavar="N", help=f"so many at most [{MOST}]")
        parser.add_argument("--files", action="store_true", help="each file with its whole SHA-256")

    def handle(
        self, *, door: str | None, failed: bool, sha256: str | None, limit: int, files: bool, **options: Any
    ) -> None:
        shown = ImportedFile.objects.all() if files else ImportedFile.objects.all()[:FEW]
        imports = Import.objects.with_first_file().prefetch_related(Prefetch("files", shown, to_attr="shown"))
        if door:
            imports = imports.filter(door=door)
        if failed:
            imports = imports.filter(state__in=[ImportState.FAILED, ImportState.PARTLY])
        if sha256:
            imports = imports.filter(files__sha256__startswith=sha256.lower()).distinct()
        for each in imports[: max(limit, 0)]:
            self.stdout.write("\n    ".join(_lines(each, whole=files)))


def _lines(row: Any, *, whole: bool) -> list[str]:
    """The import in a line, and what is to be said of it in those below."""
    changes = f", changes {row.changes}" if row.changes else ""
    head = f"{row.pk}  {row.begun_at:%Y-%m-%d %H:%M} UTC  {row.door} by {row.who}: {row.state}{changes}"
    return [head, *filter(None, [row.what, *row.reason.splitlines(), *_files(row, whole=whole)])]


def _files(row: Any, *, whole: bool) -> list[str]:
    lines = [f"{each.name} {each.sha256 if whole else each.sha256[:12]}".strip() for each in row.shown]
    return [*lines, *([f"and {row.file_count - len(lines):,} more"] if row.file_count > len(lines) else [])]
