"""Calendar arithmetic: stretches of days as (first, last), both included."""

from calendar import monthrange
from datetime import date, timedelta

Period = tuple[date, date]


def day(on: date) -> Period:
    return on, on


def months(year: int, first: int, last: int) -> Period:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def year(of: int) -> Period:
    return months(of, 1, 12)


def containing(on: date, unit: str) -> Period:
    """The day, week (from Monday), weekend, month, quarter, year or decade in which `on` lies."""
    match unit:
        case "day":
            return day(on)
        case "week":
            monday = on - timedelta(on.weekday())
            return monday, monday + timedelta(6)
        case "weekend":
            saturday = on + timedelta(5 - on.weekday())
            return saturday, saturday + timedelta(1)
        case "month":
            return months(on.year, on.month, on.month)
        case "quarter":
            first = on.month - (on.month - 1) % 3
            return months(on.year, first, first + 2)
        case "year":
            return year(on.year)
        case "decade":
            return date(on.year // 10 * 10, 1, 1), date(on.year // 10 * 10 + 9, 12, 31)
    raise ValueError(f"{unit!r} is no calendar unit; expected day, week, weekend, month, quarter, year or decade")


_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def shifted(on: date, unit: str, by: int) -> date:
    """`on` moved by whole units; the 31st becomes the last day of a shorter month. OverflowError past the year 9999."""
    if unit in _DAYS:
        return on + timedelta(_DAYS[unit] * by)
    count = on.year * 12 + on.month - 1 + _MONTHS[unit] * by
    if not 12 <= count < 120_000:
        raise OverflowError(f"{on} moved by {by} {unit}s lies outside the calendar")
    to_year, to_month = divmod(count, 12)
    return date(to_year, to_month + 1, min(on.day, monthrange(to_year, to_month + 1)[1]))


def latest_month(number: int, *, until: date) -> Period:
    return months(until.year if number <= until.month else until.year - 1, number, number)


def latest_day(month: int, number: int, *, until: date) -> date | None:
    """The latest such day not after `until`; None for a day that no year has."""
    for candidate in range(until.year, until.year - 9, -1):
        if number <= monthrange(candidate, month)[1] and (on := date(candidate, month, number)) <= until:
            return on
    return None


def latest_weekday(number: int, *, until: date) -> date:
    """The latest such day (Monday is 0) not after `until`."""
    return until - timedelta((until.weekday() - number) % 7)
