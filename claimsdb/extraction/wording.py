"""The wording of a claim: its content as a sentence that stands alone, made from the article's words.

What the sentence lacks is taken from around it: the subject of a second predicate, the antecedent of a relative clause,
"is" between an object and its complement. A name in square brackets stands for a pronoun. What no rule makes a sentence
stays as the article has it.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.attribution.names import find_relative_antecedent
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.text.dependency_parse import (
    dependents,
    iter_conjuncts,
    noun_phrase_span,
    subject_left_out,
)
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists

PLURAL_TAGS = frozenset({"NNS", "NNPS"})
SUBJECTIVE = {"him": "he", "her": "she", "them": "they", "me": "I", "us": "we"}
RESOLVED = frozenset({"he", "she", "they"})
DOUBLE_MARKS = '“”"'


def word_claim(candidate: ClaimCandidate, *, passage: Passage, coreference: Coreference, without: Span | None) -> str:
    """The content as a sentence on one line, with a capital and a full stop, `without` an interrupting cue."""
    opening, start = find_opening(candidate, passage=passage, coreference=coreference)
    rest = " ".join(filter(None, text_around(passage, candidate.content[start:], without)))
    text = f"{opening} {rest}" if opening else rest
    return as_sentence(strip_hedges(balance_marks(strip_discourse_marker(" ".join(text.split())))))


def find_opening(candidate: ClaimCandidate, *, passage: Passage, coreference: Coreference) -> tuple[str, int]:
    """What the sentence begins with, and how many tokens of the content that stands for."""
    content = candidate.content
    found = (
        *open_with_copula(candidate, passage),
        *open_relative_clause(content, coreference),
        *open_with_subject(candidate, coreference),
        *open_promise(candidate, coreference),
        *open_with_name(candidate, coreference),
    )
    return found[0] if found else ("", 0)


def open_with_name(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[tuple[str, int]]:
    """ "[Anna Berg] had sold 300 cars" of "she had sold 300 cars", said by herself or as a sentence of its own.

    Elsewhere too many pronouns are of somebody else.
    """
    first = candidate.content[0]
    if first.lower_ not in RESOLVED or first.dep_ not in {"nsubj", "nsubjpass"}:
        return
    name = resolved_name(first, coreference)
    speakers = {coreference.resolve(speaker.head, speaker.span).name for speaker in candidate.claimants}
    if name and (speakers == {name} or (not speakers and first.head.dep_ == "ROOT")):
        yield f"[{name}]", 1


def open_with_copula(candidate: ClaimCandidate, passage: Passage) -> Iterator[tuple[str, int]]:
    """ "The plan is a farce" of "called the plan a farce", "Moscow has been shelling ..." of "accused Moscow of"."""
    content, verb, rule = candidate.content, candidate.verb, candidate.rule
    if verb is None or rule not in LINKS or verb.doc is not content.doc:
        return
    preposition, singular, plural = LINKS[rule]
    whom = find_object(content, verb)
    if whom is None:
        return
    whole = [*iter_conjuncts(whom)]
    end = noun_phrase_span(whole[-1]).end if preposition == "" else find_preposition(content, preposition, after=whom.i)
    if end is None or not content.start < end < content.end:
        return
    said = passage.text_of(content.doc[content.start : end])
    end = verb.i + 1 if end < verb.i < content.end else end  # "The chairman has been called a crook"
    several = len(whole) > 1 or whom.tag_ in PLURAL_TAGS or whom.lower_ in {"them", "they", "these"}
    link = plural if several else singular
    if link in PAST and any(token.ent_type_ == "DATE" for token in content):
        link = PAST[link]
    skipped = end - content.start + (preposition != "")
    if rule == "accuse-of" and content.doc[content.start + skipped].tag_ != "VBG":
        return
    yield f"{SUBJECTIVE.get(said.lower(), said)} {link}", skipped


PAST = {"is": "was", "are": "were"}
LINKS = {
    "call": ("", "is", "are"),
    "describe-as": ("as", "is", "are"),
    "put-at": ("at", "is", "are"),
    "blame-for": ("for", "is to blame for", "are to blame for"),
    "accuse-of": ("of", "has been", "have been"),
    "urge-to": ("to", "should", "should"),
}


def find_object(content: Span, verb: Token) -> Token | None:
    """The noun of which something is said: the cue's object, or the subject of the complement."""
    for noun in content:
        of_cue = noun.head.i == verb.i and noun.dep_ in {"dobj", "dative", "nsubjpass"}
        of_complement = noun.dep_ == "nsubj" and noun.head.head.i == verb.i
        if of_cue or of_complement:
            return noun
    return None


def find_preposition(content: Span, word: str, *, after: int) -> int | None:
    return next((token.i for token in content if token.lower_ == word and token.i > after), None)


