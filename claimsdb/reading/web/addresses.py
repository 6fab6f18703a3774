"""The address of a page, and who publishes there."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from claimsdb.reading.addresses import registered_domain, web_address
from claimsdb.reading.web.evidence import Evidence, Node, strings

FEWEST_LINKS = 5  # of a page to one site, by which it is taken for a page of the site


def find_address(evidence: Evidence) -> str:
    """What the page says to be its address; empty if it does not."""
    return next(filter(None, map(web_address, _stated(evidence))), "")


def find_publisher(evidence: Evidence, *, url: str) -> str:
    """The host of the page's address, else the name of the site, else where most of its links lead."""
    return _host(url).removeprefix("www.") or next(_names(evidence), "") or _most_linked(evidence)


def _stated(evidence: Evidence) -> Iterator[str]:
    yield from evidence.tree.xpath('//link[@rel="canonical"]/@href')
    yield from evidence.stated("og:url")
    for key in ("mainEntityOfPage", "url", "@id"):
        yield from _addresses(evidence.article.get(key))
    yield from evidence.stated("twitter:url", "parsely-link", "sailthru.url", "citation_public_url", "dc.identifier")
    yield from evidence.tree.xpath('//link[@rel="amphtml" or @rel="shortlink"]/@href')


def _addresses(value: str | Node | None) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    if isinstance(value, str):
        yield value


def _names(evidence: Evidence) -> Iterator[str]:
    yield from evidence.stated("og:site_name")
    yield from strings(evidence.linked_by_id(evidence.article.get("publisher")))
    yield from evidence.stated("application-name", "apple-mobile-web-app-title")


def _most_linked(evidence: Evidence) -> str:
    hosts = Counter(registered_domain(host) for address in evidence.tree.xpath("//a/@href") if (host := _host(address)))
    hosts.pop("", None)
    ((host, count), *_) = [*hosts.most_common(1), ("", 0)]
    return host if count >= FEWEST_LINKS and count * 2 > hosts.total() else ""


def _host(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
