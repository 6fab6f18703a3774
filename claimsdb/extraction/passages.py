"""The stretches of an article that are read for claims, parsed one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.quotation_marks import marked
from claimsdb.reading import ArticleRecord, BlockKind

READ = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH})
LONGEST = 10_000  # characters a parse; the memory of the parser grows with the length of what it is given


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
    """One parsed block; `offset` is where it begins in the article."""

    kind: BlockKind
    offset: int
    doc: Doc
    quotations: tuple[Quoted, ...] = field(default=())

    def quotation_at(self, token: Token) -> Quoted | None:
        return next((quoted for quoted in self.quotations if token in quoted), None)


def passages(record: ArticleRecord, *, nlp: Language) -> tuple[Passage, ...]:
    stretches = [(block.kind, start, end) for block in record.blocks if block.kind in READ for start, end in pieces(record.text, block.start, block.end)]
    docs = nlp.pipe(record.text[start:end] for _, start, end in stretches)
    return tuple(
        Passage(kind, start, doc, quotations_of(doc)) for (kind, start, _), doc in zip(stretches, docs, strict=True)
    )


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """text[start:end] in pieces that the parser can take, cut at a sentence's end or at least at a blank."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + 1, start + LONGEST) + 1 for mark in (". ", " "))
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def quotations_of(doc: Doc) -> tuple[Quoted, ...]:
    found = []
    for mark in marked(doc.text):
        inner = doc.char_span(mark.inner_start, mark.inner_end, alignment_mode="contract")
        outer = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if inner is not None and outer is not None and len(inner):
            found.append(Quoted(inner, outer, mark.closed))
    return tuple(found)
