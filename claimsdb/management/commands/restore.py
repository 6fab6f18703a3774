"""A copy that `backup` made, put back in place of the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection

from claimsdb.db.backups import BackupError, put_back
from claimsdb.db.missing_migrations import missing_migrations


class Command(BaseCommand):
    help = "Puts back a copy that backup made, whole or not at all. What is in the database now is lost."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="though there is something in the database")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        if not replace and self._has_tables():
            raise CommandError(
                "The database is not empty: all that is in it would be lost. Make a backup of it, then say --replace."
            )
        try:
            put_back(file)
        except BackupError as error:
            raise CommandError(f"Nothing was put back. {error}") from error
        missing = missing_migrations(connection)
        behind = f" It is older than this version, by {missing} migrations: run migrate." if missing else ""
        self.stdout.write(f"The database {DEFAULT_DB_ALIAS!r} is what {file} is.{behind}")

    def _has_tables(self) -> bool:
        try:
            return bool(connection.introspection.table_names())
        except DatabaseError as error:
            raise CommandError(f"The database cannot be reached: {error}") from error
