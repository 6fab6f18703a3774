"""A copy of the whole database, while it is at work."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from claimsdb.db.backups import BackupError, back_up, drop_older
from claimsdb.management import base


class Command(base.Command):
    help = (
        "Copies the whole database into a folder, and looks the copy over: claimsdb-20261122T030000Z.sqlite3 or .dump."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        keep = "delete older copies in the folder, so that so many stay"
        parser.add_argument("--keep", type=int, metavar="N", help=keep)

    def handle(self, *, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(f"--keep is {keep}; at least 1 copy has to stay.")
        try:
            file = back_up(folder)
        except BackupError as error:
            raise CommandError(f"There is no backup. {error}") from error
        with file.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, sound, sha256 {digest}")
        for older in drop_older(folder, keep=keep) if keep else ():
            self.stdout.write(f"{older} deleted")
