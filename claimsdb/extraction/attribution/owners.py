"""Whose things a figure counts: the possessor or demonym of the counted noun, else the subject of the clause."""

from collections.abc import Iterator

from spacy.tokens import Token

from claimsdb.choices import ActorKind, Stage
from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.quantities.clauses import Governor, counted_phrase, find_doer, find_governors
from claimsdb.extraction.quantities.figures import Figure
from claimsdb.extraction.registry import KnownActor
from claimsdb.extraction.text.dependency_parse import dependents, is_verb
from claimsdb.extraction.vocabulary import stages

MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "det"})
OWN_PRONOUNS = frozenset({"its", "their"})
# They act for a state, whose the things are.
ACTING_FOR_A_STATE = frozenset({ActorKind.PERSON, ActorKind.GOVERNMENT_BODY, ActorKind.INTELLIGENCE})
MAX_LINKS = 5


def find_owner(figure: Figure, coreference: Coreference) -> str:
    """The owner's slug; empty where the registry has none, or the text leaves it open."""
    nouns = dict.fromkeys((*([figure.noun] if figure.noun is not None else []), *counted_phrase(figure.number)))
    governors = list(find_governors(figure.number, figure.noun))
    for found in (
        _named_with(nouns, governors, coreference),
        _actors_at(_origins(nouns, governors), coreference),
        _actors_at(_doers(governors), coreference),
    ):
        slugs = {slug for actor in found if (slug := _owner_of(actor, coreference))}
        if slugs:
            return slugs.pop() if len(slugs) == 1 else ""
    return ""


def _owner_of(actor: KnownActor, coreference: Coreference) -> str:
    if actor.kind not in ACTING_FOR_A_STATE:
        return actor.slug
    states = coreference.matcher.states_of(actor)
    return next(iter(states)) if len(states) == 1 else ""


def _named_with(nouns: dict[Token, None], governors: list[Governor], coreference: Coreference) -> Iterator[KnownActor]:
    """ "North Korean soldiers", "Russia's deployment of 500 soldiers", "its soldiers" where the subject is an actor."""
    own = [*nouns, *(each.word for each in governors if each.stage and not is_verb(each.word))]
    for noun in own:
        yield from _modifying_actors(noun, coreference)
        if any(word.lower_ in OWN_PRONOUNS for word in dependents(noun, "poss")):
            doers = (find_doer(each.word) for each in governors if is_verb(each.word))
            yield from _actors_at((doer for doer in doers if doer is not None), coreference)


def _modifying_actors(noun: Token, coreference: Coreference) -> Iterator[KnownActor]:
    phrase = noun.doc[noun.left_edge.i : noun.i]
    for mention in coreference.mentions_in(phrase) if len(phrase) else ():
        if _modifies(mention.span.root, noun):
            yield mention.actor


def _modifies(word: Token, noun: Token) -> bool:
    for _ in range(MAX_LINKS):
        if word.dep_ not in MODIFIERS or word.head.i == word.i:
            return False
        word = word.head
        if word.i == noun.i:
            return True
    return False


def _origins(nouns: dict[Token, None], governors: list[Governor]) -> Iterator[Token]:
    """ "shells from North Korea", "soldiers of the Russian army", "bought shells from North Korea", "originating from".

    What is withdrawn, sent or seen "from" somewhere only was there.
    """
    verbs = [each for each in governors if is_verb(each.word)]
    leaving = any(each.word.lemma_ in stages.LEAVING for each in verbs)
    giving = [each.word for each in verbs if each.stage == Stage.RECEIVED or each.word.dep_ == "acl"]
    for word in (*nouns, *giving):
        for lead in dependents(word, "prep"):
            was_there = lead.lower_ == "from" and (leaving or (word in giving and word.tag_ == "VBN"))
            if lead.lower_ in stages.OF_WHOM and not was_there:
                yield from dependents(lead, "pobj")


def _doers(governors: list[Governor]) -> Iterator[Token]:
    """Who does the first thing that is done to what is counted, if one does it to what is one's own."""
    done = next((each for each in governors if is_verb(each.word) and not each.by_counted), None)
    doer = find_doer(done.word) if done is not None and done.word.lemma_ in stages.OWN else None
    if doer is not None:
        yield doer


def _actors_at(heads: Iterator[Token], coreference: Coreference) -> Iterator[KnownActor]:
    """The actors that noun phrases are or are of: "Russia and China" are two, "Kenyan shipments" Kenya's."""
    for head in heads:
        for noun in (head, *dependents(head, "conj")):
            phrase = noun.doc[noun.left_edge.i : noun.i + 1]
            here = [each for each in coreference.mentions_in(phrase) if each.span.start <= noun.i < each.span.end]
            yield from (each.actor for each in here) if here else _modifying_actors(noun, coreference)
