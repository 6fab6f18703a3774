"""Submissions: the text of an article with metadata that its sender knows.

Separate from `claimsdb.filters.values`: an error names the file or line that the article came from, and reading does
without Django.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from claimsdb.choices import PublishedBasis
from claimsdb.reading.article import read_article
from claimsdb.reading.files import check_file_name
from claimsdb.reading.markup import first_markup
from claimsdb.reading.record import ArticleRecord, BadArticle

MAX_LENGTHS = {"byline": 300, "url": 2000, "language": 35, "source": 200, "file_name": 255}
"""Characters that the database columns hold."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Submission:
    """`where` names it in messages: a path, or a path and a line. What is empty or None is left to the text to tell.

    `source` is a slug, a domain or a name; `language` a BCP 47 tag.
    """

    where: str
    text: str
    file_name: str = ""
    title: str = ""
    byline: str = ""
    url: str = ""
    published_on: date | None = None
    language: str = ""
    source: str = ""


SUBMISSION_FIELDS = tuple(field.name for field in fields(Submission) if field.name != "where")


def read_submission(submission: Submission) -> ArticleRecord:
    """The article; submitted metadata take precedence over what the text says. Raises BadArticle."""
    try:
        record = read_article(submission.text, file_name=submission.file_name, title=submission.title)
    except BadArticle as bad:
        raise BadArticle(submission.where, bad.reason) from None
    names = ("title", "byline", "url", "language", "source")
    given: dict[str, Any] = {name: value for name in names if (value := getattr(submission, name))}
    if submission.published_on:
        given |= {"published_on": submission.published_on, "published_basis": PublishedBasis.FRONT_MATTER}
    return replace(record, **given)


def submission_fields(submission: Submission) -> dict[str, str]:
    """The submission as JSON values, the inverse of `parse_submission`."""
    given = {name: getattr(submission, name) for name in SUBMISSION_FIELDS}
    return {name: str(value) for name, value in given.items() if value}


def parse_submission(given: Mapping[str, Any], *, where: str, size_limit: int) -> Submission:
    """The submission that the fields describe. A null counts as not given.

    Raises BadArticle, naming the field, for one that does not exist or whose value is not right, and for a text of
    more than `size_limit` bytes.
    """
    for name in given:
        if name not in SUBMISSION_FIELDS:
            raise BadArticle(where, f"{name}: there is no such field, fields are {', '.join(SUBMISSION_FIELDS)}")
    values = {name: _clean_value(name, value, where=where) for name, value in given.items() if value is not None}
    if "text" not in values:
        raise BadArticle(where, "text: missing, an article has one")
    if (size := len(values["text"].encode("utf-8", "surrogatepass"))) > size_limit:
        raise BadArticle(where, f"text: too large: {size:,} bytes, the limit is {size_limit:,}")
    return Submission(where=where, **values)


def check_plain_text(given: Mapping[str, Any], *, where: str) -> None:
    """Raises BadArticle for HTML in the place of plain text, which would be kept for good."""
    for name in ("text", "title", "byline"):
        words = given.get(name)
        if found := first_markup(words) if isinstance(words, str) else "":
            right = "an article is plain text; load_articles reads web pages"
            raise BadArticle(where, f"{name}: has {found:.40}, which is HTML, {right}")


def _clean_value(name: str, value: Any, *, where: str) -> Any:
    if not isinstance(value, str):
        raise BadArticle(where, f"{name}: {value!r:.60} is not a string")
    if (room := MAX_LENGTHS.get(name)) and len(value) > room:
        raise BadArticle(where, f"{name}: {len(value):,} characters, there is room for {room:,}")
    if "\0" in value and name != "text":
        raise BadArticle(where, f"{name}: holds a NUL character")
    check = _CHECKS.get(name)
    try:
        return check(value) if check and value else value
    except ValueError as error:
        raise BadArticle(where, f"{name}: {value!r:.60} {error}") from None


def _check_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an address, write https://…")
    return value


def _parse_day(value: str) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # there is no such day
    raise ValueError("is not a day, write 2024-10-17")


def _check_language_tag(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("is not a BCP 47 tag, write en or pt-BR")
    return value


_CHECKS: dict[str, Callable[[str], Any]] = {
    "url": _check_url,
    "published_on": _parse_day,
    "language": _check_language_tag,
    "file_name": check_file_name,
}
