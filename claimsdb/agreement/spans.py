"""From where to where a figure may lie, as far as its words leave it open."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from claimsdb.agreement.statements import Figure
from claimsdb.agreement.wording import WORDS, is_ceiling
from claimsdb.choices import Qualifier

ABOUT = Decimal("0.1")  # of the figure, to either side
VAGUE = Decimal("0.5")  # "tens of thousands" may be 120,000
ROUNDED = Decimal("0.05")  # at most, by writing round thousands
ROUND_FROM = 1000  # below it counts are given to the one
SHARE_UNITS = frozenset({"percent", "percentage point"})
UNITS: dict[str, tuple[str, float]] = WORDS["measures"]["units"]
CURRENCIES: dict[str, str] = WORDS["measures"]["currencies"]
COUNT_UNITS = frozenset({"", "item", "person"})  # the words do not always tell which


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; None is open. `told` are the bounds as the words have them, without what
    rounding may have taken."""

    low: Decimal | None
    high: Decimal | None
    told: tuple[Decimal | None, Decimal | None]

    @property
    def is_closed(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The bounds that it has."""
        return tuple(each for each in self.told if each is not None)

    def is_below(self, other: "Span") -> bool:
        return self.high is not None and other.low is not None and self.high < other.low

    def is_apart_from(self, other: "Span") -> bool:
        return self.is_below(other) or other.is_below(self)

    def is_told_apart_from(self, other: "Span") -> bool:
        """Whether only rounding brings them together."""
        return _bare(self).is_apart_from(_bare(other))

    def equals(self, other: "Span") -> bool:
        return self.told == other.told


def is_same_unit(one: str, other: str) -> bool:
    """Whether two units count alike: one in the other, francs of some country; of a plain number people or things may
    be what is counted."""
    if one == other or _base(one)[0] == _base(other)[0] != "":
        return True
    return ("" in (one, other) and {one, other} <= COUNT_UNITS) or _is_of_currency(one, other)


def plain_unit(unit: str) -> str:
    """The unit by which figures are found that count alike."""
    if unit in COUNT_UNITS:
        return ""
    return next((each for each, codes in CURRENCIES.items() if unit in codes.split()), _base(unit)[0])


def in_one_unit(one: Span, other: Span, units: tuple[str, str]) -> tuple[Span, Span]:
    """Both in the smaller of their units where one is told in the other."""
    if units[0] == units[1] or _base(units[0])[0] != _base(units[1])[0]:
        return one, other
    return _times(one, _base(units[0])[1]), _times(other, _base(units[1])[1])


def _base(unit: str) -> tuple[str, Decimal]:
    name, times = UNITS.get(unit, (unit, 1))
    return name, Decimal(str(times))


def _is_of_currency(one: str, other: str) -> bool:
    return other in CURRENCIES.get(one, "").split() or one in CURRENCIES.get(other, "").split()


def _times(span: Span, times: Decimal) -> Span:
    low, high = (None if each is None else each * times for each in (span.low, span.high))
    told = (
        None if span.told[0] is None else span.told[0] * times,
        None if span.told[1] is None else span.told[1] * times,
    )
    return Span(low, high, told)


def span_of(figure: Figure, *, said: str = "") -> Span | None:
    """The span of a figure in a statement that says `said`; None without a value. "Could reach" makes it a ceiling."""
    if not figure.has_value:
        return None
    low = figure.low if figure.low is not None else figure.best
    high = figure.high if figure.high is not None else figure.best
    match figure.qualifier:
        case Qualifier.AT_LEAST:
            high = None
        case Qualifier.AT_MOST:
            low = None
        case Qualifier.ORDER_OF_MAGNITUDE:
            high = figure.high
    if low is not None and is_ceiling(said) and figure.qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
        low = None
    return _spanned(low, high, figure.qualifier, figure.unit)


@lru_cache(maxsize=10_000)
def _spanned(low: Decimal | None, high: Decimal | None, qualifier: str, unit: str) -> Span:
    return Span(
        low=None if low is None else low - _slack(low, qualifier, unit),
        high=None if high is None else high + _slack(high, qualifier, unit),
        told=(low, high),
    )


def _bare(span: Span) -> Span:
    return Span(*span.told, told=span.told)


def _slack(value: Decimal, qualifier: str, unit: str) -> Decimal:
    """What a figure may be off: a tenth where it is about, else what rounding took. 12,000 may be 11,500; 12,041 is
    just that."""
    if qualifier == Qualifier.ABOUT:
        return abs(value) * ABOUT
    if qualifier == Qualifier.ORDER_OF_MAGNITUDE:
        return abs(value) * VAGUE
    if qualifier != Qualifier.EXACT:
        return Decimal(0)
    if unit in SHARE_UNITS:
        return _half_of_last_digit(value) if value else Decimal(0)
    return Decimal(0) if abs(value) < ROUND_FROM else min(_half_of_last_digit(value), abs(value) * ROUNDED)


def _half_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)
