"""The headline of a page: as it stands above the article, without the name of the site."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from claimsdb.reading.addresses import registered_domain
from claimsdb.reading.vocabulary import listed, pattern
from claimsdb.reading.web.evidence import Evidence, headline_of, strings

ALIKE = 55  # of 100, by words in whatever order
MAX_LENGTH = 1000  # characters of a headline with what is added to it
FEWEST_WORDS = 2
MAX_SITE_WORDS = 6
QUOTATION_MARKS = ("«", "»")

_WORD = re.compile(r"[^\W_]+")
# Between a headline and a site's name. A hyphen within a word is none, and a colon only where the name is the site's.
_SEPARATOR = re.compile(r"\s*[|｜»«_]\s*|\s+[-–—·•:/~]+\s+|\s*--+\s*|(?<=\S):\s*|\s*：\s*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LETTERS_OF_A_WORD = 2  # where words are written without blanks


def find_title(evidence: Evidence) -> str:
    """The headline that stands on the page where it is like what the page says of itself; else that; empty for none."""
    # Some pages give their headline for the name of the site.
    sites = [each for each in site_names(evidence) if _length(each) <= MAX_SITE_WORDS]
    shown = [each for each in evidence.headings or _lesser_headings(evidence) if len(each) <= MAX_LENGTH]
    headings = [clean for each in shown if (clean := without_site(each, sites=sites))]
    stated = [
        clean for each in stated_titles(evidence) if (clean := without_site(each, sites=sites, headings=headings))
    ]
    for title in stated:
        if heading := next((each for each in headings if _is_headline_of(each, title)), None):
            # Markup inside of a heading may put blanks where the headline has none.
            same = (each for each in stated if "".join(each.split()) == "".join(heading.split()))
            return next(same, heading)
    return next(iter(stated), "") or next(iter(headings), "")


def _lesser_headings(evidence: Evidence) -> list[str]:
    """Where no heading is of the first rank, those of the second that the page states, perhaps below another one."""
    stated = [_bare(each) for each in stated_titles(evidence)]
    return [each for each in map(headline_of, evidence.marked("//h2")) if any(_bare(each) in whole for whole in stated)]


def stated_titles(evidence: Evidence) -> Iterator[str]:
    shown = (" ".join((each.text or "").split()) for each in evidence.tree.xpath("//head/title"))
    stated = chain(strings(evidence.article.get("headline")), evidence.stated(*listed("titles", "metas")), shown)
    return (title for title in stated if 0 < len(title) <= MAX_LENGTH)


def site_names(evidence: Evidence) -> Iterator[str]:
    """What the site is called, by itself and by its address."""
    yield from evidence.stated(
        "og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone"
    )
    yield from (handle.lstrip("@") for handle in evidence.stated("twitter:site"))
    yield from strings(evidence.linked_by_id(evidence.article.get("publisher")))
    for address in (*evidence.stated("og:url"), *evidence.tree.xpath('//link[@rel="canonical"]/@href')):
        host = _host(address)
        if domain := registered_domain(host):
            yield domain
            yield domain.split(".")[0]


def without_site(title: str, *, sites: Iterable[str], headings: Iterable[str] = ()) -> str:
    """The title without what the site adds to it, at either end; empty if it is the site's name and no more."""
    title = pattern("titles", "additions").sub("", title).strip()
    shown = {_bare(each) for each in headings}
    names = [words for each in sites if (words := _words(each))]
    while True:
        if _is_site(title, names, alone=True):
            return ""
        shorter = next((cut.rest for cut in _cuts(title) if _is_added(cut, names=names, shown=shown)), None)
        if shorter is None:
            return title
        title = shorter


@dataclass(frozen=True, slots=True)
class _Cut:
    """A title without what was cut off behind or before the mark."""

    rest: str
    added: str
    mark: str
    behind: bool


def _cuts(title: str) -> Iterator[_Cut]:
    """All ways to cut at one mark: at the end, then at the beginning; the shortest addition first."""
    is_quoted = "«" in title and "»" in title
    marks = [each for each in _SEPARATOR.finditer(title) if not (is_quoted and each[0].strip() in QUOTATION_MARKS)]
    for each in reversed(marks):
        yield _Cut(title[: each.start()], title[each.end() :], each[0].strip(), behind=True)
    for each in marks:
        yield _Cut(title[each.end() :], title[: each.start()], each[0].strip(), behind=False)


def _is_added(cut: _Cut, *, names: list[list[str]], shown: set[str]) -> bool:
    """Whether what is cut off is no part of the headline: a name of the site, or not shown with it on the page."""
    if not cut.rest or not cut.added:
        return False
    if _is_site(cut.added, names):
        return True
    if _bare(cut.rest) in shown and cut.mark not in (":", "："):
        return True
    # A bar is hardly ever part of a headline.
    is_bar = cut.behind and cut.mark in ("|", "｜", "»", "_") and not cut.added[0].islower()
    return is_bar and _length(cut.rest) > FEWEST_WORDS and _length(cut.added) <= MAX_SITE_WORDS


def _is_site(words: str, names: list[list[str]], *, alone: bool = False) -> bool:
    """Whether the words are a name of the site, or it and the name of a section of it."""
    found, whole = _words(words), _bare(words)
    sections = {*listed("titles", "sections")}
    for name in names:
        joined = "".join(name)
        if whole == joined or whole.removeprefix("the") == joined.removeprefix("the"):
            return True
        if alone or len(found) > MAX_SITE_WORDS:
            continue
        others = [each for each in found if each not in name and each != joined]
        if len(others) < len(found) and all(each in sections for each in others):
            return True
    return False


def _is_headline_of(heading: str, title: str) -> bool:
    """Whether they are one headline, perhaps in other words; not where one of them is a label of the other."""
    one, other = heading.casefold(), title.casefold()
    if one == other:
        return True
    if other in one:
        return len(other) * 2 < len(one)
    if one in other:
        return len(one) * 2 > len(other)
    return fuzz.token_set_ratio(one, other) >= ALIKE


def _words(words: str) -> list[str]:
    return _WORD.findall(words.casefold())


def _length(words: str) -> int:
    """How many words these are, also where they are written without blanks."""
    return max(len(_words(words)), len(_UNSPACED.findall(words)) // LETTERS_OF_A_WORD)


def _bare(words: str) -> str:
    return "".join(_words(words))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
