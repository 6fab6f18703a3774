"""Calendar arithmetic on periods: (first day, last day), both included."""

from calendar import monthrange
from datetime import date, timedelta

Period = tuple[date, date]


def day_period(day: date) -> Period:
    return day, day


def months_period(year: int, first: int, last: int) -> Period:
    """From the first day of month `first` to the last day of month `last`, both 1 to 12."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def year_period(year: int) -> Period:
    return months_period(year, 1, 12)


def period_containing(day: date, unit: str) -> Period:
    """The day, week (from Monday), weekend, month, quarter, year or decade in which `day` lies."""
    match unit:
        case "day":
            return day_period(day)
        case "week":
            monday = day - timedelta(day.weekday())
            return monday, monday + timedelta(6)
        case "weekend":
            saturday = day + timedelta(5 - day.weekday())
            return saturday, saturday + timedelta(1)
        case "month":
            return months_period(day.year, day.month, day.month)
        case "quarter":
            first = day.month - (day.month - 1) % 3
            return months_period(day.year, first, first + 2)
        case "year":
            return year_period(day.year)
        case "decade":
            return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    raise ValueError(f"{unit!r} is no calendar unit; expected day, week, weekend, month, quarter, year or decade")


_DAYS_IN_UNIT = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS_IN_UNIT = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def shift_by_units(day: date, unit: str, count: int) -> date:
    """`day` moved by `count` whole units, back if negative; the 31st becomes the last day of a shorter month.

    Raises OverflowError past the year 9999.
    """
    if unit in _DAYS_IN_UNIT:
        return day + timedelta(_DAYS_IN_UNIT[unit] * count)
    month_number = day.year * 12 + day.month - 1 + _MONTHS_IN_UNIT[unit] * count
    if not 12 <= month_number < 120_000:
        raise OverflowError(f"{day} moved by {count} {unit}s lies outside the calendar")
    year, month = divmod(month_number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_month(number: int, *, until: date) -> Period:
    """The latest such month (1 to 12) that begins by `until`."""
    return months_period(until.year if number <= until.month else until.year - 1, number, number)


def latest_day(month: int, number: int, *, until: date) -> date | None:
    """The latest such day not after `until`; None for a day that no year has."""
    for candidate in range(until.year, until.year - 9, -1):
        if number <= monthrange(candidate, month)[1] and (day := date(candidate, month, number)) <= until:
            return day
    return None


def latest_weekday(number: int, *, until: date) -> date:
    """The latest such day (Monday is 0) not after `until`."""
    return until - timedelta((until.weekday() - number) % 7)
