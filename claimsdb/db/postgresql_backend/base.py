"""Where Django looks for the connection of an engine."""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each request Django asks whether the connection still stands, by a statement. A server that ends one says
    so, and one from which nothing has come does stand: nothing is asked of it."""

    def is_usable(self) -> bool:
        return (not self.errors_occurred and self._is_silent()) or super().is_usable()

    def _is_silent(self) -> bool:
        """Whether nothing is under way, and nothing waits to be read."""
        if self.connection is None or self.connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        arriving = poll()
        arriving.register(self.connection.fileno(), POLLIN)
        return not arriving.poll(0)
