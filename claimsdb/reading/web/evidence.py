"""What a page says of itself: its meta elements, its JSON-LD, the elements that it marks for machines or readers."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import load_html
from trafilatura.utils import decode_file, repair_faulty_html

from claimsdb.reading.unseen import without_unseen
from claimsdb.reading.vocabulary import listed, pattern
from claimsdb.reading.web.size import check_size

JSON_NOISE = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
BLANK_BEFORE_MARK = re.compile(r"\s+(?=[,.;](?:\s|\Z))")  # of which each stands in an element of its own
MAX_DEPTH = 6  # of what lies in each other in JSON-LD
MOST_TEXTS, LONGEST_LINE = 24, 400  # texts in an element that is a line, and characters with their blanks
FEWEST_WORDS = 4  # of a caption
FEWEST_LINKS, LIST_SHARE = 3, 0.6  # in a list that leads to other pages: headlines, and their part of its characters
LINK_SHARE, LONGEST_LINK_LABEL = 0.9, 20  # of a line's characters; characters of a link that says nothing
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
BLOCKS = " | ".join(f"//{tag}" for tag in ("figcaption", "p", "li", *HEADINGS))
WITHIN_WORDS = frozenset({"em", "i", "b", "strong", "u", "mark", "sup", "sub", "q", "cite", "abbr", "wbr"})
HIDDEN_TAGS = ("nav", "aside", "footer", "script", "style", "template", "noscript")

Node = dict[str, Any]


@dataclass(frozen=True)
class Evidence:
    """A parsed page. The text of an element is on one line and without what is not seen."""

    tree: HtmlElement

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """The contents of the meta elements by name or property, in small letters."""
        found = defaultdict(list)
        for each in self.tree.iter("meta"):
            content = without_unseen(each.get("content") or each.get("value") or "")
            names = " ".join(filter(None, map(each.get, ("property", "name", "itemprop")))).lower()
            for key in dict.fromkeys(names.split()) if content else ():
                found[key].append(content)
        return found

    def stated(self, *names: str) -> Iterator[str]:
        """What the meta elements of these names say, in the order of the names."""
        return (content for name in names for content in self.metas.get(name, ()))

    @cached_property
    def article(self) -> Node:
        """The JSON-LD of the article: the first node of a type that is an article, as most fields as it has."""
        types = listed("pages", "articles")
        entries = {id(each) for node in self.linked for each in _nodes(node.get("liveBlogUpdate"), depth=0)}
        nodes = [node for node in self.linked if types_of(node) & {*types} and id(node) not in entries]
        # A list of other articles has nodes too, but these say less of themselves.
        return max(nodes, key=lambda node: ("headline" in node, "datePublished" in node, "author" in node), default={})

    @cached_property
    def linked(self) -> list[Node]:
        """All nodes of the JSON-LD, those that hold others first."""
        found: list[Node] = []
        for script in self.tree.xpath('//script[contains(@type, "ld+json")]'):
            found += _nodes(_parsed(script.text or ""), depth=0)
        return found

    def linked_by_id(self, node: Any) -> Any:
        """The node itself, or the one that it names by its @id alone."""
        if isinstance(node, dict) and set(node) <= {"@id", "@type"} and "@id" in node:
            return next(
                (each for each in self.linked if each.get("@id") == node["@id"] and len(each) > len(node)), node
            )
        return node

    def marked(self, xpath: str, *, anywhere: bool = False) -> Iterator[HtmlElement]:
        """The elements of the page itself: not of a sidebar, a menu, a list of related articles or the comments. With
        `anywhere`, of a sidebar or a menu too if nothing says that it is about other things."""
        besides = {each for each in self._besides if _is_about_others(each)} if anywhere else self._besides
        return (each for each in self.tree.xpath(xpath) if besides.isdisjoint([each, *each.iterancestors()]))

    @cached_property
    def headings(self) -> list[str]:
        """What stands on the page as a headline, without repetitions; what is marked as one first."""
        marked = list(self.marked('//*[contains(@itemprop, "headline")][not(self::meta)]'))
        first = [each for each in self.tree.iter("h1") if not _is_of_path(each)]
        return list(dict.fromkeys(filter(None, map(headline_of, [*marked, *first]))))

    def article_tree(self) -> HtmlElement:
        """A copy of the page without galleries, pictures' captions, links to other articles, what comes up where a
        reader points, what readers say of it and what is not printed."""
        tree = deepcopy(self.tree)
        _drop(each for each in tree.iter("sup", "span") if _is_marked(each, "unprinted"))
        _drop(_strangers(tree))
        _drop(each for each in tree.iter("div", "ul", "ol", "section") if _is_marked(each, "galleries"))
        _drop(each for each in tree.iter("div", "span", "aside") if _is_marked(each, "hovering"))
        _drop(each for each in tree.iter("ul", "ol", "table") if _is_list_of_links(each))
        _drop(_captions(tree))
        for each in tree.xpath(BLOCKS):
            if each.tag == "figcaption" or is_link(each):
                _teaser_of(each).drop_tree()
        return tree

    @cached_property
    def _besides(self) -> set[HtmlElement]:
        """The parts that are about something else. Whatever holds a headline is none of them."""
        holding = {above for heading in self.tree.iter("h1") for above in heading.iterancestors()}
        return {
            each
            for each in self.tree.iter(etree.Element)
            if each not in holding and (each.tag in HIDDEN_TAGS or _is_about_others(each))
        }


def evidence_of(data: bytes) -> Evidence | None:
    """None for what cannot be parsed. Raises TooLarge."""
    text = decode_file(data)
    page = repair_faulty_html(text, text[:50].lower())
    check_size(page)
    tree = load_html(page)
    return None if tree is None else Evidence(tree)


def types_of(node: Node) -> set[str]:
    given = node.get("@type") or ()
    return {str(each).rsplit("/", 1)[-1].casefold() for each in (given if isinstance(given, list) else [given])}


def strings(value: Any) -> Iterator[str]:
    """The strings that a value of JSON-LD is, or has for a name."""
    if isinstance(value, str):
        yield without_unseen(value)
    elif isinstance(value, dict):
        yield from strings(value.get("name") or value.get("@value"))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def text_of(element: HtmlElement) -> str:
    return BLANK_BEFORE_MARK.sub("", without_unseen(" ".join(element.itertext())))


def short_text_of(element: HtmlElement) -> str:
    """The text of an element of which there is little: a line. Empty for any other."""
    texts = list(islice(element.itertext(), MOST_TEXTS))
    words = " ".join(texts)
    return without_unseen(words) if len(texts) < MOST_TEXTS and len(words) <= LONGEST_LINE else ""


def headline_of(heading: HtmlElement) -> str:
    """The words of a heading, in which marks of single words make no blanks, without what is above the headline."""
    return BLANK_BEFORE_MARK.sub("", without_unseen("".join(_printed(heading)))).lstrip(":|–—-· ")


def _printed(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        blank = "" if each.tag in WITHIN_WORDS else " "
        yield blank
        if isinstance(each.tag, str) and not pattern("pages", "kickers").search(each.get("class", "")):
            yield from _printed(each)
        yield f"{blank}{each.tail or ''}"


def lines_of(element: HtmlElement) -> str:
    """The text of an element, a line for each text in it."""
    return "\n".join(filter(None, map(without_unseen, element.itertext())))


def is_link(block: HtmlElement) -> bool:
    """Whether the block is a link to another page and nothing else, of several words."""
    words = short_text_of(block)
    if len(words) <= LONGEST_LINK_LABEL:
        return False
    if any(above.tag == "a" for above in block.iterancestors()):
        return True
    links = " ".join(text_of(each) for each in block.iter("a") if not _leads_here(each))
    return len(links) >= len(words) * LINK_SHARE


def _teaser_of(block: HtmlElement) -> HtmlElement:
    """The entry of a list that has the block for its heading: what it says of another article goes with it."""
    entry = next(block.iterancestors("li"), None) if block.tag in HEADINGS else None
    return block if entry is None or entry.getparent() is None else entry


def _is_marked(element: HtmlElement, part: str) -> bool:
    """Whether an element has the class or id of this part of a page, and not the headline in it."""
    marks = f"{element.get('class', '')} {element.get('id', '')}".split()
    found = pattern("pages", part, flags=re.VERBOSE)
    return any(map(found.fullmatch, marks)) and element.find(".//h1") is None


def _drop(parts: Iterable[HtmlElement]) -> None:
    for each in list(parts):
        if each.getparent() is not None:
            each.drop_tree()


def _strangers(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The parts of a page that are not of its article by their class or id. Where most of the page is in one, it is."""
    letters = _letters_within(tree)
    for each in tree.iter("div", "section", "aside", "ul", "ol", "form", "table"):
        if _is_marked(each, "strangers") and letters[each] * 2 < letters[tree]:
            yield each


