"""Reports how far the queue of articles is, and what failed."""

from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console

from claimsdb.ingest.queue.backlog import adopt_articles, backlog, release_expired, retry_failed
from claimsdb.management import base
from claimsdb.management.tables import STATUS_LABELS


class Command(base.Command):
    help = "Says what became of the articles in the queue, and names those that failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="have the articles that failed read again")

    def handle(self, *, retry: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        adopt_articles()
        release_expired()
        if retry:
            console.print(f"{retry_failed()} that failed are ready again.")
        now = backlog()
        done = [(STATUS_LABELS[status], number) for status, number in now.done.items()]
        counts = [("waiting", now.waiting), ("being read", now.running), *done, ("failed", len(now.failed))]
        console.print("; ".join(f"{number} {word}" for word, number in counts) + ".")
        if now.failed:
            raise CommandError("\n  ".join([f"{len(now.failed)} failed:", *now.failed]))