def open_relative_clause(content: Span, coreference: Coreference) -> Iterator[tuple[str, int]]:
    """ "The visit was marked by ..." of ", which was marked by ..." """
    pronoun = content[0]
    if pronoun.lower_ in {"which", "who"} and pronoun.dep_ in {"nsubj", "nsubjpass"}:
        antecedent = find_relative_antecedent(pronoun)
        certain = antecedent is not None and (pronoun.lower_ == "who" or antecedent.dep_ in {"nsubj", "nsubjpass"})
        if antecedent is not None and certain:  # "which" may be of the whole clause before it
            yield words_for(antecedent, coreference), 1


def open_with_subject(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[tuple[str, int]]:
    """ "The trucks have contaminated two springs" of "... have killed 27 llamas and contaminated two springs"."""
    subject, verb = subject_left_out(candidate.content, cue=candidate.verb), candidate.content.root
    if subject is None:
        return
    auxiliaries = ""
    if verb.tag_ in {"VBN", "VBD"} and not any(dependents(verb, "aux", "auxpass")):
        shared = shared_auxiliaries(verb)
        be = "are" if subject.tag_ in PLURAL_TAGS else "is"
        auxiliaries = " ".join(word.text for word in shared) or (be if verb.dep_ == "acl" else "")
    elif verb.tag_ == "VBG":
        past = any(above.tag_ == "VBD" for above in verb.ancestors)
        auxiliaries = {(False, False): "is", (False, True): "are", (True, False): "was", (True, True): "were"}[
            (past, subject.tag_ in PLURAL_TAGS)
        ]
    of_charge = candidate.rule == "accuse-of"
    phrase = subject.doc[subject.left_edge.i : subject.i + 1] if of_charge else None
    words = coreference.passage_of(subject.doc).text_of(phrase) if phrase else words_for(subject, coreference)
    yield f"{words} {auxiliaries}".strip(), 0


def shared_auxiliaries(verb: Token) -> list[Token]:
    """Those of the first predicate: "have" in "have killed 27 and polluted two", whose second verb may look like a
    past tense."""
    first = verb
    while first.dep_ == "conj":
        first = first.head
    if verb.dep_ != "conj" or first.tag_ != "VBN" or (verb.tag_ == "VBD" and any(dependents(first, "auxpass"))):
        return []
    return [*dependents(first, "aux", "auxpass")]


def open_promise(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[tuple[str, int]]:
    """ "The general will hold the town" of "The general vowed to hold the town"."""
    if candidate.rule == "vow-to" and len(candidate.claimants) == 1 and candidate.content[0].lower_ == "to":
        yield f"{words_for(candidate.claimants[0].head, coreference)} will", 1


def words_for(noun: Token, coreference: Coreference) -> str:
    """The noun phrase as written, or in brackets the name behind a pronoun."""
    phrase = noun_phrase_span(noun)
    name = resolved_name(noun, coreference) if noun.pos_ == "PRON" else ""
    return f"[{name}]" if name else coreference.passage_of(noun.doc).text_of(phrase)


def resolved_name(pronoun: Token, coreference: Coreference) -> str:
    """The name of whom the pronoun means, empty where that is not known or has none."""
    name = coreference.resolve(pronoun, pronoun.doc[pronoun.i : pronoun.i + 1]).name
    return name if name[:1].isupper() and name.lower() != pronoun.lower_ else ""


def text_around(passage: Passage, content: Span, without: Span | None) -> Iterator[str]:
    """The content's text in pieces, without an interruption such as "he said"."""
    if without is None or not content.start < without.start < without.end < content.end:
        yield passage.text_of(content)
        return
    yield passage.text_of(content.doc[content.start : without.start]).strip(" ,“”\"'")
    yield passage.text_of(content.doc[without.end : content.end]).strip(" ,“”\"'")


_MARKERS = "|".join(sorted(word_lists().markers, key=len, reverse=True))
_MARKER = re.compile(rf"^(?:(?:{_MARKERS}),\s+)+", re.IGNORECASE)
_HEDGE = re.compile(rf",?\s*\b(?:{'|'.join(sorted(word_lists().hearsay))})\b,?(?=\s)", re.IGNORECASE)


def strip_discourse_marker(text: str) -> str:
    """Without "However," and the like, which speak of the sentence before."""
    return _MARKER.sub("", text)


def strip_hedges(text: str) -> str:
    """Without "reportedly" and the like, which the claim has as its hedge."""
    return _HEDGE.sub("", text).strip()


def balance_marks(text: str) -> str:
    """Without quotation marks that lack their partner."""
    curly = text.count("“") == text.count("”")
    straight = text.count('"') % 2 == 0
    if curly and straight:
        return text
    return text.translate({ord(mark): None for mark in (DOUBLE_MARKS if not straight else "“”")})


def as_sentence(text: str) -> str:
    text = re.sub(r",([”\"])$", r"\1", text.strip(" ,;:"))
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ".”", '."')) else text + "."
