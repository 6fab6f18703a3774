"""Figures: bounds that fit their qualifier, values that fit what is counted, measures and units of the list."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError

from claimsdb.actors import nearest
from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction import COUNTED_UNITS, DIMENSION_UNITS, KNOWN_UNITS, UNIT_OF_MEASURE
from claimsdb.models import Quantity
from claimsdb.review.entries.misfits import NEW_MEASURE, Misfit
from claimsdb.review.entries.written_figures import fault_of_reading, fill_in

PERCENT = {"percent", "percentage point", "basis point"}
MAY_BE_NEGATIVE = PERCENT | DIMENSION_UNITS["money"] | DIMENSION_UNITS["temperature"]  # nobody has less than no troops
KNOWN_MEASURES = UNIT_OF_MEASURE.keys() | DIMENSION_UNITS.keys()

# For each qualifier the bounds that it has, and those that it may have besides.
BOUNDS: dict[str, tuple[set[str], set[str]]] = {
    Qualifier.EXACT: ({"best"}, {"low", "high"}),
    Qualifier.ABOUT: ({"best"}, {"low", "high"}),
    Qualifier.AT_LEAST: ({"low"}, set()),
    Qualifier.AT_MOST: ({"high"}, set()),
    Qualifier.BETWEEN: ({"low", "high"}, set()),
    Qualifier.ORDER_OF_MAGNITUDE: ({"low"}, {"high"}),
}
MEANT: dict[str, str] = {
    Qualifier.EXACT: "exact is one value: best, and low and high the same or left out",
    Qualifier.ABOUT: "about has a best, and low and high around it or left out",
    Qualifier.AT_LEAST: "at_least has a low alone",
    Qualifier.AT_MOST: "at_most has a high alone",
    Qualifier.BETWEEN: "between has a low and a higher high, and no best",
    Qualifier.ORDER_OF_MAGNITUDE: "order_of_magnitude has a low and no best; high may be open",
}

WHOLE = (Basis.TOTAL, Basis.ADDITIONAL)  # shares and rates of people and things have fractions

Fault = tuple[str, ValidationError]


def settle_figure(quantity: Quantity) -> Iterator[Fault]:
    """Gives a figure the value that its words have, where it has none, and an exact or approximate one the bounds that
    go without saying; yields what does not fit, by column."""
    if unread := fill_in(quantity):
        yield "best", unread
        return
    given = {name: value for name in Quantity.BOUNDS if (value := getattr(quantity, name)) is not None}
    faults = [fault] if (fault := _fault_of_bounds(quantity.qualifier, given)) else []
    if not faults and given.keys() == {"best"}:
        quantity.low = quantity.high = quantity.best
    faults += _faults_of_values(quantity, given)
    yield from faults
    if not faults and not quantity.own_figure and (misread := fault_of_reading(quantity, given)):
        yield misread


def faults_of_names(quantity: Quantity, *, new_on_purpose: bool) -> Iterator[Fault]:
    """What is wrong with the names of measure and unit: those that are not known, unless they are new on purpose, and
    a unit in which that is not counted."""
    if not new_on_purpose:
        if quantity.measure and not _is_known_measure(quantity.measure):
            yield "measure", _unknown("measure", quantity.measure, KNOWN_MEASURES)
        if quantity.unit and not _is_known_unit(quantity):
            yield "unit", _unknown("unit", quantity.unit, KNOWN_UNITS)
    expected = UNIT_OF_MEASURE.get(quantity.measure, "")
    is_other_count = expected and quantity.unit in COUNTED_UNITS - {expected}
    dimension = DIMENSION_UNITS.get(quantity.measure)
    if is_other_count or (dimension and quantity.unit and quantity.unit not in dimension | PERCENT):
        known = sorted(dimension or {expected})
        message = f"{quantity.measure} are not counted in the unit {quantity.unit!r} but in {' or '.join(known)}."
        yield "unit", Misfit(message, known=known)


def _fault_of_bounds(qualifier: str, given: dict[str, Decimal]) -> Fault | None:
    if not given:
        return None  # "as much": the words alone
    in_order = [given[name] for name in Quantity.BOUNDS if name in given]
    if in_order != sorted(in_order):
        return "__all__", ValidationError("Figures run from low over best to high.")
    needed, optional = BOUNDS.get(qualifier, (set(), {*Quantity.BOUNDS}))
    wrong = [*sorted(needed - given.keys()), *sorted(given.keys() - needed - optional)]
    if not wrong and qualifier == Qualifier.EXACT:
        wrong = [name for name, value in given.items() if value != given["best"]]
    if not wrong and qualifier == Qualifier.BETWEEN and given["low"] == given["high"]:
        wrong = ["high"]
    return (
        (wrong[0], ValidationError(f"These figures do not fit their qualifier: {MEANT[qualifier]}.")) if wrong else None
    )


def _faults_of_values(quantity: Quantity, given: dict[str, Decimal]) -> Iterator[Fault]:
    is_counted = bool(quantity.measure or quantity.unit) and quantity.unit not in MAY_BE_NEGATIVE
    is_share = quantity.basis == Basis.SHARE and quantity.unit not in PERCENT
    for name, value in given.items():
        if value < 0 and (is_counted or is_share):
            counted = quantity.measure or quantity.unit or "a share"
            yield name, ValidationError(f"{value.normalize():f} is less than none: {counted} are counted from 0 on.")
        elif is_share and value > 1:
            advice = "a share is a part of 1, or has the unit percent"
            yield name, ValidationError(f"{value.normalize():f} is more than the whole: {advice}.")
        elif value % 1 and _is_counted_whole(quantity):
            counted = quantity.measure or quantity.unit
            yield name, ValidationError(f"{value.normalize():f} is no whole number: {counted} are counted one by one.")


def _is_counted_whole(quantity: Quantity) -> bool:
    unit = quantity.unit or UNIT_OF_MEASURE.get(quantity.measure, "")
    return unit in COUNTED_UNITS and quantity.basis in WHOLE


def _is_known_measure(measure: str) -> bool:
    return measure in KNOWN_MEASURES or Quantity.objects.filter(measure=measure).exists()


def _is_known_unit(quantity: Quantity) -> bool:
    """Of the list, or one in which the database has the same measure."""
    known = Quantity.objects.filter(measure=quantity.measure, unit=quantity.unit)
    return quantity.unit in KNOWN_UNITS or bool(quantity.measure and known.exists())


def _unknown(noun: str, name: str, known: Iterable[str]) -> ValidationError:
    near = nearest(name, known)
    advice = f"the nearest are {', '.join(near)}" if near else "nor one like it"
    message = f"There is no {noun} {name!r:.60}, {advice}."
    return Misfit(message, code=NEW_MEASURE, known=() if near else sorted(known), nearest=near)
