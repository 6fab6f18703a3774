"""Who is who in one article: full names behind short ones, and whom "he" or "the agency" stands for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.actors import Actors, Mention
from claimsdb.extraction.grammar import noun_phrase
from claimsdb.extraction.lexicon import lexicon
from claimsdb.extraction.passages import Passage
from claimsdb.extraction.registry import KnownActor
from claimsdb.extraction.results import Span as Stretch
from claimsdb.extraction.speakers import can_speak, is_person_noun
from claimsdb.vocabulary import ActorKind

PERSONAL = frozenset({"he", "she", "him", "her"})
PLURAL = frozenset({"they", "them"})
IMPERSONAL = frozenset({"it"})
REACH = 1_200  # characters back to whom a pronoun can stand for
RELATIVE = frozenset({"who", "that", "which", "whom"})
ARTICLES = re.compile(r"^(?:the|a|an|one|some|several|many|two|both)\s+", re.IGNORECASE)
ABBREVIATED = re.compile(r"((?:[A-Z][\w’'-]+\s+(?:(?:of|for|and|the|on)\s+)*){2,8})\(([A-Z]{2,6})\)")
PLACES = frozenset(
    {
        "square",
        "street",
        "avenue",
        "road",
        "airport",
        "university",
        "hospital",
        "prize",
        "award",
        "center",
        "centre",
        "stadium",
        "bridge",
    }
)
SPEAKING_FOR = frozenset({"government", "administration", "regime", "leadership", "authority"})


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


class Cast:
    """The people and bodies of one article, gathered over all its passages before any claim is put together."""

    def __init__(self, passages: Iterable[Passage], actors: Actors) -> None:
        self.actors = actors
        self.mentions: dict[int, tuple[Mention, ...]] = {}
        self._full_names: list[tuple[int, str]] = []
        self._abbreviations: dict[str, str] = {}
        self._subjects: list[tuple[int, Identity, Token]] = []
        gathered = list(passages)
        self._homes = {id(passage.doc): passage for passage in gathered}
        for passage in gathered:
            self.mentions[passage.offset] = actors.mentions(passage.doc)
            self._full_names.extend(self._names_in(passage))
            self._abbreviations.update(abbreviations(passage.doc))
        for passage in gathered:
            self._subjects.extend(self._subjects_of(passage))

    def passage_of(self, doc: Doc) -> Passage:
        return self._homes[id(doc)]

    def placed(self, words: Span) -> Stretch:
        """Where words of any passage stand in the article."""
        offset = self.passage_of(words.doc).offset
        return Stretch(offset + words.start_char, offset + words.end_char)

    def mentions_in(self, span: Span, passage: Passage) -> tuple[Mention, ...]:
        return tuple(m for m in self.mentions[passage.offset] if span.start <= m.span.start and m.span.end <= span.end)

    def identify(self, head: Token, span: Span) -> Identity:
        """Whom the words of a speaker stand for."""
        passage = self.passage_of(head.doc)
        if head.lower_ in RELATIVE:
            antecedent = antecedent_of(head)
            return self.identify(antecedent, noun_phrase(antecedent)) if antecedent is not None else plain(span.text)
        if head.pos_ == "PRON" or head.lower_ in PERSONAL | PLURAL:
            return self._behind_pronoun(head, passage) or plain(span.text, plural=head.lower_ in PLURAL)
        return self._behind_description(head, span, passage) or self._named(head, span, passage)

    def _named(self, head: Token, span: Span, passage: Passage) -> Identity:
        mentions = self.mentions_in(span, passage)
        states = frozenset(state for mention in mentions for state in self.actors.states_of(mention.actor))
        own = own_mention(head, mentions)
        if own is not None:
            states = frozenset(self.actors.states_of(own.actor)) or states
            return Identity(
                own.actor.name,
                own.actor,
                states,
                is_person=own.actor.kind is ActorKind.PERSON,
                is_plural=head.tag_ in {"NNS", "NNPS"},
                is_outlet=own.actor.kind is ActorKind.MEDIA,
            )
        if person := person_name(head):
            return self._person(self._in_full(person, passage.offset + head.idx), states)
        return Identity(
            self._worded(head, span),
            None,
            states,
            is_person=is_person_noun(head) and head.tag_ == "NN",
            is_plural=head.tag_ in {"NNS", "NNPS"},
            is_outlet=head.text in lexicon().outlets or head.lemma_ in lexicon().outlets,
        )

    def _person(self, name: str, states: frozenset[str]) -> Identity:
        actor = self.actors.by_name.get(name)
        if actor is None:
            return Identity(name, None, states, is_person=True)
        return Identity(
            actor.name,
            actor,
            frozenset(self.actors.states_of(actor)) or states,
            is_person=actor.kind is ActorKind.PERSON,
        )

    def _worded(self, head: Token, span: Span) -> str:
        text = " ".join(span.text.split())
        bare = ARTICLES.sub("", text)
        if bare in self._abbreviations:
            return self._abbreviations[bare]
        definite = (
            head.pos_ == "PROPN"
            or text.lower().startswith(("the ", "its ", "his ", "her ", "their "))
            or any(child.dep_ == "poss" for child in head.children)
        )
        return bare if definite else f"unnamed {bare}"

    def _in_full(self, name: str, position: int) -> str:
        """The full name that a short one stands for: the latest before it, or else the first after."""
        if " " in name:
            return name
        full = [(at, known) for at, known in self._full_names if name in {known.split()[-1], known.split()[0]}]
        earlier = [known for at, known in full if at <= position]
        return earlier[-1] if earlier else full[0][1] if full else name

    def _behind_pronoun(self, head: Token, passage: Passage) -> Identity | None:
        position = passage.offset + head.idx
        near = [
            one
            for one in self._subjects
            if position - REACH < one[0] < position and not (one[2].doc is head.doc and one[2].head.i == head.head.i)
        ]
        fitting = [one for one in near if fits(head, one[1])]
        speaking = [one for one in fitting if one[2].head.lemma_ in lexicon().verbs]
        return max(speaking or fitting, key=lambda one: one[0], default=(0, None, head))[1]

    def _behind_description(self, head: Token, span: Span, passage: Passage) -> Identity | None:
        """ "the agency", "the source": the last one that was called so, or whose name ends so."""
        if head.pos_ != "NOUN" or len(span) > 2 or span[0].lower_ != "the":
            return None
        position = passage.offset + head.idx
        word = head.lemma_.lower()
        for at, identity, subject in reversed(self._subjects):
            if at < position and (identity.name.lower().split()[-1] == word or is_kind(identity, word)):
                return identity
        return None

    def _names_in(self, passage: Passage) -> Iterator[tuple[int, str]]:
        """The full names of people with their places, the registry's spelling where it knows them."""
        known = [mention for mention in self.mentions[passage.offset] if mention.actor.kind is ActorKind.PERSON]
        for mention in known:
            yield passage.offset + mention.span.start_char, mention.actor.name
        for entity in passage.doc.ents:
            words = re.sub(r"['’]s$", "", " ".join(entity.text.split()))
            if (
                entity.label_ == "PERSON"
                and " " in words
                and not any(overlap(entity, mention.span) for mention in known)
                and is_name(entity)
            ):
                yield passage.offset + entity.start_char, words

    def _subjects_of(self, passage: Passage) -> Iterator[tuple[int, Identity, Token]]:
        for token in passage.doc:
            if (
                token.dep_ not in {"nsubj", "nsubjpass", "pobj"}
                or token.pos_ not in {"NOUN", "PROPN"}
                or passage.quotation_at(token)
            ):
                continue
            if token.dep_ == "pobj" and token.head.head.lower_ != "according":
                continue
            if can_speak(token):
                yield passage.offset + token.idx, self._named(token, noun_phrase(token), passage), token


