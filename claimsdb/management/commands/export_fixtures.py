"""The claims that some filters match, as a fixture that `loaddata` takes into any claimsdb."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange.fixture import fixture, write_fixture
from claimsdb.filters import ClaimFilter
from claimsdb.filters.base import InvalidParameters
from claimsdb.models import Claim


class Command(BaseCommand):
    help = "Writes claims and all that they refer to as a Django fixture. Takes the filters of /api/claims/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write [standard output]")
        parser.add_argument("--format", choices=["json", "jsonl"], default="json", help="one list, or a row a line")
        filters = parser.add_argument_group("filters", "as in the API; repeat one or use commas for OR")
        for name, each in ClaimFilter.base_filters.items():
            filters.add_argument(
                f"--{name.replace('_', '-')}",
                dest=name,
                action="append",
                metavar="VALUE",
                help=str(each.parameter.help_text).replace("%", "%%"),
            )

    @no_statement_timeout()
    def handle(self, *, output: Path | None, format: str, **options: Any) -> None:
        given = {name: options[name] for name in ClaimFilter.base_filters if options[name]}
        try:
            claims = ClaimFilter(given, Claim.objects.all()).qs
        except InvalidParameters as error:
            faults = (f"--{fault.place.replace('_', '-')}: {fault.advice}" for fault in error.faults)
            raise CommandError("\n".join(faults)) from error
        if output is None:
            for piece in fixture(claims, lines=format == "jsonl"):
                self.stdout.write(piece.decode(), ending="")
            return
        try:
            with _written_whole(output) as file:
                rows = write_fixture(claims, file, lines=format == "jsonl")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        if options["verbosity"]:
            self.stderr.write(f"{claims.count()} claims in {rows} rows: {output}")


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name once all of it is written, so that a broken export leaves nothing behind."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
