"""The articles in what an editor has pasted or sent as files. It brings the parser of pages, which few others need."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from claimsdb.admin.new_articles import found
from claimsdb.admin.new_articles.found import FoundArticle
from claimsdb.ingest.import_records import ReadFile, read_file
from claimsdb.reading import BadArticle
from claimsdb.reading.input_files import (
    MARKUP_FACTOR,
    InputFormat,
    RawArticle,
    iter_raw_pasted,
    iter_raw_uploaded,
    parse_raw_article,
)

ORIGINS = {InputFormat.PAGE: "the page itself", InputFormat.MAIL: "the mail"}
MANY = "load_articles takes any number"


def find_articles(text: str, files: Iterable[UploadedFile]) -> tuple[list[FoundArticle], list[str]]:
    """Those that were pasted or sent, and what is wrong with others; no more than a form can carry."""
    articles: list[FoundArticle] = []
    faults: list[str] = []
    room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - found.FOR_VALUES
    for each in islice(_each(text, files), found.MOST + 1):
        if isinstance(each, BadArticle):
            faults.append(f"{each.path}: {each.reason}" if each.path else each.reason)
            continue
        room -= len(each.carry().encode())
        if room < 0 or len(articles) == found.MOST:
            what = f"more than {found.MOST} articles" if room >= 0 else "more text than this form can carry"
            faults.append(f"That is {what}: hand the rest in by itself; {MANY}.")
            break
        articles.append(each)
    return articles, faults


def _each(text: str, files: Iterable[UploadedFile]) -> Iterator[FoundArticle | BadArticle]:
    if text.strip():
        limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
        yield from _parsed(iter_raw_pasted(text.replace("\r\n", "\n"), size_limit=limit))
    for file in files:
        yield from _of_file(file)


def _of_file(file: UploadedFile) -> Iterator[FoundArticle | BadArticle]:
    limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
    name, size = file.name or "", file.size or 0
    if size > limit * MARKUP_FACTOR:
        yield BadArticle(name, f"too large: {size:,} bytes, the limit is {limit * MARKUP_FACTOR:,}; {MANY}")
    else:
        read = read_file(file, name=name)
        yield from _parsed(iter_raw_uploaded(name, file.chunks(), size_limit=limit), file=read)


def _parsed(
    raw_articles: Iterable[RawArticle | BadArticle], *, file: ReadFile | None = None
) -> Iterator[FoundArticle | BadArticle]:
    for raw in raw_articles:
        if isinstance(raw, BadArticle):
            yield raw
            continue
        try:
            submission = parse_raw_article(raw, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
            yield FoundArticle.of(submission, origin=ORIGINS.get(raw.format, "the file"), file=file)
        except BadArticle as bad:
            yield bad
