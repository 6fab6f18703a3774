"""What the index has of a claim: its words, its actors, and where it stands in the list."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from claimsdb.db.sql import ids_param
from claimsdb.index.projection import EntryRow, Projected
from claimsdb.index.search.words import words
from claimsdb.models import Claim


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One claim in the index. `language` is its article's; the actors are tags."""

    entry: EntryRow
    wording: list[str]
    quote: list[str]
    actors: list[str]
    language: str


@lru_cache(maxsize=10_000)
def tag(actor: int, role: str = "") -> str:
    """What stands in the index for an actor's part in a claim: no word, as none has such a character."""
    return f"#{actor}{role}"


def lines_of(claims: Collection[Projected]) -> Iterator[SearchLine]:
    """The lines that the claims ought to have."""
    by_id = {each.entry.claim_id: each for each in claims}
    rows = Claim.objects.filter(pk__in=ids_param(list(by_id))).order_by("pk")
    for pk, text, quote, language in rows.values_list("pk", "text", "quote", "article__language"):
        wording = words(text)
        quoted = [] if quote == text else _besides(wording, words(quote))
        yield SearchLine(by_id[pk].entry, wording, quoted, _tags(by_id[pk]), language)


def _besides(wording: list[str], quoted: list[str]) -> list[str]:
    """The words of the quote, unless the wording holds it: it would only make the index larger."""
    is_held = f" {' '.join(quoted)} " in f" {' '.join(wording)} "
    return [] if is_held else quoted


def _tags(claim: Projected) -> list[str]:
    parts = [part for part in claim.parts if part.actor_id]
    return sorted({tag(part.actor_id, role) for part in parts for role in ("", part.role)})
