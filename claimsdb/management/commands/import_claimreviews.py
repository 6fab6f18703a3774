"""Imports fact checks of others as ClaimReview: feeds, single ones, or pages that have them as JSON-LD."""

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from rich.console import Console
from rich.progress import track

from claimsdb.choices import ImportDoor
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import claim_reviews
from claimsdb.ingest.import_records import on_record
from claimsdb.management import base
from claimsdb.management.tables import show_claim_reviews
from claimsdb.reading.claim_reviews import iter_reviews


class Command(base.Command):
    help = (
        "Reads fact checks of others (ClaimReview) for editors to place at claims. Nothing is shown to readers by it;"
        " done once more, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="JSON, JSON lines or web pages, also packed by gzip; - is standard input",
        )
        parser.add_argument("--dry-run", action="store_true", help="do all of it, show it, and keep nothing")

    @no_statement_timeout()
    def handle(self, *, files: list[Path], dry_run: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        run = claim_reviews.ClaimReviewImport()

        def take_in() -> None:
            for path in files:
                found = track(iter_reviews(path), description=f"Reading {path.name}", console=console, transient=True)
                run.take_in(found)

        if dry_run:
            with transaction.atomic():
                take_in()
                transaction.set_rollback(True)
        else:
            with on_record(ImportDoor.IMPORT_CLAIMREVIEWS, files) as record:
                try:
                    take_in()
                finally:
                    for arrival, number in run.report.arrivals.items():
                        record.add("external fact checks", arrival, number)
                    record.blame(*run.report.unread)
        show_claim_reviews(run.report, console=console)
        if dry_run:
            console.print("Nothing was kept: this was a dry run.")
        if run.report.unread:
            raise CommandError("\n  ".join([f"{len(run.report.unread)} not taken in:", *run.report.unread]))
