"""Loads articles from files; `make run` calls it for the five in seeds/."""

from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from rich.console import Console
from rich.progress import track

from claimsdb.choices import ImportDoor
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.extraction import ModelMissing
from claimsdb.ingest.import_records import on_record
from claimsdb.ingest.seed_decisions import BadVerdicts, read_verdicts
from claimsdb.ingest.seed_questions import BadReading, read_questions
from claimsdb.ingest.seeds import SeedReport, load
from claimsdb.management import base
from claimsdb.management.tables import show_seeds
from claimsdb.reading import TEXT_SUFFIX

SEEDS = settings.BASE_DIR / "seeds"


class Command(base.Command):
    help = "Reads articles, stores them with the claims found in them, and names what contradicts each other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="articles or folders of them [seeds]")
        parser.add_argument("--dry-run", action="store_true", help="do all of it, show it, and keep nothing")
        parser.add_argument(
            "--no-decisions", action="store_true", help="leave the claims as the machine found them, without questions"
        )
        parser.add_argument(
            "--no-questions", action="store_true", help="decide the claims, and leave questions and relations undecided"
        )

    @no_statement_timeout()
    def handle(
        self,
        *,
        paths: list[Path],
        dry_run: bool,
        no_decisions: bool,
        no_questions: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        try:
            verdicts = {} if no_decisions else read_verdicts(SEEDS / "decisions.json")
            reading = None if no_decisions or no_questions else read_questions(SEEDS / "questions.json")
            bar = partial(track, description="Reading articles", console=console, disable=verbosity == 0)
            read = {"verdicts": verdicts, "reading": reading, "track": bar}
            report = (_tried if dry_run else _recorded)(paths or [SEEDS], **read)
        except (ModelMissing, BadVerdicts, BadReading) as error:
            raise CommandError(str(error)) from error
        show_seeds(report, console=console)
        if dry_run:
            console.print("Nothing was kept: this was a dry run.")
        if report.errors:
            raise CommandError("\n  ".join([f"{len(report.errors)} not loaded:", *report.errors]))


def _recorded(paths: list[Path], **options: Any) -> SeedReport:
    report = SeedReport()
    with on_record(ImportDoor.LOAD_SEEDS, paths, suffixes=(TEXT_SUFFIX,)) as record:
        try:
            return load(paths, report=report, **options)
        finally:
            for each in report.loaded:
                record.note(each.outcome)
            for kind, number in report.linked.items():
                record.add(kind, "new", number)
            record.blame(*report.errors)


def _tried(*args: Any, **options: Any) -> SeedReport:
    """`load`, taken back at its end."""
    with transaction.atomic():
        report = load(*args, **options)
        transaction.set_rollback(True)
    return report
