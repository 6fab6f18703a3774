"""Lookup of an answer's words in the article, letter by letter but for quotation marks, dashes and blanks."""

import re
from collections.abc import Iterator

from claimsdb.extraction.results import TextSpan

# One character for one, so that places stay. Models straighten quotation marks and join lines however they are asked;
# what is kept are the article's own characters.
PLAIN_CHARACTERS = str.maketrans("“”„«»‘’‚\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\n\r\t–—", '"""""\'\'\'     --')

# Thai, kana and Han are written without blanks: there any place may be a word's end.
LETTER = r"[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
# A place within a word or a number: "he" is not in "the", nor "000" in "3,000".
INSIDE_WORD = re.compile(rf"(?<={LETTER})(?={LETTER})|(?<=\d)(?=[.,]\d)|(?<=\d[.,])(?=\d)")

MAX_PLACES = 1_000  # of the same words in a paragraph; more tell nothing, and an article may repeat one letter
MAX_LOOKBEHIND = 300  # characters back in which the words before a place are looked for


class VerbatimText:
    """An article's text to look words up in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._straight = text.translate(PLAIN_CHARACTERS)

    def places(self, words: str, *, within: TextSpan) -> Iterator[TextSpan]:
        """Every place of the words inside a stretch, in order; words that begin or end inside another do not count."""
        words = words.translate(PLAIN_CHARACTERS).strip()
        if not any(map(str.isalnum, words)):
            return
        start = within.start - 1
        for _ in range(MAX_PLACES):
            start = self._straight.find(words, start + 1, within.end)
            if start < 0:
                return
            end = start + len(words)
            if not INSIDE_WORD.match(self.text, start) and not INSIDE_WORD.match(self.text, end):
                yield TextSpan(start, end)

    def follows(self, position: TextSpan, words: str) -> bool:
        """Whether the words stand right before the place."""
        words = words.translate(PLAIN_CHARACTERS).strip()
        return bool(words) and self._straight[
            max(0, position.start - MAX_LOOKBEHIND) : position.start
        ].rstrip().endswith(words)
