"""Times: the days that the words of a paragraph stand for, as far as they settle it."""

from claimsdb.extraction.dates.time_expressions import times_in

__all__ = ["times_in"]
