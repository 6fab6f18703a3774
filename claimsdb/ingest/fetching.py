"""Articles fetched from the web for an editor: from public addresses alone, over redirects step by step, where the
site's robots.txt lets us, of bounded size and time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from claimsdb.http.outgoing import Answer, Door, Refused, Unanswered
from claimsdb.reading import ArticleRecord, BadArticle, fault_of_address, read_submission
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
OFF = "Nothing is fetched here: CLAIMSDB_FETCH is off."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at the address to which the redirects led."""

    url: str
    format: InputFormat
    data: bytes


def fetch_article(url: str) -> ArticleRecord:
    """The article at the address. Raises BadArticle, with the reason why there is none."""
    fetched = fetch(url)
    raw = RawArticle(where=url, file_name="", format=fetched.format, data=fetched.data)
    submission = parse_raw_article(raw, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    return read_submission(replace(submission, url=submission.url or fetched.url))


def fetch(url: str) -> Fetched:
    """Raises BadArticle."""
    if not settings.CLAIMSDB_FETCH:
        raise BadArticle(url, OFF)
    errand = _Errand(url)
    try:
        return errand.run()
    except (Refused, Unanswered) as error:
        raise BadArticle(url, str(error)) from error


class _Errand:
    """One address, and those to which it leads."""

    def __init__(self, url: str) -> None:
        self.asked = url
        self.door = Door(settings.CLAIMSDB_FETCH_ALLOW, plain=True)
        self.robots: dict[str, RobotFileParser] = {}
        self.limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT * MARKUP_FACTOR

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
            url = urljoin(url, answer.headers.get("location", ""))
        raise self._bad(f"more than {REDIRECTS} redirects follow each other")

    def _page(self, url: str, answer: Answer) -> Fetched:
        if answer.status != 200:
            raise self._bad(f"the site answers with HTTP {answer.status}")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in FORMATS:
            raise self._bad(f"it is {kind or 'of no type'}, not one of {', '.join(FORMATS)}")
        if (packed := answer.headers.get("content-encoding", "identity").lower()) != "identity":
            raise self._bad(f"it comes packed as {packed}, which was not asked for")
        if len(answer.body) > self.limit:
            raise self._bad(f"larger than {self.limit:,} bytes")
        return Fetched(url, FORMATS[kind], answer.body)

    def _ask_for_leave(self, url: str) -> None:
        site = urljoin(url, "/")
        if site not in self.robots:
            self.robots[site] = self._rules(urljoin(site, ROBOTS))
        if not self.robots[site].can_fetch(ROBOT, url):
            host = urlsplit(url).hostname
            raise self._bad(f"{host} lets no robot fetch it (robots.txt): save the page in a browser, and load it")

    def _rules(self, url: str) -> RobotFileParser:
        """As RFC 9309 has it: none where the site has none, and nothing is allowed where it does not say."""
        rules = RobotFileParser()
        answer = self._get(url, limit=ROBOTS_LIMIT)
        if answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        elif 400 <= answer.status < 500 or answer.status in MOVED:
            rules.parse([])
        else:
            raise self._bad(f"{url} answers with HTTP {answer.status}, so that nobody knows what may be fetched")
        return rules

    def _get(self, url: str, *, limit: int) -> Answer:
        return self.door.ask(
            url,
            method="GET",
            headers={"Accept": ", ".join(FORMATS), "Accept-Encoding": "identity"},
            seconds=settings.CLAIMSDB_FETCH_TIMEOUT,
            limit=limit,
        )

    def _bad(self, reason: str) -> BadArticle:
        return BadArticle(self.asked, reason)
