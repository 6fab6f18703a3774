"""All that is public as a data package: CSV tables and their description in a zip file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import data_package
from claimsdb.management import base
from claimsdb.management.writing import written_whole


class Command(base.Command):
    help = "Writes all that is public as a data package: CSV tables and datapackage.json in a zip file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", required=True, help="claimsdb.zip")
        parser.add_argument("--site", default="", metavar="URL", help="where the same can be looked up")

    @no_statement_timeout()
    def handle(self, *, output: Path, site: str, **options: Any) -> None:
        with written_whole(output) as part, part.open("wb") as file:
            file.writelines(data_package(site=site))
        if options["verbosity"]:
            self.stderr.write(f"{output}: {output.stat().st_size:,} bytes")
