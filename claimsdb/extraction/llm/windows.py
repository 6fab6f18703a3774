"""The stretches of an article that a model is shown at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from claimsdb.extraction.results import Span
from claimsdb.extraction.text.passages import READ, pieces
from claimsdb.reading import ArticleRecord

LARGEST = 12_000  # characters; a long article in one piece makes models skip claims and cut their answers short


@dataclass(frozen=True, slots=True)
class PromptWindow:
    """Paragraphs that stand beside each other; a claim lies inside one of them."""

    paragraphs: tuple[Span, ...]

    @property
    def whole(self) -> Span:
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)

    def halves(self) -> tuple["PromptWindow", ...]:
        """The window in two, or alone where it has one paragraph."""
        middle = len(self.paragraphs) // 2
        return (PromptWindow(self.paragraphs[:middle]), PromptWindow(self.paragraphs[middle:])) if middle else (self,)


def windows(record: ArticleRecord) -> Iterator[PromptWindow]:
    """Title, headings and paragraphs, cut between paragraphs; a paragraph too long for a parse between sentences."""
    together: list[Span] = []
    for paragraph in paragraphs(record):
        if together and paragraph.end - together[0].start > LARGEST:
            yield PromptWindow(tuple(together))
            together = []
        together.append(paragraph)
    if together:
        yield PromptWindow(tuple(together))


def paragraphs(record: ArticleRecord) -> Iterator[Span]:
    for block in record.blocks:
        if block.kind in READ:
            yield from (Span(start, end) for start, end in pieces(record.text, block.start, block.end))
