"""Which part each actor has in a content: who does it or whom it is about, where it happens, who else is named."""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Span, Token

from claimsdb.choices import ActorKind, NameKind, Role
from claimsdb.extraction.attribution.actor_matching import ActorMention
from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.attribution.names import GOVERNMENT_NOUNS
from claimsdb.extraction.attribution.places import is_place
from claimsdb.extraction.attribution.speakers import can_speak
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.text.dependency_parse import (
    dependents,
    find_doer,
    has_subject,
    is_infinitive,
    is_verb,
    noun_phrase_span,
    subject_left_out,
)
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

PARTS = (Role.SUBJECT, Role.PLACE, Role.MENTIONED)  # the first that an actor has in a claim
SUBJECT_LABELS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
INSIDE_NAME = frozenset({"compound", "amod", "poss", "nmod", "conj", "appos"})
# "The pact between Kenya and Ghana", "the arrival of Kenyan soldiers", "casualties among Kenyan soldiers"
BELONGING = frozenset({"among", "between", "from", "of"})
TITLES = frozenset({"compound", "amod", "poss", "nmod"})
# Words for a state itself: "the Kenyan government"
STATE_NOUNS = GOVERNMENT_NOUNS | {"military"}
ASIDE = frozenset({"acl", "relcl", "pcomp"})  # a clause inside a phrase: whoever does something there is only mentioned
OBJECT_IS_SUBJECT = frozenset({"accuse-of", "blame-for", "call", "describe-as", "put-at"})
GETTING = frozenset({"import", "purchase", "receipt"})  # "purchases from Kenya": not Kenya's
MAX_LINKS = 8


class Part(NamedTuple):
    """An actor's name, or what stands for it, and the part that the actor has."""

    mention: ActorMention
    role: Role


def find_parts(candidate: ClaimCandidate, coreference: Coreference) -> list[Part]:
    """The actors named in the content, or left out as its subject, each with its part in it; what stands for an actor
    counts as the subject alone, where it is most certain."""
    content = candidate.content
    told = list(find_addressees(candidate))
    named = (each for each in coreference.actors_in(content) if each.span.root not in told)
    parts = [Part(each, classify_part(each, candidate)) for each in named]
    words = (token for token in content if can_stand_for_actor(token))
    meant = (each for token in words for each in coreference.actors_behind(token, said_by=candidate.claimants))
    parts += [part for each in meant if (part := Part(each, classify_part(each, candidate))).role is Role.SUBJECT]
    return parts + [Part(each, Role.SUBJECT) for each in doers_left_out(candidate, coreference) if not is_title(each)]


