"""RSS and Atom feeds that have the whole articles in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from claimsdb.reading.addresses import web_address
from claimsdb.reading.bylines import writers_in
from claimsdb.reading.doors.fragments import text_of_fragment
from claimsdb.reading.doors.records import BadRecord, Fields, day_of, filled, line_of, under_title, without_markup

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN = "http://purl.org/dc/elements/1.1/"
ROOTS = {"rss": "RSS", "RDF": "RSS 1.0", "feed": "Atom"}
XML = "{http://www.w3.org/XML/1998/namespace}"

LONG = 1_000  # characters from which a description may be an article; feeds without content:encoded have it there
CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|weiterlesen)\W*\Z", re.I)
OF_AN_EMAIL = re.compile(r"\S+@\S+\s*\((.+)\)")  # as RSS has an author


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: the fields of its article, or why they cannot be had."""

    number: int
    url: str
    fields: Fields
    fault: str = ""


def iter_entries(data: bytes) -> Iterator[Entry]:
    """The entries in their order. Raises BadRecord for what is no feed."""
    root = _parsed(data)
    language = root.tag.rpartition("}")[2]
    if language not in ROOTS:
        raise BadRecord(f"XML, but neither RSS nor Atom: its root is <{language}>")
    name = "entry" if language == "feed" else "item"
    for number, item in enumerate((each for each in root.iter(etree.Element) if _local(each) == name), start=1):
        url = _address(item)
        try:
            yield Entry(number, url, _fields(item, url))
        except BadRecord as bad:
            yield Entry(number, url, {}, str(bad))


def _parsed(data: bytes) -> Element:
    """Without anything from elsewhere, and without entities, of which a few lines make gigabytes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadRecord(f"not XML as it should be: {error}") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise BadRecord("declares entities of its own, which no feed needs: take the DOCTYPE out")
    return root


def _fields(item: Element, url: str) -> Fields:
    title = line_of(without_markup(_text(item, "title")))
    day = _text(item, "pubDate", "date", "published", "issued")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return filled(
        {
            "text": under_title(_article(item), title),
            "title": title,
            "byline": writers_in("; ".join(_writers(item))),
            "url": url,
            "published_on": day and day_of(day, field="published_on"),
            "source": host,
        }
    )


def _article(item: Element) -> str:
    """Its text. Raises BadRecord where the feed has a summary of it alone."""
    for each in item:
        is_whole = (_namespace(each), _local(each)) in ((CONTENT, "encoded"), (ATOM, "content"))
        if is_whole and not each.get("src") and (text := _text_of(each)):
            return text
    summary = next((_text_of(each) for each in item if _local(each) in ("description", "summary")), "")
    if len(summary) >= LONG and not CUT_OFF.search(summary):
        return summary
    raise BadRecord(
        f"text: the feed has a summary of {len(summary):,} characters, and not the article"
        " (content:encoded, content): fetch its page"
    )


def _text_of(element: Element) -> str:
    """What stands in an element as HTML or XHTML, or as plain text where Atom says so."""
    kind = element.get("type", "html")
    if len(element):
        return text_of_fragment("".join(etree.tostring(each, encoding="unicode") for each in element))
    words = element.text or ""
    return words.strip() if kind == "text" and _namespace(element) == ATOM else text_of_fragment(words)


def _writers(item: Element) -> Iterator[str]:
    for each in item:
        if _local(each) in ("creator", "author") and _namespace(each) in ("", ATOM, DUBLIN):
            words = _text(each, "name") if len(each) else line_of(each.text or "")
            yield found[1] if (found := OF_AN_EMAIL.match(words)) else words


def _address(item: Element) -> str:
    """Of the article's page; empty where none is given."""
    for each in item:
        if _local(each) == "link" and each.get("rel", "alternate") == "alternate":
            link = each.get("href") or each.text or ""
        elif _local(each) == "guid" and each.get("isPermaLink", "true") == "true":
            link = each.text or ""
        else:
            continue
        base = next((above.get(f"{XML}base") for above in each.iterancestors() if above.get(f"{XML}base")), "")
        if url := web_address(urljoin(base or "", link.strip())):
            return url
    return ""


def _text(element: Element, *names: str) -> str:
    """The words of the first child of these names that has some."""
    found = (line_of("".join(each.itertext())) for name in names for each in element if _local(each) == name)
    return next(filter(None, found), "")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _namespace(element: Element) -> str:
    return element.tag.rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""
