"""Submissions: the text of an article with metadata that its sender knows.

Separate from `claimsdb.filters.values`: an error names the file or line that the article came from, and reading does
without Django.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from claimsdb.choices import PublishedBasis
from claimsdb.reading.addresses import fault_of_address
from claimsdb.reading.article import read_article
from claimsdb.reading.dates import implausible
from claimsdb.reading.files import check_file_name
from claimsdb.reading.language_tags import BadLanguageTag, normalize_language_tag
from claimsdb.reading.markup import first_markup
from claimsdb.reading.record import ArticleRecord, BadArticle
from claimsdb.reading.unseen import without_unseen

MAX_LENGTHS = {"byline": 300, "url": 2000, "language": 35, "source": 200, "file_name": 255, "derived_from": 2000}
"""Characters that the database columns hold."""

_ID = re.compile(r"[1-9][0-9]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FLAG = "published_on_is_meant"
DAYS = ("published_on", "published_from", "published_to")
METADATA = ("title", "byline", "url", *DAYS, "language", "source", "file_name")
"""What is known of an article beside its text, and may be known otherwise."""


@dataclass(frozen=True, slots=True)
class Submission:
    """`where` names it in messages: a path, or a path and a line. What is empty or None is left to the text to tell.

    `source` is a slug, a domain or a name; `language` a BCP 47 tag; `derived_from` an address, or the id of an article.
    `published_from` and `published_to` are for an article of which no single day is known, and either may be left out.
    A day in the future, or before there were newspapers, has to be said to be meant. `by_editor` names what an editor
    has set who had the article before them: that counts where it is empty, too, whatever the text says.
    """

    where: str
    text: str
    file_name: str = ""
    title: str = ""
    byline: str = ""
    url: str = ""
    published_on: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    language: str = ""
    source: str = ""
    derived_from: str = ""
    published_on_is_meant: bool = False
    by_editor: frozenset[str] = frozenset()


SUBMISSION_FIELDS = tuple(field.name for field in fields(Submission) if field.name not in ("where", "by_editor"))


def read_submission(submission: Submission) -> ArticleRecord:
    """The article; submitted metadata take precedence over what the text says. Raises BadArticle."""
    try:
        record = read_article(submission.text, file_name=submission.file_name, title=submission.title)
    except BadArticle as bad:
        raise BadArticle(submission.where, bad.reason) from None
    values: dict[str, Any] = {name: getattr(submission, name) for name in METADATA}
    said = frozenset(name for name, value in values.items() if value)
    given = {name: value for name, value in values.items() if name in said | submission.by_editor}
    is_dated = not given.keys().isdisjoint(DAYS)
    if is_dated:
        given |= {"published_on": submission.published_on, "published_basis": _basis(submission, said)}
    warnings = () if is_dated else record.warnings
    return replace(record, **given, derived_from=submission.derived_from, given=said, warnings=warnings)


def _basis(submission: Submission, said: frozenset[str]) -> PublishedBasis:
    if said.isdisjoint(DAYS):
        return PublishedBasis.UNKNOWN
    return PublishedBasis.FRONT_MATTER if submission.by_editor.isdisjoint(DAYS) else PublishedBasis.EDITOR


def submission_fields(submission: Submission) -> dict[str, Any]:
    """The submission as JSON values, the inverse of `parse_submission`."""
    given = {name: getattr(submission, name) for name in SUBMISSION_FIELDS}
    return {name: value if value is True else str(value) for name, value in given.items() if value}


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
    for name in values.keys() & {*DAYS}:
        _check_day(name, values[name], is_meant=values.get(FLAG, False), where=where)
    values |= _one_day_or_two(values, where=where)
    if (size := len(values["text"].encode("utf-8", "surrogatepass"))) > size_limit:
        raise BadArticle(where, f"text: too large: {size:,} bytes, the limit is {size_limit:,}")
    return Submission(where=where, **values)


def check_plain_text(given: Mapping[str, Any], *, where: str) -> None:
    """Raises BadArticle for HTML in the place of plain text, which would be kept for good."""
    for name in ("text", "title", "byline", "source"):
        words = given.get(name)
        if found := first_markup(words) if isinstance(words, str) else "":
            right = "an article is plain text; load_articles reads web pages"
            raise BadArticle(where, f"{name}: has {found:.40}, which is HTML, {right}")


def _check_day(name: str, day: date | None, *, is_meant: bool, where: str) -> None:
    if day and (why := implausible(day)) and not is_meant:
        raise BadArticle(where, f"{name}: '{day}' {why}; if it is meant, say so with {FLAG} = true")


def _one_day_or_two(values: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    """The days of publication: one, or the first and the last on which it may have been."""
    day, *ends = (values.get(name) or None for name in DAYS)
    first, last = ends
    if day and any(end not in (None, day) for end in ends):
        raise BadArticle(where, "published_on: is one day, published_from and published_to are others: leave one out")
    if first and last and last < first:
        raise BadArticle(where, f"published_to: '{last}' is before '{first}', where the interval starts")
    if day or (first and first == last):
        return dict(zip(DAYS, (day or first, None, None), strict=True))
    return {}


def _clean_value(name: str, value: Any, *, where: str) -> Any:
    if name == FLAG:
        if not isinstance(value, bool):
            raise BadArticle(where, f"{name}: {value!r:.60} is neither true nor false")
        return value
    if name == "derived_from" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadArticle(where, f"{name}: {value!r:.60} is not a string")
    if (room := MAX_LENGTHS.get(name)) and len(value) > room:
        raise BadArticle(where, f"{name}: {len(value):,} characters, there is room for {room:,}")
    if "\0" in value and name != "text":
        raise BadArticle(where, f"{name}: holds a NUL character")
    check = _CHECKS.get(name)
    try:
        return check(value) if check and value else value
    except BadLanguageTag as error:
        right = " or ".join(error.nearest or ["en", "pt-BR"])
        raise BadArticle(where, f"{name}: {value!r:.60} {error}, write {right}", nearest=error.nearest) from None
    except ValueError as error:
        raise BadArticle(where, f"{name}: {value!r:.60} {error}") from None


def _check_url(value: str) -> str:
    if fault := fault_of_address(value):
        raise ValueError(fault)
    return value


def _parse_day(value: str) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # there is no such day
    raise ValueError("is not a day, write 2024-10-17")


def _check_original(value: str) -> str:
    if _ID.fullmatch(value):
        return value
    try:
        return _check_url(value)
    except ValueError:
        raise ValueError("is neither the id of an article nor an address, write 12 or https://…") from None


_CHECKS: dict[str, Callable[[str], Any]] = {
    "source": without_unseen,
    "url": _check_url,
    **dict.fromkeys(DAYS, _parse_day),
    "file_name": check_file_name,
    "language": normalize_language_tag,
    "derived_from": _check_original,
}
