"""Coreference in one article: the full name behind a short one, the antecedent of "he" or "the agency"."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from claimsdb.choices import ActorKind, NameKind
from claimsdb.extraction.attribution.actor_matching import ActorMatcher, ActorMention
from claimsdb.extraction.attribution.evidence import is_evidence_noun
from claimsdb.extraction.attribution.names import (
    find_abbreviations,
    find_callings,
    find_full_names,
    find_head_mention,
    find_person_name,
    find_relative_antecedent,
    gender_of,
    has_forename,
    is_person_noun,
    is_title,
    stands_alone,
    without_titles,
)
from claimsdb.extraction.attribution.speakers import can_speak, firm_of, prefer_named_apposition
from claimsdb.extraction.candidates import Speaker
from claimsdb.extraction.registry import KnownActor
from claimsdb.extraction.results import TextSpan
from claimsdb.extraction.text.dependency_parse import dependents, noun_phrase_span
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

PERSON_PRONOUNS = frozenset({"he", "she", "his", "her"})
GENDERS = {"he": frozenset({"he", "him", "his"}), "she": frozenset({"she", "her", "hers"})}
PLURAL_PRONOUNS = frozenset({"they", "their"})
THING_PRONOUNS = frozenset({"it", "its"})
RELATIVE_PRONOUNS = frozenset({"who", "that", "which", "whom"})
MAX_ANTECEDENT_DISTANCE = 1_200  # characters back to an antecedent
LEADING_ARTICLE = re.compile(r"^(?:the|a|an|one|some|several|many|two|both)\s+(?!of\b)", re.IGNORECASE)
DEFINITE_DETERMINERS = ("the ", "its ", "his ", "her ", "their ")
FORMER = frozenset({"ex", "former", "onetime", "retired"})
NAMED = frozenset({"GPE", "LOC", "NORP", "ORG", "PERSON"})
PAIRS = {ActorKind.STATE: "states", ActorKind.PERSON: "persons"}
KINDS_BY_NOUN = {
    "agency": {ActorKind.INTELLIGENCE, ActorKind.GOVERNMENT_BODY, ActorKind.MEDIA},
    "country": {ActorKind.STATE},
    "ministry": {ActorKind.GOVERNMENT_BODY},
    "newspaper": {ActorKind.MEDIA},
    "outlet": {ActorKind.MEDIA},
}


@dataclass(frozen=True)
class Entity:
    """Whom a mention refers to: the full name, the registry's actor if it has one, the states that it belongs to."""

    name: str
    actor: KnownActor | None
    states: frozenset[str]
    is_person: bool = False
    is_plural: bool = False
    is_outlet: bool = False
    gender: str = ""  # "he" or "she", as far as the article tells

    @property
    def speaks_for_state(self) -> bool:
        """Media that are a part of a state: "North Korean state media"."""
        return self.actor is not None and bool(self.states) and "state media" in self.actor.name

    @property
    def side(self) -> str | None:
        return next(iter(self.states)) if len(self.states) == 1 else None

    def matches_noun(self, word: str) -> bool:
        """ "the source", "the agency": the name ends so, or the actor is of that kind."""
        kind = self.actor is not None and self.actor.kind in KINDS_BY_NOUN.get(word, ())
        return kind or self.name.lower().split()[-1:] == [word]


@dataclass(frozen=True)
class Antecedent:
    """A subject of the article that a later pronoun or description can refer to. `offset` is in code points;
    `callings` are what it calls a person whom it names: "captain", "spokeswoman"."""

    offset: int
    head: Token
    entity: Entity
    callings: frozenset[str] = frozenset()


