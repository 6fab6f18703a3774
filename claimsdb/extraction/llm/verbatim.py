"""The one test that every word of an answer must pass: it stands in the article."""

import re
from collections.abc import Iterator

from claimsdb.extraction.results import Span

# One character for one, so that places stay. Models straighten quotation marks and join lines however they are asked;
# what is kept are the article's own characters.
STRAIGHT = str.maketrans("“”„«»‘’‚\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\n\r\t–—", '"""""\'\'\'     --')

# Thai, kana and Han are written without blanks: there any place may be a word's end.
LETTER = r"[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
# A place within a word or a number: "he" is not in "the", nor "000" in "3,000".
INSIDE = re.compile(rf"(?<={LETTER})(?={LETTER})|(?<=\d)(?=[.,]\d)|(?<=\d[.,])(?=\d)")

MOST_PLACES = 1_000  # of the same words in a paragraph; more tell nothing, and an article may repeat one letter
REACH = 300  # characters back in which the words before a place are looked for


class Verbatim:
    """An article's text to look words up in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._straight = text.translate(STRAIGHT)

    def places(self, words: str, *, within: Span) -> Iterator[Span]:
        """Every place of the words inside a stretch, in order; words that begin or end inside another do not count."""
        words = words.translate(STRAIGHT).strip()
        if not any(map(str.isalnum, words)):
            return
        start = within.start - 1
        for _ in range(MOST_PLACES):
            start = self._straight.find(words, start + 1, within.end)
            if start < 0:
                return
            end = start + len(words)
            if not INSIDE.match(self.text, start) and not INSIDE.match(self.text, end):
                yield Span(start, end)

    def follows(self, place: Span, words: str) -> bool:
        """Whether the words stand right before the place."""
        words = words.translate(STRAIGHT).strip()
        return bool(words) and self._straight[max(0, place.start - REACH) : place.start].rstrip().endswith(words)
