"""Names in parsed text: full names of people, abbreviations, and which mention a noun phrase is."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.actor_matching import ActorMention
from claimsdb.extraction.text.dependency_parse import dependents
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

POSSESSIVE = re.compile(r"['’]s$")
ABBREVIATED = re.compile(r"((?:[A-Z][\w’'-]+\s+(?:(?:of|for|and|the|on)\s+)*){2,8})\(([A-Z]{2,6})\)")
PLACE_NOUNS = frozenset(
    "airport avenue award bridge center centre hospital prize road square stadium street university".split()
)
GOVERNMENT_NOUNS = frozenset({"government", "administration", "regime", "leadership", "authority"})
PERSON_SUFFIXES = ("er", "or", "ist", "ian", "yst", "man", "men", "person", "people")


def find_full_names(doc: Doc, known: tuple[ActorMention, ...]) -> Iterator[tuple[int, str]]:
    """(offset, full name) of each person named in full; a person of the registry by the registry's name."""
    people = [mention for mention in known if mention.actor.kind is ActorKind.PERSON]
    for mention in people:
        yield mention.span.start_char, mention.actor.name
    for entity in doc.ents:
        if is_full_name(entity) and not any(spans_overlap(entity, mention.span) for mention in people):
            yield entity.start_char, normalize_name(entity)


def is_full_name(entity: Span) -> bool:
    """A person's name of two or more words without a title, and not a street or a prize named for somebody."""
    is_whole = " " in without_titles(normalize_name(entity))
    return entity.label_ == "PERSON" and is_whole and entity[-1].lower_ not in PLACE_NOUNS


def normalize_name(entity: Span) -> str:
    """Without a title before a full name, and a trade at the beginning of a sentence: "Farmer Ann Lee"."""
    trade = len(entity) > 2 and entity[0].is_sent_start and entity[0].lower_ in known_trades()
    first = entity.start - 1 if has_forename_before(entity) else entity.start + bool(trade)
    name = POSSESSIVE.sub("", " ".join(entity.doc[first : entity.end].text.split()))
    bare = without_titles(name)
    return bare if " " in bare else name


def has_forename_before(entity: Span) -> bool:
    """Whether the parser has left out the first of two: "Priya Nair" is one, and not "Mayor Nair", "UN Nair"."""
    if len(entity) != 1 or entity.start == 0:
        return False
    word = entity.doc[entity.start - 1]
    return is_forename(word) and word.is_title and word.head == entity.root and not is_calling(word)


def has_forename(name: Token) -> bool:
    return name.i > 0 and is_forename(name.nbor(-1)) and not is_calling(name.nbor(-1))


def is_calling(word: Token) -> bool:
    """What somebody is called for what they are: "captain", "Mayor", "spokeswoman"."""
    return is_trade(word) or is_title(word.text) or word.lower_.endswith(PERSON_SUFFIXES) or is_person_noun(word)


def without_titles(name: str) -> str:
    """ "Lee" of "Mrs Lee", "Ann Lee" of "Dr. Ann Lee" """
    words = name.split()
    first = next((place for place, word in enumerate(words[:-1]) if not is_title(word)), len(words) - 1)
    return " ".join(words[first:])


def is_title(word: str) -> bool:
    return word.lower().rstrip(".") in titles()


def gender_of(word: str) -> str:
    """ "he" or "she" by a title or by what somebody is called, empty where it tells of neither."""
    parts, word = word_lists().parts, word.lower().rstrip(".")
    if word in parts["titles_of_men"] | parts["men"]:
        return "he"
    return "she" if word in parts["titles_of_women"] | parts["women"] else ""


def find_callings(name: Token) -> Iterator[Token]:
    """What the phrase around a person's name calls them: "Captain" or "spokeswoman" before it, "the head" behind it."""
    around = (*dependents(name, "compound", "appos", "nmod"), *([name.head] if name.dep_ == "appos" else []))
    yield from (word for word in around if word.pos_ in {"NOUN", "PROPN"} and is_calling(word))


