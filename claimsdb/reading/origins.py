"""The lines in which an article says where it comes from: "Via: Eurasian Times"."""

import re
from urllib.parse import urlsplit

from claimsdb.choices import DerivationKind
from claimsdb.reading.addresses import web_address
from claimsdb.reading.phrase_patterns import compile_phrases
from claimsdb.reading.record import StatedOrigin

MAX_ORIGIN_LENGTH = 300
"""A longer segment is no line of origin."""

_WORK = r"(?:(?:this |the |an earlier version of this )?(?:article|story|report|piece|post|column|essay) )"
_IS = r"(?:was |is |has been )"
# A full stop ends a name only after a word: "St. Louis Post-Dispatch" is one.
_NAME = r"(?P<name>(?!\d{4}\W*\Z)[^\s:](?:(?!(?<=\w\w\w)[.!?] ).){0,120}?)"
_AFTERWARDS = (
    r"(?:,? (?:and|where|under|with)\b.{0,150}|,? (?:here|online|in full)\b.{0,40}"
    r"|,? (?:on|in) (?:\w{3,6}day\b)?.{0,12}\b\d.{0,40}|(?<=\w\w\w)\. .{1,200})?"
)

# What such a line opens with, and what it makes of the article.
ORIGINS = (
    (DerivationKind.DERIVED, rf"(?:via|source|h/t|hat tip) ?: ?{_NAME}"),
    (DerivationKind.PRIMARY, rf"(?:primary|original) (?:source|article|story|post|report) ?: ?{_NAME}"),
    (
        DerivationKind.QUOTED,
        rf"(?:{_WORK}{_IS}?)?(?:originally|first|previously) (?:published|posted)"
        rf"(?: by (?P<author>.{{2,80}}?))? (?:at|on|in|by) {_NAME}{_AFTERWARDS}",
    ),
    (
        DerivationKind.QUOTED,
        rf"{_WORK}?(?:(?:originally|first) appeared|appeared (?:originally|first)) (?:at|on|in) {_NAME}{_AFTERWARDS}",
    ),
    (DerivationKind.QUOTED, rf"the post .{{1,200}} (?:appeared first|first appeared) on {_NAME}"),
    (
        DerivationKind.QUOTED,
        rf"(?:{_WORK}{_IS}?)?(?:republished|reprinted|reproduced|reposted|syndicated)"
        rf"(?:,? (?:here )?with (?:the )?(?:kind )?permission)? (?:from|of|by) {_NAME}{_AFTERWARDS}",
    ),
)

_ORIGINS = tuple((kind, compile_phrases([entry], ending=r"[\s.)\]]*\Z")) for kind, entry in ORIGINS)
_ADDRESS = re.compile(r"https?://[^\s()<>]*[^\s()<>.,;]", re.IGNORECASE)


def parse_origin(words: str, *, start: int) -> StatedOrigin | None:
    """The origin that the segment states, if that is all it does. `start` is where it begins in the text."""
    if len(words) > MAX_ORIGIN_LENGTH:
        return None
    bare = words.lstrip("([*-–—• ")
    for kind, pattern in _ORIGINS:
        if found := pattern.match(bare):
            return _make_origin(found, kind=kind, words=words, start=start)
    return None


def _make_origin(found: re.Match[str], *, kind: DerivationKind, words: str, start: int) -> StatedOrigin:
    given = found.groupdict(default="")
    url = address[0] if (address := _ADDRESS.search(words)) else ""
    return StatedOrigin(
        kind=kind,
        name=given["name"].replace(url, "").strip(" .,;()") or urlsplit(url).netloc,
        as_written=words,
        start=start,
        end=start + len(words),
        author=given.get("author", ""),
        url=web_address(url),
    )
