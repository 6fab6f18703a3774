"""What the article says in its own voice: clauses that hold a figure or that name somebody who does something."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Stance, Voice
from claimsdb.extraction.attribution.speakers import is_citing
from claimsdb.extraction.candidates import Finding
from claimsdb.extraction.text.dependency_parse import children, has_subject, is_finite, is_verbal
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.text.propositions import atoms
from claimsdb.extraction.text.span_trimming import trimmed
from claimsdb.reading import BlockKind

PARTICIPLES = frozenset({"VBG", "VBN"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
POINTING = frozenset({"he", "she", "they", "their", "both", "it", "its", "this", "these", "such"})
ADDRESS = frozenset({"i", "we", "you", "our", "your", "my", "us", "me"})
SHORTEST = 4  # words of a statement
OPEN_QUESTION = frozenset({"uncertain", "unclear", "unknown"})


def findings(passage: Passage, *, taken: list[Span], names_somebody: Callable[[Span], bool]) -> Iterator[Finding]:
    """`taken` are the stretches of the passage that attributed claims use up: their cues and contents."""
    for sentence in sentences(passage):
        for atom in atoms(sentence):
            rest = remaining(atom, taken)
            if rest is None:
                continue
            rest = without_lead(rest)
            if is_claim(rest, passage, names_somebody):
                yield Finding(rest, rule_of(passage), stance=stance_of(rest), voice=Voice.ARTICLE, whole=True)


def sentences(passage: Passage) -> Iterator[Span]:
    """The passage's sentences, parted at semicolons, and in headlines at "as": "Troops leave as Kim visits Moscow"."""
    doc, start = passage.doc, 0
    for token in doc:
        parts = token.text == ";" or (passage.kind is BlockKind.TITLE and is_tie(token))
        if parts or token.i + 1 == len(doc) or doc[token.i + 1].is_sent_start:
            if token.i + (not parts) > start:
                yield doc[start : token.i + (not parts)]
            start = token.i + 1


def is_tie(token: Token) -> bool:
    return token.lower_ == "as" and 2 < token.i < len(token.doc) - 3 and token.nbor(1).pos_ == "PROPN"


def remaining(atom: Span, taken: list[Span]) -> Span | None:
    """What is left of a clause before "..., calling him a friend"; None where nothing stands for itself."""
    touched = [words for words in taken if words.start < atom.end and atom.start < words.end]
    if not touched:
        return atom
    first = min(touched, key=lambda words: words.start)
    cue = first[0]
    follows = cue.tag_ == "VBG" and cue.dep_ in {"acl", "advcl"}
    second = first.root.dep_ == "conj" and not has_subject(first.root)
    stands = (follows or second) and first.start >= atom.start + SHORTEST
    return trimmed(atom.doc[atom.start : first.start]) if stands else None


def without_lead(atom: Span) -> Span:
    """Without "In addition," and the like; a time stays."""
    subject = next(children(atom.root, *SUBJECTS), None)
    if subject is None or subject.left_edge.i <= atom.start or subject.left_edge.i >= atom.end:
        return atom
    lead = atom.doc[atom.start : subject.left_edge.i]
    dated = any(token.ent_type_ in {"DATE", "TIME"} for token in lead)
    conditional = any(is_verbal(token) for token in lead)
    return atom if dated or conditional or lead[-1].text != "," else atom.doc[subject.left_edge.i : atom.end]


def rule_of(passage: Passage) -> str:
    return "statement" if passage.kind is BlockKind.PARAGRAPH else "headline"


def is_claim(atom: Span, passage: Passage, names_somebody: Callable[[Span], bool]) -> bool:
    words = [token for token in atom if token.is_alpha or token.like_num]
    if len(words) < SHORTEST or passage.quotation_at(atom.root) or is_citing(atom.root) or speaks_to_reader(atom):
        return False
    states = any(is_verbal(token) and (is_finite(token) or token.tag_ in PARTICIPLES) for token in atom)
    return states and (any(token.like_num or token.lower_ in POINTING for token in atom) or names_somebody(atom))


def speaks_to_reader(atom: Span) -> bool:
    """Questions, commands, asides in brackets, and whatever says "we" or "you"."""
    command = atom.root.tag_ == "VB" and atom.root.i == trimmed(atom).start
    address = any(token.lower_ in ADDRESS and token.pos_ != "PROPN" for token in atom)
    return command or address or atom[-1].text == "?" or atom[0].text in {"(", "["}


def stance_of(atom: Span) -> Stance:
    if any(token.lower_ in OPEN_QUESTION for token in atom):
        return Stance.QUESTIONS
    expected = atom.root.lemma_ == "expect" and atom.root.tag_ == "VBN"
    return Stance.PREDICTS if expected else Stance.ASSERTS
