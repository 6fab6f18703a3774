"""What shows a thing without a person's word: "photographs show ...", "a video showing ...", "documents reveal ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import dependents, is_verb
from claimsdb.extraction.vocabulary import stages


def is_evidence_noun(word: Token) -> bool:
    return word.pos_ == "NOUN" and word.lemma_.lower() in stages.EVIDENCE


def find_evidence(content: Span) -> Iterator[Token]:
    """The nouns in or before a content whose showing it is."""
    seen: set[int] = set()
    for verb in (*content, content.root.head):
        if not is_verb(verb) or verb.lemma_ not in stages.SHOWING:
            continue
        for noun in (*dependents(verb, "nsubj"), *([verb.head] if verb.dep_ == "acl" else [])):
            if is_evidence_noun(noun) and noun.i not in seen:
                seen.add(noun.i)
                yield noun
