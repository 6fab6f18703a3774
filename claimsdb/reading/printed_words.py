"""Words found in a text as a reader sees them: white space, quotation marks, apostrophes, dashes and dots count alike,
however they are typed, and so do letters with their accents as one character or two. Case counts only where both are
there: "kremlin" finds "Kremlin", and "US" finds no "us" as long as there is "US".
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz, process

ALIKE = (
    "\"“”„‟«»″＂",
    "'‘’‚‛′´`ʼ＇",
    "-‐‑‒–—―−﹘－",
)  # fmt: skip
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and what else has no width

# Thai, kana and Han are written without blanks: there any place may be a word's end.
LETTER = r"[^\W\d_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
# A place within a word or a number: "he" is not in "the", nor "000" in "3,000".
INSIDE_WORD = re.compile(rf"(?<={LETTER})(?={LETTER})|(?<=\d)(?=\d|[.,]\d)|(?<=\d[.,])(?=\d)|(?=[\u0300-\u036f])")

WORD = re.compile(r"\S+")
NEAREST = 3
MIN_SIMILARITY = 60  # of 100

Span = tuple[int, int]


def find_printed(words: str, text: str) -> list[Span]:
    """The places at which a reader finds the words, in order; those in their own case, if there are any."""
    pattern = _pattern(words) if _fits(words, text) else ""
    if not pattern:
        return []
    return _whole_words(re.compile(pattern), text) or _whole_words(re.compile(pattern, re.IGNORECASE), text)


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
    pattern = _pattern(words) if _fits(words, other) else ""
    return bool(pattern) and re.fullmatch(rf"\s*{pattern}\s*", other, re.IGNORECASE) is not None


def nearest_printed(words: str, text: str) -> list[str]:
    """What the text has that is most like the words and has as many of them; the best first, empty if nothing is."""
    count = len(words.split())
    starts = [found.span() for found in WORD.finditer(text)]
    stretches = {
        " ".join(text[starts[first][0] : starts[first + count - 1][1]].split()).strip(".,;:!?\"“”()")
        for first in range(len(starts) - count + 1)
    } if count else set()  # fmt: skip
    best = process.extract(
        words, sorted(stretches), scorer=fuzz.ratio, processor=str.casefold, limit=NEAREST, score_cutoff=MIN_SIMILARITY
    )
    return [stretch for stretch, _, _ in best]


def _whole_words(pattern: re.Pattern[str], text: str) -> list[Span]:
    spans = (found.span() for found in pattern.finditer(text))
    return [span for span in spans if not any(INSIDE_WORD.match(text, end) for end in span)]


@lru_cache(maxsize=256)
def _pattern(words: str) -> str:
    """A regular expression for the words as they may be printed; empty where there is nothing to be seen."""
    between = rf"[{UNSEEN}]*"
    printed = [between.join(map(_printed, word)) for word in _seen(words).split()]
    return rf"{between}\s{between}\s*".join(printed)


def _fits(words: str, text: str) -> bool:
    """Whether the text may have each character of the words. A pattern costs time and memory by its length."""
    return len("".join(_seen(words).split())) <= len(text)


def _seen(words: str) -> str:
    return unicodedata.normalize("NFC", words).translate(dict.fromkeys(map(ord, UNSEEN))).replace("...", "…")


def _printed(character: str) -> str:
    for alike in ALIKE:
        if character in alike:
            return f"[{re.escape(alike)}]"
    if character == "…":
        return r"(?:…|\.\.\.)"
    apart = unicodedata.normalize("NFD", character)
    return re.escape(character) if apart == character else f"(?:{re.escape(character)}|{re.escape(apart)})"
