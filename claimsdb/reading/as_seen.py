"""A text as a reader sees it, and where in the text each of that stands: white space, quotation marks, apostrophes,
dashes and dots in one form, letters with their accents as one character, and nothing that has no width."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ALIKE = (
    "\"“”„‟«»″＂",
    "'‘’‚‛′´`ʼ＇",
    "-‐‑‒–—―−﹘－",
)  # fmt: skip
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and what else has no width
ACCENTS = "\u0300-\u036f"

FIRST_OF = str.maketrans({character: alike[0] for alike in ALIKE for character in alike[1:]})
NOTHING = dict.fromkeys(map(ord, UNSEEN))
# What stands for one character though it is more of them, or none.
PIECE = re.compile(
    rf"(?P<blank>[{UNSEEN}]*\s[\s{UNSEEN}]*)|(?P<unseen>[{UNSEEN}]+)|(?P<dots>\.\.\.)|(?P<accented>.[{ACCENTS}]+)"
)

Span = tuple[int, int]


class Piece(NamedTuple):
    """A stretch of the text that is not as it is seen, and where its image is."""

    seen: Span
    printed: Span


@dataclass(frozen=True, slots=True)
class Seen:
    """`words` is what is seen; every span of it stands somewhere in the text."""

    words: str
    pieces: tuple[Piece, ...]

    def printed(self, span: Span) -> Span:
        """Where in the text this is, without what has no width around it."""
        return self._place(span[0])[0], self._place(span[1] - 1)[1]

    def _place(self, at: int) -> Span:
        """Of the text, what is seen as the character at this place."""
        before = bisect_right(self.pieces, at, key=lambda piece: piece.seen[0])
        seen, printed = self.pieces[before - 1] if before else Piece((0, 0), (0, 0))
        if at < seen[1]:
            return printed
        start = printed[1] + at - seen[1]
        return start, start + 1


@lru_cache(maxsize=16)  # an article, and what is looked for in it
def as_seen(text: str) -> Seen:
    """The whole of it, in time linear in its length."""
    words, pieces, done, length = [], [], 0, 0
    for found in PIECE.finditer(text):
        start, end = found.span()
        image = _image(found)
        if image == found[0]:
            continue
        length += start - done
        words += [text[done:start], image]
        pieces.append(Piece((length, length + len(image)), (start, end)))
        length += len(image)
        done = end
    words.append(text[done:])
    return Seen("".join(words).translate(FIRST_OF), tuple(pieces))


def words_as_seen(words: str) -> str:
    """What is to be looked for: without the blanks around it."""
    return as_seen(words).words.strip()


def _image(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "blank":
            return " "
        case "unseen":
            return ""
        case "dots":
            return "…"
        case _:
            return unicodedata.normalize("NFC", found[0].translate(NOTHING))
