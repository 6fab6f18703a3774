"""Who wrote the article of a page, by what counts most: its data for machines, then what it marks for readers."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from claimsdb.reading.bylines import parse_byline, parse_unlabelled, persons, same_persons, writers_in
from claimsdb.reading.vocabulary import listed, pattern
from claimsdb.reading.web.evidence import Evidence, Node, lines_of, short_text_of, strings, text_of, types_of
from claimsdb.reading.web.titles import site_names

ORGANIZATIONS = frozenset({"organization", "newsmediaorganization", "corporation", "brand"})
MAX_WRITERS = 12
MAX_MARKED = 150  # characters of an element that names the writers
NEAR = 3  # elements up, of which two writers of one article have one in common

_OPEN = re.compile(r"(?:[,;&]|\b(?:and|by))\s*\Z", re.I)
_JOINED = re.compile(r"\s*(?:[,;&]|and\b)", re.I)
_FOLDERS = "authors?|by|people|persons?|editors|profiles?|staff|contributors?|writers?"
_ADDRESS = re.compile(rf"/(?:{_FOLDERS})/([a-z]+(?:-[a-z]+){{1,3}})/?\Z")


def _any_of(tags: str) -> str:
    return f"//*[{' or '.join(f'self::{tag}' for tag in tags.split())}]"


_SHORT = _any_of("p span div a li address section h2 h3 h4")
_BELOW_HEADLINE = "(//h1)[1]/following::*[self::p or self::div or self::span][position() <= 3]"
_ITEMS = (
    '//*[@itemprop="author" or @itemprop="creator"][not(ancestor::figure)]'
    '[not(ancestor::*[@itemscope][1][contains(@itemtype, "ImageObject") or contains(@itemtype, "VideoObject")])]'
)
_LINKS = '//a[contains(concat(" ", @rel, " "), " author ")]'
_CLASSES = _any_of("p span div a li address h3 h4 strong") + (
    '[contains(@class, "byline") or contains(@class, "author") or contains(@class, "Byline")'
    ' or contains(@class, "writer") or contains(@id, "byline") or contains(@data-testid, "byline")]'
)


def find_writers(evidence: Evidence) -> str:
    """The persons, as written where that is one line, else with semicolons; empty where none is named.

    The evidence that counts most is believed. What counts less may name more persons beside them, never others.
    """
    publishers = list(site_names(evidence))
    chosen: list[str] = []
    written = ""
    for words, named in _stated(evidence, publishers):
        if len(named) <= MAX_WRITERS and same_persons(named) > same_persons(chosen):
            chosen, written = named, words
    others = _of_other_crafts(evidence, publishers) if len(chosen) > 1 else set()
    writers = [name for name in chosen if same_persons([name]).isdisjoint(others)]
    if writers and len(writers) < len(chosen):
        return "; ".join(writers)
    return written or next((words for words, named in _marked(evidence, publishers) if named), "")


def _stated(evidence: Evidence, publishers: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What the page says for machines, and in the line below its headline."""
    linked = _each_once(name for author in _authors(evidence) for name in _named(author, publishers))
    yield "; ".join(linked), linked
    for name in listed("bylines", "metas"):
        yield _together([each for each in evidence.stated(name) if "://" not in each], publishers)
    yield _together(list(map(_item_name, evidence.marked(_ITEMS))), publishers)
    for element in evidence.marked(_SHORT):
        words = short_text_of(element)
        if 0 < len(words) <= MAX_MARKED and _is_byline(words):
            named = _named_first(lines_of(element), publishers)
            if found := persons(named, besides=publishers):
                yield writers_in(named, besides=publishers), found
                return


