"""The claims that some filters match, as a fixture that `loaddata` takes into any claimsdb, or in another format."""

from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.urls import reverse

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import ANYBODY, BOM, CSV, FORMATS, OPERATOR, ClosedTexts, Export, TooManyRows, export_lines
from claimsdb.filters import BETWEEN, ClaimFilterSet, ClaimList, InvalidParameters
from claimsdb.management import base
from claimsdb.management.writing import written_whole
from claimsdb.models import ALL_VISIBLE, public_visibility

FIXTURE_LINES = "jsonl"  # `option` of the API's format of this name is another word
EXPORTS: dict[str, Export] = {FIXTURE_LINES: export_lines} | {each.option or each.name: each.export for each in FORMATS}
BINARY = {each.option or each.name for each in FORMATS if not each.is_text}
CLOSED = (
    "Of some of these articles only the quotes are public, and a fixture has their texts: --format csv or documents."
)


class Command(base.Command):
    help = "Writes claims and all that they refer to as a Django fixture. Takes the filters of /api/claims/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write [standard output]")
        parser.add_argument(
            "--format",
            choices=sorted(EXPORTS),
            default="json",
            help="json: a fixture as one list; jsonl: the same, a row a line; or the claims alone in any other format "
            "of the API: csv: a table; xlsx: the same for spreadsheets; documents: what the list shows, one a line "
            "[json]",
        )
        parser.add_argument("--bom", action="store_true", help="begin a table as CSV with a byte order mark, for Excel")
        parser.add_argument(
            "--site", default="", metavar="URL", help="where the site is, for the addresses of claims in other formats"
        )
        parser.add_argument(
            "--public",
            action="store_true",
            help="what anybody may see: no internal notes, drafts or machine's wordings",
        )
        filters = parser.add_argument_group("filters", "as in the API; repeat one or use commas for OR")
        for name, each in ClaimFilterSet.base_filters.items():
            filters.add_argument(
                option(name),
                dest=name,
                action="append",
                metavar="VALUE",
                help=str(each.parameter.help_text).replace("%", "%%"),
            )

    @no_statement_timeout()
    def handle(self, *, output: Path | None, format: str, site: str, public: bool, bom: bool, **options: Any) -> None:
        if bom and format != CSV:
            raise CommandError(f"--bom: Only a table as CSV may have one: add --format {CSV}.")
        if output is None and format in BINARY:
            raise CommandError(f"--format {format}: It is no text: name a file to write with -o.")
        parameters = {name: options[name] for name in ClaimFilterSet.base_filters if options[name]}
        try:
            claims = ClaimList(parameters, open_to=public_visibility() if public else ALL_VISIBLE)
        except InvalidParameters as error:
            faults = (f"{option(fault.place)}: {fault.advice}" for fault in error.faults)
            raise CommandError("\n".join(faults)) from error
        try:
            audience = ANYBODY if public else OPERATOR
            pieces = EXPORTS[format](claims, audience=audience, base=site.rstrip("/") + reverse("claim-list"))
        except ClosedTexts as refusal:
            raise CommandError(CLOSED) from refusal
        except TooManyRows as refusal:
            raise CommandError(f"--format {format}: {refusal}") from refusal
        pieces = chain([BOM], pieces) if bom else pieces
        if output is None:
            for piece in pieces:
                self.stdout.write(piece.decode(), ending="")
            return
        with written_whole(output) as part, part.open("wb") as file:
            file.writelines(pieces)
        if options["verbosity"]:
            self.stderr.write(f"{claims.queryset.count()} claims: {output}")


def option(name: str) -> str:
    """What takes the filter: --topic-not for topic__not."""
    return f"--{name.replace(BETWEEN, '-').replace('_', '-')}"
