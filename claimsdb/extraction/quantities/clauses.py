"""The clause around a figure: the verb or noun that governs it, how far it says that things have come, who does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from claimsdb.choices import Stage
from claimsdb.extraction.text.dependency_parse import dependents, find_passive_agent, is_passive, is_verb
from claimsdb.extraction.vocabulary import quantities as vocabulary
from claimsdb.extraction.vocabulary import stages

MAX_LINKS = 8  # from a number up to the clause that it stands in
INSIDE_PHRASE = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "advmod", "det", "conj", "predet"})
SUBJECTS = ("nsubj", "nsubjpass")
RELATIVES = frozenset({"who", "which", "that"})


@dataclass(frozen=True)
class Governor:
    """The verb or noun that a figure depends on; whether what is counted does it, or it is done to it."""

    word: Token
    by_counted: bool

    @property
    def stage(self) -> Stage | Literal[""]:
        if not is_verb(self.word):
            return stages.OF_NOUN.get(self.word.lemma_.lower(), "")
        by_lemma = stages.OF_SUBJECT if self.by_counted else stages.OF_OBJECT
        return by_lemma.get(self.word.lemma_.lower(), "")


def counted_phrase(number: Span) -> tuple[Token, ...]:
    """The number and the nouns above it in its phrase: 500, soldiers, contingent of "a contingent of 500 soldiers"."""
    words = [number.root]
    for _ in range(MAX_LINKS):
        above = _above_in_phrase(words[-1])
        if above is None:
            break
        words.append(above)
    return tuple(words)


def _above_in_phrase(word: Token) -> Token | None:
    head = word.head
    if head.i == word.i:
        return None
    if word.dep_ in INSIDE_PHRASE and not is_verb(head):
        return head
    partitive = word.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in vocabulary.GROUPS
    return head.head if partitive else None


def find_governors(number: Span, noun: Token | None) -> Iterator[Governor]:
    """What governs a figure, the main clause first; then clauses about the noun: "sent by Kim", "that Russia uses"."""
    phrase = counted_phrase(number)
    yield from _governors_above(phrase[-1])
    for word in dict.fromkeys((*phrase, *([noun] if noun is not None else []))):
        for verb in dependents(word, "acl", "relcl"):
            yield Governor(verb, by_counted=_is_done_by_head(verb))


def _governors_above(word: Token) -> Iterator[Governor]:
    head = word.head
    if head.i == word.i:
        return
    if is_verb(head):
        yield from _verbs_from(head, by_counted=word.dep_ == "nsubj")
    elif word.dep_ == "pobj" and is_verb(head.head):
        if head.lower_ == "with" and head.head.lemma_ in stages.WITH_OBJECT:
            yield Governor(head.head, by_counted=False)
    elif word.dep_ == "pobj" and head.lower_ == "of":
        yield Governor(head.head, by_counted=False)


def _verbs_from(verb: Token, *, by_counted: bool) -> Iterator[Governor]:
    """The verb, and what depends on it without a subject: "began to arrive", "are expected to be sent"."""
    for _ in range(MAX_LINKS):
        yield Governor(verb, by_counted=by_counted)
        further = next(dependents(verb, "xcomp"), None)
        if further is None or not is_verb(further) or not (by_counted or is_passive(verb)):
            return
        verb, by_counted = further, not is_passive(further)


def _is_done_by_head(verb: Token) -> bool:
    """Whether the clause says what its noun does: "who arrived", "arriving"; not "sent by Kim", "that Russia uses"."""
    subject = next(dependents(verb, *SUBJECTS), None)
    if subject is None:
        return verb.tag_ == "VBG"
    return subject.dep_ == "nsubj" and subject.lower_ in RELATIVES


def find_stage(number: Span, noun: Token | None) -> Stage | Literal[""]:
    return next((governor.stage for governor in find_governors(number, noun) if governor.stage), "")


def find_doer(verb: Token) -> Token | None:
    """Who does it: the subject, the "by" of a passive, or the subject of the verb that it depends on."""
    passive = is_passive(verb)
    for _ in range(MAX_LINKS):
        if passive:
            return find_passive_agent(verb)
        own = next(dependents(verb, *SUBJECTS), None)
        if own is not None:
            return None if own.lower_ in RELATIVES else own
        if verb.dep_ == "pcomp":
            verb = verb.head.head
        elif verb.dep_ in {"xcomp", "conj", "advcl"} and verb.head.i != verb.i:
            verb = verb.head
        else:
            return None
    return None


def is_ceiling(number: Span) -> bool:
    """ "could reach 12,000", "may rise to 12,000" """
    word = counted_phrase(number)[-1]
    head = word.head
    verb = head.head if word.dep_ == "pobj" and head.lower_ == "to" else head
    if verb.lemma_ not in stages.CEILING or word.dep_ not in {"dobj", "pobj", "npadvmod", "attr"}:
        return False
    return any(modal.lower_ in stages.CEILING_MODALS for modal in dependents(verb, "aux"))


def is_on_picture(number: Span) -> bool:
    """Photographs show them: "footage shows 30 tanks", "a video showing 50 prisoners", "200 trucks seen on photos"."""
    word: Token = counted_phrase(number)[-1]
    for _ in range(MAX_LINKS):
        if is_verb(word) and word.lemma_ in stages.SHOWING and find_picture(word) is not None:
            return True
        if word.head.i == word.i:
            return False
        word = word.head
    return False


def find_picture(verb: Token) -> Token | None:
    """The photograph or the like that shows it: the subject, or the noun before "showing"."""
    shown = next(dependents(verb, "nsubj"), verb.head if verb.dep_ == "acl" else None)
    return shown if shown is not None and shown.lemma_.lower() in stages.PICTURES else None
