"""Which words of a text tell what is known of the article, for whoever looks at that before it is taken in."""

from collections.abc import Callable
from datetime import date

from claimsdb.reading.bylines import Byline, parse_byline, parse_unlabelled
from claimsdb.reading.dates import parse_publication_date
from claimsdb.reading.record import ArticleRecord, BlockKind


def told_by(record: ArticleRecord) -> dict[str, str]:
    """The words, on one line, by the names of `title`, `byline` and `published_on`. A name is missing where it was
    given with the text, or the text says nothing of it."""
    words = {
        "title": _first(record, BlockKind.TITLE, lambda line: True),
        "byline": _first(record, BlockKind.BYLINE, lambda line: _byline(line).names == record.byline != ""),
        "published_on": record.published_on and _of_day(record, record.published_on),
    }
    return {name: found for name, found in words.items() if found and name not in record.given}


def bylines_of(record: ArticleRecord) -> list[str]:
    """The lines that say who wrote the article, persons or not."""
    return _lines(record, BlockKind.BYLINE)


def _of_day(record: ArticleRecord, day: date) -> str:
    """Of a line with a day, a byline or the dateline, which are looked at in this order."""
    line = _first(record, BlockKind.DATE, lambda line: parse_publication_date(line) == day)
    line = line or _first(record, BlockKind.BYLINE, lambda line: _byline(line).published_on == day)
    dateline = record.dateline
    if not line and dateline and dateline.published_on == day:
        return " ".join(record.text[dateline.start : dateline.end].split())
    return line


def _byline(line: str) -> Byline:
    return parse_byline(line, in_front=True) or parse_unlabelled(line) or Byline("", None)


def _first(record: ArticleRecord, kind: BlockKind, tells: Callable[[str], bool]) -> str:
    return next(filter(tells, _lines(record, kind)), "")


def _lines(record: ArticleRecord, kind: BlockKind) -> list[str]:
    return [" ".join(record.text[each.start : each.end].split()) for each in record.blocks if each.kind is kind]
