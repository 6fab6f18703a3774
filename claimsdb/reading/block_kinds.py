"""Classification of the segments of an article: title, date, byline, heading, paragraph, caption, notice, origin."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from claimsdb.reading.boilerplate import heads_links, is_caption, is_note, is_notice, is_shouted
from claimsdb.reading.bylines import is_about_writer, is_role, parse_byline, parse_unlabelled, persons
from claimsdb.reading.dates import date_prefix_length, is_date_line
from claimsdb.reading.live_blogs import begins_entries, mark_in_front, mark_of
from claimsdb.reading.origins import parse_origin
from claimsdb.reading.record import ArticleBlock, BlockKind
from claimsdb.reading.segmentation import Segment, split_segments
from claimsdb.reading.unseen import without_unseen
from claimsdb.reading.vocabulary import pattern

MAX_SEGMENTS_ABOVE_BYLINE = 3
"""A byline without a label stands below fewer segments than this: a title, a standfirst."""

MAX_TITLE_LENGTH = 300
MAX_HEADING_LENGTH = 100
MAX_STOPPED_HEADING_LENGTH = 60
MIN_REPEATED_WORDS = 3
"""The least words of a line that repeats the beginning of the title."""

# Headlines do without these, so a short sentence that has one is prose.
PROSE_WORDS = frozenset(
    "a an the this that these those he she it they we you i his her its their our my him them there here but "
    "is are was were be been am has have had do does did would could should might said says told added".split()
)

# The word before the full stop tells "Russia. He" from "Gov. Walz".
_SENTENCE_END = re.compile(r"(?:\b[a-z]\w+|\w{5,}|\d)[.!?]+[”’\"')]*\s+[“‘\"'(]*[^\W_a-z]|[。！？]")
_STOP = re.compile(r"[.!?。！？][”’»\"')\]]*\Z")
_OPEN_END = re.compile(r"[:;,،、…–—-][”’»\"')\]]*\Z|[”»\"]\Z")
_BULLET = re.compile(r"[•*–—-] ")
_LISTED = re.compile(r"[•*–—-]|\d+[.)]\s|[“«\"]")

# A headline of three words or more, a bar, and a name in capitals.
_SITE = re.compile(r"(?P<title>[^|\n]*?\w+(?: [^\s|]+){2,}?) *(?P<site>\| *[^\W\d_a-z][^|.?!\n]{1,40}(?:\.\w{2,4})?)")

_SITE_ALONE = re.compile(r"\| *[^|]{1,46}")

_COMPANY = re.compile(r"(?:About|ABOUT) ([^\W_a-z][^.?!]{1,60})(?<!\?):?")
LAST_OF_RELEASE = 3  # paragraphs
FEWEST_ABOVE_COMPANY = 2
FEWEST_ABOVE_WRITER, MOST_WRITERS = 1, 3
"""Of the paragraphs above what is said of a writer, and of those at the end that may say it."""

Kinds = list[BlockKind | None]


def classify_blocks(text: str, *, title: str = "") -> tuple[ArticleBlock, ...]:
    """The blocks of the text in order, each character of it that is not white space in one of them.

    `title` is the article's where that is known: then no other line is taken for one.
    """
    stretches, dated = _split_date_prefix(text, split_segments(text))
    stretches = _split_site(text, stretches, at=int(dated))
    words = [without_unseen(text[start:end]) for start, end in stretches]
    kinds = _classify_boilerplate(words)
    _mark_links(words, kinds)
    _mark_entries(words, kinds)
    place = 1 if dated else _find_title(words, kinds)
    if place is not None and title and not _is_wording_of(title, words[place]):
        place = None
    if place is not None:
        kinds[place] = BlockKind.TITLE
        _mark_repeats(words, kinds, title=words[place])
        _mark_unlabelled_byline(words, kinds, below=place)
    _mark_writers(words, kinds)
    _mark_company(words, kinds)
    _mark_sender(words, kinds)
    _mark_headings(words, kinds, stopped=place is not None and words[place].endswith("."))
    return tuple(
        ArticleBlock(kind or BlockKind.PARAGRAPH, start, end)
        for kind, (start, end) in zip(kinds, stretches, strict=True)
    )


def _split_date_prefix(text: str, stretches: list[Segment]) -> tuple[list[Segment], bool]:
    """The segments with a date before the title split off, and whether there was one."""
    if not stretches:
        return [], False
    (start, end), *others = stretches
    dated = start + date_prefix_length(text[start:end])
    title = end - len(text[dated:end].lstrip())
    if dated == start or title == end:
        return stretches, False
    return [(start, dated), (title, end), *others], True


def _split_site(text: str, stretches: list[Segment], *, at: int) -> list[Segment]:
    """The segments with the site's name split off the headline at `at`: "Troops move to border | Example Daily"."""
    if at >= len(stretches):
        return stretches
    start, end = stretches[at]
    if end - start <= MAX_TITLE_LENGTH and (found := _SITE.fullmatch(text[start:end])):
        return [
            *stretches[:at],
            (start, start + found.end("title")),
            (start + found.start("site"), end),
            *stretches[at + 1 :],
        ]
    return stretches