def _captions(tree: HtmlElement) -> Iterator[HtmlElement]:
    """What repeats the words that the page has in place of a picture."""
    given = [without_unseen(each.get("alt", "")) for each in tree.iter("img")]
    pictures = {each for alt in given for each in (alt, alt.partition(": ")[2]) if each.count(" ") + 1 >= FEWEST_WORDS}
    for each in tree.iter("p", "div", "span", "em", "i", "small", "td") if pictures else ():
        if short_text_of(each) in pictures and each.find(".//h1") is None:
            yield each


def _is_list_of_links(part: HtmlElement) -> bool:
    """Whether most of a list, or of a table without heads, is the headlines of other pages."""
    labels = [text_of(each) for each in part.iter("a") if not _leads_here(each)]
    headlines = [each for each in labels if len(each) > LONGEST_LINK_LABEL]
    if len(headlines) < FEWEST_LINKS or part.find(".//th") is not None or part.find(".//h1") is not None:
        return False
    return sum(map(len, headlines)) >= len(text_of(part)) * LIST_SHARE


def _leads_here(link: HtmlElement) -> bool:
    return link.get("href", "#").startswith("#")


def _letters_within(tree: HtmlElement) -> Counter[HtmlElement]:
    """Of the paragraphs in each element, counted once from the innermost outwards, however deep they are nested."""
    letters = Counter[HtmlElement]()
    for each in reversed([*tree.iter()]):
        letters[each] += len(text_of(each)) if each.tag == "p" else 0
        if (around := each.getparent()) is not None:
            letters[around] += letters[each]
    return letters


def _is_of_path(heading: HtmlElement) -> bool:
    """Whether a heading shows where on the site a reader is, and is no headline."""
    return any(
        above.tag == "nav"
        or above.get("role") == "navigation"
        or any(map(pattern("pages", "paths").search, above.get("class", "").split()))
        for above in heading.iterancestors()
    )


def _is_about_others(element: HtmlElement) -> bool:
    """Whether the class or id of an element says that other things are in it."""
    marks = f"{element.get('class', '')} {element.get('id', '')}".split()
    return any(map(pattern("pages", "besides", flags=re.VERBOSE).search, marks))


def _parsed(script: str) -> Any:
    # Of a name that an object has twice browsers and search engines take the last: pages of others are read as they do.
    try:
        return json.loads(JSON_NOISE.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, *, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            if isinstance(each, dict | list):
                yield from _nodes(each, depth=depth + 1)
