"""The way in for many articles: files of several kinds, side by side on this machine or by the workers of a queue."""

import os
import signal
from argparse import ArgumentTypeError
from pathlib import Path
from threading import Event
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from claimsdb.crew import CrewFailed
from claimsdb.extraction import ModelMissing
from claimsdb.loading import load_articles, queue_articles
from claimsdb.management.tables import show_tally
from claimsdb.reading.manuscripts import SUFFIXES
from claimsdb.taken import Taken, Tally
from claimsdb.timeouts import unhurried


class Command(BaseCommand):
    help = "Reads any number of articles and stores them with the claims found in them. Known ones stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = ", ".join(SUFFIXES)
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help=f"{kinds}, folders of them, - for JSON lines from stdin"
        )
        parser.add_argument("--jobs", type=_jobs, metavar="N", help="processes at most [one for each core]")
        parser.add_argument("--queue", action="store_true", help="leave the reading to the workers of the queue")

    @unhurried()
    def handle(self, *, paths: list[Path], jobs: int | None, queue: bool, verbosity: int, **options: Any) -> None:
        if queue and settings.CLAIMSDB_TASKS != "database":
            raise CommandError(f"There is no queue: CLAIMSDB_TASKS is {settings.CLAIMSDB_TASKS}, set it to database.")
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        tally, stopped = Tally(), _stop_on_interrupt()
        with _bar(console) as bar:
            counter = bar.add_task("Queueing" if queue else "Reading")

            def note(taken: Taken) -> None:
                tally.add(taken)
                bar.advance(counter)

            try:
                if queue:
                    queue_articles(paths, note=note, may_go_on=lambda: not stopped.is_set())
                else:
                    load_articles(paths, jobs=jobs or _cores(), note=note, may_go_on=lambda: not stopped.is_set())
            except (ModelMissing, CrewFailed) as error:
                raise CommandError(str(error)) from error
        show_tally(tally, console=console)
        if tally.failed:
            raise CommandError("\n  ".join([f"{len(tally.failed)} not loaded:", *tally.failed]))
        if stopped.is_set():
            raise CommandError("Stopped before the end; run it again for the rest.")


def _jobs(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise ArgumentTypeError(f"{words!r} is not a number from 1 up")
    return int(words)


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _stop_on_interrupt() -> Event:
    """Set by the first Ctrl-C; the second one interrupts as usual."""
    stopped = Event()

    def stop(*_: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, stop)
    return stopped


def _bar(console: Console) -> Progress:
    columns = SpinnerColumn(), TextColumn("{task.description} articles: {task.completed}"), TimeElapsedColumn()
    return Progress(*columns, console=console, disable=console.quiet)
