"""Features of a content: hedges and the main verb."""

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_verb
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists


def find_hedges(content: Span) -> list[Token]:
    return [token for token in content if is_hedge(token)]


def is_hedge(token: Token) -> bool:
    lists, word = word_lists().hedges, token.lower_
    if word in lists["adverbs"]:
        return True
    if word in lists["adjectives"]:
        return token.dep_ in {"acomp", "attr", "ROOT", "ccomp"}
    if word in lists["modals"]:
        return token.tag_ == "MD" and not is_denied(token)
    if token.lemma_ in lists["seeming"]:
        return any(child.dep_ in {"xcomp", "oprd", "acomp"} for child in token.children)
    if token.lemma_ in lists["held"] and token.tag_ == "VBN":
        return any(child.dep_ in {"xcomp", "oprd", "ccomp", "advcl"} for child in token.children) and not any(
            dependents(token, "dobj")
        )
    return token.lemma_ in lists["nouns"] and token.dep_ != "pobj"  # "prepared for the possibility" is sure of that


def is_denied(modal: Token) -> bool:
    """ "could not be lowered": neither a hedge nor the future"""
    return modal.lower_ == "could" and any(dependents(modal.head, "neg"))


def join_hedges(tokens: list[Token]) -> str:
    return ", ".join(dict.fromkeys(token.lower_ for token in sorted(tokens, key=lambda token: token.i)))


def find_main_verb(content: Span) -> Token | None:
    root = content.root
    if root.pos_ in {"VERB", "AUX"}:
        return root
    above = next(
        (token for token in content if is_verb(token) and is_finite(token) and token.head not in content), None
    )
    if above is not None:
        return above
    return next((token for token in content if token.pos_ == "VERB" and token.dep_ in {"acl", "relcl"}), None)
