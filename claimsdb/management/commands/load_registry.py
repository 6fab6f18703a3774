"""What an operator runs after an upgrade brought more actors, or other names of those that are here."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.management.base import CommandParser
from django.db import transaction

from claimsdb.actors import Row
from claimsdb.exchange import add_missing
from claimsdb.management import base


class Command(base.Command):
    help = (
        "Adds the sources, actors, names, codes and affiliations of fixtures/ that are not here. What is here stays as "
        "it is; -v 2 names each row that is added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        with transaction.atomic():
            rows = add_missing()
            transaction.set_rollback(dry_run)
        if verbosity:
            self.stdout.write(_summary(rows))
        if verbosity > 1:
            self.stdout.writelines(map(_line, rows))
        if verbosity and dry_run:
            self.stdout.write("Nothing was kept: this was a dry run.")


def _summary(rows: list[Row]) -> str:
    counts = Counter(_plural(row) for row in rows)
    return ", ".join(f"{count} {name}" for name, count in counts.items()) + " added." if rows else "Nothing is missing."


def _plural(row: Row) -> str:
    return str(apps.get_model(row["model"])._meta.verbose_name_plural)


def _line(row: Row) -> str:
    """The kind of row and what names it: `actor name: kim-jong-un, Kim Jong-un, name, en`."""
    values = (value[0] if isinstance(value, list) else value for value in row["fields"].values())
    written = ", ".join(str(value) for value in values if value not in (None, "", True))
    return f"  {apps.get_model(row['model'])._meta.verbose_name}: {written}\n"
