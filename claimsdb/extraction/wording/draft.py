"""What a wording is made of: the content's words, some of them replaced, behind an opening."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.text.dependency_parse import noun_phrase_span
from claimsdb.extraction.text.passages import Passage

Words = Mapping[int, str]  # what stands for a token, by its place; empty where it is left out


@dataclass(frozen=True)
class Opening:
    """What the sentence begins with, and how many tokens of the content that stands for."""

    text: str = ""
    skipped: int = 0


@dataclass(frozen=True)
class Material:
    """A content to be worded, with what is known around it."""

    candidate: ClaimCandidate
    passage: Passage
    coreference: Coreference

    @property
    def content(self) -> Span:
        return self.candidate.content

    @property
    def speaker(self) -> Token | None:
        """Whose words they are, if one person's or body's."""
        claimants = self.candidate.claimants
        return claimants[0].head if len(claimants) == 1 else None

    def text_of(self, words: Span) -> str:
        return self.coreference.passage_of(words.doc).text_of(words)

    def phrase(self, noun: Token) -> str:
        """The noun phrase as written, or in brackets the name behind a pronoun."""
        name = self.name_behind(noun) if noun.pos_ == "PRON" else ""
        return f"[{name}]" if name else self.text_of(noun_phrase_span(noun))

    def name_behind(self, pronoun: Token) -> str:
        """The name of whom the pronoun means, empty where that is not known or has none."""
        name = self.coreference.resolve(pronoun, pronoun.doc[pronoun.i : pronoun.i + 1]).name
        return name if name[:1].isupper() and name.lower() != pronoun.lower_ else ""


def render(material: Material, opening: Opening, words: Words, *, without: Span | None) -> str:
    """The opening and the content behind it, `without` an interrupting cue."""
    content = material.content[opening.skipped :]
    inside = without is not None and content.start < without.start < without.end < content.end
    spans = (
        [content.doc[content.start : without.start], content.doc[without.end : content.end]]
        if without and inside
        else [content]
    )
    parts = ("".join(pieces(material.passage, span, words)) for span in spans)
    told = " ".join(filter(None, (part.strip(" ,“”\"'") if inside else part for part in parts)))
    return f"{opening.text} {told}" if opening.text else told


def pieces(passage: Passage, span: Span, words: Words) -> Iterator[str]:
    for token in span:
        text = words.get(token.i, passage.text_of(span.doc[token.i : token.i + 1]))
        yield text + (token.whitespace_ if text else "")
