"""Checks the read model and other invariants: after a restored backup, or after writes to the tables by hand."""

from functools import partial
from math import ceil
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.index import consistency
from claimsdb.management import base
from claimsdb.management.tables import show_consistency
from claimsdb.models import Claim
from claimsdb.questions.integrity import check_questions, repair_questions
from claimsdb.review import check_integrity, repair_index


class Command(base.Command):
    help = (
        "Checks that the read model agrees with the claims, and these and questions, answers and relations with their "
        "articles and decisions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend the read model; claims stay as they are")

    @no_statement_timeout()
    def handle(self, *, repair: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        total = ceil(Claim.objects.count() / consistency.BATCH)
        bar = partial(track, description="Looking at claims", total=total, console=console, disable=verbosity == 0)
        report = check_integrity(track=bar)
        questions = check_questions()
        show_consistency(report, questions.findings, console=console)
        if repair:
            rows, counts = repair_index(report)
            asked = repair_questions(questions)
            questions = check_questions()
            console.print(f"Mended the rows of {rows} claims and {asked} questions, and {counts} counts.")
        if wrong := sum(finding.wrong for finding in (*report.findings, *questions.findings)):
            raise CommandError(f"{wrong} things are not as they should be.")
