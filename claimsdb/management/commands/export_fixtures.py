"""The claims that some filters match, as a fixture that `loaddata` takes into any claimsdb, or in another format."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import FORMATS, Export, export_lines
from claimsdb.filters import ClaimFilterSet, ClaimList, InvalidParameters
from claimsdb.models import ALL_VISIBLE

FIXTURE_LINES = "jsonl"  # `option` of the API's format of this name is another word
EXPORTS: dict[str, Export] = {FIXTURE_LINES: export_lines} | {each.option or each.name: each.export for each in FORMATS}


class Command(BaseCommand):
    help = "Writes claims and all that they refer to as a Django fixture. Takes the filters of /api/claims/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write [standard output]")
        parser.add_argument(
            "--format",
            choices=sorted(EXPORTS),
            default="json",
            help="json: a fixture as one list; jsonl: the same, a row a line; or the claims alone in any other format "
            "of the API: csv: a table; documents: what the list shows, one a line [json]",
        )
        parser.add_argument(
            "--site", default="", metavar="URL", help="where the site is, for the addresses of claims in other formats"
        )
        filters = parser.add_argument_group("filters", "as in the API; repeat one or use commas for OR")
        for name, each in ClaimFilterSet.base_filters.items():
            filters.add_argument(
                f"--{name.replace('_', '-')}",
                dest=name,
                action="append",
                metavar="VALUE",
                help=str(each.parameter.help_text).replace("%", "%%"),
            )

    @no_statement_timeout()
    def handle(self, *, output: Path | None, format: str, site: str, **options: Any) -> None:
        parameters = {name: options[name] for name in ClaimFilterSet.base_filters if options[name]}
        try:
            claims = ClaimList(parameters, open_to=ALL_VISIBLE)
        except InvalidParameters as error:
            faults = (f"--{fault.place.replace('_', '-')}: {fault.advice}" for fault in error.faults)
            raise CommandError("\n".join(faults)) from error
        pieces = EXPORTS[format](claims, base=site.rstrip("/") + reverse("claim-list"))
        if output is None:
            for piece in pieces:
                self.stdout.write(piece.decode(), ending="")
            return
        try:
            with _written_whole(output) as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        if options["verbosity"]:
            self.stderr.write(f"{claims.queryset.count()} claims: {output}")


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
