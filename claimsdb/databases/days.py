"""Days as they are written, 2026-11-22: so they stand in order too, and of millions none is made a date and back."""

from django.db.models import TextField
from django.db.models.functions import Cast

Day = str
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


def written(column: str) -> Cast:
    """The days of a column, for `values_list`."""
    return Cast(column, TextField())
