"""How many of what: the quantities of an answer, found in the quote and checked against their own words."""

from collections.abc import Iterator

from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction.llm.bounds import UNKNOWN, Bounds, supported, written_unit
from claimsdb.extraction.llm.json_values import figure, string
from claimsdb.extraction.llm.prompt import UNITS
from claimsdb.extraction.llm.validation import Lost, QuotePlace, Sieve, Told
from claimsdb.extraction.results import FoundQuantity, Span

# What the database holds of each, in characters.
LONGEST_WORDS, LONGEST_MEASURE = 300, 100


def quantities(told: object, *, place: QuotePlace, sieve: Sieve) -> Iterator[FoundQuantity]:
    """The quantities of a claim, each at a place of its own."""
    taken: set[Span] = set()
    for each in sieve.first(told, Lost.QUANTITY):
        spans = sieve.article.places(string(each.get("words")), within=place.quote)
        span = next((span for span in spans if span not in taken), None)
        if span is None or span.end - span.start > LONGEST_WORDS:
            sieve.dropped[Lost.QUANTITY] += 1
            continue
        taken.add(span)
        yield quantity(each, span, place=place, sieve=sieve)


def quantity(told: Told, span: Span, *, place: QuotePlace, sieve: Sieve) -> FoundQuantity:
    as_written = span.of(sieve.article.text)
    qualifier = sieve.word(told, "qualifier", Qualifier)
    unit = string(told.get("unit"))
    return FoundQuantity(
        span=span,
        as_written=as_written,
        **bounds(told, as_written, qualifier, sieve=sieve)._asdict(),
        qualifier=qualifier or Qualifier.EXACT,
        measure=sieve.words(told.get("measure"), Lost.MEASURE, within=place.paragraph, longest=LONGEST_MEASURE),
        unit=written_unit(as_written) or (unit if unit in UNITS else ""),
        basis=sieve.word(told, "basis", Basis) or Basis.TOTAL,
    )


def bounds(told: Told, as_written: str, qualifier: Qualifier | None, *, sieve: Sieve) -> Bounds:
    """The figures that stand; without a qualifier nobody knows what they bound."""
    given = Bounds(*(figure(told.get(name)) for name in Bounds._fields))
    kept = supported(given, words=as_written, qualifier=qualifier) if qualifier else UNKNOWN
    sieve.dropped[Lost.FIGURES] += bool(given.given) and not kept.given
    return kept