def _marked(evidence: Evidence, publishers: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What it marks as the writers' in other ways: the first that names one, and who stands beside him."""
    for links in (list(evidence.marked(_LINKS)), list(evidence.marked(f"{_LINKS} | {_ITEMS}", anywhere=True))):
        yield _together([text_of(each) for each in links if _is_close(each, links[0])], publishers)
    for element in evidence.marked(_CLASSES):
        words = _named_first(lines_of(element), publishers) if short_text_of(element) else ""
        if 0 < len(words) <= MAX_MARKED:
            yield writers_in(words, besides=publishers), persons(words, besides=publishers)
    for words in _in_small_letters(evidence):
        yield words, [words]
    for element in evidence.marked(_BELOW_HEADLINE):
        byline = parse_unlabelled(short_text_of(element)[: MAX_MARKED + 1])
        if byline and byline.published_on:
            yield byline.names, persons(byline.names, besides=publishers)
    named = [_named_by_address(each) for content in evidence.stated("article:author") for each in content.split(",")]
    yield _together(named, publishers)


def _of_other_crafts(evidence: Evidence, publishers: list[str]) -> set[str]:
    """Who has a line of their own for pictures, or the like, and is in no byline: pages may state them as authors."""
    writing: set[str] = set()
    others: set[str] = set()
    for element in evidence.tree.xpath(_SHORT):
        words = short_text_of(element)
        if not 0 < len(words) <= MAX_MARKED:
            continue
        if label := pattern("bylines", "crafts").match(words):
            others |= same_persons(persons(words[label.end() :], besides=publishers))
        elif _is_byline(words):
            writing |= same_persons(persons(_named_first(lines_of(element), publishers), besides=publishers))
    return others - writing


def _in_small_letters(evidence: Evidence) -> Iterator[str]:
    """A name in small letters is one where the page states it and links it to a page about its writer."""
    stated = same_persons(evidence.stated("author"))
    for link in evidence.marked('//a[contains(@href, "/author")]', anywhere=True):
        words = short_text_of(link)
        if 1 < len(words.split()) <= NEAR and words.replace(" ", "").isalpha() and same_persons([words]) <= stated:
            yield words


def _is_byline(words: str) -> bool:
    return bool(parse_byline(words, in_front=True) or pattern("bylines", "labels_elsewhere").match(words))


def _named_first(lines: str, publishers: list[str]) -> str:
    """The texts of a byline up to its last name: a role, a place of work or a day is a text of its own."""
    named = ""
    for line in lines.splitlines():
        goes_on = _OPEN.search(named) or _JOINED.match(line)
        if persons(named, besides=publishers) and not goes_on:
            break
        named = f"{named} {line}".strip()
    return named


def _is_close(element: HtmlElement, first: HtmlElement) -> bool:
    return any(each in set(islice(first.iterancestors(), NEAR)) for each in islice(element.iterancestors(), NEAR))


def _named_by_address(address: str) -> str:
    """Jon Fingas of https://www.example.org/authors/jon-fingas."""
    found = _ADDRESS.search(address.strip())
    return found[1].replace("-", " ").title() if found else ""


def _each_once(names: Iterable[str]) -> list[str]:
    return list({next(iter(same_persons([name]))): name for name in names}.values())


def _authors(evidence: Evidence) -> list[Node | str]:
    given = evidence.article.get("author") or evidence.article.get("creator") or []
    each = given if isinstance(given, list) else [given]
    return [evidence.linked_by_id(author) for author in each]


def _named(author: Node | str, publishers: list[str]) -> list[str]:
    if isinstance(author, dict) and types_of(author) & ORGANIZATIONS:
        return []
    is_person = isinstance(author, dict) and "person" in types_of(author)
    return [name for words in strings(author) for name in persons(words, besides=publishers, single=is_person)]


def _together(contents: list[str], publishers: list[str]) -> tuple[str, list[str]]:
    names = _each_once(name for words in contents for name in persons(words, besides=publishers))
    return (writers_in(contents[0], besides=publishers) if len(contents) == 1 else "; ".join(names)), names


def _item_name(element: HtmlElement) -> str:
    inner = element.xpath('.//*[@itemprop="name"]')
    return (
        element.get("content") or (inner[0].get("content") if inner else "") or text_of(inner[0] if inner else element)
    )