def _classify_boilerplate(words: Sequence[str]) -> Kinds:
    """The kinds of the segments that are not prose, None for the others.

    A bare date is the article's date only beside its title or byline; further down it heads an entry of a chronicle.
    """
    kinds: Kinds = []
    prose = 0
    for line in words:
        follows_byline = bool(kinds) and kinds[-1] is BlockKind.BYLINE
        kind = _boilerplate_kind(
            line, beside_title=prose < 2 or follows_byline, in_front=prose < MAX_SEGMENTS_ABOVE_BYLINE
        )
        if kind is None and ((follows_byline and is_role(line)) or (prose > 1 and is_shouted(line))):
            kind = BlockKind.NOTICE
        prose += kind is None and not (prose == 1 and parse_unlabelled(line))
        kinds.append(kind)
    return kinds


def _boilerplate_kind(words: str, *, beside_title: bool, in_front: bool) -> BlockKind | None:
    if _SITE_ALONE.fullmatch(words):
        return BlockKind.NOTICE
    if is_date_line(words, bare=beside_title):
        return BlockKind.DATE
    if is_note(words) and not parse_origin(words, start=0):
        return BlockKind.NOTICE
    if parse_byline(words, in_front=in_front):
        return BlockKind.BYLINE
    if parse_origin(words, start=0):
        return BlockKind.ORIGIN
    if is_caption(words):
        return BlockKind.CAPTION
    return BlockKind.NOTICE if is_notice(words) else None


def _mark_links(words: Sequence[str], kinds: Kinds) -> None:
    """Marks lists of other articles as notices: entries below a line that says so, of which none is a sentence."""
    for place, line in enumerate(words):
        if kinds[place] is BlockKind.NOTICE and heads_links(line):
            below = takewhile(lambda each: _BULLET.match(words[each]), range(place + 1, len(words)))
            entries = [each for each in below if kinds[each] is None]
            if not any(words[each].endswith(".") for each in entries):
                for each in entries:
                    kinds[each] = BlockKind.NOTICE


def _mark_entries(words: Sequence[str], kinds: Kinds) -> None:
    """Marks the lines by which the entries of a live blog begin, and those that head a day of them, as notices."""
    first = next((place for place, kind in enumerate(kinds) if kind is None), len(kinds))
    marks = {
        place: mark
        for place, (line, kind) in enumerate(zip(words, kinds, strict=True))
        if place > first and kind in (None, BlockKind.DATE) and (mark := mark_of(line))
    }
    inside = [mark for place, line in enumerate(words) if kinds[place] is None and (mark := mark_in_front(line))]
    if not begins_entries([*marks.values(), *inside]):
        return
    all_dated = all(mark.day for mark in marks.values())
    for place, mark in marks.items():
        is_of_article = kinds[place] is BlockKind.DATE and mark.day and not mark.without_year
        if not is_of_article or (all_dated and not mark.heads_entries):
            kinds[place] = BlockKind.NOTICE


def _find_title(words: Sequence[str], kinds: Kinds) -> int | None:
    """The index of the title: the first segment, or the second if that is a headline under a paragraph."""
    open_places = (place for place, kind in enumerate(kinds) if kind is None)
    first, second = next(open_places, None), next(open_places, None)
    if first is None or not _is_prose(words[first], alone=second is None):
        return first
    return second if second is not None and _is_headline(words[second]) else None


def _mark_repeats(words: Sequence[str], kinds: Kinds, *, title: str) -> None:
    """Marks repetitions of the title, or of its beginning under a picture, as captions: "North Korea will send 50"."""
    whole = _normalize(title)
    for place, line in enumerate(words):
        bare = _normalize(line)
        if kinds[place] is None and bare.count(" ") + 1 >= MIN_REPEATED_WORDS and whole.startswith(bare):
            kinds[place] = BlockKind.CAPTION


