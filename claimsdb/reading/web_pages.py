"""Web pages: the article by trafilatura, without menus and comments; what is known of it, by what the page says."""

import re
from textwrap import shorten

from trafilatura import bare_extraction
from trafilatura.settings import Document

from claimsdb.reading.addresses import is_of_one_publisher, web_address
from claimsdb.reading.record import BadArticle
from claimsdb.reading.submission import MAX_LENGTHS, Submission, parse_submission
from claimsdb.reading.web.addresses import find_address, find_publisher
from claimsdb.reading.web.days import find_day
from claimsdb.reading.web.entries import text_of_live_blog, without_entries
from claimsdb.reading.web.evidence import Evidence, evidence_of
from claimsdb.reading.web.size import TooLarge
from claimsdb.reading.web.titles import find_title
from claimsdb.reading.web.writers import find_writers

SITE_BEHIND = re.compile(r"\s*[|–—·»:-]+\s+.{1,60}")


def read_web_page(data: bytes, *, where: str, file_name: str, size_limit: int, found_at: str = "") -> Submission:
    """The text is what trafilatura gives, under the title where that does not begin it already. Where the page was
    `found_at` an address, what it says of its own is believed of another page of that publisher.

    Raises BadArticle for a page without an article, and for one that is too large.
    """
    try:
        evidence = evidence_of(data)
    except TooLarge as error:
        raise BadArticle(where, f"too large to be read: {error}") from None
    text = _text_of(evidence)
    if evidence is None or not text:
        raise BadArticle(where, "no article in this page")
    evidence = without_entries(evidence)
    title, url = find_title(evidence), find_address(evidence)
    if found_at and not (url and is_of_one_publisher(url, found_at)):
        url = web_address(found_at)
    day = find_day(evidence, url=url)
    given = {
        "text": _with_title(text, title),
        "file_name": file_name,
        "title": title,
        "byline": shorten(find_writers(evidence), MAX_LENGTHS["byline"], placeholder=" …"),
        "url": url if len(url) <= MAX_LENGTHS["url"] else None,
        "published_on": day.isoformat() if day else None,
        "source": find_publisher(evidence, url=url)[: MAX_LENGTHS["source"]],
    }
    return parse_submission(given, where=where, size_limit=size_limit)


def page_text(data: bytes) -> str:
    """The text alone; empty where there is no article. Raises TooLarge."""
    return _text_of(evidence_of(data))


def _text_of(evidence: Evidence | None) -> str:
    if evidence and (live := text_of_live_blog(evidence)):
        return live
    page = evidence and bare_extraction(evidence.article_tree(), include_comments=False)
    return page.text or "" if isinstance(page, Document) else ""


def _with_title(text: str, title: str) -> str:
    """The text under the title, unless it has the headline already, perhaps with the name of the site behind it."""
    first, end, rest = text.partition("\n")
    if first.startswith(title):
        return f"{title}{end}{rest}" if SITE_BEHIND.fullmatch(first, len(title)) else text
    return f"{title}\n\n{text}"
