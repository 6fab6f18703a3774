"""Django's loaddata, with the feed brought up to date once at the end instead of after each row."""

from typing import Any

from django.core.management.commands import loaddata

from claimsdb.feed import kept


class Command(loaddata.Command):
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        with kept():
            super().handle(*fixture_labels, **options)
