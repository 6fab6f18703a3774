"""Where Django looks for the connection of an engine."""

import sys
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from claimsdb.db.few import Few
from claimsdb.db.sqlite import patience
from claimsdb.db.troubles import Trouble, trouble_of
from claimsdb.db.turns import Turns

MOMENT = 250  # milliseconds for which anybody waits: most writes are over by then

waiting = Few(sys.maxsize)
"""Who waits for longer: anybody in a command or a worker of the queue. The server makes it a quarter of its threads
(claimsdb/http/gunicorn.py): while another process holds the database the others answer readers, whom nothing keeps
from reading."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction that writes begins with the lock. Beyond the few that wait it is told at once that it is busy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = Turns()

    def _start_transaction_under_autocommit(self) -> None:
        self.turns.let_others()
        self._wait_and_begin()
        self.turns.begin()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # django-stubs lack it
        self.turns.end()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self.turns.end()

    def _wait_and_begin(self) -> None:
        try:
            with patience(self.connection, MOMENT):
                self._begin()
        except OperationalError as error:
            if trouble_of(error) is not Trouble.BUSY or not waiting.take():
                raise
            try:
                self._begin()
            finally:
                waiting.give_back()

    def _begin(self) -> None:
        super()._start_transaction_under_autocommit()  # type: ignore[misc]  # django-stubs lack it
