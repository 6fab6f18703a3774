"""Addresses of pages: which are the same page, and who publishes there."""

from urllib.parse import urlsplit

from courlan import extract_domain, normalize_url


def same_page(url: str) -> str:
    """What all addresses of one page have in common: host and path, and what of the query is no tracking. Empty for
    none, and for a site's front page, which holds another article every day."""
    try:
        parts = urlsplit(normalize_url(url.strip(), trailing_slash=False))
        host = parts.hostname or ""
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return ""
    return f"{host.removeprefix('www.')}{path}{'?' if parts.query else ''}{parts.query}"


def registered_domain(host: str) -> str:
    """The part of a host that its owner has registered: reuters.com of uk.reuters.com, bbc.co.uk of news.bbc.co.uk."""
    return extract_domain(f"https://{host}") or ""
