"""What the index has of a claim: its words, its actors, and where it stands in the list."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from claimsdb.feed.projection import EntryRow, Projected
from claimsdb.feed.search.words import words
from claimsdb.models import Claim


@dataclass(frozen=True, slots=True)
class Line:
    """One claim in the index. `language` is its article's."""

    entry: EntryRow
    wording: list[str]
    quote: list[str]
    tags: list[str]
    language: str


def tag(actor: int, role: str = "") -> str:
    """What stands in the index for an actor's part in a claim: no word, as words have no such character."""
    return f"#{actor}{role}"


def project(claims: Collection[Projected]) -> Iterator[Line]:
    by_id = {each.entry.claim_id: each for each in claims}
    rows = Claim.objects.filter(pk__in=by_id).order_by("pk")
    for pk, text, quote, language in rows.values_list("pk", "text", "quote", "article__language"):
        wording, quoted = words(text), words(quote)
        # A wording that is the quote, or holds it, would only make the index larger.
        repeats = f" {' '.join(quoted)} " in f" {' '.join(wording)} "
        yield Line(by_id[pk].entry, wording, [] if repeats else quoted, sorted(_tags(by_id[pk])), language)


def _tags(claim: Projected) -> set[str]:
    return {mark for part in claim.parts if part.actor_id for mark in (tag(part.actor_id), tag(part.actor_id, part.role))}

