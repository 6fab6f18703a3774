"""Columns without case and diacritics, as `claimsdb.db.words` has words: for lists that can be looked through."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Func, TextField
from django.dispatch import receiver

from claimsdb.db.words import DIACRITICS, fold


class Folded(Func):
    """A column's text, folded."""

    function = "claimsdb_folded"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        bare = f"regexp_replace(normalize(%(expressions)s, NFKD), '[{DIACRITICS}]', '', 'g')"
        return self.as_sql(compiler, connection, template=f"replace(lower(normalize({bare}, NFC)), 'ß', 'ss')")


@receiver(connection_created)
def _register(sender: type, connection: BaseDatabaseWrapper, **options: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(Folded.function, 1, _fold, deterministic=True)


def _fold(text: str) -> str:
    """In lower case first: of plain ASCII `fold` leaves the case as it is."""
    return fold(text.lower())
