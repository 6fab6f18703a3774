"""The index of claims on SQLite, by FTS5.

A row's id is the claim's place: its status, its day and its own id, one after the other. FTS5 reads the rows of a word
by id, so that a page of a search is read in the order of the list, at any depth, as a page of the list itself is.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from claimsdb.feed.connection import reading, writing
from claimsdb.feed.projection import EntryRow
from claimsdb.feed.search.lines import Line
from claimsdb.feed.search.words import Term, fold
from claimsdb.feed.walks import DATED, EVERYTHING, UNDATED_LAST, Place, Stretch
from claimsdb.models.feed import UNDATED
from claimsdb.vocabulary import Status

# In this order they are numbered in the index.
STATUSES = (
    Status.EXTRACTED, Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE, Status.NEEDS_RECHECK, Status.SUPERSEDED,
)  # fmt: skip
CLAIM_BITS, DAY_BITS = 38, 22