@cache
def titles() -> frozenset[str]:
    parts = word_lists().parts
    return parts["titles"] | parts["titles_of_men"] | parts["titles_of_women"]


def is_trade(word: Token) -> bool:
    """ "mayor", "spokeswoman"; "Salman" and "Herman" are names, as they are written large."""
    return word.lower_ in known_trades() or (word.is_lower and word.lower_.endswith(("man", "woman", "person")))


@cache
def known_trades() -> frozenset[str]:
    return lexicon().people | word_lists().parts["trades"]


def spans_overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def find_head_mention(head: Token, mentions: tuple[ActorMention, ...]) -> ActorMention | None:
    """The mention that is the phrase itself, not a modifier in it: "Russia", not "Russia's defence minister"."""
    for mention in mentions:
        if mention.span.start <= head.i < mention.span.end:
            return mention
    people = [mention for mention in mentions if mention.actor.kind is ActorKind.PERSON]
    if people and head.pos_ == "PROPN":
        return people[-1]
    states = [mention for mention in mentions if mention.actor.kind is ActorKind.STATE]
    return states[0] if head.lemma_ in GOVERNMENT_NOUNS and len(mentions) == len(states) == 1 else None


def find_person_name(head: Token) -> str | None:
    """The person's name that ends in the head: the entity around it, or the proper nouns before it."""
    entity = next((ent for ent in head.doc.ents if ent.start <= head.i < ent.end), None)
    if entity is not None and entity.label_ != "PERSON":
        return find_name_behind_office(entity, head)
    if entity is not None:
        return normalize_name(entity)
    if head.tag_ != "NNP":
        return None
    start = head.i
    while start > 0 and is_forename(head.doc[start - 1]):
        start -= 1
    return head.doc[start : head.i + 1].text


def find_name_behind_office(entity: Span, head: Token) -> str | None:
    """ "Ann Lee" of "Ministry spokeswoman Ann Lee", where the parser takes it for the name of a body."""
    phrase = head.doc[max(0, entity.start - 1) : head.i]
    offices = [token for token in phrase if token.is_lower and is_person_noun(token) and token.dep_ == "compound"]
    name = head.doc[offices[-1].i + 1 : head.i + 1] if offices else None
    return name.text if name is not None and name[0].is_title else None


def is_person_noun(head: Token) -> bool:
    """English makes many of its words for people with a few endings: reporter, senator, analyst, spokeswoman."""
    word = head.lemma_.lower()
    return word in lexicon().people or (head.pos_ == "NOUN" and word.endswith(PERSON_SUFFIXES))


def is_forename(token: Token) -> bool:
    return token.tag_ == "NNP" and token.dep_ == "compound" and not token.ent_type_


def stands_alone(name: Token) -> bool:
    """The word is no part of a longer name: "Kim", and not the one of "Kim Yo Jong"."""
    beside = [name.doc[i] for i in (name.i - 1, name.i + 1) if 0 <= i < len(name.doc)]
    labels = {"PERSON", name.ent_type_}
    return not any(each.pos_ == "PROPN" and each.ent_type_ and each.ent_type_ in labels for each in beside)


def find_relative_antecedent(pronoun: Token) -> Token | None:
    """The noun behind a relative pronoun."""
    clause = pronoun.head
    while clause.dep_ in {"conj", "xcomp", "ccomp", "aux"} and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ == "relcl":
        return clause.head
    before = [token for token in pronoun.doc[max(0, pronoun.i - 2) : pronoun.i] if not token.is_punct]
    return before[-1] if pronoun.lower_ != "that" and before and before[-1].pos_ in {"NOUN", "PROPN"} else None


def find_abbreviations(doc: Doc) -> dict[str, str]:
    """Short names by the brackets that define them: "National Intelligence Service (NIS)"."""
    return {short: " ".join(name.removeprefix("The ").split()) for name, short in ABBREVIATED.findall(doc.text)}
