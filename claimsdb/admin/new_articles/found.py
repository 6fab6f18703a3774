"""The articles in what an editor has pasted or sent as files, as the forms carry them from page to page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Self

import orjson
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from claimsdb.reading import BadArticle, Submission, parse_submission, submission_fields
from claimsdb.reading.input_files import (
    MARKUP_FACTOR,
    InputFormat,
    RawArticle,
    iter_raw_pasted,
    iter_raw_uploaded,
    parse_raw_article,
)

MOST = 50  # articles at once: they are read while somebody waits
FOR_VALUES = 64 * 1024  # bytes of a form that its other fields may need
ORIGINS = {InputFormat.PAGE: "the page itself", InputFormat.MAIL: "the mail"}
MANY = "load_articles takes any number"


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The fields of a submission, and what says of it that the text does not: the page, the file."""

    origin: str
    fields: dict[str, Any]

    @classmethod
    def of(cls, submission: Submission, form: InputFormat) -> Self:
        return cls(ORIGINS.get(form, "the file"), submission_fields(submission))

    @classmethod
    def carried(cls, text: str) -> Self:
        """As `carry` wrote it. Raises ValueError."""
        given = orjson.loads(text)
        if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
            raise ValueError(text)
        return cls(str(given.get("origin", "")), given["fields"])

    def carry(self) -> str:
        """On one line: a browser would send other line ends."""
        return orjson.dumps({"origin": self.origin, "fields": self.fields}).decode()

    def submission(self, **changes: Any) -> Submission:
        """With what an editor has set otherwise. Raises BadArticle, naming the field."""
        given = {name: value for name, value in (self.fields | changes).items() if value != ""}
        read = parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        return replace(read, by_editor=frozenset(changes))


def find_articles(text: str, files: Iterable[UploadedFile]) -> tuple[list[FoundArticle], list[str]]:
    """Those that were pasted or sent, and what is wrong with others; no more than a form can carry."""
    found: list[FoundArticle] = []
    faults: list[str] = []
    room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - FOR_VALUES
    for each in islice(_each(text, files), MOST + 1):
        if isinstance(each, BadArticle):
            faults.append(f"{each.path}: {each.reason}" if each.path else each.reason)
            continue
        room -= len(each.carry().encode())
        if room < 0 or len(found) == MOST:
            what = f"more than {MOST} articles" if room >= 0 else "more text than this form can carry"
            faults.append(f"That is {what}: hand the rest in by itself; {MANY}.")
            break
        found.append(each)
    return found, faults


def _each(text: str, files: Iterable[UploadedFile]) -> Iterator[FoundArticle | BadArticle]:
    if text.strip():
        limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
        yield from _parsed(iter_raw_pasted(text.replace("\r\n", "\n"), size_limit=limit))
    for file in files:
        yield from _parsed(_sent(file))


def _parsed(raw_articles: Iterable[RawArticle | BadArticle]) -> Iterator[FoundArticle | BadArticle]:
    for raw in raw_articles:
        if isinstance(raw, BadArticle):
            yield raw
            continue
        try:
            submission = parse_raw_article(raw, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
            yield FoundArticle.of(submission, raw.format)
        except BadArticle as bad:
            yield bad


def _sent(file: UploadedFile) -> Iterator[RawArticle | BadArticle]:
    limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
    name, size = file.name or "", file.size or 0
    if size > limit * MARKUP_FACTOR:
        yield BadArticle(name, f"too large: {size:,} bytes, the limit is {limit * MARKUP_FACTOR:,}; {MANY}")
    else:
        yield from iter_raw_uploaded(name, file.chunks(), size_limit=limit)