class Coreference:
    """The entities of one article, collected over all its passages; `resolve` links a mention to one of them.

    Of a long article that is read in parts, each has its own, which knows the names of the part `before` it.
    """

    def __init__(
        self, passages: tuple[Passage, ...], matcher: ActorMatcher, *, before: "Coreference | None" = None
    ) -> None:
        self.matcher = matcher
        self._passages = {id(passage.doc): passage for passage in passages}
        self._mentions = {id(passage.doc): matcher.mentions(passage.doc) for passage in passages}
        self._full_names: dict[str, list[tuple[int, str]]] = before._full_names if before else defaultdict(list)
        self._abbreviations: dict[str, str] = before._abbreviations if before else {}
        self._bare: set[str] = before._bare if before else set()  # surnames that the article has without a title
        self._genders: dict[str, str] = before._genders if before else {}
        for passage in passages:
            self._collect_names(passage)
        for passage in passages:
            self._bare |= {token.text for token in passage.doc if self._is_bare(token, passage)}
        for passage in passages:
            self._collect_genders(passage)
        self._antecedents = [antecedent for passage in passages for antecedent in self._find_antecedents(passage)]

    def passage_of(self, doc: Doc) -> Passage:
        return self._passages[id(doc)]

    def article_span(self, words: Span) -> TextSpan:
        """The span in the article of words in any of its passages."""
        offset = self.passage_of(words.doc).offset
        return TextSpan(offset + words.start_char, offset + words.end_char)

    def mentions_in(self, words: Span) -> tuple[ActorMention, ...]:
        """The registry's actors that the words name."""
        mentions = self._mentions[id(words.doc)]
        return tuple(
            mention for mention in mentions if words.start <= mention.span.start and mention.span.end <= words.end
        )

    def actors_in(self, words: Span) -> tuple[ActorMention, ...]:
        """The registry's actors in the words, those too whom a part of their name stands for: "Kim" further down."""
        mentions = self.mentions_in(words)
        short = (self._short_name(token) for token in words if not any(token in each.span for each in mentions))
        return tuple(sorted((*mentions, *filter(None, short)), key=lambda mention: mention.span.start))

    def _short_name(self, token: Token) -> ActorMention | None:
        if token.pos_ != "PROPN" or token.text not in self._full_names or not stands_alone(token):
            return None
        actor = self.matcher.by_name.get(self._full_name_of(token.text, self._offset_of(token)))
        if actor is None or actor.kind is not ActorKind.PERSON:
            return None
        return ActorMention(actor, NameKind.NAME, token.doc[token.i : token.i + 1])

    def full_name_of(self, token: Token) -> str:
        """The full name of the person whom the article names in full elsewhere, empty where this is no short name."""
        if token.pos_ != "PROPN" or token.text not in self._full_names or not stands_alone(token):
            return ""
        if len({name for _, name in self._full_names.get(token.text, ())}) > 1:
            return ""  # of two Kellers
        full = self._full_name_of(token.text, self._offset_of(token))
        known = full in self.matcher.by_name or token.ent_type_ == "PERSON"
        return full if known and full != token.text and token.text in full.split() else ""

    def is_surname(self, token: Token) -> bool:
        """Whether it is a part of the name of a person whom the article names in full."""
        return token.text in self._full_names

    @cached_property
    def genders(self) -> frozenset[str]:
        """Which of "he" and "she" the article has."""
        words = {token.lower_ for passage in self._passages.values() for token in passage.doc}
        return frozenset(one for one, forms in GENDERS.items() if not words.isdisjoint(forms))

    @cached_property
    def apostrophe(self) -> str:
        """The article's own."""
        return "’" if any("’" in passage.text for passage in self._passages.values()) else "'"

    def actors_behind(self, word: Token, *, said_by: tuple[Speaker, ...] = ()) -> tuple[ActorMention, ...]:
        """The actor, or the state of those, whom "it", "they" or "his" means; and both of "the two countries". "They"
        are hardly those who speak of them."""
        if word.pos_ == "NOUN":
            return self._two_before(word)
        if word.lower_ not in PERSON_PRONOUNS | PLURAL_PRONOUNS | THING_PRONOUNS or word.dep_ == "expl":
            return ()
        entity = self._resolve_pronoun(word) if word.lower_ in PERSON_PRONOUNS else self._nearest_thing(word, said_by)
        if entity is None or (entity.is_person and entity.actor is None):
            return ()
        actor = entity.actor or self.matcher.by_slug.get(entity.side or "")
        return (ActorMention(actor, NameKind.NAME, word.doc[word.i : word.i + 1]),) if actor else ()

    def _two_before(self, noun: Token) -> tuple[ActorMention, ...]:
        """The last two states, or persons, before "both nations" or "the two leaders"."""
        words = noun_phrase_span(noun)
        kind = next((kind for kind, nouns in PAIRS.items() if noun.lemma_.lower() in word_lists().parts[nouns]), None)
        if kind is None or not words.text.lower().startswith(("both ", "the two ")):
            return ()
        before = self._named[: bisect_left(self._named, self._offset_of(words[0]), key=itemgetter(0))]
        near = (actor for _, actor in reversed(before) if actor.kind is kind)
        two = list(islice(dict.fromkeys(near), 2))
        return tuple(ActorMention(actor, NameKind.NAME, words) for actor in two) if len(two) == 2 else ()

    @cached_property
    def _named(self) -> list[tuple[int, KnownActor]]:
        """All actors that are named, in their order, each with its place: made once, as a text may ask often."""
        docs = (passage.doc for passage in self._passages.values())
        named = ((self._offset_of(each.span[0]), each.actor) for doc in docs for each in self.actors_in(doc[:]))
        return sorted(named, key=itemgetter(0))

    def resolve(self, head: Token, words: Span) -> Entity:
        """The entity that a speaker's words refer to; `head` is their main word."""
        if head.lower_ in RELATIVE_PRONOUNS:
            antecedent = find_relative_antecedent(head)
            return (
                self.resolve(antecedent, noun_phrase_span(antecedent))
                if antecedent is not None
                else unresolved_entity(words)
            )
        if head.pos_ == "PRON":
            return self._resolve_pronoun(head) or unresolved_entity(words)
        return self._resolve_description(head, words) or self._resolve_name(head, words)

    def _resolve_name(self, head: Token, words: Span) -> Entity:
        mentions = self.mentions_in(words)
        states = frozenset(state for mention in mentions for state in self.matcher.states_of(mention.actor))
        if not FORMER.isdisjoint(token.lower_ for token in words):
            states = frozenset()  # whoever was its officer does not speak for it
        mention = find_head_mention(head, mentions) or self._mention_over(head)
        if mention is not None:
            return self._entity_of_actor(mention.actor, states, plural=is_plural(head))
        name = words.text.title() if is_name_in_capitals(words) else find_person_name(head)
        if name and firm_of(head) is None:
            return self._entity_of_person(self._name_in_full(name, head), states)
        if full := self._person_of_surname(head):
            return self._entity_of_person(full, states)
        return Entity(
            self._describe(head, words),
            None,
            states,
            is_person=is_person_noun(head) and head.tag_ == "NN" and head.lemma_.lower() not in lexicon().collectives,
            is_plural=is_plural(head),
            is_outlet=not lexicon().outlets.isdisjoint({head.text, head.lemma_}),
            gender=gender_of(head.lemma_),
        )

    def _entity_of_person(self, name: str, states: frozenset[str]) -> Entity:
        actor, gender = self.matcher.by_name.get(name), self._genders.get(name, "")
        if actor is not None:
            return replace(self._entity_of_actor(actor, states), gender=gender)
        return Entity(name, None, states, is_person=True, gender=gender)

    def _name_in_full(self, name: str, head: Token) -> str:
        """As the article names them elsewhere. "Mrs Lee" is nobody who is known to be a man, nor who goes by "Lee"."""
        bare = without_titles(name)
        if bare not in self._full_names:
            return name
        full = self._full_name_of(bare, self._offset_of(head))
        titled = gender_of(name.split()[0]) if bare != name else ""
        if not titled:
            return full
        is_other = bare in self._bare if full not in self._genders else self._genders[full] != titled
        return name if is_other else full

    def _person_of_surname(self, head: Token) -> str:
        """Of "Whitcombe", which the parser takes for a body, the person whom the article names in full; or empty."""
        entity = next((each for each in head.doc.ents if each.start <= head.i < each.end), None)
        own = entity is not None and without_titles(entity.text) == head.text and entity.label_ == "ORG"
        others = (word for word in dependents(head, "det", "amod", "compound", "poss") if not is_title(word.text))
        known = own and head.tag_ == "NNP" and next(others, None) is None
        full = self._full_name_of(head.text, self._offset_of(head)) if known else ""
        return full if full.split()[1:] and full.split()[-1] == head.text else ""

    def _mention_over(self, head: Token) -> ActorMention | None:
        """The actor whose name holds the head, where the parser has less of the name: "Côte d'Ivoire"."""
        return next((each for each in self._mentions[id(head.doc)] if each.span.start <= head.i < each.span.end), None)

    def _entity_of_actor(self, actor: KnownActor, states: frozenset[str], *, plural: bool = False) -> Entity:
        return Entity(
            actor.name,
            actor,
            self.matcher.states_of(actor) or states,
            is_person=actor.kind is ActorKind.PERSON,
            is_plural=plural,
            is_outlet=actor.kind is ActorKind.MEDIA,
        )

    def name_in(self, words: Span, entity: Entity) -> Span:
        """Of a speaker's words the name, without office and origin: "Hans Weber" of "police chief Hans Weber"."""
        slug = entity.actor.slug if entity.actor else None
        named = (each.span for each in self.actors_in(words) if each.actor.slug == slug)
        name = next(named, None) or (find_words(entity.name, words) if entity.is_person else None)
        if name is None:
            return words
        is_part = words.root not in name and name.end != words.end
        is_whole = words.text.lower() == f"the {name.text.lower()}" and not name.text.isupper()  # "the NIS" is short
        if is_part or is_whole:
            return words
        return name

    def _describe(self, head: Token, words: Span) -> str:
        text = " ".join(words.text.split())
        bare = LEADING_ARTICLE.sub("", text)
        if bare in self._abbreviations:
            return self._abbreviations[bare]
        definite = (
            head.pos_ == "PROPN" or text.lower().startswith(DEFINITE_DETERMINERS) or any(dependents(head, "poss"))
        )
        if definite or is_evidence_noun(head) or (self.mentions_in(words) and bare == text):
            return bare if definite else self._lower_first(words, bare)
        return f"unnamed {self._lower_first(words, bare)}"

    def _lower_first(self, words: Span, text: str) -> str:
        """Without the capital of a sentence, where that is no name's."""
        first = words[0]
        named = first.ent_type_ in NAMED or any(each.span.start == words.start for each in self.mentions_in(words))
        common = first.is_sent_start and first.pos_ in {"NOUN", "NUM", "ADJ"} and not named
        return text[0].lower() + text[1:] if common else text

    def _is_bare(self, token: Token, passage: Passage) -> bool:
        titled = token.i > 0 and is_title(token.nbor(-1).text)
        named = token.text in self._full_names and token.pos_ == "PROPN" and stands_alone(token)
        return named and not titled and not has_forename(token) and not passage.quotation_at(token)

    def _collect_genders(self, passage: Passage) -> None:
        """By titles and by what people are called."""
        for token in passage.doc:
            if token.pos_ == "PROPN" and (name := find_person_name(token)):
                told = filter(None, (gender_of(word.text) for word in find_callings(token)))
                bare = without_titles(name)
                if (gender := next(told, "")) and bare not in self._bare:
                    self._genders.setdefault(self._full_name_of(bare, self._offset_of(token)), gender)

    def _full_name_of(self, name: str, offset: int) -> str:
        """The full name that a short one stands for: the nearest before the offset, or else the first after it."""
        full = self._full_names.get(name, [])
        earlier = bisect_left(full, (offset + 1, ""))
        return full[max(0, earlier - 1)][1] if full else name

    def _resolve_pronoun(self, pronoun: Token) -> Entity | None:
        """The nearest speaker before the pronoun that agrees with it, or else the nearest subject that does."""
        candidates = [each for each in self._antecedents_before(pronoun) if pronoun_agrees(pronoun, each.entity)]
        here = [each for each in candidates if each.head.doc is pronoun.doc and each.entity.is_person]
        speakers = [each for each in candidates if speaks(each.head)]
        nearest = [each for each in here if each in speakers] or here or speakers or candidates
        return nearest[-1].entity if nearest else None

    def _nearest_thing(self, pronoun: Token, said_by: tuple[Speaker, ...]) -> Entity | None:
        """The nearest subject that "it" or "they" may mean, but for those who say so."""
        heads = [each.head for each in said_by]
        agreeing = (each for each in self._antecedents_before(pronoun) if pronoun_agrees(pronoun, each.entity))
        return next((each.entity for each in reversed([*agreeing]) if each.head not in heads), None)

    def _resolve_description(self, head: Token, words: Span) -> Entity | None:
        """The nearest antecedent that "the agency" or "the source" describes, or the one person who was called so."""
        if head.pos_ != "NOUN" or len(words) > 3 or words[0].lower_ != "the":
            return None
        noun, before = head.lemma_.lower(), self._antecedents_before(head)
        described = [each.entity for each in before if len(words) == 2 and each.entity.matches_noun(noun)]
        if described:
            return described[-1]
        calling = noun if len(words) == 2 else f"{words[1].lower_} {noun}"
        called = {each.entity for each in before if calling in each.callings}
        return called.pop() if len(called) == 1 else None

    def _antecedents_before(self, token: Token) -> list[Antecedent]:
        """The antecedents within reach before a token, without the subject of its own verb."""
        offset = self._offset_of(token)
        first, last = (
            bisect_left(self._antecedents, bound, key=lambda antecedent: antecedent.offset)
            for bound in (offset - MAX_ANTECEDENT_DISTANCE, offset)
        )
        near = self._antecedents[first:last]
        return [each for each in near if each.head.doc is not token.doc or each.head.head.i != token.head.i]

    def _offset_of(self, token: Token) -> int:
        return self.passage_of(token.doc).offset + token.idx

    def _collect_names(self, passage: Passage) -> None:
        self._abbreviations.update(find_abbreviations(passage.doc))
        for start, name in sorted(find_full_names(passage.doc, self._mentions[id(passage.doc)])):
            for short in {name.split()[0], name.split()[-1]}:
                self._full_names[short].append((passage.offset + start, name))

    def _find_antecedents(self, passage: Passage) -> Iterator[Antecedent]:
        for token in passage.doc:
            if is_subject(token) and can_speak(token) and not passage.quotation_at(token):
                name = prefer_named_apposition(token)
                entity = self._resolve_name(name, noun_phrase_span(name))
                callings = callings_of(name) if entity.is_person else frozenset()
                yield Antecedent(passage.offset + token.idx, token, entity, callings)


