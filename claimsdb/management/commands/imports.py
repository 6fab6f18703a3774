"""Lists the imports that are on record, the last ones first."""

from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandParser
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from claimsdb.choices import ImportDoor, ImportState
from claimsdb.models import Import

MOST = 20
FEW = 3  # files that are named


class Command(BaseCommand):
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
        imports = Import.objects.prefetch_related("files")
        if door:
            imports = imports.filter(door=door)
        if failed:
            imports = imports.filter(state__in=[ImportState.FAILED, ImportState.PARTLY])
        if sha256:
            imports = imports.filter(files__sha256__startswith=sha256.lower()).distinct()
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for heading in ("id", "begun (UTC)", "by", "door", "state", "changes", "what", "files"):
            table.add_column(heading, overflow="fold")
        for each in imports[: max(limit, 0)]:
            begun = f"{each.begun_at:%Y-%m-%d %H:%M}"
            what = "\n".join(filter(None, [each.what, each.reason]))
            table.add_row(
                str(each.pk), begun, each.who, each.door, each.state, each.changes, what, _files(each, whole=files)
            )
        Console(file=cast(IO[str], self.stdout._out), highlight=False, markup=False).print(table)


def _files(row: Import, *, whole: bool) -> str:
    files = list(row.files.all())
    shown = files if whole else files[:FEW]
    lines = [f"{each.name} {each.sha256 if whole else each.sha256[:12]}".strip() for each in shown]
    return "\n".join([*lines, *([f"and {len(files) - FEW:,} more"] if len(files) > len(shown) else [])])
