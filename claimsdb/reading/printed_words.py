"""Words found in a text as a reader sees them, however they are typed (`claimsdb.reading.as_seen`). Case counts only
where both are there: "kremlin" finds "Kremlin", and "US" finds no "us" as long as there is "US".
"""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from claimsdb.reading.as_seen import ACCENTS, Seen, Span, as_seen, words_as_seen

# Thai, kana and Han are written without blanks: there any place may be a word's end.
LETTER = r"[^\W\d_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
# A place within a word or a number: "he" is not in "the", nor "000" in "3,000".
INSIDE_WORD = re.compile(rf"(?<={LETTER})(?={LETTER})|(?<=\d)(?=\d|[.,]\d)|(?<=\d[.,])(?=\d)|(?=[{ACCENTS}])")

WORD = re.compile(r"\S+")
NEAREST = 3
MIN_SIMILARITY = 60  # of 100
LONGEST = 1_000  # characters of words that something like them is looked for


def find_printed(words: str, text: str) -> list[Span]:
    """The places at which a reader finds the words, in order; those in their own case, if there are any."""
    looked_for = words_as_seen(words)
    if not looked_for or len(looked_for) > len(text):
        return []
    seen = as_seen(text)
    return _whole_words(looked_for, seen.words, seen, text) or _whole_words(
        _without_case(looked_for), _without_case(seen.words), seen, text
    )


def widened(span: Span, text: str) -> Span:
    """The span, begun earlier and ended later where it would cut a word or a number."""
    start, end = span
    while INSIDE_WORD.match(text, start):
        start -= 1
    while INSIDE_WORD.match(text, end):
        end += 1
    return start, end


def reads_alike(words: str, other: str) -> bool:
    """Whether a reader sees the same words, in whatever case."""
    seen = words_as_seen(words)
    return bool(seen) and _without_case(seen) == _without_case(words_as_seen(other))


def nearest_printed(words: str, text: str) -> list[str]:
    """What the text has that is most like the words and has as many of them; the best first, empty if nothing is, and
    for words as long as a page."""
    count = len(words.split()) if len(words) <= LONGEST else 0
    starts = [found.span() for found in WORD.finditer(text)]
    stretches = {
        " ".join(text[starts[first][0] : starts[first + count - 1][1]].split()).strip(".,;:!?\"“”()")
        for first in range(len(starts) - count + 1)
    } if count else set()  # fmt: skip
    best = process.extract(
        words, sorted(stretches), scorer=fuzz.ratio, processor=str.casefold, limit=NEAREST, score_cutoff=MIN_SIMILARITY
    )
    return [stretch for stretch, _, _ in best]


def _whole_words(words: str, seen_words: str, seen: Seen, text: str) -> list[Span]:
    spans = (seen.printed((start, start + len(words))) for start in _places(words, seen_words))
    return [span for span in spans if not any(INSIDE_WORD.match(text, end) for end in span)]


def _places(words: str, text: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))


def _without_case(words: str) -> str:
    """As long as it was: letters of which one alone becomes two stay as they are."""
    lowered = words.lower()
    return lowered if len(lowered) == len(words) else "".join(_lowered(character) for character in words)


def _lowered(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character
