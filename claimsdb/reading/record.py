"""ArticleRecord, the frozen result of reading an article, and BadArticle, the error instead.

Offsets are code points into the text as decoded from UTF-8, end exclusive; the text itself is never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from os import PathLike, fspath

from claimsdb.choices import DerivationKind, PublishedBasis
from claimsdb.reading.datelines import Dateline
from claimsdb.reading.entries import Entry, EntryDays


class BlockKind(StrEnum):
    TITLE = "title"
    DATE = "date"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    ORIGIN = "origin"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """One block of an article: text[start:end], without the white space around it."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatedOrigin:
    """Words in which the article says where it comes from: "Via: Eurasian Times", "(Reuters)".

    `as_written` is text[start:end], the words that say so; `name` the publisher, `url` its address if one is given,
    `author` whoever is named as the writer of the original. `is_whole` where all of the article is the publisher's
    report, as an agency's that stands in the dateline or closes it.
    """

    kind: DerivationKind
    name: str
    as_written: str
    start: int
    end: int
    author: str = ""
    url: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article as read. `title` gives the opening words where the text has no title and so no block of that
    kind; `published_from` and `published_to` are days where no single one is known, and either may be None; `language`
    is a BCP 47 tag, "und" where it cannot be told; `source` a slug, a domain or a name; `derived_from`
    the address, or the id here, of the article that this one came out of. `given` names the fields that whoever sent it
    has said, and the text has not. `warnings` say what of the text was not taken, and why; `dateline`
    is that of the first paragraph; `corrections` are notes of what the article had wrong, in their words;
    `entries` those of a live blog.

    The blocks are sorted, disjoint, free of white space at either end, and together hold every character of the
    text that is not white space, save a byte order mark in front.
    """

    file_name: str
    text: str
    title: str
    blocks: tuple[ArticleBlock, ...]
    byline: str = ""
    published_on: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    language: str = "en"
    origins: tuple[StatedOrigin, ...] = field(default=())
    url: str = ""
    source: str = ""
    derived_from: str = ""
    given: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    dateline: Dateline | None = None
    corrections: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    def days(self) -> EntryDays:
        """Of which day the words are that the text says."""
        return EntryDays(self.entries, self.published_on)


class BadArticle(ValueError):
    """An article that cannot be read: `path` as it was named, `reason` what is wrong and what would be right; `nearest`
    are values like the one that is wrong."""

    def __init__(self, path: str | PathLike[str], reason: str, *, nearest: Sequence[str] = ()) -> None:
        self.path = fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")
        self.reason = reason
        self.nearest = nearest
        super().__init__(f"{self.path}: {reason}")
