"""The names of people and bodies as they stand in a parsed text."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.actor_matching import Mention

POSSESSIVE = re.compile(r"['’]s$")
ABBREVIATED = re.compile(r"((?:[A-Z][\w’'-]+\s+(?:(?:of|for|and|the|on)\s+)*){2,8})\(([A-Z]{2,6})\)")
PLACES = frozenset(
    "airport avenue award bridge center centre hospital prize road square stadium street university".split()
)
SPEAKING_FOR = frozenset({"government", "administration", "regime", "leadership", "authority"})


def full_names(doc: Doc, known: tuple[Mention, ...]) -> Iterator[tuple[int, str]]:
    """The full names of people with their places in the text, as the registry has them where it knows them."""
    people = [mention for mention in known if mention.actor.kind is ActorKind.PERSON]
    for mention in people:
        yield mention.span.start_char, mention.actor.name
    for entity in doc.ents:
        if is_full_name(entity) and not any(overlap(entity, mention.span) for mention in people):
            yield entity.start_char, bare(entity)


def is_full_name(entity: Span) -> bool:
    """A name in full, and not the street, square or prize that bears one."""
    return entity.label_ == "PERSON" and " " in bare(entity) and entity[-1].lower_ not in PLACES


def bare(entity: Span) -> str:
    return POSSESSIVE.sub("", " ".join(entity.text.split()))


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def own_mention(head: Token, mentions: tuple[Mention, ...]) -> Mention | None:
    """The actor that the words are, as opposed to one that they contain: "Russia", not "Russia's defence minister"."""
    for mention in mentions:
        if mention.span.start <= head.i < mention.span.end:
            return mention
    people = [mention for mention in mentions if mention.actor.kind is ActorKind.PERSON]
    if people and head.pos_ == "PROPN":
        return people[-1]
    states = [mention for mention in mentions if mention.actor.kind is ActorKind.STATE]
    return states[0] if head.lemma_ in SPEAKING_FOR and len(mentions) == len(states) == 1 else None


def person_name(head: Token) -> str | None:
    """The name that the head closes: the entity around it, or the run of capitals before it."""
    entity = next((ent for ent in head.doc.ents if ent.start <= head.i < ent.end), None)
    if entity is not None:
        return bare(entity) if entity.label_ == "PERSON" else None
    if head.tag_ != "NNP":
        return None
    start = head.i
    while start > 0 and is_forename(head.doc[start - 1]):
        start -= 1
    return head.doc[start : head.i + 1].text


def is_forename(token: Token) -> bool:
    return token.tag_ == "NNP" and token.dep_ == "compound" and not token.ent_type_


def antecedent_of(pronoun: Token) -> Token | None:
    """The noun behind a relative pronoun."""
    clause = pronoun.head
    while clause.dep_ in {"conj", "xcomp", "ccomp", "aux"} and clause.head.i != clause.i:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else None


def abbreviations(doc: Doc) -> dict[str, str]:
    """Short names by the brackets that define them: "National Intelligence Service (NIS)"."""
    return {short: " ".join(name.removeprefix("The ").split()) for name, short in ABBREVIATED.findall(doc.text)}
