"""The one test that every word of an answer must pass: it stands in the article."""

from collections.abc import Iterator

from claimsdb.extraction.results import Span

# One character for one, so that places stay. Models straighten quotation marks and join lines however they are asked;
# what is kept are the article's own characters.
STRAIGHT = str.maketrans("“”„«»‘’‚\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\n\r\t–—", "\"\"\"\"\"'''     --")


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
        start = self._straight.find(words, within.start, within.end)
        while start >= 0:
            end = start + len(words)
            if not self._splits_word(start) and not self._splits_word(end):
                yield Span(start, end)
            start = self._straight.find(words, start + 1, within.end)

    def follows(self, place: Span, words: str) -> bool:
        """Whether the words stand right before the place."""
        before = self._straight[: place.start].rstrip() if len(words) < 200 else ""
        return bool(words.strip()) and before.endswith(words.translate(STRAIGHT).strip())

    def _splits_word(self, at: int) -> bool:
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()
