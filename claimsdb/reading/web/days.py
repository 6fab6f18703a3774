"""The day on which a page was published, by what counts most.

1. `datePublished` of the article's JSON-LD. 2. The meta elements for it. 3. Elements marked as it: microdata, `time`.
4. What stands beside the headline. 5. The address. A day of a revision is none of them. The day is the publisher's: as
written where the moment has a zone, and where it is in UTC, the day that the page shows its readers for it.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from claimsdb.reading.bylines import parse_byline
from claimsdb.reading.dates import find_first_date, implausible, is_date_line, is_revision, resolve_date, says_published
from claimsdb.reading.vocabulary import listed, pattern
from claimsdb.reading.web.evidence import Evidence, short_text_of, strings, text_of

MAX_SHOWN = 120  # characters of an element that shows a day
ONE_DAY = timedelta(days=1)

_MOMENT = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\s*(\d{2}):?(\d{2})(?::?\d{2})?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_ADDRESS = re.compile(r"/(?P<year>(?:19|20)\d{2})[/-]?(?P<month>\d{2}|[a-z]{3})[/-]?(?P<day>\d{2})(?=[/_.-]|\Z)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ITEMS = '//*[contains(@itemprop, "datePublished")]'
_TIMES = '//time | //*[local-name()="relative-time"]'
_CLASSES = (
    '//*[contains(@class, "date") or contains(@class, "time") or contains(@class, "publish") or contains(@id, "date")]'
)


def find_day(evidence: Evidence, *, url: str) -> date | None:
    """None where the page does not say, or only in a way that may mean another day."""
    shown = list(_shown(evidence))
    for words, element in _stated(evidence, url=url):
        if (day := _day_of(words, shown=shown, element=element)) and not implausible(day):
            return day
    return None


def _stated(evidence: Evidence, *, url: str) -> Iterator[tuple[str, HtmlElement | None]]:
    for words in strings(evidence.article.get("datePublished")):
        yield words, None
    for words in evidence.stated(*listed("days", "metas")):
        yield words, None
    for element in evidence.marked(_ITEMS):
        yield element.get("content") or element.get("datetime") or text_of(element), element
    for element in _times(evidence):
        yield element.get("datetime") or text_of(element), element
    yield from ((words, None) for words in _shown(evidence))
    addresses = (url, *evidence.tree.xpath('//link[@rel="amphtml"]/@href')[:1])
    if found := next(filter(None, map(_day_in_address, addresses)), None):
        month = found["month"]
        number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
        yield f"{found['year']}-{number:02}-{found['day']}", None


def _day_in_address(url: str) -> re.Match[str] | None:
    try:
        return _ADDRESS.search(urlsplit(url).path)
    except ValueError:
        return None


def _times(evidence: Evidence) -> list[HtmlElement]:
    """The `time` elements of the article, without those of a revision; what is marked as the publication's first."""
    found = [each for each in evidence.marked(_TIMES) if not _is_of_revision(each)]
    return sorted(found, key=lambda each: not ("pubdate" in each.attrib or "publish" in (each.get("class") or "")))


def _shown(evidence: Evidence) -> Iterator[str]:
    """The lines of the page that are marked as a day and hold one."""
    for element in evidence.marked(_CLASSES, anywhere=True):
        words = short_text_of(element)
        if 0 < len(words) <= MAX_SHOWN and find_first_date(words) and not _is_of_revision(element):
            yield words
    for element in evidence.marked("//time | //p | //span | //div | //li | //td | //dd | //h4 | //h5 | //h6"):
        words = short_text_of(element)
        if 0 < len(words) <= MAX_SHOWN and _is_line_of_a_day(words) and not _is_of_revision(element):
            yield words


def _is_line_of_a_day(words: str) -> bool:
    byline = parse_byline(words, in_front=True)
    return is_date_line(words, bare=True) or bool(byline and byline.published_on)


def _is_of_revision(element: HtmlElement) -> bool:
    """What the element says of itself counts more than what it is called, and what stands before it."""
    if says_published(short_text_of(element)):
        return False
    marks = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id"))))
    before = element.getprevious()
    label = (
        (before.tail or text_of(before))
        if before is not None
        else (element.getparent().text if element.getparent() is not None else "")
    )
    return bool(
        pattern("days", "revised").search(marks)
        or is_revision(text_of(element))
        or is_revision((label or "").strip()[-40:].lstrip())
    )


def _day_of(words: str, *, shown: list[str], element: HtmlElement | None) -> date | None:
    """The publisher's day of a moment or of a line that shows one."""
    if not (found := _MOMENT.match(words)):
        return resolve_date(find_first_date(words))
    try:
        day = date(*map(int, found.groups()[:3]))
    except ValueError:
        return None
    if implausible(day):
        return day
    if found[6] in ("Z", "UTC", "GMT", "+00:00", "+0000") and found[4]:
        beside = [text_of(element)] if element is not None else []
        moment = datetime(day.year, day.month, day.day, int(found[4]) % 24, int(found[5]) % 60)
        return next((local for each in (*beside, *shown) if (local := _local(each, moment))), day)
    return day


def _local(words: str, moment: datetime) -> date | None:
    """The day that the line shows, if that may be the moment's somewhere."""
    day = resolve_date(find_first_date(words))
    if day and (moment - timedelta(hours=12)).date() <= day <= (moment + timedelta(hours=14)).date():
        return day
    return None
