"""Reports the precision of each extraction rule, by what editors decided."""

import argparse
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console

from claimsdb.management import base
from claimsdb.management.tables import of_decisions, show_reliability, show_rules
from claimsdb.review import RuleRecord, rule_records, worst_first
from claimsdb.review.calibration import Reliability, in_force


class Command(base.Command):
    help = "Shows how often editors accepted what each rule of the extractor proposed, the worst rule first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rule", metavar="NAME", help="of this rule alone")
        parser.add_argument("--extractor-version", metavar="VERSION", help="of this version alone")
        enough = "judgements below which a rule comes after the others [%(default)s]"
        parser.add_argument("--enough", type=_positive, default=5, metavar="N", help=enough)

    def handle(self, *, rule: str | None, extractor_version: str | None, enough: int, **options: Any) -> None:
        records = _only(rule_records(), "rule", rule)
        records = _only(records, "extractor_version", extractor_version)
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False)
        show_rules(worst_first(records, enough=enough), enough=enough, console=console)
        _show_calibration(console)


def _show_calibration(console: Console) -> None:
    """Whether what is said to be so likely is accepted so often, where that was learned here."""
    calibration = in_force()
    if calibration is None:
        return
    title = f"Calibrated {calibration.fitted_at:%Y-%m-%d} by {calibration.who}, {of_decisions(calibration)}"
    show_reliability(Reliability.from_json(calibration.report), title=title, console=console)
    if calibration.applied_at is None:
        console.print("Cut off before every claim had its value: run calibrate again.")


def _positive(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of judgements: give 1 or more.")


def _only(records: list[RuleRecord], name: str, asked: str | None) -> list[RuleRecord]:
    """The records whose `name` is `asked`; all of them where nothing is."""
    if asked is None:
        return records
    known = sorted({getattr(each, name) for each in records})
    if asked not in known:
        there = f"there are {', '.join(known)}" if known else "there are none yet"
        raise CommandError(f"No claim was proposed by {name.replace('_', ' ')} {asked!r}: {there}.")
    return [each for each in records if getattr(each, name) == asked]
