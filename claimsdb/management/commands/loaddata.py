"""Django's loaddata, with the read model brought up to date once at the end instead of after each row, and what claims
say on record as after any other write."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata

from claimsdb.choices import ImportDoor
from claimsdb.exchange import BadFixture, loaded_claims_recorded
from claimsdb.index import synced
from claimsdb.ingest.import_records import on_record


class Command(loaddata.Command):
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        try:
            with on_record(ImportDoor.LOADDATA, map(Path, fixture_labels)) as record:
                with synced(), loaded_claims_recorded() as kept:
                    super().handle(*fixture_labels, **options)
                record.add("rows", "loaded", self.loaded_object_count)
        except BadFixture as error:
            raise CommandError(f"Nothing is loaded: {error}") from error
        for line in kept if options["verbosity"] else ():
            self.stdout.write(f"An editor's correction stays: {line}")
