"""Imports what `export_fixtures` wrote, here or elsewhere."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from claimsdb.choices import ImportDoor
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import BadFixture, Merged, import_fixture
from claimsdb.ingest.import_records import ImportRecord, on_record
from claimsdb.management import base
from claimsdb.management.tables import show_lines
from claimsdb.reading import standard_input

STANDARD_INPUT = "-"
BLOCK = 1 << 20  # bytes


class Command(base.Command):
    help = "Imports a fixture: rows that are new are added, rows that are here and differ are changed. All or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON or JSON lines, also packed by gzip; - is standard input")

    @no_statement_timeout()
    def handle(self, *, file: str, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        try:
            with on_record(ImportDoor.IMPORT_FIXTURE, [Path(file)]) as record:
                with Progress(console=console, disable=verbosity == 0) as progress, _opened(file, progress) as opened:
                    imported = import_fixture(opened, track=progress.track)
                for each in imported.tables:
                    _note(each, record)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}") from error
        except BadFixture as error:
            raise CommandError("\n  ".join([f"{file} is not imported:", *error.faults])) from error
        console.print(_table(imported.tables))
        show_lines("An editor's correction stays", imported.kept, console=console)


def _note(merged: Merged, record: ImportRecord) -> None:
    kind = str(merged.table.model._meta.verbose_name_plural)
    record.add(kind, "new", merged.added)
    record.add(kind, "changed", merged.changed)
    record.add(kind, "unchanged", merged.rows - merged.added - merged.changed)


@contextmanager
def _opened(name: str, progress: Progress) -> Iterator[IO[bytes]]:
    """The file, which tells the bar how far it is read."""
    if name == STANDARD_INPUT:
        yield standard_input.opened()
        return
    with progress.open(name, "rb", description="Reading") as file:
        yield cast(IO[bytes], io.BufferedReader(cast(io.RawIOBase, file), BLOCK))


def _table(merged: Iterable[Merged]) -> Table:
    """What became of the rows of each table."""
    table = Table(title="Rows", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("table", no_wrap=True)
    for heading in ("added", "changed", "as they were"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in merged:
        counts = (each.added, each.changed, each.rows - each.added - each.changed)
        table.add_row(
            str(each.table.model._meta.verbose_name_plural), *(f"{count:,}" if count else "·" for count in counts)
        )
    return table
