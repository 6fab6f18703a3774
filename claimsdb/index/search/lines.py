"""What the index has of a claim: its words, how the article calls those who have a part in it, its actors and figures,
and where it stands in the list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db.models.expressions import RawSQL

from claimsdb.db.sql import ids_param
from claimsdb.db.words import words
from claimsdb.index.projection import EntryRow, Projected
from claimsdb.models import Attribution, Claim, Quantity


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One claim in the index. `language` is its article's; `called` are the words that the article has for those who
    have a part; tags stand for the actors, whatever they are called, and for the values of the figures."""

    entry: EntryRow
    wording: list[str]
    quote: list[str]
    called: list[str]
    tags: list[str]
    language: str


@lru_cache(maxsize=10_000)
def tag(actor: int, role: str = "") -> str:
    """What stands in the index for an actor's part in a claim: no word, as none has such a character."""
    return f"#{actor}{role}"


@lru_cache(maxsize=10_000)
def value_tag(value: Decimal) -> str:
    """What stands in the index for a figure of this value, however it is written."""
    return f"#v{value.normalize():f}".replace(".", "d").replace("-", "m")


def lines_of(claims: Collection[Projected]) -> Iterator[SearchLine]:
    """The lines that the claims ought to have."""
    by_id = {each.entry.claim_id: each for each in claims}
    wanted = ids_param(list(by_id))
    called, values = _called(wanted), _values(wanted)
    rows = Claim.objects.filter(pk__in=wanted).order_by("pk")
    for pk, text, quote, language in rows.values_list("pk", "text", "quote", "article__language"):
        wording = words(text)
        quoted = [] if quote == text else _besides(wording, words(quote))
        tags = sorted({*_actor_tags(by_id[pk]), *map(value_tag, values[pk])})
        yield SearchLine(by_id[pk].entry, wording, quoted, called[pk], tags, language)


def _besides(wording: list[str], quoted: list[str]) -> list[str]:
    """The words of the quote, unless the wording holds it: it would only make the index larger."""
    is_held = f" {' '.join(quoted)} " in f" {' '.join(wording)} "
    return [] if is_held else quoted


def _called(claims: RawSQL) -> dict[int, list[str]]:
    """The words of each claim's attributions, as written and as an editor has named somebody."""
    rows = Attribution.objects.filter(claim__in=claims).order_by("claim_id", "order")
    by_claim: dict[int, dict[str, None]] = defaultdict(dict)
    for claim, *names in rows.values_list("claim_id", "as_written", "name"):
        by_claim[claim].update(dict.fromkeys(filter(None, names)))
    return defaultdict(list, {claim: words(" ".join(names)) for claim, names in by_claim.items()})


def _values(claims: RawSQL) -> dict[int, set[Decimal]]:
    by_claim: dict[int, set[Decimal]] = defaultdict(set)
    rows = Quantity.objects.filter(claim__in=claims).order_by()
    for claim, *bounds in rows.values_list("claim_id", *Quantity.BOUNDS):
        by_claim[claim].update(bound for bound in bounds if bound is not None)
    return by_claim


def _actor_tags(claim: Projected) -> Iterable[str]:
    parts = [part for part in claim.parts if part.actor_id]
    return {tag(part.actor_id, role) for part in parts for role in ("", part.role)}
