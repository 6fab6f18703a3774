"""The entries of a live blog: as its page shows them, each in an element with a `time` of its own, or as it states them
in its JSON-LD. Of the two those are taken that are more."""

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from html import unescape

from lxml.html import HtmlElement, tostring

from claimsdb.reading.dates import find_first_date, is_date_line, is_revision, resolve_date
from claimsdb.reading.doors.fragments import text_of_fragment
from claimsdb.reading.doors.records import BadRecord
from claimsdb.reading.live_blogs import FEWEST, mark_of, minute_of
from claimsdb.reading.markup import first_markup
from claimsdb.reading.vocabulary import pattern
from claimsdb.reading.web.evidence import HEADINGS, Evidence, Node, is_link, short_text_of, strings, text_of, types_of

FEWEST_LETTERS = 30
"""Of an entry outside of its links: what has fewer leads to another article."""

WITHOUT_TIME = "* * *"
TAGS = ("article", "section", "li")
TAGS_OF_LIVE_BLOGS = (*TAGS, "div")
"""Elements that entries are, and those that they are where the page says that it is a live blog."""

ANY_TIME = "10:42"
HALF_A_DAY = 12 * 60

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<clock>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<utc>Z|UTC|GMT|[+-]00:?00)?)?"
)


def text_of_live_blog(evidence: Evidence) -> str:
    """What stands above the entries, and each entry below its time; empty where the page is no live blog."""
    page = Evidence(evidence.article_tree())
    shown, stated = shown_entries(page), list(stated_entries(evidence))
    if max(len(shown), len(stated)) < FEWEST:
        return ""
    if len(stated) > len(shown):
        return "\n\n".join(filter(None, map(_written, stated)))
    above = [text_of(each) for each in _above(page, shown[0])]
    return "\n\n".join(filter(None, (*above, *map(_read, shown))))


def without_entries(evidence: Evidence) -> Evidence:
    """The page as it is without the entries that it shows: these have days and writers of their own."""
    tree = deepcopy(evidence.tree)
    for entry in shown_entries(Evidence(tree)):
        entry.drop_tree()
    return Evidence(tree)


def shown_entries(page: Evidence) -> list[HtmlElement]:
    """Neighbours of one kind, of which at least two have a time, in the order of the page."""
    is_stated = any("liveblogposting" in types_of(each) for each in page.linked)
    is_live = is_stated or _has_marks(page)
    times = [each for each in page.marked("//time") if _line_of_time(each)]
    timed: dict[tuple[HtmlElement, str], dict[HtmlElement, None]] = defaultdict(dict)
    for time in times:
        for element in time.iterancestors(*(TAGS_OF_LIVE_BLOGS if is_live else TAGS)):
            if element.getparent() is not None:
                timed[element.getparent(), element.tag][element] = None
    groups = [
        [each for each in parent.iterchildren(tag) if _is_entry(each)]
        for (parent, tag), found in timed.items()
        if len(found) >= FEWEST and sum(map(_is_entry, found)) >= FEWEST
    ]
    groups = [each for each in groups if is_live or _have_headings(each)]
    found = max(groups, key=len, default=[])
    return found if is_stated or _are_the_article(page, found) else []


def stated_entries(evidence: Evidence) -> Iterator[Node]:
    """What the JSON-LD says of the entries that have words of their own."""
    for blog in evidence.linked:
        if "liveblogposting" not in types_of(blog):
            continue
        given = blog.get("liveBlogUpdate") or []
        for each in given if isinstance(given, list) else [given]:
            entry = evidence.linked_by_id(each)
            if isinstance(entry, dict) and _text_of_field(entry, "articleBody", "text"):
                yield entry


def _has_marks(page: Evidence) -> bool:
    """Whether a class or id on the page is one of live blogs."""
    marks = page.tree.xpath("//@class | //@id")
    return any(pattern("pages", "live_blogs").search(each) for each in marks)


def _is_entry(element: HtmlElement) -> bool:
    """Whether it holds words that are not links, and neither the headline nor a heading that leads elsewhere."""
    if element.find(".//h1") is not None:
        return False
    links = [each for each in element.iter("a") if not _leads_here(each)]
    headings = {above.tag for each in links for above in each.iterancestors()} | {
        below.tag for each in links for below in each.iter(*HEADINGS)
    }
    letters = len(text_of(element)) - sum(len(text_of(each)) for each in (*links, *element.iter("time")))
    return headings.isdisjoint(HEADINGS) and letters >= FEWEST_LETTERS


def _leads_here(link: HtmlElement) -> bool:
    """Whether a link is one to a place on a page, as the headings of entries have it."""
    return "#" in link.get("href", "#")


