"""HTML that is an article and nothing around it, as feeds and newsletters have it -> its text."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from claimsdb.reading.doors.records import BadRecord
from claimsdb.reading.web.size import check_size

BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre"
    " section table tbody td tfoot th thead tr ul".split()
)
NO_TEXT = "script style figure figcaption iframe noscript template object svg video audio form button select".split()
PARAGRAPH, LINE = "\u2029", "\u2028"
BLANKS = re.compile(r"[^\S\u2028\u2029\u00a0]+")
TOO_DEEP = "Excessive depth"


def text_of_fragment(html: str) -> str:
    """The text, with blank lines between its blocks; without pictures, their captions and what is not shown.

    Raises BadRecord for what a parser does not read to its end.
    """
    parser = HTMLParser(remove_comments=True, remove_pis=True)
    try:
        check_size(html)
        tree = fragment_fromstring(html, create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadRecord(f"text: its HTML cannot be read: {error}") from None
    if any(TOO_DEEP in each.message for each in parser.error_log):
        raise BadRecord("text: its HTML has more than 256 elements within each other")
    for each in tree.xpath(" | ".join(f".//{tag}" for tag in NO_TEXT)):
        if each.getparent() is not None:
            each.drop_tree()
    _mark_borders(tree)
    paragraphs = "".join(tree.itertext()).split(PARAGRAPH)
    lines = ("\n".join(filter(None, map(_line, paragraph.split(LINE)))) for paragraph in paragraphs)
    return "\n\n".join(filter(None, lines))


def _mark_borders(tree: HtmlElement) -> None:
    for each in tree.iter(etree.Element):
        each.text, each.tail = _blank(each.text), _blank(each.tail)
        if each.tag == "br":
            each.tail = LINE + each.tail
        elif each.tag in BLOCKS:
            each.text, each.tail = PARAGRAPH + each.text, PARAGRAPH + each.tail


def _blank(words: str | None) -> str:
    return BLANKS.sub(" ", words or "")


def _line(words: str) -> str:
    return BLANKS.sub(" ", words).strip()
