"""The stretches of an article that are read for claims, parsed one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.results import FoundDate, FoundQuantity
from claimsdb.extraction.text.quotation_marks import marked
from claimsdb.extraction.text.truecasing import common_words, sentence_case
from claimsdb.reading import ArticleRecord, BlockKind

Written = TypeVar("Written", FoundQuantity, FoundDate)

READ = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH})
APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)|(?<=s)’(?= \w)")
NO_WORD = re.compile(r"\S{200,}")
LONGEST = 5_000  # characters a parse; the memory of the parser grows with the length of what it is given


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch in quotation marks: `inner` without the marks, `outer` with them."""

    inner: Span
    outer: Span
    closed: bool

    def __contains__(self, token: Token) -> bool:
        return self.outer.start <= token.i < self.outer.end


@dataclass(frozen=True)
class Passage:
    """One parsed block. `offset` is where it begins in the article, `text` its words as they are written there;
    the parse may show them with plainer marks, at the same places."""

    kind: BlockKind
    offset: int
    text: str
    doc: Doc
    quotations: tuple[Quoted, ...] = field(default=())

    def written(self, words: Span) -> str:
        return self.text[words.start_char : words.end_char]

    def as_found(self, found: Written) -> Written:
        """A figure or a time with its words as the article has them."""
        start, end = found.span.start - self.offset, found.span.end - self.offset
        return replace(found, as_written=self.text[start:end])

    def quotation_at(self, token: Token) -> Quoted | None:
        return self._quoted.get(token.i)

    @cached_property
    def _quoted(self) -> dict[int, Quoted]:
        return {i: quoted for quoted in self.quotations for i in range(quoted.outer.start, quoted.outer.end)}


def passages(record: ArticleRecord, *, nlp: Language) -> tuple[Passage, ...]:
    stretches = [
        (block.kind, start, end)
        for block in record.blocks
        if block.kind in READ
        for start, end in pieces(record.text, block.start, block.end)
    ]
    texts = [record.text[start:end] for _, start, end in stretches]
    docs = nlp.pipe(map(plain, as_sentences(stretches, texts)))
    return tuple(
        Passage(kind, start, text, doc, quotations_of(text, doc))
        for (kind, start, _), text, doc in zip(stretches, texts, docs, strict=True)
    )


def as_sentences(stretches: list[tuple[BlockKind, int, int]], texts: list[str]) -> Iterator[str]:
    """The texts with the capitals of sentences in headlines too."""
    kinds = [kind for kind, _, _ in stretches]
    common = common_words(text for kind, text in zip(kinds, texts, strict=True) if kind is BlockKind.PARAGRAPH)
    for kind, text in zip(kinds, texts, strict=True):
        yield text if kind is BlockKind.PARAGRAPH else sentence_case(text, common)


def plain(text: str) -> str:
    """The text as the parser reads it best, as long as before: it takes a curly apostrophe for a quotation mark, and
    its tokenizer's time grows with the square of a word's length."""
    text = APOSTROPHE.sub("'", text).replace("\N{NO-BREAK SPACE}", " ")
    return NO_WORD.sub(lambda run: " " * len(run[0]), text)


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """text[start:end] in pieces that the parser can take, cut at a sentence's end or at least at a blank."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + 1, start + LONGEST) + 1 for mark in (". ", " "))
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def quotations_of(text: str, doc: Doc) -> tuple[Quoted, ...]:
    found = []
    for mark in marked(text):
        inner = doc.char_span(mark.inner_start, mark.inner_end, alignment_mode="contract")
        outer = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if inner is not None and outer is not None and len(inner):
            found.append(Quoted(inner, outer, mark.closed))
    return tuple(found)
