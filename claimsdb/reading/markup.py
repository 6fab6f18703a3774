"""What is no plain text though it is given for one: tags and entities of HTML."""

import re
from html.entities import html5

PAGE_TAGS = (
    *("html", "head", "body", "title", "meta", "link", "script", "style", "article", "section", "header", "footer"),
    *("main", "nav", "div", "p", "br", "hr", "h[1-6]", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"),
    *("figure", "figcaption", "blockquote", "pre", "form", "iframe", "img"),
)
"""Tags that make paragraphs and more of a text: between them nothing is read as it is meant."""

TAGS = (*PAGE_TAGS, "a", "b", "i", "u", "s", "em", "strong", "span", "small", "sub", "sup", "cite", "q", "code", "font")

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")


def _tag_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<!doctype\s[^<>]{{0,200}}>|</?(?:{'|'.join(names)})(?:\s[^<>]*)?/?>", re.IGNORECASE)


PAGE_TAG, TAG = _tag_of(PAGE_TAGS), _tag_of(TAGS)


def page_tag(text: str) -> str:
    """The first tag by which the text is a web page, or a part of one; empty in a plain text."""
    found = PAGE_TAG.search(text)
    return found[0] if found else ""


def first_markup(text: str) -> str:
    """The first tag or entity of HTML; empty in a plain text. `a < b` and `R&D;` are none."""
    tag = TAG.search(text)
    entity = next((each for each in ENTITY.finditer(text) if not each[1] or f"{each[1]};" in html5), None)
    first = min(filter(None, (tag, entity)), key=lambda found: found.start(), default=None)
    return first[0] if first else ""
