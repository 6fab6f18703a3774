"""Who is who in one article: full names behind short ones, and whom "he" or "the agency" stands for."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.actor_matching import Actors, Mention
from claimsdb.extraction.attribution.names import abbreviations, antecedent_of, full_names, own_mention, person_name
from claimsdb.extraction.attribution.speakers import can_speak, is_person_noun
from claimsdb.extraction.registry import KnownActor
from claimsdb.extraction.results import Span as Stretch
from claimsdb.extraction.text.dependency_parse import children, noun_phrase
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

PERSONAL = frozenset({"he", "she"})
PLURAL = frozenset({"they"})
IMPERSONAL = frozenset({"it"})
RELATIVE = frozenset({"who", "that", "which", "whom"})
REACH = 1_200  # characters back to whom a pronoun or a description can stand for
ARTICLES = re.compile(r"^(?:the|a|an|one|some|several|many|two|both)\s+", re.IGNORECASE)
DEFINITE = ("the ", "its ", "his ", "her ", "their ")
KINDS = {
    "agency": {ActorKind.INTELLIGENCE, ActorKind.GOVERNMENT_BODY, ActorKind.MEDIA},
    "country": {ActorKind.STATE},
    "ministry": {ActorKind.GOVERNMENT_BODY},
    "newspaper": {ActorKind.MEDIA},
    "outlet": {ActorKind.MEDIA},
}


@dataclass(frozen=True)
class Identity:
    """Whom some words stand for: the name in full, the registry's actor if it is there, the states it belongs to."""

    name: str
    actor: KnownActor | None
    states: frozenset[str]
    is_person: bool = False
    is_plural: bool = False
    is_outlet: bool = False

    @property
    def side(self) -> str | None:
        return next(iter(self.states)) if len(self.states) == 1 else None

    def is_a(self, word: str) -> bool:
        """ "the source", "the agency": the name ends so, or the actor is of that kind."""
        kind = self.actor is not None and self.actor.kind in KINDS.get(word, ())
        return kind or self.name.lower().split()[-1:] == [word]


@dataclass(frozen=True)
class Subject:
    """Somebody who does something, at a place in the article; pronouns and descriptions look back at these."""

    at: int
    head: Token
    identity: Identity


