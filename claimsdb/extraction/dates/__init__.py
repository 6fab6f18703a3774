"""Dates: time expressions and the days that they stand for."""

from claimsdb.extraction.dates.time_expressions import find_dates

__all__ = ["find_dates"]
