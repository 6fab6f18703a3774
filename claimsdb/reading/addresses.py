"""Addresses of pages: what is one at all, which are the same page, and who publishes there."""

import re
from ipaddress import ip_address
from operator import itemgetter
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from courlan import extract_domain, normalize_url

from claimsdb.reading.vocabulary import listed, pattern

OUTSIDE = re.compile(r"[^!#$&-;=?-\[\]_a-z~%]|%(?![0-9A-Fa-f]{2})")  # of RFC 3986: what it has no place for
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # of a host; in other letters it is written xn--
LONGEST_DOMAIN = 253
WRITABLE = "!#$&'()*+,-./:;=?@[]_~%"  # beside letters and digits
RIGHT = "write https://…"


def fault_of_address(url: str) -> str:
    """Why this is no address of a page, by http or https and as RFC 3986 writes it; empty if it is one."""
    if found := OUTSIDE.search(url):
        wrong = found[0]
        right = f", write {quote(wrong)}" if wrong.isprintable() or wrong.isspace() else ""
        return f"has {wrong!r} as character {found.start() + 1}{right}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return f"is not an address, {RIGHT}"
    if parts.scheme not in ("http", "https"):
        return f"is not an address by http or https, {RIGHT}"
    if "@" in parts.netloc:
        return "has a name or a password before the host, leave it out"
    if not (_is_host(host) or _is_number(host)):
        return f"names no host, {RIGHT}"
    return ""


def fault_of_domain(domain: str) -> str:
    """Why this is no domain, as a source goes by it; empty if it is one."""
    is_one = domain == domain.lower() and "." in domain and _is_host(domain) and not _is_number(domain)
    return "" if is_one else "is no domain in small letters, such as example.org"


def web_address(found: str) -> str:
    """An address that a page names, in the letters of RFC 3986; empty for what is none."""
    url = quote(found.strip(), safe=WRITABLE)
    return "" if fault_of_address(url) else url


def is_of_one_publisher(one: str, other: str) -> bool:
    """Whether pages of these addresses are of one publisher, as its domain tells."""
    hosts = [urlsplit(url).hostname or "" for url in (one, other)]
    owners = {registered_domain(host) for host in hosts}
    return hosts[0] == hosts[1] or (len(owners) == 1 and "" not in owners)


def _is_host(host: str) -> bool:
    labels = host.lower().removesuffix(".").split(".")
    return len(host) <= LONGEST_DOMAIN and all(map(LABEL.fullmatch, labels))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def same_page(url: str) -> str:
    """What all addresses of one page have in common: host and path, and what of the query is no tracking; not whether
    it is shown on a telephone or as AMP. Empty for none, and for a site's front page, which holds another article every
    day."""
    try:
        parts = urlsplit(normalize_url(url.strip(), trailing_slash=False))
        host, query = parts.hostname or "", _query(urlsplit(url.strip()).query)
    except ValueError:
        return ""
    path = pattern("addresses", "versions").sub("", _path(parts.path)).rstrip("/")
    if not host or not (path or query):
        return ""
    return f"{pattern('addresses', 'hosts').sub('', host)}{path}{'?' if query else ''}{query}"


def _path(written: str) -> str:
    """In one way to write it: by bytes, as escapes need not be UTF-8, and with the escaped slash that is no slash."""
    return "/".join(quote(unquote_to_bytes(each), safe="!$&'()*+,:;=@~") for each in written.split("/"))


def _query(written: str) -> str:
    """The parameters that tell a page, by name and in one way to write them; Latin-1 has a letter for each byte."""
    pairs = parse_qsl(quote(written, safe=WRITABLE), keep_blank_values=True, encoding="latin-1")
    told = sorted((pair for pair in pairs if _tells_page(pair[0].lower())), key=itemgetter(0))
    return urlencode(told, encoding="latin-1")


def _tells_page(parameter: str) -> bool:
    """Whether a parameter of a query may lead to another page: it is neither tracking nor a way of showing the page."""
    known = parameter in listed("addresses", "no_page") or pattern("addresses", "trackers").search(parameter)
    return parameter != "" and not known


def registered_domain(host: str) -> str:
    """The part of a host that its owner has registered: reuters.com of uk.reuters.com, bbc.co.uk of news.bbc.co.uk."""
    return extract_domain(f"https://{host}") or ""
