"""The agencies whose report an article is, or has in it, as it says in its dateline or at its end: "KYIV (Reuters) - ",
"— AFP", "With inputs from PTI"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from claimsdb.choices import DerivationKind
from claimsdb.reading.datelines import Dateline
from claimsdb.reading.record import ArticleBlock, BlockKind, StatedOrigin
from claimsdb.reading.vocabulary import agencies, listed, pattern, table

LAST_BLOCKS = 3  # of an article, in which a credit stands
MAX_LENGTH = 400  # characters of a note of the newsroom
NOTES = (BlockKind.NOTICE, BlockKind.ORIGIN)
NO_WORDS = (BlockKind.CAPTION, BlockKind.TITLE, BlockKind.BYLINE, BlockKind.DATE)
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")


def credited_agencies(text: str, blocks: Sequence[ArticleBlock], dateline: Dateline | None) -> Iterator[StatedOrigin]:
    """Each agency once, where it is named first."""
    found: dict[str, StatedOrigin] = {}
    for match, is_whole in _mentions(text, blocks, dateline):
        name = agencies()[match["agency"].casefold()]
        found.setdefault(name, _origin(name, match, is_whole=is_whole))
    yield from found.values()


def _mentions(
    text: str, blocks: Sequence[ArticleBlock], dateline: Dateline | None
) -> Iterator[tuple[re.Match[str], bool]]:
    """Each with whether the whole report is the agency's: a note says who had a part in it."""
    if dateline and dateline.agency.casefold() in agencies():
        at = text.index(dateline.agency, dateline.start, dateline.end)
        for found in _pattern(r"(?i:{agency})\Z").finditer(text, at, at + len(dateline.agency)):
            yield found, True
    for block in [each for each in blocks if each.kind not in NO_WORDS][-LAST_BLOCKS:]:
        words = text[block.start : block.end]
        if block.kind not in NOTES and not _is_credit(words):
            if at_end := _at_end(text, block):
                yield at_end, True
        elif len(words) <= MAX_LENGTH and pattern("credits", "credited").search(words):
            for found in _pattern(r"\b{agency}\b").finditer(text, block.start, block.end):
                yield found, False


def _is_credit(paragraph: str) -> bool:
    """Whether it says what was done and by whom, and no more: what is neither a name nor a word of credits may be a
    verb, and so may a word that is written large behind the name of an agency."""
    words = _WORD.findall(paragraph)
    deed = [*takewhile(_is_of_credits, (word.casefold() for word in words))]
    return (
        bool(pattern("credits", "openings").match(paragraph))
        and not {"by", "from"}.isdisjoint(deed)
        and all(word[0].isupper() or _is_of_credits(word.casefold()) for word in words)
        and not any(_is_followed(found) for found in _pattern(r"\b{agency}\b").finditer(paragraph))
    )


def _is_followed(agency: re.Match[str]) -> bool:
    """Whether the next word goes on from the name without a mark between them, and is none of credits."""
    if not agency.string[agency.end() :][:1].isspace():
        return False
    following = _WORD.match(agency.string, agency.end() + 1)
    return following is not None and not _is_of_credits(following[0].casefold())


def _is_of_credits(word: str) -> bool:
    return word in agencies() or word in listed("credits", "words") or word in listed("bylines", "particles")


def _at_end(text: str, block: ArticleBlock) -> re.Match[str] | None:
    """A credit that is all of a block, or stands behind its last sentence."""
    alone = _pattern(r"[\s(—–-]*{agency}[\s).]*").fullmatch(text, block.start, block.end)
    return alone or _pattern(r"(?<=[.!?”\"’)])\s*[(—–-]+\s*{agency}\)?[\s.]*\Z").search(text, block.start, block.end)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """The form with any name of an agency in its place, as these are written."""
    names = "|".join(re.escape(name) for names in table("agencies").values() for name in names[1].split("|"))
    return re.compile(form.format(agency=f"(?P<agency>{names})"))


def _origin(name: str, found: re.Match[str], *, is_whole: bool) -> StatedOrigin:
    start, end = found.span("agency")
    domain = table("agencies")[name][0]
    url = f"https://{domain}" if domain else ""
    return StatedOrigin(DerivationKind.DERIVED, name, found.string[start:end], start, end, url=url, is_whole=is_whole)
