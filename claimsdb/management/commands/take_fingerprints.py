"""After an upgrade or a large import: what finds articles again that are handed in once more."""

from argparse import ArgumentParser
from typing import IO, Any, cast

from rich.console import Console

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.index import mark_untaken, take_anew, take_waiting
from claimsdb.management import base


class Command(base.Command):
    help = (
        "Takes the fingerprints of articles that came in bulk, so that a second hand-in, another text at their address "
        "and near copies are told. Works in batches; stopped, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="take all of them anew, as another version takes them")

    @no_statement_timeout()
    def handle(self, *, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        mark_untaken()
        taken = take_anew() if options["all"] else take_waiting()
        console.print(f"{taken} articles got their fingerprint.")
