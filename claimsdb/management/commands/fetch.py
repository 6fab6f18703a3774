"""Articles of the web, taken in."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from claimsdb.actors import registry
from claimsdb.exchange import load_if_missing
from claimsdb.extraction import ModelMissing
from claimsdb.ingest import store
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.fetching import fetch_article
from claimsdb.ingest.outcome import Outcome
from claimsdb.management import base
from claimsdb.reading import BadArticle


class Command(base.Command):
    help = "Fetches articles from public addresses, and stores them with the claims found in them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("addresses", nargs="+", metavar="URL")

    def handle(self, *, addresses: list[str], **options: Any) -> None:
        load_if_missing()
        failed = []
        for address in addresses:
            try:
                self._tell(address, self._taken(address))
            except BadArticle as bad:
                failed.append(f"{address}: {bad.reason}")
            except ModelMissing as error:
                raise CommandError(str(error)) from error
        if failed:
            raise CommandError("\n  ".join([f"{len(failed)} not loaded:", *failed]))

    def _taken(self, address: str) -> Outcome:
        """Raises BadArticle and ModelMissing."""
        record = fetch_article(address)
        return store.take_in(record, extractor=default_extractor(), registry=registry.known_actors())

    def _tell(self, address: str, outcome: Outcome) -> None:
        found = f", {outcome.claims} claims" if outcome.is_new else ""
        self.stdout.write(f"{address}: {outcome.status}, article {outcome.article}{found}")
        for remark in (*outcome.remarks, *map(str, outcome.proposed)):
            self.stdout.write(f"  {remark}")
