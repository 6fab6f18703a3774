"""Prompt windows: runs of paragraphs that fit into one prompt."""

from collections.abc import Iterator
from dataclasses import dataclass

from claimsdb.extraction.results import TextSpan
from claimsdb.extraction.text.passages import BLOCKS_WITH_CLAIMS, split_for_parser
from claimsdb.reading import ArticleRecord

MAX_WINDOW_LENGTH = (
    12_000  # characters; a long article in one piece makes models skip claims and cut their answers short
)


@dataclass(frozen=True, slots=True)
class PromptWindow:
    """Consecutive paragraphs; a claim lies inside one of them."""

    paragraphs: tuple[TextSpan, ...]

    @property
    def whole(self) -> TextSpan:
        return TextSpan(self.paragraphs[0].start, self.paragraphs[-1].end)

    def halves(self) -> tuple["PromptWindow", ...]:
        """The window in two, or alone where it has one paragraph."""
        middle = len(self.paragraphs) // 2
        return (PromptWindow(self.paragraphs[:middle]), PromptWindow(self.paragraphs[middle:])) if middle else (self,)


def split_into_windows(record: ArticleRecord) -> Iterator[PromptWindow]:
    """Title, headings and paragraphs, cut between paragraphs; a paragraph too long for a parse between sentences."""
    together: list[TextSpan] = []
    for paragraph in iter_paragraphs(record):
        if together and paragraph.end - together[0].start > MAX_WINDOW_LENGTH:
            yield PromptWindow(tuple(together))
            together = []
        together.append(paragraph)
    if together:
        yield PromptWindow(tuple(together))


def iter_paragraphs(record: ArticleRecord) -> Iterator[TextSpan]:
    for block in record.blocks:
        if block.kind in BLOCKS_WITH_CLAIMS:
            yield from (TextSpan(start, end) for start, end in split_for_parser(record.text, block.start, block.end))