def callings_of(name: Token) -> frozenset[str]:
    """ "executive" and "chief executive", nothing of "former finance minister" """
    called = [word for word in find_callings(name) if not is_collective(word)]
    if any(token.lower_ in FORMER for word in called for token in word.doc[max(0, word.i - 2) : word.i]):
        return frozenset()
    nouns = {word.lemma_.lower() for word in called}
    return frozenset(nouns | {f"{word.nbor(-1).lower_} {word.lemma_.lower()}" for word in called if word.i})


def find_words(name: str, words: Span) -> Span | None:
    """Where a name stands in the words."""
    at = words.text.find(name)
    return words.char_span(at, at + len(name)) if at >= 0 else None


def is_name_in_capitals(words: Span) -> bool:
    """ "WALLACE" of a transcript, before its colon"""
    return words.text.isupper() and words.end < len(words.doc) and words.doc[words.end].text == ":"


def speaks(noun: Token) -> bool:
    """The source of "according to", or the subject of a reporting verb in the active."""
    return noun.dep_ == "pobj" or (noun.dep_ == "nsubj" and noun.head.lemma_ in lexicon().verbs)


def is_subject(token: Token) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    return token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.head.lower_ == "according")


def is_collective(head: Token) -> bool:
    """ "police", "staff": one body of several people"""
    return head.lemma_.lower() in lexicon().collectives


def is_plural(head: Token) -> bool:
    return head.tag_ in {"NNS", "NNPS"}


def unresolved_entity(words: Span) -> Entity:
    return Entity(" ".join(words.text.split()), None, frozenset(), is_plural=words.root.lower_ in PLURAL_PRONOUNS)


def pronoun_agrees(pronoun: Token, entity: Entity) -> bool:
    if pronoun.lower_ in PERSON_PRONOUNS:
        gender = next(one for one, forms in GENDERS.items() if pronoun.lower_ in forms)
        return entity.is_person and not entity.is_plural and entity.gender in {"", gender}
    if pronoun.lower_ in PLURAL_PRONOUNS:
        return entity.is_plural
    return pronoun.lower_ in THING_PRONOUNS and not entity.is_person and not entity.is_plural
