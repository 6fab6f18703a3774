"""Numbers, figures and rows of a ledger in the words of a sentence. Pure: no Django, no page."""

from collections.abc import Sequence
from decimal import Decimal

from claimsdb.agreement import Told
from claimsdb.choices import Basis, Qualifier

NO_FIGURE = "a figure that is not told"
UNSAID = (Basis.TOTAL, Basis.RATE, Basis.SHARE)  # which goes without saying, or is in the words beside it
PLAIN_UNITS = ("", "person", "item")  # which the measure says
PERCENT = "percent"
CURRENCY = 3  # letters of a code of ISO 4217, of which units of money are made: USD


def plain(word: str) -> str:
    """A word of the vocabulary, for people."""
    return word.replace("_", " ")


def number(value: Decimal) -> str:
    """12000 as "12,000": with the noughts that it needs and no more."""
    return f"{value.normalize():,f}"


def amount(told: Told) -> str:
    """From where to where a figure lies: "about 4,000", "10,000 to 12,000", "up to 12,000", "11,000 or more"."""
    if told.span is None:
        return NO_FIGURE
    low, high = told.span.told
    if low is not None and high is not None:
        about = "about " if low == high and told.figure.qualifier == Qualifier.ABOUT else ""
        return f"{about}{in_unit(low, told)}" if low == high else f"{number(low)} to {in_unit(high, told)}"
    if high is not None:
        return f"up to {in_unit(high, told)}"
    return f"{in_unit(low, told)} or more" if low is not None else NO_FIGURE


def in_unit(value: Decimal, told: Told) -> str:
    """With its unit, where that is not a plain count: "45 %", "USD 5", "3 tonnes"."""
    unit = told.figure.unit
    if unit in PLAIN_UNITS:
        return number(value)
    if is_sign(unit):
        return f"{number(value)} %" if unit == PERCENT else f"{unit} {number(value)}"
    return f"{number(value)} {in_plural(unit) if value != 1 else plain(unit)}"


def is_sign(unit: str) -> bool:
    """Whether it is written as a sign beside the number: "%", "USD"."""
    return unit == PERCENT or (len(unit) == CURRENCY and unit.isupper())


def in_plural(unit: str) -> str:
    return f"{plain(unit)}s"


def counted(told: Told) -> str:
    """How far what is counted has come, and against what: "sent, additional, per year"; often nothing."""
    figure = told.figure
    basis = "" if figure.basis in UNSAID else figure.basis
    said = [figure.stage, basis, f"per {figure.per}" if figure.per else ""]
    return ", ".join(plain(each) for each in said if each)


def joined(names: Sequence[str], *, last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    *some, end = names or [""]
    return f"{', '.join(some)} {last} {end}" if some else end


def so_many(count: int, one: str, more: str = "") -> str:
    """1 statement, 3 statements."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
