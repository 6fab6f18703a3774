"""The passages of an article that may hold claims, each parsed by spaCy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.results import FoundDate, FoundQuantity
from claimsdb.extraction.text.quotation_marks import find_quotations
from claimsdb.extraction.text.truecasing import find_common_words, truecase_headline
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.reading import ArticleBlock, ArticleRecord, BlockKind, start_of_report

Found = TypeVar("Found", FoundQuantity, FoundDate)
Stretch = tuple[BlockKind, int, int]

BLOCKS_WITH_CLAIMS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH})
APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)|(?<=s)’(?= \w)")
BETWEEN_SPEAKERS = re.compile(
    rf";(?=\s+(?:(?:the|a|an|its|his|her|their)\s+)?(?:[\w'-]+\s+){{1,5}}?(?:{'|'.join(sorted(lexicon().parting))})\s)"
)
OVERLONG_WORD = re.compile(r"\S{200,}")
MAX_PARSE_LENGTH = 5_000  # characters a parse; the memory of the parser grows with the length of what it is given
MAX_BATCH_LENGTH = 20_000  # characters parsed in one batch, for the same reason; most articles are one batch
MAX_PART_LENGTH = 60_000  # characters whose parses are held at once; only books and minutes have more than one part
BORDERS = (re.compile(r"[.!?][\"”’')]*\s"), re.compile(r"[;:,\N{EM DASH}]\s"), re.compile(r"\s"))
"""Where a stretch too long for the parser is cut, the best first: between sentences, clauses, words."""


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words in quotation marks: `inner` without the marks, `outer` with them."""

    inner: Span
    outer: Span
    closed: bool

    def __contains__(self, token: Token) -> bool:
        return self.outer.start <= token.i < self.outer.end


@dataclass(frozen=True)
class Passage:
    """One parsed block. `offset` is its first code point in the article, `text` its words as written there.

    The text of `doc` is as long but normalized: plain apostrophes, truecased headlines.
    """

    kind: BlockKind
    offset: int
    text: str
    doc: Doc
    quotations: tuple[QuotedSpan, ...] = field(default=())

    def text_of(self, words: Span) -> str:
        return self.text[words.start_char : words.end_char]

    def with_original_words(self, found: Found) -> Found:
        """A quantity or date of the normalized text, with the article's own words."""
        start, end = found.span.start - self.offset, found.span.end - self.offset
        return replace(found, as_written=self.text[start:end])

    def quotation_at(self, token: Token) -> QuotedSpan | None:
        return self._quoted.get(token.i)

    @cached_property
    def _quoted(self) -> dict[int, QuotedSpan]:
        return {i: quoted for quoted in self.quotations for i in range(quoted.outer.start, quoted.outer.end)}


def parse_passages(record: ArticleRecord, *, nlp: Language) -> Iterator[tuple[Passage, ...]]:
    """The passages in reading order, a part of the article at a time: parses are large, and are held for one part."""
    stretches: list[Stretch] = [
        (block.kind, start, end)
        for block in record.blocks
        if block.kind in BLOCKS_WITH_CLAIMS
        for start, end in split_for_parser(record.text, start_of_block(record.text, block), block.end)
    ]
    texts = [record.text[start:end] for _, start, end in stretches]
    normalized = [normalize_for_parser(text) for text in truecase_headlines(stretches, texts)]
    for part in runs_of_length(normalized, MAX_PART_LENGTH):
        docs = parse(normalized[part], nlp=nlp)
        yield tuple(
            Passage(kind, start, text, doc, align_quotations(text, doc))
            for (kind, start, _), text, doc in zip(stretches[part], texts[part], docs, strict=True)
        )


def parse(texts: list[str], *, nlp: Language) -> Iterator[Doc]:
    for batch in runs_of_length(texts, MAX_BATCH_LENGTH):
        yield from nlp.pipe(texts[batch])


def runs_of_length(texts: list[str], limit: int) -> Iterator[slice]:
    """Slices that together are all the texts, each of as many as have at most `limit` characters, or of one."""
    first, length = 0, 0
    for number, text in enumerate(texts):
        if number > first and length + len(text) > limit:
            yield slice(first, number)
            first, length = number, 0
        length += len(text)
    if texts:
        yield slice(first, len(texts))


def truecase_headlines(stretches: list[Stretch], texts: list[str]) -> Iterator[str]:
    """The texts, headlines truecased."""
    kinds = [kind for kind, _, _ in stretches]
    common = find_common_words(text for kind, text in zip(kinds, texts, strict=True) if kind is BlockKind.PARAGRAPH)
    for kind, text in zip(kinds, texts, strict=True):
        yield text if kind is BlockKind.PARAGRAPH else truecase_headline(text, common)


def normalize_for_parser(text: str) -> str:
    """The text normalized for the parser, same length.

    A curly apostrophe would be taken for a quotation mark; overlong words are blanked, as the time of the tokenizer
    grows with the square of a word's length. A semicolon ends a sentence where somebody else has the word behind it.
    """
    text = APOSTROPHE.sub("'", text).replace("\N{NO-BREAK SPACE}", " ")
    text = BETWEEN_SPEAKERS.sub(lambda run: "." if is_outside_quotations(text, run.start()) else run[0], text)
    return OVERLONG_WORD.sub(lambda run: " " * len(run[0]), text)


def start_of_block(text: str, block: ArticleBlock) -> int:
    """Where a block begins behind its dateline, which is no part of its first sentence."""
    return start_of_report(text, block.start, block.end, in_prose=block.kind is BlockKind.PARAGRAPH)


def is_outside_quotations(text: str, at: int) -> bool:
    before = text[:at]
    return before.count('"') % 2 == 0 and before.count("“") <= before.count("”")


def split_for_parser(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """text[start:end] in (start, end) pieces of at most MAX_PARSE_LENGTH, which follow each other without a gap."""
    while end - start > MAX_PARSE_LENGTH:
        cut = find_cut(text, start, start + MAX_PARSE_LENGTH)
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def find_cut(text: str, start: int, limit: int) -> int:
    """Where a piece that begins at `start` and may go on up to `limit` ends: at the best border in its second half."""
    middle = (start + limit) // 2
    for border in BORDERS:
        if ends := [found.end() for found in border.finditer(text, middle, limit)]:
            return ends[-1]
    return limit


def align_quotations(text: str, doc: Doc) -> tuple[QuotedSpan, ...]:
    found = []
    for mark in find_quotations(text):
        inner = doc.char_span(mark.inner_start, mark.inner_end, alignment_mode="contract")
        outer = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if inner is not None and outer is not None and len(inner):
            found.append(QuotedSpan(inner, outer, mark.closed))
    return tuple(found)
