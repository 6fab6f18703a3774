"""The quantities of an answer: found in the quote and checked against their own words."""

from collections.abc import Iterator

from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction.llm.bounds import NO_BOUNDS, Bounds, check_bounds, find_written_unit
from claimsdb.extraction.llm.json_values import as_figure, as_string
from claimsdb.extraction.llm.prompt import UNITS
from claimsdb.extraction.llm.validation import AnswerObject, AnswerValidator, DroppedPart, QuotePosition
from claimsdb.extraction.results import FoundQuantity, TextSpan

# What the database holds of each, in characters.
MAX_WORDS_LENGTH, MAX_MEASURE_LENGTH = 300, 100


def read_quantities(answer: object, *, position: QuotePosition, validator: AnswerValidator) -> Iterator[FoundQuantity]:
    """The quantities of a claim, each at a span of its own."""
    taken: set[TextSpan] = set()
    for each in validator.first_of_list(answer, DroppedPart.QUANTITY):
        spans = validator.article.places(as_string(each.get("words")), within=position.quote)
        span = next((span for span in spans if span not in taken), None)
        if span is None or span.end - span.start > MAX_WORDS_LENGTH:
            validator.dropped[DroppedPart.QUANTITY] += 1
            continue
        taken.add(span)
        yield read_quantity(each, span, position=position, validator=validator)


def read_quantity(
    answer: AnswerObject, span: TextSpan, *, position: QuotePosition, validator: AnswerValidator
) -> FoundQuantity:
    as_written = span.words_in(validator.article.text)
    qualifier = validator.word(answer, "qualifier", Qualifier)
    unit = as_string(answer.get("unit"))
    return FoundQuantity(
        span=span,
        as_written=as_written,
        **read_bounds(answer, as_written, qualifier, validator=validator)._asdict(),
        qualifier=qualifier or Qualifier.EXACT,
        measure=validator.words(
            answer.get("measure"), DroppedPart.MEASURE, within=position.paragraph, longest=MAX_MEASURE_LENGTH
        ),
        unit=find_written_unit(as_written) or (unit if unit in UNITS else ""),
        basis=validator.word(answer, "basis", Basis) or Basis.TOTAL,
    )


def read_bounds(
    answer: AnswerObject, as_written: str, qualifier: Qualifier | None, *, validator: AnswerValidator
) -> Bounds:
    """The bounds that the words confirm; none without a qualifier, which says what they bound."""
    given = Bounds(*(as_figure(answer.get(name)) for name in Bounds._fields))
    kept = check_bounds(given, words=as_written, qualifier=qualifier) if qualifier else NO_BOUNDS
    validator.dropped[DroppedPart.FIGURES] += bool(given.given) and not kept.given
    return kept
