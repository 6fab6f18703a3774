"""What a quantity is expected to be, as a row: a function for each qualifier. No value stands where there is no bound."""

from decimal import Decimal

Row = tuple[str | Decimal | None, ...]


def _row(as_written, low, best, high, qualifier, measure, unit, basis) -> Row:
    low, best, high = (None if value is None else Decimal(value) for value in (low, best, high))
    return as_written, low, best, high, qualifier, measure, unit, basis


def exact(as_written, value, measure, unit, basis="total") -> Row:
    return _row(as_written, value, value, value, "exact", measure, unit, basis)


def about(as_written, value, measure, unit, basis="total") -> Row:
    return _row(as_written, value, value, value, "about", measure, unit, basis)


def at_least(as_written, low, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, None, "at_least", measure, unit, basis)


def at_most(as_written, high, measure, unit, basis="total") -> Row:
    return _row(as_written, None, None, high, "at_most", measure, unit, basis)


def between(as_written, low, high, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, high, "between", measure, unit, basis)


def magnitude(as_written, low, high, measure, unit, basis="total") -> Row:
    return _row(as_written, low, None, high, "order_of_magnitude", measure, unit, basis)


def unvalued(as_written, measure, unit, basis="total") -> Row:
    return _row(as_written, None, None, None, "exact", measure, unit, basis)


def rows(found) -> list[Row]:
    return [(q.as_written, q.low, q.best, q.high, q.qualifier.value, q.measure, q.unit, q.basis.value) for q in found]
