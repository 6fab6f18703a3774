"""All that is public as a file of SQLite, for queries and for Datasette."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import datasette_metadata, write_sqlite
from claimsdb.management import base
from claimsdb.management.writing import written_whole


class Command(base.Command):
    help = "Writes all that is public as a file of SQLite, with full-text search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", required=True, help="claimsdb.db")
        parser.add_argument("--metadata", type=Path, metavar="FILE", help="what Datasette says of it: metadata.json")

    @no_statement_timeout()
    def handle(self, *, output: Path, metadata: Path | None, **options: Any) -> None:
        with written_whole(output) as part:
            write_sqlite(part)
        if metadata:
            with written_whole(metadata) as part:
                part.write_text(json.dumps(datasette_metadata(), indent=2) + "\n", encoding="utf-8")
        if options["verbosity"]:
            self.stderr.write(f"{output}: {output.stat().st_size:,} bytes")
