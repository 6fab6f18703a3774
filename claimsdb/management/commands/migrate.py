"""Django's migrate, made to wait for a table no longer than the site can stand."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from claimsdb.db.alone import alone_at
from claimsdb.db.timeouts import is_lock_timeout, no_statement_timeout
from claimsdb.db.whole_migrations import WholeMigrationExecutor

setattr(migrate, "MigrationExecutor", WholeMigrationExecutor)  # noqa: B010  (Django's command takes it from there)

GIVEN_UP = (
    "Not everything is migrated, as a table was in use each time. What was done stays done. Run it again when less goes"
    " on, or with a greater --lock-timeout; pg_stat_activity shows who holds the table."
)

FOLDER = "SQLite needs room beside its file for a journal. Give it to the account that runs this, or set DATABASE_URL."


class Command(migrate.Command):
    """A change of a table waits for whoever reads it, and everybody after waits behind the change: so it gives up
    soon, lets them through and tries again. What was migrated by then stays. The migration that gave up is undone; one
    with `atomic = False` keeps on PostgreSQL what it has done, and has to be safe to run again. Of two at once one
    waits, and finds done what the other did."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        wait = "wait no longer for a table in use [%(default)s]"
        parser.add_argument("--lock-timeout", type=float, default=3, metavar="SECONDS", help=wait)
        tries = "give up after so many tries [%(default)s]"
        parser.add_argument("--tries", type=int, default=10, metavar="N", help=tries)

    def handle(self, *args: Any, **options: Any) -> None:
        with self._alone(**options):
            self._migrate(*args, **options)

    def _alone(
        self, *, database: str, plan: bool, check_unapplied: bool, **options: Any
    ) -> AbstractContextManager[None]:
        """What changes nothing waits for nobody, and may find a folder that it cannot write to."""
        if plan or check_unapplied:
            return nullcontext()
        return self._with_lock(connections[database])

    @contextmanager
    def _with_lock(self, connection: Any) -> Iterator[None]:
        """Raises CommandError where the folder of SQLite's file takes no other file: neither a lock nor a journal."""
        with ExitStack() as held:
            try:
                held.enter_context(alone_at("migrating", connection, wait=self._say_what_for))
            except OSError as error:
                folder = Path(connection.settings_dict["NAME"]).parent
                raise CommandError(f"{folder} cannot be written to ({error.strerror}): {FOLDER}") from error
            yield

    def _say_what_for(self) -> None:
        self.stderr.write("Another migrate is at work on this database: waiting for its end.")

    def _migrate(self, *args: Any, lock_timeout: float, tries: int, **options: Any) -> None:
        for attempt in range(1, tries + 1):
            try:
                with no_statement_timeout(lock_timeout=lock_timeout, using=options["database"]):
                    super().handle(*args, **options)
                return
            except OperationalError as error:
                if not is_lock_timeout(error):
                    raise
                if attempt == tries:
                    raise CommandError(GIVEN_UP) from error
                self.stderr.write(f"A table was in use for {lock_timeout:g} seconds: try {attempt} of {tries}.")
                time.sleep(lock_timeout)
