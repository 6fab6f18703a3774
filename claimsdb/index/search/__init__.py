"""Search: which claims have all the words, phrases, beginnings of words, names and numbers that somebody typed.

Each engine has its own full-text index, written in the transaction that writes the read model; `sqlite` and
`postgresql` have the same functions over it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from claimsdb.index.keyset import COUNT_LIMIT, OFFICIAL, WHOLE_INDEX, IndexRange, IndexScan, ListPosition
from claimsdb.index.projection import Projected
from claimsdb.index.search import postgresql, sqlite
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.hits import Hits, Reader
from claimsdb.index.search.lines import lines_of, tag
from claimsdb.index.search.meaning import understood
from claimsdb.index.search.query import Alternative, MeaninglessQuery, SearchQuery, Term, as_typed, of_terms, parse
from claimsdb.models import Entry

__all__ = [
    "Alternative",
    "Hits",
    "MeaninglessQuery",
    "SearchQuery",
    "SearchScan",
    "Term",
    "as_typed",
    "hits",
    "matching_claims",
    "of_terms",
    "parse",
    "replace",
    "scores",
    "search_scan",
    "tag",
    "understood",
    "wrong",
]

EVERYTHING = SearchQuery(())
ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> ModuleType:
    return ENGINES[connection.vendor]


def replace(before: Collection[Projected], after: Collection[Projected]) -> None:
    """Gives the claims `after` the rows that they ought to have, where they have others, and takes away those of claims
    that are gone."""
    engine().replace([each.entry for each in before], list(lines_of(after)))


def wrong(before: Collection[Projected], after: Collection[Projected]) -> set[int]:
    """The claims whose rows `replace` would change."""
    return engine().wrong([each.entry for each in before], list(lines_of(after)))


def matching_claims(query: SearchQuery, statuses: Sequence[str]) -> RawSQL:
    """The ids of the claims of these statuses that the query finds, for a query of any other kind."""
    return RawSQL(*engine().claims(query, statuses))


def hits(query: SearchQuery, claims: Collection[int]) -> dict[str, Hits]:
    """Where in the claims with these ids the query has its hits, by their keys."""
    return Reader(query, claims, engine=engine()).hits()


def scores(query: SearchQuery, claims: Collection[int]) -> dict[int, float]:
    """How well the query fits the claims with these ids."""
    return Reader(query, claims, engine=engine()).scores()


@dataclass(frozen=True, slots=True)
class SearchScan(IndexScan):
    """The claims of a scan that the query finds, in its order; counted up to COUNT_LIMIT."""

    query: SearchQuery = EVERYTHING

    def count(self) -> tuple[int, bool]:
        found = 0
        for status in self.statuses:
            bounds = SearchBounds(status).narrowed(**self.days)
            found += engine().count(self.query, self.tags, bounds, limit=COUNT_LIMIT - found)
            if found == COUNT_LIMIT:
                break
        return found, found < COUNT_LIMIT

    @property
    def tags(self) -> list[str]:
        return [tag(self.keys["actor_id"], self.keys.get("role", ""))] if self.keys else []

    def _rows(self, status: str, *, limit: int, range_: IndexRange = WHOLE_INDEX, **options: Any) -> list[ListPosition]:
        """The first positions of a status; the options are those of SearchBounds."""
        bounds = SearchBounds(status, **options).narrowed(**self.days).within(range_)
        return engine().positions(self.query, self.tags, bounds, limit=limit)


def search_scan(scan: IndexScan, query: SearchQuery) -> SearchScan | None:
    """The scan of those alone that the query finds; None where the search index does not tell the scan's claims."""
    if type(scan) is not IndexScan or scan.filters or (scan.keys and scan.table is Entry) or scan.flag == OFFICIAL:
        return None
    options: dict[str, Any] = {field.name: getattr(scan, field.name) for field in fields(scan)}
    return SearchScan(**options, query=query)
