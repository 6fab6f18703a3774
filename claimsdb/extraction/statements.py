"""What the article says in its own voice: clauses that hold a figure or that name somebody who does something."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.atoms import atoms
from claimsdb.extraction.borders import trimmed
from claimsdb.extraction.findings import Finding
from claimsdb.extraction.grammar import is_finite, is_verbal
from claimsdb.extraction.passages import Passage
from claimsdb.reading import BlockKind
from claimsdb.vocabulary import Stance, Voice

PARTICIPLES = frozenset({"VBG", "VBN"})
ADDRESS = frozenset({"i", "we", "you", "our", "your", "my", "us", "me"})
OPEN_QUESTION = frozenset({"uncertain", "unclear", "unknown"})


def findings(passage: Passage, *, taken: list[tuple[int, int]], names_somebody: Callable[[Span], bool]) -> Iterator[Finding]:
    """`taken` are the token ranges of the passage's attributed claims with their cues and speakers."""
    for sentence in passage.doc.sents:
        for atom in atoms(sentence, relatives=True):
            if not any(start < atom.end and atom.start < end for start, end in taken) and is_claim(atom, passage, names_somebody):
                yield Finding(atom, rule_of(passage), stance=stance_of(atom), voice=Voice.ARTICLE, whole=True)


def rule_of(passage: Passage) -> str:
    return "statement" if passage.kind is BlockKind.PARAGRAPH else "headline"


def is_claim(atom: Span, passage: Passage, names_somebody: Callable[[Span], bool]) -> bool:
    words = [token for token in atom if token.is_alpha or token.like_num]
    if len(words) < 4 or atom[-1].text == "?" or passage.quotation_at(atom.root):
        return False
    if any(token.lower_ in ADDRESS for token in atom) or is_command(atom):
        return False
    states = any(is_verbal(token) and (is_finite(token) or token.tag_ in PARTICIPLES) for token in atom)
    return states and (any(token.like_num for token in atom) or names_somebody(atom))


def is_command(atom: Span) -> bool:
    return atom.root.tag_ == "VB" and atom.root.i == trimmed(atom).start


def stance_of(atom: Span) -> Stance:
    if any(token.lower_ in OPEN_QUESTION for token in atom):
        return Stance.QUESTIONS
    return Stance.PREDICTS if is_future(atom.root) else Stance.ASSERTS


def is_future(verb: Token) -> bool:
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return bool(auxiliaries & {"will", "could", "might", "may", "’ll", "'ll"}) or (verb.lemma_ == "expect" and verb.tag_ == "VBN")
