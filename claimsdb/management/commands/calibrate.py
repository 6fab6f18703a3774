"""What an operator runs now and then, by night say: how sure the machine may be, by what editors decided."""

import getpass
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.management.tables import of_decisions, show_reliability, show_weights
from claimsdb.review import calibration


class Command(BaseCommand):
    help = (
        "Learns from this installation's own decisions how likely editors accept a claim, and gives each claim that "
        "value beside the machine's confidence. The same decisions give the same. -v 2 shows the weights."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only show what would be learned")
        parser.add_argument("--off", action="store_true", help="go by the machine's confidence again")

    @no_statement_timeout()
    def handle(self, *, dry_run: bool, off: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        if off:
            console.print(f"{calibration.as_found_again()} claims go by the machine's confidence again.")
            return
        fitted = calibration.refit()
        if fitted.weights is None or fitted.reliability is None:
            console.print(_too_few(fitted), soft_wrap=True)
            return
        show_reliability(fitted.reliability, title=f"Learned {of_decisions(fitted)}", console=console)
        if verbosity > 1:
            show_weights(fitted.weights, console=console)
        if not fitted.reliability.is_better:
            console.print("That is no better than the machine's confidence: nothing was kept.")
        elif dry_run:
            console.print("Nothing was kept: this was a dry run.")
        else:
            changed = calibration.apply(calibration.keep(fitted, who=getpass.getuser()))
            console.print(f"{changed} claims got another value.")


def _too_few(fitted: calibration.Refit) -> str:
    if fitted.decisions < calibration.ENOUGH:
        missing = calibration.ENOUGH - fitted.decisions
        return (
            f"{fitted.decisions} claims were accepted or rejected here one by one; {calibration.ENOUGH} are needed, "
            f"{missing} more. Nothing was changed."
        )
    return "All decisions are about one article, which says nothing about others. Nothing was changed."