class Cast:
    """The people and bodies of one article, gathered over all its passages before any claim is put together."""

    def __init__(self, passages: tuple[Passage, ...], actors: Actors) -> None:
        self.actors = actors
        self._homes = {id(passage.doc): passage for passage in passages}
        self._mentions = {id(passage.doc): actors.mentions(passage.doc) for passage in passages}
        self._full_names: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._abbreviations: dict[str, str] = {}
        for passage in passages:
            self._remember_names(passage)
        self._subjects = [subject for passage in passages for subject in self._subjects_of(passage)]

    def passage_of(self, doc: Doc) -> Passage:
        return self._homes[id(doc)]

    def placed(self, words: Span) -> Stretch:
        """Where words of any passage stand in the article."""
        offset = self.passage_of(words.doc).offset
        return Stretch(offset + words.start_char, offset + words.end_char)

    def mentions_in(self, words: Span) -> tuple[Mention, ...]:
        mentions = self._mentions[id(words.doc)]
        return tuple(m for m in mentions if words.start <= m.span.start and m.span.end <= words.end)

    def identify(self, head: Token, words: Span) -> Identity:
        """Whom the words of a speaker stand for."""
        if head.lower_ in RELATIVE:
            antecedent = antecedent_of(head)
            return self.identify(antecedent, noun_phrase(antecedent)) if antecedent is not None else plain(words)
        if head.pos_ == "PRON":
            return self._behind_pronoun(head) or plain(words)
        return self._behind_description(head, words) or self._named(head, words)

    def _named(self, head: Token, words: Span) -> Identity:
        mentions = self.mentions_in(words)
        states = frozenset(state for mention in mentions for state in self.actors.states_of(mention.actor))
        own = own_mention(head, mentions)
        if own is not None:
            return self._known(own.actor, states, plural=is_plural(head))
        if name := person_name(head):
            full = self._in_full(name, self._place(head))
            actor = self.actors.by_name.get(full)
            return self._known(actor, states) if actor else Identity(full, None, states, is_person=True)
        return Identity(
            self._worded(head, words),
            None,
            states,
            is_person=is_person_noun(head) and head.tag_ == "NN",
            is_plural=is_plural(head),
            is_outlet=not lexicon().outlets.isdisjoint({head.text, head.lemma_}),
        )

    def _known(self, actor: KnownActor, states: frozenset[str], *, plural: bool = False) -> Identity:
        return Identity(
            actor.name,
            actor,
            self.actors.states_of(actor) or states,
            is_person=actor.kind is ActorKind.PERSON,
            is_plural=plural,
            is_outlet=actor.kind is ActorKind.MEDIA,
        )

    def _worded(self, head: Token, words: Span) -> str:
        text = " ".join(words.text.split())
        bare = ARTICLES.sub("", text)
        if bare in self._abbreviations:
            return self._abbreviations[bare]
        definite = head.pos_ == "PROPN" or text.lower().startswith(DEFINITE) or any(children(head, "poss"))
        if definite:
            return bare
        common = words[0].is_sent_start and words[0].pos_ in {"NOUN", "NUM"}
        return f"unnamed {bare[0].lower() + bare[1:] if common else bare}"

    def _in_full(self, name: str, place: int) -> str:
        """The full name that a short one stands for: the latest before it, or else the first after."""
        full = self._full_names.get(name, [])
        earlier = bisect_left(full, (place + 1, ""))
        return full[max(0, earlier - 1)][1] if full else name

    def _behind_pronoun(self, pronoun: Token) -> Identity | None:
        """The latest fitting speaker before it, or else the latest who does anything."""
        near = [subject for subject in self._before(pronoun) if fits(pronoun, subject.identity)]
        speaking = [subject for subject in near if subject.head.head.lemma_ in lexicon().verbs]
        return (speaking or near)[-1].identity if near else None

    def _behind_description(self, head: Token, words: Span) -> Identity | None:
        if head.pos_ != "NOUN" or len(words) > 2 or words[0].lower_ != "the":
            return None
        called = [subject for subject in self._before(head) if subject.identity.is_a(head.lemma_.lower())]
        return called[-1].identity if called else None

    def _before(self, token: Token) -> list[Subject]:
        """The subjects within reach before a token, less that of its own verb."""
        place = self._place(token)
        first, last = (bisect_left(self._subjects, at, key=lambda subject: subject.at) for at in (place - REACH, place))
        return [s for s in self._subjects[first:last] if s.head.doc is not token.doc or s.head.head.i != token.head.i]

    def _place(self, token: Token) -> int:
        return self.passage_of(token.doc).offset + token.idx

    def _remember_names(self, passage: Passage) -> None:
        self._abbreviations.update(abbreviations(passage.doc))
        for start, name in sorted(full_names(passage.doc, self._mentions[id(passage.doc)])):
            for short in {name.split()[0], name.split()[-1]}:
                self._full_names[short].append((passage.offset + start, name))

    def _subjects_of(self, passage: Passage) -> Iterator[Subject]:
        for token in passage.doc:
            if is_subject(token) and can_speak(token) and not passage.quotation_at(token):
                yield Subject(passage.offset + token.idx, token, self._named(token, noun_phrase(token)))


def is_subject(token: Token) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    return token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.head.lower_ == "according")


def is_plural(head: Token) -> bool:
    return head.tag_ in {"NNS", "NNPS"}


def plain(words: Span) -> Identity:
    return Identity(" ".join(words.text.split()), None, frozenset(), is_plural=words.root.lower_ in PLURAL)


def fits(pronoun: Token, identity: Identity) -> bool:
    if pronoun.lower_ in PERSONAL:
        return identity.is_person and not identity.is_plural
    if pronoun.lower_ in PLURAL:
        return identity.is_plural
    return pronoun.lower_ in IMPERSONAL and not identity.is_person and not identity.is_plural
