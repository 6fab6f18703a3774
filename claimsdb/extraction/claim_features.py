"""Features of a content: hedges, phase and topic."""

from collections import Counter

from spacy.tokens import Span, Token

from claimsdb.choices import Phase, Topic
from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_verb
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.quantities import FATES

FUTURE_AUXILIARIES = frozenset({"will", "shall", "’ll", "'ll", "could", "might", "may", "would", "should"})


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
    return token.lemma_ in lists["nouns"]


def is_denied(modal: Token) -> bool:
    """ "could not be lowered": neither a hedge nor the future"""
    return modal.lower_ == "could" and any(dependents(modal.head, "neg"))


def join_hedges(tokens: list[Token]) -> str:
    return ", ".join(dict.fromkeys(token.lower_ for token in sorted(tokens, key=lambda token: token.i)))


def classify_phase(content: Span) -> Phase:
    """The phase of the main event, by the tense of its verb; unknown without a verb."""
    verb = find_main_verb(content)
    if verb is None:
        counted = content.root.lower_ in FATES and any(dependents(content.root, "nummod"))
        return Phase.DONE if counted else Phase.UNKNOWN  # "3,100 dead"
    if any(is_denied(modal) for modal in dependents(verb, "aux")):
        return Phase.DONE
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & FUTURE_AUXILIARIES or verb.lemma_ in word_lists().plans or "to" in auxiliaries:
        return Phase.PLANNED
    if auxiliaries & {"is", "are", "’s", "'s", "am", "’re", "being"} and verb.tag_ == "VBG":
        return Phase.UNDER_WAY
    if verb.tag_ in {"VBD", "VBN"} or auxiliaries & {"has", "have", "had", "was", "were", "did"}:
        return Phase.DONE
    return Phase.UNDER_WAY


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


def classify_topic(content: Span) -> Topic | None:
    """The topic with most words in the content; of equals the one that words.toml lists first."""
    counts = Counter(topic for token in content for topic in word_lists().topics.get(token.lemma_.lower(), ()))
    return max(word_lists().order, key=lambda topic: counts[topic]) if counts else None
