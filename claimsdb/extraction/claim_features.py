"""Features of a content: hedges, phase, topic, and its wording as a sentence."""

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Phase, Topic
from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_verb
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists

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
        return token.tag_ == "MD"
    if token.lemma_ in lists["seeming"]:
        return any(child.dep_ in {"xcomp", "oprd", "acomp"} for child in token.children)
    if token.lemma_ in lists["held"] and token.tag_ == "VBN":
        return any(child.dep_ in {"xcomp", "oprd", "ccomp", "advcl"} for child in token.children) and not any(
            dependents(token, "dobj")
        )
    return token.lemma_ in lists["nouns"]


def join_hedges(tokens: list[Token]) -> str:
    return ", ".join(dict.fromkeys(token.lower_ for token in sorted(tokens, key=lambda token: token.i)))


def classify_phase(content: Span) -> Phase:
    """The phase of the main event, by the tense of its verb; unknown without a verb."""
    verb = find_main_verb(content)
    if verb is None:
        return Phase.UNKNOWN
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


def format_sentence(passage: Passage, content: Span, *, without: Span | None = None) -> str:
    """The content as a sentence: on one line, with a capital and a full stop, `without` an interrupting cue."""
    text = " ".join(piece for piece in text_around(passage, content, without) if piece)
    text = re.sub(r"\s+", " ", text).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ".”", '."')) else text + "."


def text_around(passage: Passage, content: Span, without: Span | None) -> Iterator[str]:
    """The content's text in pieces, without an interruption such as "he said"."""
    if without is None or not content.start < without.start < without.end < content.end:
        yield passage.text_of(content)
        return
    yield passage.text_of(content.doc[content.start : without.start]).strip(" ,“”\"'")
    yield passage.text_of(content.doc[without.end : content.end]).strip(" ,“”\"'")