KINDS = {
    "agency": {ActorKind.INTELLIGENCE, ActorKind.GOVERNMENT_BODY, ActorKind.MEDIA},
    "ministry": {ActorKind.GOVERNMENT_BODY},
    "newspaper": {ActorKind.MEDIA},
    "outlet": {ActorKind.MEDIA},
    "country": {ActorKind.STATE},
}


def is_kind(identity: Identity, word: str) -> bool:
    return identity.actor is not None and identity.actor.kind in KINDS.get(word, set())


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def is_name(entity: Span) -> bool:
    """A name, as opposed to the street, square or prize that bears one."""
    return entity[-1].text.lower() not in PLACES


def plain(text: str, *, plural: bool = False) -> Identity:
    return Identity(" ".join(text.split()), None, frozenset(), is_plural=plural)


def fits(pronoun: Token, identity: Identity) -> bool:
    if pronoun.lower_ in PERSONAL:
        return identity.is_person and not identity.is_plural
    if pronoun.lower_ in PLURAL:
        return identity.is_plural
    return pronoun.lower_ in IMPERSONAL and not identity.is_person and not identity.is_plural


def own_mention(head: Token, mentions: tuple[Mention, ...]) -> Mention | None:
    """The actor that the words are, as opposed to one that they contain: "Russia", not "Russia's defence minister"."""
    for mention in mentions:
        if mention.span.start <= head.i < mention.span.end:
            return mention
    people = [mention for mention in mentions if mention.actor.kind is ActorKind.PERSON]
    if people and head.pos_ == "PROPN":
        return people[-1]
    if head.lemma_ in SPEAKING_FOR and len(mentions) == 1 and mentions[0].actor.kind is ActorKind.STATE:
        return mentions[0]
    return None


def antecedent_of(head: Token) -> Token | None:
    clause = head.head
    while clause.dep_ in {"conj", "xcomp", "ccomp", "aux"} and clause.head.i != clause.i:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else None


def person_name(head: Token) -> str | None:
    """The name that the head closes: the entity around it, or the run of capitals before it."""
    entity = next((ent for ent in head.doc.ents if ent.start <= head.i < ent.end), None)
    if entity is not None and entity.label_ == "PERSON":
        return re.sub(r"['’]s$", "", " ".join(entity.text.split()))
    if entity is not None or head.tag_ != "NNP":
        return None
    start = head.i
    while (
        start > 0
        and head.nbor(start - 1 - head.i).tag_ == "NNP"
        and head.nbor(start - 1 - head.i).dep_ == "compound"
        and not head.nbor(start - 1 - head.i).ent_type_
    ):
        start -= 1
    return head.doc[start : head.i + 1].text


def abbreviations(doc: Doc) -> dict[str, str]:
    return {short: " ".join(name.split()) for name, short in ABBREVIATED.findall(doc.text)}
