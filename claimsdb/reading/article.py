"""The text of an article -> ArticleRecord."""

from collections.abc import Iterator
from datetime import date
from textwrap import shorten

from claimsdb.choices import PublishedBasis
from claimsdb.reading.block_kinds import MAX_TITLE_LENGTH, classify_blocks
from claimsdb.reading.boilerplate import is_correction
from claimsdb.reading.bylines import Byline, parse_byline, parse_unlabelled
from claimsdb.reading.credits import credited_agencies
from claimsdb.reading.datelines import Dateline, parse_dateline
from claimsdb.reading.dates import implausible, parse_publication_date
from claimsdb.reading.entries import Entry
from claimsdb.reading.language import detect_language
from claimsdb.reading.likeness import bare_words
from claimsdb.reading.live_blogs import find_entries
from claimsdb.reading.origins import parse_origin
from claimsdb.reading.record import ArticleBlock, ArticleRecord, BadArticle, BlockKind, StatedOrigin
from claimsdb.reading.unseen import without_unseen

FURNITURE = frozenset({BlockKind.NOTICE, BlockKind.CAPTION})
PROSE = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH})


def read_article(text: str, *, file_name: str, title: str = "") -> ArticleRecord:
    """What the text is made of. Raises BadArticle, under the file's name, for a text that holds no article.

    `title` is the article's where that is known: then no other line of the text is taken for one.
    """
    _check_characters(text, file_name)
    blocks = classify_blocks(text, title=title)
    _check_body(text, blocks, file_name)
    byline, dateline = _byline(text, blocks), _dateline(text, blocks)
    entries = find_entries(text, blocks)
    stated = [*_stated_days(text, blocks, byline, dateline), *_first_day(entries)]
    published_on, basis = next((each for each in stated if not implausible(each[0])), (None, PublishedBasis.UNKNOWN))
    return ArticleRecord(
        file_name=file_name,
        text=text,
        title=_title(text, blocks),
        blocks=blocks,
        byline=byline.names if byline else "",
        published_on=published_on,
        published_basis=basis,
        language=detect_language("\n".join(_words(text, blocks, *PROSE))),
        origins=tuple(_origins(text, blocks, dateline)),
        warnings=tuple(
            f"its day of publication, {day.isoformat()}, {why}: it was not taken"
            for day, _ in stated
            if (why := implausible(day))
        ),
        dateline=dateline,
        corrections=tuple(
            without_unseen(words) for words in _words(text, blocks, BlockKind.NOTICE) if is_correction(words)
        ),
        entries=entries,
    )


def prose_of(text: str) -> str:
    """What a text says without its furniture: notices of the page and captions. Notes of corrections are kept."""
    kept = (
        text[block.start : block.end]
        for block in classify_blocks(text)
        if block.kind not in FURNITURE or is_correction(text[block.start : block.end])
    )
    return bare_words("\n".join(kept))


def _check_characters(text: str, file_name: str) -> None:
    if (at := text.find("\0")) >= 0:
        raise BadArticle(file_name, f"NUL at character {at:,}, an article is plain text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise BadArticle(
            file_name, f"half a character (the surrogate U+{code:04X}) at character {error.start:,}, send whole ones"
        ) from None


def _check_body(text: str, blocks: tuple[ArticleBlock, ...], file_name: str) -> None:
    if not text:
        raise BadArticle(file_name, "empty, an article has a title and at least one paragraph")
    if not blocks:
        raise BadArticle(file_name, "only white space, an article has a title and at least one paragraph")
    if not any(block.kind is BlockKind.PARAGRAPH for block in blocks):
        found = ", ".join(dict.fromkeys(block.kind.value for block in blocks))
        raise BadArticle(file_name, f"no body, only {found}; an article has at least one paragraph")


def _title(text: str, blocks: tuple[ArticleBlock, ...]) -> str:
    """The title on one line; the opening words of the body where the text has none."""
    if title := next(_words(text, blocks, BlockKind.TITLE), None):
        return "\N{NO-BREAK SPACE}".join(map(without_unseen, title.split("\N{NO-BREAK SPACE}")))
    return shorten(next(_words(text, blocks, BlockKind.PARAGRAPH)), MAX_TITLE_LENGTH, placeholder=" …")


def _stated_days(
    text: str, blocks: tuple[ArticleBlock, ...], byline: Byline | None, dateline: Dateline | None
) -> Iterator[tuple[date, PublishedBasis]]:
    """What the text says of its day of publication, and where; what counts more comes first."""
    for words in _words(text, blocks, BlockKind.DATE):
        if day := parse_publication_date(words):
            yield day, PublishedBasis.FRONT_MATTER
    if byline and byline.published_on:
        yield byline.published_on, PublishedBasis.BYLINE
    if dateline and dateline.published_on:
        yield dateline.published_on, PublishedBasis.FRONT_MATTER


def _first_day(entries: tuple[Entry, ...]) -> Iterator[tuple[date, PublishedBasis]]:
    """The first day of a live blog whose entries say theirs."""
    days = [each.mark.day for each in entries if each.mark.day and not each.mark.without_year]
    if days:
        yield min(days), PublishedBasis.FRONT_MATTER


def _byline(text: str, blocks: tuple[ArticleBlock, ...]) -> Byline | None:
    """The first byline, or the first that names a person."""
    found = [
        byline
        for words in _words(text, blocks, BlockKind.BYLINE)
        if (byline := parse_byline(words, in_front=True) or parse_unlabelled(words))
    ]
    return next((byline for byline in found if byline.names), next(iter(found), None))


def _dateline(text: str, blocks: tuple[ArticleBlock, ...]) -> Dateline | None:
    first = next((block for block in blocks if block.kind is BlockKind.PARAGRAPH), None)
    return parse_dateline(text, first.start, first.end) if first else None


def _origins(text: str, blocks: tuple[ArticleBlock, ...], dateline: Dateline | None) -> Iterator[StatedOrigin]:
    """Those that have a line of their own, and agencies that are credited besides."""
    lines = [(text[block.start : block.end], block.start) for block in blocks if block.kind is BlockKind.ORIGIN]
    stated = [origin for words, start in lines if (origin := parse_origin(words, start=start))]
    named = {origin.name.casefold() for origin in stated}
    yield from stated
    for credit in credited_agencies(text, blocks, dateline):
        if not named & {credit.name.casefold(), credit.as_written.casefold()}:
            yield credit


def _words(text: str, blocks: tuple[ArticleBlock, ...], *kinds: BlockKind) -> Iterator[str]:
    return (text[block.start : block.end] for block in blocks if block.kind in kinds)
