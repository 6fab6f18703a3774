"""Search: which claims have all the words, phrases and beginnings of words that somebody typed.

Each engine has its own full-text index, written in the transaction that writes the feed; `sqlite` and `postgresql` have
the same functions over it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from claimsdb.index.keyset import COUNTED_TO, EVERYTHING, IndexScan, ListPosition, Stretch
from claimsdb.index.projection import Projected
from claimsdb.index.search import postgresql, sqlite
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.lines import project, tag
from claimsdb.index.search.words import Term, terms
from claimsdb.models.index import Entry

__all__ = ["SearchScan", "matching", "replace", "searched", "tag", "terms", "wrong"]

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> ModuleType:
    return ENGINES[connection.vendor]


def replace(before: Collection[Projected], after: Collection[Projected]) -> None:
    """Gives the claims `after` the rows that they ought to have, where they have others, and takes away those of claims
    that are gone."""
    engine().replace([each.entry for each in before], list(project(after)))


def wrong(before: Collection[Projected], after: Collection[Projected]) -> set[int]:
    """The claims whose rows `replace` would change."""
    return engine().wrong([each.entry for each in before], list(project(after)))


def matching(terms: Sequence[Term], statuses: Sequence[str]) -> RawSQL:
    """The ids of the claims of these statuses that have all the terms, for a query of any other kind."""
    return RawSQL(*engine().claims(terms, statuses))


@dataclass(frozen=True, slots=True)
class SearchScan(IndexScan):
    """The claims of a walk that have all the terms, in its order; counted up to COUNTED_TO."""

    terms: tuple[Term, ...] = ()

    def count(self) -> tuple[int, bool]:
        found = 0
        for status in self.statuses:
            window = SearchBounds(status).narrowed(since=self.since, until=self.until)
            found += engine().count(self.terms, self.tags, window, limit=COUNTED_TO - found)
            if found == COUNTED_TO:
                break
        return found, found < COUNTED_TO

    @property
    def tags(self) -> list[str]:
        return [tag(self.among["actor_id"], self.among.get("role", ""))] if self.among else []

    def _rows(self, status: str, *, limit: int, stretch: Stretch = EVERYTHING, **options: Any) -> list[ListPosition]:
        """The first places of a status; the options are those of a window."""
        window = SearchBounds(status, **options).narrowed(since=self.since, until=self.until).within(stretch)
        return engine().places(self.terms, self.tags, window, limit=limit)


def searched(walk: IndexScan, terms: Sequence[Term]) -> SearchScan | None:
    """The walk through those alone that have all the terms; None where the index does not tell the walk's claims."""
    if walk.besides or (walk.among and walk.table is Entry):
        return None
    given: dict[str, Any] = {field.name: getattr(walk, field.name) for field in fields(walk)}
    return SearchScan(**given, terms=tuple(terms))
