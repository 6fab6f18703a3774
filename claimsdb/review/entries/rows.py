"""Attributions and quantities that somebody enters, a list of either."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from claimsdb.choices import Role
from claimsdb.models import Attribution, Claim, Quantity, Span, check_wording
from claimsdb.reading import reads_alike
from claimsdb.review.entries.figures import Fault, faults_of_names, settle_figure
from claimsdb.review.entries.misfits import OWN_FIGURE, Misfit
from claimsdb.review.entries.stand_ins import faults_of_stand_ins
from claimsdb.review.entries.words import not_in_the_article, place_of
from claimsdb.review.entries.written_figures import fault_of_words

EnteredRow = Attribution | Quantity

SHORT_TEXTS = ("name", "measure", "unit")


def settle_rows(name: str, rows: Sequence[Any], *, claim: Claim, near: Span | None) -> None:
    """Settles the rows of a list of the claim's, whose place is `near`. Raises ValidationError with all that is
    wrong."""
    kept = rows_of(name, claim)
    faults: dict[str, list[ValidationError]] = {}
    for number, row in enumerate(rows):
        try:
            settle_row(row, claim=claim, near=near, kept=kept)
        except ValidationError as error:
            for column, found in error.error_dict.items():
                path = f"{name}/{number}" if column == NON_FIELD_ERRORS else f"{name}/{number}/{column}"
                faults.setdefault(path, []).extend(found)
    of_the_list = [
        *repeated(rows, kept),
        *(faults_of_stand_ins(rows, kept, claim=claim) if name == "quantities" else ()),
    ]
    for number, column, fault in of_the_list:
        faults.setdefault(f"{name}/{number}/{column}" if column else name, []).append(fault)
    if faults:
        raise ValidationError(faults)


def are_kept(name: str, rows: Sequence[Any], *, claim: Claim) -> bool:
    """Whether these rows are just those that the claim has."""
    kept = rows_of(name, claim)
    return [*map(_said, rows)] == [*map(_said, kept)]


def rows_of(name: str, claim: Claim) -> list[Any]:
    """Those that the claim has, in their order."""
    return list(getattr(claim, name).order_by("order")) if claim.pk else []


def settle_row(row: Any, *, claim: Claim, near: Span | None, kept: Iterable[Any]) -> None:
    """Gives the row's words their place and the article's writing, and its figures the bounds that go without saying.
    Raises ValidationError by column. Rows among the `kept` are taken as they are, unless the quote moves away from a
    figure: `near` is where it will be, the claim's own place where it is.

    Words that stand nowhere are taken where the row says `own_words`; they are marked by having no place.
    """
    row.claim = claim
    faults = [] if _is_kept(row, kept) else [*_settle_words(row, text=claim.article.text, near=near, kept=kept)]
    is_new = bool(faults) or not _is_kept(row, kept)
    if is_new:
        faults += [*_faults_of_texts(row), *CHECKS[type(row)](row), *_faults_of_new_words(row, kept)]
    faults += _faults_of_place(row, near, was=claim.span, kept=kept)
    found: dict[str, list[ValidationError]] = {}
    for column, error in faults:
        found.setdefault(column, []).append(error)
    if is_new:
        try:
            row.full_clean(exclude=["claim", "order", *found], validate_unique=False, validate_constraints=not found)
        except ValidationError as error:
            found = {**error.error_dict, **found}
    if found:
        raise ValidationError(found)


def _settle_words(row: Any, *, text: str, near: Span | None, kept: Iterable[Any]) -> Iterator[Fault]:
    try:
        row._meta.get_field("as_written").run_validators(row.as_written)
    except ValidationError as error:
        yield "as_written", error
        return
    if not row.as_written:
        if row.span:
            yield "as_written", ValidationError("A place goes with the words that stand there.")
        return
    if row.span:
        words = text[slice(*row.span)]
        if reads_alike(row.as_written, words):
            row.as_written = words
        return  # where others stand, the row's own check says which
    same = [each for each in kept if each.as_written == row.as_written]
    place = next((each.span for each in same if each.span), None) or place_of(row.as_written, text, near=near)
    if place:
        row.start, row.end = place
        row.as_written = text[slice(*place)]
    elif row.own_words:
        try:
            check_wording(row.as_written)
        except ValidationError as error:
            yield "as_written", error
    elif not same:
        yield "as_written", not_in_the_article(row.as_written, text, near=near)


def _faults_of_texts(row: Any) -> Iterator[Fault]:
    for name in SHORT_TEXTS:
        try:
            check_wording(getattr(row, name, ""))
        except ValidationError as error:
            yield name, error


def fitting_hop(role: str, hop: int) -> int:
    """The nearest hop that somebody of this role can have."""
    return max(hop, 1) if role == Role.ORIGIN else hop if role == Role.RELAYER else 0


def _faults_of_attribution(row: Attribution) -> Iterator[Fault]:
    if row.role == Role.ORIGIN and row.hop == 0:
        yield "hop", ValidationError("An origin is at least one link from who speaks: its hop is 1 or more.")
    if row.hop and row.role not in (Role.ORIGIN, Role.RELAYER):
        yield "hop", ValidationError(f"A {row.role} is no link of the chain to an origin: its hop is 0.")


def _faults_of_quantity(row: Quantity) -> Iterator[Fault]:
    yield from settle_figure(row)
    if row.stands_for_claim_id is not None and any(getattr(row, bound) is not None for bound in Quantity.BOUNDS):
        yield "stands_for", ValidationError("A figure that stands for another has no low, best and high of its own.")
    yield from faults_of_names(row, new_on_purpose=row.new_measure)


CHECKS: dict[type, Callable[[Any], Iterable[Fault]]] = {
    Attribution: _faults_of_attribution,
    Quantity: _faults_of_quantity,
}


def _faults_of_place(row: Any, near: Span | None, *, was: Span | None, kept: Iterable[Any]) -> Iterator[Fault]:
    """That a number stands somewhere else than in the quote; not where it did so when the quote `was` elsewhere."""
    if not isinstance(row, Quantity) or row.own_figure or not _is_outside(row, near):
        return
    if row.stands_for_claim_id is not None or all(getattr(row, name) is None for name in row.BOUNDS):
        return  # "as much": the words alone
    if _is_outside(row, was) and any(each.span == row.span for each in kept):
        return
    message = f"{row.as_written!r:.60} stands in the article, but not in the quote."
    yield "as_written", Misfit(message, code=OWN_FIGURE)


def _is_outside(row: Any, quote: Span | None) -> bool:
    """Whether the row has a place, and none of it is in the quote."""
    if not (row.span and quote):
        return False
    return bool(row.end <= quote[0] or quote[1] <= row.start)


def _faults_of_new_words(row: Any, kept: Iterable[Any]) -> Iterator[Fault]:
    if isinstance(row, Quantity) and (fault := fault_of_words(row, kept)):
        yield "as_written", fault


def _is_kept(row: Any, kept: Iterable[Any]) -> bool:
    return any(_said(row) == _said(each) for each in kept)


def _said(row: Any) -> list[Any]:
    return [getattr(row, field.attname) for field in row.said()]


def repeated(rows: Iterable[Any], kept: Iterable[Any]) -> Iterator[tuple[int, str, ValidationError]]:
    """Whoever has a role, and whichever words are a figure, for the second time, unless the claim has it so: the place
    of the row in the list, its column, and the fault."""
    allowed = Counter(part_of(row) for row in kept)
    times: Counter[Any] = Counter()
    for number, row in enumerate(rows):
        part = part_of(row)
        times[part] += 1
        if times[part] > max(1, allowed[part]):
            yield from _fault_of_second(row, number)


def _fault_of_second(row: Any, number: int) -> Iterator[tuple[int, str, ValidationError]]:
    if isinstance(row, Attribution):
        column = "actor" if row.actor_id else "name" if row.name else "as_written"
        yield number, column, ValidationError(f"{row.who} is named as {row.get_role_display()} already.")
    elif not row.own_figure:
        message = f"The claim has a figure for the words {row.as_written!r:.60} already."
        yield number, "as_written", Misfit(message, code=OWN_FIGURE)


def part_of(row: Any) -> tuple[Any, ...]:
    """Who has which role, or which words are a figure."""
    if isinstance(row, Quantity):
        return ("figure", row.start, row.as_written.casefold())
    return (row.role, row.actor_id) if row.actor_id else (row.role, row.who.casefold(), row.side_id)
