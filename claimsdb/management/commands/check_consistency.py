"""Checks the read model and other invariants: after a restored backup, or after writes to the tables by hand."""

from functools import partial
from math import ceil
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.index import consistency
from claimsdb.management.tables import show_consistency
from claimsdb.models import Claim
from claimsdb.review import check_integrity, repair_index


class Command(BaseCommand):
    help = "Checks that the read model agrees with the claims, and the claims with their articles and decisions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend the read model; claims stay as they are")

    @no_statement_timeout()
    def handle(self, *, repair: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        total = ceil(Claim.objects.count() / consistency.BATCH)
        bar = partial(track, description="Looking at claims", total=total, console=console, disable=verbosity == 0)
        report = check_integrity(track=bar)
        show_consistency(report, console=console)
        if repair:
            rows, counts = repair_index(report)
            console.print(f"Mended the rows of {rows} claims and {counts} counts.")
        if wrong := sum(finding.wrong for finding in report.findings):
            raise CommandError(f"{wrong} things are not as they should be.")
