"""Web pages, read by trafilatura: the article without menus, notices and comments."""

from textwrap import shorten

from trafilatura import bare_extraction
from trafilatura.settings import Document

from claimsdb.reading.addresses import web_address
from claimsdb.reading.record import BadArticle
from claimsdb.reading.submission import MAX_LENGTHS, Submission, parse_submission

# Only what the page says of itself: the extensive search guesses a day from the words of the article.
DATES = {"extensive_search": False, "original_date": True}


def read_web_page(data: bytes, *, where: str, file_name: str, size_limit: int) -> Submission:
    """The text is what trafilatura gives, under the title where that does not begin it already.

    Raises BadArticle for a page without an article.
    """
    page = bare_extraction(data, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    if not isinstance(page, Document) or not page.text:
        raise BadArticle(where, "no article in this page")
    title = " ".join((page.title or "").split())
    given = {
        "text": _with_title(page.text, title),
        "file_name": file_name,
        "title": title,
        "byline": shorten(page.author or "", MAX_LENGTHS["byline"], placeholder=" …"),
        "url": url if len(url := web_address(page.url or "")) <= MAX_LENGTHS["url"] else None,
        "published_on": page.date,
        "source": (page.hostname or page.sitename or "")[: MAX_LENGTHS["source"]],
    }
    return parse_submission(given, where=where, size_limit=size_limit)


def _with_title(text: str, title: str) -> str:
    return text if text.startswith(title) else f"{title}\n\n{text}"
