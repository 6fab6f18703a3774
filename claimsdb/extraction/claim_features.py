"""What a statement is like: its hedges, its phase, its topic, and the sentence that words it."""

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Phase, Topic
from claimsdb.extraction.text.dependency_parse import children
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.word_lists import words

WILL = frozenset({"will", "shall", "’ll", "'ll", "could", "might", "may", "would", "should"})


def hedges_in(content: Span) -> list[Token]:
    return [token for token in content if is_hedge(token)]


def is_hedge(token: Token) -> bool:
    lists, word = words().hedges, token.lower_
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
            children(token, "dobj")
        )
    return token.lemma_ in lists["nouns"]


def hedge_text(tokens: list[Token]) -> str:
    return ", ".join(dict.fromkeys(token.lower_ for token in sorted(tokens, key=lambda token: token.i)))


def phase_of(content: Span) -> Phase:
    """How far the content's main event has come, by the tense of its verb; unknown where it has none."""
    verb = main_verb(content)
    if verb is None:
        return Phase.UNKNOWN
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & WILL or verb.lemma_ in words().plans or "to" in auxiliaries:
        return Phase.PLANNED
    if auxiliaries & {"is", "are", "’s", "'s", "am", "’re", "being"} and verb.tag_ == "VBG":
        return Phase.UNDER_WAY
    if verb.tag_ in {"VBD", "VBN"} or auxiliaries & {"has", "have", "had", "was", "were", "did"}:
        return Phase.DONE
    return Phase.UNDER_WAY


def main_verb(content: Span) -> Token | None:
    root = content.root
    if root.pos_ in {"VERB", "AUX"}:
        return root
    return next((token for token in content if token.pos_ == "VERB" and token.dep_ in {"acl", "relcl"}), None)


def topic_of(content: Span) -> Topic | None:
    """The topic with most words in the content; the earlier of the list in words.toml where two have as many."""
    counts = Counter(topic for token in content for topic in words().topics.get(token.lemma_.lower(), ()))
    return max(words().order, key=lambda topic: counts[topic]) if counts else None


def sentence(passage: Passage, content: Span, *, without: Span | None = None) -> str:
    """The content as a standing sentence: its words on one line, a capital, a full stop."""
    text = " ".join(piece for piece in kept(passage, content, without) if piece)
    text = re.sub(r"\s+", " ", text).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ".”", '."')) else text + "."


def kept(passage: Passage, content: Span, without: Span | None) -> Iterator[str]:
    """The content's text, less an interruption such as "he said"."""
    if without is None or not content.start < without.start < without.end < content.end:
        yield passage.written(content)
        return
    yield passage.written(content.doc[content.start : without.start]).strip(" ,“”\"'")
    yield passage.written(content.doc[without.end : content.end]).strip(" ,“”\"'")
