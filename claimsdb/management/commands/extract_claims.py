"""Extracts stored articles again, after an upgrade brought a better extractor."""

from functools import partial
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from claimsdb.actors import UnknownName, find_article, registry
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.extraction import ModelMissing
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.reextract import re_extract_each
from claimsdb.management import base
from claimsdb.management.tables import show_re_extraction
from claimsdb.models import Article


class Command(base.Command):
    help = "Extracts the claims of stored articles again. What editors decided stays as they decided."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every article")
        which.add_argument("articles", nargs="*", default=[], metavar="ARTICLE", help="id or file name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    @no_statement_timeout()
    def handle(self, *, articles: list[str], dry_run: bool, verbosity: int, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False, quiet=verbosity == 0)
        pks = _named(articles) if articles else Article.objects.order_by("pk").values_list("pk", flat=True)
        bar = partial(track, description="Extracting claims", console=console, disable=verbosity == 0)
        try:
            report = re_extract_each(
                pks,
                extractor=default_extractor(),
                registry=registry.known_actors(),
                dry_run=dry_run,
                track=bar,
            )
        except ModelMissing as error:
            raise CommandError(str(error)) from error
        show_re_extraction(report, console=console)
        if dry_run:
            console.print("Nothing was kept: this was a dry run.")
        if report.errors:
            raise CommandError("\n  ".join([f"{len(report.errors)} not extracted:", *report.errors]))


def _named(articles: list[str]) -> list[int]:
    """The ids of the articles, each once. Raises CommandError with every name that is not known."""
    pks, unknown = [], []
    for name in articles:
        try:
            pks.append(find_article(name).pk)
        except UnknownName as error:
            unknown.append(str(error))
    if unknown:
        raise CommandError("\n".join(unknown))
    return list(dict.fromkeys(pks))