def _mark_unlabelled_byline(words: Sequence[str], kinds: Kinds, *, below: int) -> None:
    """Marks a name right below the title as the byline, if nothing else in the article is about whoever has it."""
    at = next((place for place in range(below + 1, len(words)) if kinds[place] is not BlockKind.DATE), below)
    if BlockKind.BYLINE in kinds or kinds[at] is not None or not (byline := parse_unlabelled(words[at])):
        return
    surname = re.compile(rf"\b{re.escape(byline.names.split()[-1])}\b", re.IGNORECASE)
    prose = [line for place, line in enumerate(words) if kinds[place] in (None, BlockKind.TITLE) and place != at]
    if len(prose) > 1 and not any(surname.search(line) for line in prose if not is_about_writer(line, [byline.names])):
        kinds[at] = BlockKind.BYLINE
        if at + 1 < len(words) and kinds[at + 1] is None and is_role(words[at + 1]):
            kinds[at + 1] = BlockKind.NOTICE


def _mark_writers(words: Sequence[str], kinds: Kinds) -> None:
    """Marks what is said at the end of whoever wrote the article as notices."""
    lines = [line for line, kind in zip(words, kinds, strict=True) if kind is BlockKind.BYLINE]
    bylines = [parse_byline(line, in_front=True) or parse_unlabelled(line) for line in lines]
    names = [name for byline in bylines if byline for name in persons(byline.names)]
    places = [place for place, kind in enumerate(kinds) if kind is None]
    for place in places[FEWEST_ABOVE_WRITER:][-MOST_WRITERS:]:
        if is_about_writer(words[place], names):
            kinds[place] = BlockKind.NOTICE


def _mark_company(words: Sequence[str], kinds: Kinds) -> None:
    """Marks what a press release says at its end of whoever sent it as notices: "About Example" and all below."""
    places = [place for place, kind in enumerate(kinds) if kind is None]
    for at, (place, below) in enumerate(pairwise(places)):
        found = _COMPANY.fullmatch(words[place])
        if (
            found
            and at >= FEWEST_ABOVE_COMPANY
            and found[1].split()[0].casefold() in words[below][:MAX_TITLE_LENGTH].casefold()
        ):
            for each in places[at:]:
                kinds[each] = BlockKind.NOTICE
            return


def _mark_sender(words: Sequence[str], kinds: Kinds) -> None:
    """Marks what a press release that has no "About Example" says at its end of its sender: "Example announces …" is
    its title, and "Example is a leading provider of …" begins its last paragraphs."""
    title = next((words[place] for place, kind in enumerate(kinds) if kind is BlockKind.TITLE), "")
    if not pattern("notices", "releases").match(title):
        return
    last = [place for place, kind in enumerate(kinds) if kind is None][FEWEST_ABOVE_COMPANY:][-LAST_OF_RELEASE:]
    for place in last:
        sender = pattern("notices", "senders").match(words[place])
        if sender and title.startswith(f"{sender['name']} "):
            for each in last[last.index(place) :]:
                kinds[each] = BlockKind.NOTICE
            return


def _mark_headings(words: Sequence[str], kinds: Kinds, *, stopped: bool) -> None:
    """Marks headlines above prose as headings. They have no full stop, unless the title ends in one (`stopped`)."""
    places = [place for place, kind in enumerate(kinds) if kind is None]
    for place, below in pairwise(places):
        if _is_headline(words[place], stopped=stopped) and not _is_headline(words[below], stopped=stopped):
            kinds[place] = BlockKind.HEADING


def _is_headline(words: str, *, stopped: bool = False) -> bool:
    if len(words) > MAX_HEADING_LENGTH or words[0].islower() or _LISTED.match(words):
        return False
    if _OPEN_END.search(words) or _SENTENCE_END.search(words):
        return False
    if _STOP.search(words):
        return (stopped or not words.endswith(".")) and _is_stopped_headline(words)
    return True


def _is_stopped_headline(words: str) -> bool:
    """One short clause in the manner of headlines: "North Korea sends weapons to Russia."."""
    tokens = words.casefold().split()
    return len(words) <= MAX_STOPPED_HEADING_LENGTH and len(tokens) > 1 and PROSE_WORDS.isdisjoint(tokens)


def _is_prose(words: str, *, alone: bool) -> bool:
    """Too long for a title; or several sentences of which the last is finished, if long or the only stretch."""
    if len(words) > MAX_TITLE_LENGTH:
        return True
    sentences = bool(_STOP.search(words)) and bool(_SENTENCE_END.search(words))
    return sentences and (alone or len(words) > MAX_HEADING_LENGTH)


def _is_wording_of(title: str, line: str) -> bool:
    """Whether most words of the line are the title's, which may have been corrected since."""
    known, found = set(_normalize(title).split()), set(_normalize(line).split())
    return len(known & found) * 2 >= len(found)


def _normalize(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
