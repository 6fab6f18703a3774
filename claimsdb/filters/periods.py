"""Years and months, as days."""

from calendar import monthrange
from datetime import date


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a year (2024) or a month (2024-10)."""
    year, month = int(period[:4]), int(period[5:] or 0)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])
