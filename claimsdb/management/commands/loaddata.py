"""Django's loaddata, with the read model brought up to date once at the end instead of after each row."""

from typing import Any

from django.core.management.commands import loaddata

from claimsdb.index import synced


class Command(loaddata.Command):
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        with synced():
            super().handle(*fixture_labels, **options)
