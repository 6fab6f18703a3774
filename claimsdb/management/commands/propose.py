"""Proposes how claims stand to each other and which questions they answer, or explains it of two claims."""

from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console

from claimsdb.management import base
from claimsdb.management.proposals import show_explanations, show_report
from claimsdb.models import Claim
from claimsdb.questions import proposing


class Command(base.Command):
    help = (
        "Proposes relations and answers of accepted claims for editors to decide; done once more, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        explained = "change nothing, and print every test for these two claims, whatever comes out"
        parser.add_argument("--explain", nargs=2, metavar="CLAIM", help=explained)

    def handle(self, *, explain: list[str] | None, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False)
        if explain:
            one, other = map(_claim, explain)
            if one == other:
                raise CommandError(f"{one.key} is one claim: name two.")
            show_explanations(one, other, proposing.explain(one, other), console=console)
        else:
            show_report(proposing.propose(), console=console)


def _claim(key: str) -> Claim:
    claim = Claim.objects.filter(key=key).first()
    if claim is None:
        raise CommandError(f"There is no claim {key!r:.40}: give its key, as it stands in /api/claims/.")
    return claim
