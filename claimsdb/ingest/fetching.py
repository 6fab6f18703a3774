"""Articles fetched from the web for an editor: from public addresses alone, over redirects step by step, where the
site's robots.txt lets us, of bounded size and time."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from protego import Protego

from claimsdb.http.outgoing import Answer, Door, Inside, Refused, Unanswered
from claimsdb.reading import ArticleRecord, BadArticle, fault_of_address, is_of_one_publisher, read_submission
from claimsdb.reading.input_files import MARKUP_FACTOR, InputFormat, RawArticle, parse_raw_article

ROBOT = "claimsdb"  # as robots.txt may name us
REDIRECTS = 5
ROBOTS_LIMIT = 500 * 1024  # bytes, of which RFC 9309 wants as many read
ROBOTS = "/robots.txt"
MOVED = (301, 302, 303, 307, 308)
FORMATS: Mapping[str, InputFormat] = {
    "text/html": InputFormat.PAGE,
    "application/xhtml+xml": InputFormat.PAGE,
    "text/plain": InputFormat.TEXT,
}
TOO_OFTEN = f"more than {REDIRECTS} redirects follow each other"
OFF = "Nothing is fetched here: CLAIMSDB_FETCH is off."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at the address to which the redirects led."""

    url: str
    format: InputFormat
    data: bytes


def fetch_article(url: str) -> ArticleRecord:
    """The article at the address. Raises BadArticle, with the reason why there is none.

    What a page says of its own address is believed of another page of its publisher, and else only told.
    """
    fetched = fetch(url)
    raw = RawArticle(where=url, file_name="", format=fetched.format, data=fetched.data)
    submission = parse_raw_article(raw, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    stated = submission.url
    if stated and not is_of_one_publisher(stated, fetched.url):
        host = urlsplit(fetched.url).hostname or ""
        record = read_submission(replace(submission, url=fetched.url, source=host))
        return replace(record, warnings=(*record.warnings, f"the page says that its address is {stated}"))
    return read_submission(replace(submission, url=stated or fetched.url))


def fetch(url: str) -> Fetched:
    """Raises BadArticle."""
    if not settings.CLAIMSDB_FETCH:
        raise BadArticle(url, OFF)
    try:
        return _Errand(url).run()
    except Inside as error:
        raise BadArticle(url, "its host, or one to which it leads, is not out on the internet") from error
    except (Refused, Unanswered) as error:
        raise BadArticle(url, str(error).removesuffix(".")) from error


def _in_utf8(text: bytes, charset: str) -> bytes:
    """The text as it is, where it is not what its server says."""
    try:
        return text.decode(charset).encode()
    except (LookupError, UnicodeError):
        return text


class _Errand:
    """One address, and those to which it leads."""

    def __init__(self, url: str) -> None:
        self.asked = url
        self.door = Door(settings.CLAIMSDB_FETCH_ALLOW, plain=True)
        self.robots: dict[str, Protego] = {}
        self.limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT * MARKUP_FACTOR
        self.end = time.monotonic() + settings.CLAIMSDB_FETCH_TIMEOUT

    def run(self) -> Fetched:
        """Raises BadArticle, Refused or Unanswered."""
        url = self.asked
        for _ in range(REDIRECTS + 1):
            if fault := fault_of_address(url):
                raise self._bad(f"{url!r:.100} {fault}")
            url = urldefrag(url).url
            self._ask_for_leave(url)
            answer = self._get(url, limit=self.limit + 1)
            if answer.status not in MOVED:
                return self._page(url, answer)
            url = self._next(url, answer)
        raise self._bad(TOO_OFTEN)

    def _next(self, url: str, answer: Answer) -> str:
        """Where a redirect leads. Raises BadArticle."""
        location = answer.headers.get("location", "")
        try:
            there = urldefrag(urljoin(url, location)).url
        except ValueError:
            there = ""
        if not location or not there or there == url:
            raise self._bad(f"the site answers with HTTP {answer.status}, and leads nowhere: {location!r:.100}")
        return there

    def _page(self, url: str, answer: Answer) -> Fetched:
        if answer.status != 200:
            raise self._bad(f"the site answers with HTTP {answer.status}")
        stated = Message()
        stated["Content-Type"] = answer.headers.get("content-type", "")
        kind = stated.get_content_type() if stated["Content-Type"] else ""
        if kind not in FORMATS:
            raise self._bad(f"it is {kind or 'of no type'}, not one of {', '.join(FORMATS)}")
        if (packed := answer.headers.get("content-encoding", "identity").lower()) != "identity":
            raise self._bad(f"it comes packed as {packed}, which was not asked for")
        limit = self.limit if FORMATS[kind] is InputFormat.PAGE else settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
        if len(answer.body) > limit:
            raise self._bad(f"larger than {limit:,} bytes")
        is_text = FORMATS[kind] is InputFormat.TEXT  # a page says itself how it is encoded
        body = _in_utf8(answer.body, stated.get_content_charset("utf-8")) if is_text else answer.body
        return Fetched(url, FORMATS[kind], body)

    def _ask_for_leave(self, url: str) -> None:
        site = urljoin(url, "/")
        if site not in self.robots:
            self.robots[site] = self._rules(urljoin(site, ROBOTS))
        if not self.robots[site].can_fetch(url, ROBOT):
            host = urlsplit(url).hostname
            raise self._bad(f"{host} lets no robot fetch it (robots.txt): save the page in a browser, and load it")

    def _rules(self, url: str) -> Protego:
        """As RFC 9309 has it: none where the site has none, and nothing is allowed where it does not say."""
        for _ in range(REDIRECTS + 1):
            answer = self._get(url, limit=ROBOTS_LIMIT)
            if answer.status not in MOVED:
                break
            url = self._next(url, answer)
        if answer.status == 200:
            return Protego.parse(answer.body.decode("utf-8-sig", "replace"))
        if 400 <= answer.status < 500:
            return Protego.parse("")
        raise self._bad(f"{url} answers with HTTP {answer.status}, so that nobody knows what may be fetched")

    def _get(self, url: str, *, limit: int) -> Answer:
        return self.door.ask(
            url,
            method="GET",
            headers={"Accept": ", ".join(FORMATS), "Accept-Encoding": "identity"},
            seconds=max(self.end - time.monotonic(), 0.001),
            limit=limit,
        )

    def _bad(self, reason: str) -> BadArticle:
        return BadArticle(self.asked, reason)