def _have_headings(entries: list[HtmlElement]) -> bool:
    return sum(next(each.iter(*HEADINGS), None) is not None for each in entries) * 2 >= len(entries)


def _are_the_article(page: Evidence, entries: list[HtmlElement]) -> bool:
    """Whether more words stand in them than in the paragraphs around them."""
    inside = {*entries}
    around = [each for each in page.marked("//p") if inside.isdisjoint(each.iterancestors())]
    return sum(len(text_of(each)) for each in entries) > sum(len(text_of(each)) for each in around)


def _above(page: Evidence, first: HtmlElement) -> Iterator[HtmlElement]:
    """The paragraphs below the headline and above the first entry."""
    begun = page.tree.find(".//h1") is None
    paragraphs = {*page.marked("//p")}
    for element in page.tree.iter():
        if element is first:
            return
        if begun and element in paragraphs:
            yield element
        begun = begun or element.tag == "h1"


def _read(entry: HtmlElement) -> str:
    """The text of an element that is an entry, below its time."""
    times = [each for each in entry.iter("time") if _line_of_time(each)]
    first = next(map(_line_of_time, times), WITHOUT_TIME)
    for each in entry.xpath(".//time"):
        each[:], each.text = [], ANY_TIME
    for each in entry.xpath(".//time"):
        if each.getparent() is not None:
            _line_around(each, entry).drop_tree()
    for each in entry.xpath(".//div"):
        if each.getparent() is not None and is_link(each):
            each.drop_tree()
    return _below(first, text_of_fragment(tostring(entry, encoding="unicode", with_tail=False)))


def _line_around(time: HtmlElement, entry: HtmlElement) -> HtmlElement:
    """The largest element of an entry in which there is the time and a label: "Published at 10:42"."""
    line = time
    for above in time.iterancestors():
        words = short_text_of(above)
        if above is entry or not words or not is_date_line(words, bare=True):
            break
        line = above
    return line


def _written(entry: Node) -> str:
    """The text of an entry that the page states, below its time."""
    moment = next(strings(entry.get("datePublished") or entry.get("dateCreated")), "")
    heading = " ".join(_text_of_field(entry, "headline", "name").split())
    words = _text_of_field(entry, "articleBody", "text")
    return _below(_line_of(moment, "") or WITHOUT_TIME, f"{heading}\n\n{words}".strip())


def _below(time: str, words: str) -> str:
    return f"{time}\n\n{words}" if words else ""


def _text_of_field(entry: Node, *names: str) -> str:
    words = next((words for name in names for words in _strings(entry.get(name))), "")
    if not first_markup(words):
        return words.strip()
    try:
        return text_of_fragment(words)
    except BadRecord:
        return unescape(words).strip()


def _strings(value: object) -> Iterator[str]:
    return (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each.strip())


def _line_of_time(time: HtmlElement) -> str:
    """The line for a time of the page; empty for that of a revision and where it says none."""
    shown, label = text_of(time), _label_of(time)
    if is_revision(label) or is_revision(shown) or pattern("days", "revised").search(time.get("itemprop", "")):
        return ""
    return _line_of(time.get("datetime", ""), shown) or (shown if _is_mark(shown) else "")


def _label_of(time: HtmlElement) -> str:
    before, parent = time.getprevious(), time.getparent()
    label = (before.tail or text_of(before)) if before is not None else parent.text if parent is not None else ""
    return (label or "").strip()[-40:].lstrip()


def _is_mark(words: str) -> bool:
    return bool((mark := mark_of(words)) and not mark.heads_entries)


def _line_of(moment: str, shown: str) -> str:
    """A day and a time as a line of the text; empty where the moment has none. Of a moment in UTC the day is the one
    that readers are shown, or on which it was as late as they are shown."""
    found = _MOMENT.match(moment.strip())
    try:
        day = date.fromisoformat(found["day"]) if found else None
    except ValueError:
        return ""
    if not found or not day or not found["clock"] or (minute := minute_of(found["clock"])) is None:
        return ""
    clock = found["clock"]
    if found["utc"] and (local := minute_of(shown)) is not None:
        day = resolve_date(find_first_date(shown)) or _local_day(day, minute, local)
        clock = f"{local // 60:02}:{local % 60:02}"
    return f"{day.day} {day:%B} {day.year}, {clock}"


def _local_day(day: date, minute: int, local: int) -> date:
    """The day on which it is `local` somewhere less than half a day away from where it is `minute` of `day`."""
    away = (local - minute + HALF_A_DAY) % (2 * HALF_A_DAY) - HALF_A_DAY
    try:
        return (datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute + away)).date()
    except OverflowError:
        return day