def doers_left_out(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[ActorMention]:
    """Who does it, where the words leave that to those before: "and polluted two springs", "..., killing five"."""
    subject = subject_left_out(candidate.content, cue=candidate.verb) or subject_of_participle(candidate.content)
    for noun in joined(subject) if subject is not None else ():
        named = coreference.mentions_in(noun_phrase_span(noun))
        yield from named or coreference.actors_behind(noun, said_by=candidate.claimants)


def joined(noun: Token) -> Iterator[Token]:
    """The nouns of a list, which the parser may take for appositions: "Kenya, Ghana and Togo"."""
    yield noun
    for other in dependents(noun, "conj", "appos"):
        if other.i > noun.i and other.pos_ in {"NOUN", "PROPN"}:
            yield from joined(other)


def subject_of_participle(clause: Span) -> Token | None:
    """ "..., killing five", but not "..., leading to a war", which the whole clause before it does."""
    verb = clause.root
    follows = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.i < verb.i
    by_all = verb.lemma_ in word_lists().parts["done_by_events"]
    return find_doer(verb) if follows and not by_all and not has_subject(verb) else None


def can_stand_for_actor(word: Token) -> bool:
    """ "It would show" and "it is clear" tell of what has been said, not of somebody."""
    verb = word.head
    by_event = verb.lemma_ == "be" or verb.lemma_ in lexicon().evidence | word_lists().parts["done_by_events"]
    return word.lower_ != "it" or (word.dep_ in SUBJECT_LABELS and is_verb(verb) and not by_event)


def find_addressees(candidate: ClaimCandidate) -> Iterator[Token]:
    """The object of a verb of urging, warning or telling: "urged Kenya to", "warned Kenya against"."""
    verb = candidate.verb
    if verb is None or verb.lemma_ not in word_lists().parts["said_to"]:
        return
    leads = [lead for lead in dependents(verb, "prep") if verb.lemma_ == "call" and lead.lower_ in {"on", "upon"}]
    acts = [act for act in dependents(verb, "ccomp", "xcomp") if is_infinitive(act)]
    called = [
        *(dependents(verb, "dobj", "dative", "nsubjpass") if verb.lemma_ != "call" else ()),
        *(noun for lead in leads for noun in dependents(lead, "pobj")),
        *(noun for act in acts for noun in dependents(act, "nsubj")),
    ]
    yield from (noun for noun in called if noun.pos_ in {"NOUN", "PROPN"} and can_speak(noun))


def classify_part(mention: ActorMention, candidate: ClaimCandidate) -> Role:
    """A place comes before a subject: "an attack in Kenya killed five"."""
    if mention.actor.kind is ActorKind.STATE and is_place(mention.span):
        return Role.PLACE
    return Role.SUBJECT if is_subject(mention, candidate) else Role.MENTIONED


def is_subject(mention: ActorMention, candidate: ClaimCandidate) -> bool:
    """The name is in the subject or agent of what is said, or in the noun phrase that is all that is said; whoever is
    only told is not it."""
    if is_title(mention) or any(mention.span.root in noun_phrase_span(told) for told in find_addressees(candidate)):
        return False
    content = candidate.content
    head = phrase_head(mention.span.root, content)
    if head.dep_ == "pobj" and head.head.lower_ == "by" and not is_verb(head.head.head):
        return True  # "a visit by the president"
    if head.dep_ in SUBJECT_LABELS or (head.dep_ == "pobj" and head.head.dep_ == "agent"):
        verb = head.head.head if head.head.dep_ == "agent" else head.head
        return head == content.root or not is_aside(verb, content)
    if candidate.verb is not None and candidate.rule in OBJECT_IS_SUBJECT and head.head == candidate.verb:
        return head.dep_ in {"dobj", "dative"}
    return head == content.root and not is_verb(head)


def phrase_head(word: Token, content: Span) -> Token:
    """The noun of the phrase that a name is in: "soldiers" for "Kenyan soldiers", "pact" for "the pact with Ghana"."""
    for _ in range(MAX_LINKS):
        above = word.head
        if word == content.root or above.i == word.i or above not in content:
            return word
        if word.dep_ in INSIDE_NAME:
            word = above
        elif word.dep_ == "pobj" and above.dep_ == "prep" and belongs(above, content):
            word = above.head
        else:
            return word
    return word


def belongs(lead: Token, content: Span) -> bool:
    """Whether what stands behind a preposition has, or did, what the noun before it says."""
    noun = lead.head
    if is_verb(noun) or lead.lower_ not in BELONGING:
        return False
    main = noun == content.root or noun.dep_ in SUBJECT_LABELS or noun.head.dep_ == "agent"
    return lead.lower_ != "from" or (main and noun.lemma_ not in GETTING)


def is_aside(verb: Token, content: Span) -> bool:
    """Whether a clause only tells more of a noun, or stands behind a preposition: "shells that Kenya uses"."""
    for _ in range(MAX_LINKS):
        if verb == content.root or verb.head.i == verb.i or verb.head not in content:
            return False
        if verb.dep_ in ASIDE:
            return True
        verb = verb.head
    return False


def is_title(mention: ActorMention) -> bool:
    """The Kenya of "Kenyan President William Ruto" """
    word = mention.span.root
    for _ in range(MAX_LINKS):
        if word.dep_ not in TITLES:
            return False
        word = word.head
        if word.ent_type_ == "PERSON":
            return word not in mention.span and mention.actor.kind is not ActorKind.PERSON
    return False


def words_of(mention: ActorMention) -> Span:
    """The words for a part: "the Kenyan government" as a whole, "the United States" with its article."""
    span, noun = mention.span, mention.span.root.head
    if mention.actor.kind is not ActorKind.STATE or span.start == 0:
        return span
    if mention.span.root.dep_ in {"amod", "compound"} and noun.lemma_.lower() in STATE_NOUNS:
        return noun_phrase_span(noun) if noun not in span else span
    is_phrase = mention.kind is NameKind.NAME and span.root.dep_ not in TITLES
    follows_article = span.doc[span.start - 1].lower_ == "the"
    return span.doc[span.start - 1 : span.end] if is_phrase and follows_article else span
