"""What an operator runs now and then, by night say: how sure the machine may be, by what editors decided."""

import getpass
from contextlib import nullcontext
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from django.db import connection
from rich.console import Console

from claimsdb.db.alone import alone_at
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.management import base
from claimsdb.management.tables import of_decisions, show_reliability, show_weights
from claimsdb.review import calibration


class Command(base.Command):
    help = (
        "Learns from this installation's own decisions how likely editors accept a claim, and gives each claim that "
        "value beside the machine's confidence. The same decisions give the same. -v 2 shows the weights."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--dry-run", action="store_true", help="only show what would be learned")
        which.add_argument("--off", action="store_true", help="go by the machine's confidence again")

    @no_statement_timeout()
    def handle(self, *, dry_run: bool, off: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        with nullcontext() if dry_run else alone_at("calibrating", connection, wait=_refuse):
            if off:
                console.print(f"{calibration.as_found_again()} claims go by the machine's confidence again.")
            else:
                _learn(console, dry_run=dry_run, verbosity=verbosity)


def _refuse() -> None:
    raise CommandError("Another calibrate is at work on this database: nothing was changed.")


def _learn(console: Console, *, dry_run: bool, verbosity: int) -> None:
    fitted = calibration.refit()
    if fitted.weights is None or fitted.reliability is None:
        console.print(f"{_too_few(fitted)} {_in_force()}", soft_wrap=True)
        return
    show_reliability(fitted.reliability, title=f"Learned {of_decisions(fitted)}", console=console)
    if verbosity > 1:
        show_weights(fitted.weights, console=console)
    if not fitted.reliability.is_better:
        no_better = "That is no better than the machine's confidence: it was not kept."
        console.print(f"{no_better} {_in_force()}", soft_wrap=True)
    elif dry_run:
        console.print(f"This was a dry run: it was not kept. {_in_force()}", soft_wrap=True)
    else:
        changed = calibration.apply(calibration.keep(fitted, who=getpass.getuser()))
        console.print(f"{changed} claims got another value.")


def _in_force() -> str:
    """What claims go by where nothing else is learned."""
    before = calibration.in_force()
    if before is None:
        return "Claims go by the machine's confidence."
    return f"The calibration of {before} stays in force; --off ends it."


def _too_few(fitted: calibration.Refit) -> str:
    if fitted.decisions < calibration.ENOUGH:
        missing = calibration.ENOUGH - fitted.decisions
        return (
            f"{fitted.decisions} claims were accepted or rejected here one by one; {calibration.ENOUGH} are needed, "
            f"{missing} more. Nothing was changed."
        )
    return "All decisions are about one article, which says nothing about others. Nothing was changed."
