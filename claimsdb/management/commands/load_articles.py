"""Loads many articles from files of several kinds, in parallel on this machine or by the workers of a queue."""

import os
import signal
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from claimsdb.choices import ImportDoor
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.extraction import ModelMissing
from claimsdb.ingest.import_records import on_record
from claimsdb.ingest.outcome import Outcome, Totals
from claimsdb.ingest.queue.articles import load_articles, queue_articles
from claimsdb.ingest.queue.process_pool import PoolFailed
from claimsdb.management import base
from claimsdb.management.tables import show_totals
from claimsdb.reading import SUBMISSION_FIELDS, strict_json
from claimsdb.reading.input_files import FORMAT_BY_SUFFIX, IN_WORDS, InputFormat, Taking
from claimsdb.review import publication

STOPPED = "Stopped before the end; run it again for the rest."


class Command(base.Command):
    help = "Reads any number of articles and stores them with the claims found in them. Known ones stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = ", ".join(FORMAT_BY_SUFFIX)
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help=f"{kinds}, folders of them, - for JSON lines from stdin"
        )
        parser.add_argument(
            "--from",
            dest="form",
            choices=["auto", *InputFormat],
            help="what the files are; auto: look into each, and say what it is taken for [by their names]",
        )
        parser.add_argument(
            "--map",
            type=_columns,
            default={},
            metavar="title=Headline,text=Body",
            help="which columns of tables have which fields; or a file of JSON that says so [those called like fields]",
        )
        parser.add_argument("--jobs", type=_jobs, metavar="N", help="processes at most [one for each core]")
        parser.add_argument("--queue", action="store_true", help="leave the reading to the workers of the queue")
        parser.add_argument(
            "--confirm-sources",
            action="store_true",
            help="confirm the sources that the articles name: readers see them",
        )

    @no_statement_timeout()
    def handle(
        self,
        *,
        paths: list[Path],
        form: str | None,
        map: Mapping[str, str],
        jobs: int | None,
        queue: bool,
        confirm_sources: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        if queue:
            _check_queue(confirm_sources=confirm_sources)
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        load = queue_articles if queue else partial(load_articles, jobs=jobs or _cores())
        taking = _taking(form, columns=map, console=console)
        try:
            with _bar(console, "Queueing" if queue else "Reading") as advance:
                totals, stopped = _recorded(load, paths, taking=taking, advance=advance)
        except (ModelMissing, PoolFailed) as error:
            raise CommandError(str(error)) from error
        show_totals(totals, console=console)
        if confirm_sources and totals.proposed:
            console.print(f"{publication.confirm_sources(totals.proposed, by=None)} sources confirmed.")
        if totals.failed:
            raise CommandError("\n  ".join([f"{len(totals.failed)} not loaded:", *totals.failed]))
        if stopped:
            raise CommandError(stopped)


def _check_queue(*, confirm_sources: bool) -> None:
    if confirm_sources:
        raise CommandError("The workers meet the sources later: confirm them in the admin, or load without --queue.")
    if settings.CLAIMSDB_TASKS != "database":
        raise CommandError(f"There is no queue: CLAIMSDB_TASKS is {settings.CLAIMSDB_TASKS}, set it to database.")


def _taking(form: str | None, *, columns: Mapping[str, str], console: Console) -> Taking:
    if form != "auto":
        return Taking(format=InputFormat(form) if form else None, columns=columns)

    def tell(path: Path, found: InputFormat) -> None:
        console.print(f"{path}: taken for {IN_WORDS[found]}", markup=False, soft_wrap=True)

    return Taking(auto=True, columns=columns, tell=tell)


def _recorded(
    load: Callable[..., None], paths: list[Path], *, taking: Taking, advance: Callable[[], None]
) -> tuple[Totals, str]:
    """What became of the articles, and why not all of them were read, empty where they were."""
    totals = Totals()
    with (
        _until_interrupted() as stopped,
        on_record(ImportDoor.LOAD_ARTICLES, paths, suffixes=taking.suffixes) as record,
    ):

        def note(outcome: Outcome) -> None:
            totals.add(outcome)
            record.note(outcome)
            advance()

        load(paths, note=note, may_go_on=lambda: not stopped.is_set(), taking=taking)
        record.stopped = STOPPED if stopped.is_set() else ""
    return totals, record.stopped


def _jobs(words: str) -> int:
    if not (words.isascii() and words.isdecimal()) or int(words) < 1:
        raise ArgumentTypeError(f"{words!r} is not a number from 1 up")
    return int(words)


def _columns(words: str) -> Mapping[str, str]:
    """The column of each field: as given, or as a file of JSON has them."""
    pairs = [each.partition("=")[::2] for each in words.split(",")]
    given: Any = dict(pairs)
    if len(given) < len(pairs):
        raise ArgumentTypeError(f"{words!r} has a field more than once")
    if words.endswith(".json"):
        try:
            given = strict_json.parse(Path(words).read_bytes())
        except (OSError, ValueError) as error:
            raise ArgumentTypeError(f"{words} cannot be read: {error}") from None
    if not isinstance(given, dict) or not all(isinstance(column, str) and column for column in given.values()):
        raise ArgumentTypeError(f"{words!r} does not say which columns have which fields, as title=Headline,text=Body")
    for name in given:
        if name not in SUBMISSION_FIELDS:
            raise ArgumentTypeError(f"there is no field {name!r}, fields are {', '.join(SUBMISSION_FIELDS)}")
    return given


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@contextmanager
def _until_interrupted() -> Iterator[Event]:
    """What the first Ctrl-C sets; the second one interrupts as usual."""
    stopped, before = Event(), signal.getsignal(signal.SIGINT)

    def stop(*_: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar(console: Console, doing: str) -> Iterator[Callable[[], None]]:
    """What to call after each article."""
    columns = SpinnerColumn(), TextColumn("{task.description} articles: {task.completed}"), TimeElapsedColumn()
    with Progress(*columns, console=console, disable=console.quiet) as bar:
        yield partial(bar.advance, bar.add_task(doing))
