"""What the records of all kinds of files have in common."""

from collections.abc import Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from claimsdb.reading.dates import parse_publication_date
from claimsdb.reading.markup import first_markup
from claimsdb.reading.submission import MAX_LENGTHS
from claimsdb.reading.unseen import without_unseen

Fields = dict[str, Any]
TITLE_LIMIT = 300  # characters of a line that is a title


class BadRecord(ValueError):
    """Why a record cannot be taken: the field, and what would be right."""


def day_of(words: str, *, field: str) -> str:
    """The day that a file names, in whatever form, as written where it has a zone: that is the publisher's. Raises
    BadRecord for what is no day, or may be two."""
    words = words.strip()
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if day := parse_publication_date(words[:200]):
        return day.isoformat()
    raise BadRecord(f"{field}: {words!r:.60} is no day, or may be another one elsewhere: write 2024-10-17")


def under_title(text: str, title: str) -> str:
    """The text under its title, as a page has it, unless it begins with that already."""
    return text if not title or text.lstrip().startswith(title) else f"{title}\n\n{text}"


def line_of(words: str) -> str:
    """Words of a file on one line, and without what is not seen."""
    return without_unseen(" ".join(words.split()))


def without_markup(words: str) -> str:
    """A text as it reads. Raises BadRecord."""
    if not first_markup(words):
        return words
    from claimsdb.reading.doors.fragments import text_of_fragment

    return text_of_fragment(words)


def filled(fields: Mapping[str, Any]) -> Fields:
    """The fields that are given, a byline in the room that there is for one."""
    given = {name: value for name, value in fields.items() if value}
    if len(given.get("byline", "")) > MAX_LENGTHS["byline"]:
        given["byline"] = given["byline"][: MAX_LENGTHS["byline"] - 1] + "…"
    return given
