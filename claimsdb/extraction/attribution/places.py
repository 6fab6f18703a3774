"""Where it happens: "in Ukraine", "near Kursk", "sent to Russia"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import dependents, is_verb
from claimsdb.extraction.vocabulary import stages
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.quantities import unit_of

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
UNSURE_LABELS = frozenset({"", "ORG", "PRODUCT"})  # what the parser takes a place for that it does not know
INSIDE_NAME = frozenset({"compound", "poss", "amod", "nmod"})
MAX_LINKS = 4


def is_place(name: Span) -> bool:
    """Whether a name stands where a place stands: behind "in" or, where something is sent, behind "to"."""
    word = name.root
    for _ in range(MAX_LINKS):
        if word.dep_ == "pobj":
            if _leads_to_place(word.head):
                return True
            if word.head.lower_ != "of" or word.head.head.lemma_.lower() not in word_lists().places["nouns"]:
                return False
            word = word.head.head  # "in parts of Ukraine"
        elif word.dep_ in INSIDE_NAME and word.head.lemma_.lower() in word_lists().places["nouns"]:
            word = word.head  # "in Ukraine's occupied territories"
        elif word.dep_ == "conj":
            word = word.head
        else:
            return False
    return False


def _leads_to_place(lead: Token) -> bool:
    if lead.lower_ in word_lists().places["leads"]:
        return not _tells_which_affair(lead)
    return lead.lower_ in ("to", "into") and _moves(lead.head)


def _tells_which_affair(lead: Token) -> bool:
    """ "the war in Ukraine": which war it is, and not where something happens"""
    if lead.lower_ != "in":
        return False
    before = (lead.head, *([lead.nbor(-1)] if lead.i > 0 else []))
    return any(noun.pos_ == "NOUN" and noun.lemma_.lower() in word_lists().places["affairs"] for noun in before)


def _moves(word: Token) -> bool:
    """ "sent troops to Russia", "the deployment of troops to Russia" """
    for _ in range(MAX_LINKS):
        lemma = word.lemma_.lower()
        if is_verb(word):
            return lemma in stages.MOTION and not _gives_goods(word)
        if lemma in word_lists().places["journeys"]:
            return True
        if lemma in stages.OF_NOUN and stages.OF_NOUN[lemma] in stages.MOTION_STAGES:
            return True
        if word.head.i == word.i:
            return False
        word = word.head
    return False


def _gives_goods(verb: Token) -> bool:
    """ "sends weapons to Kenya": to whom, and not where to. Soldiers, and what carries things, come to a place."""
    units = {unit_of(what.lemma_) for what in dependents(verb, "dobj", "nsubjpass")}
    if "person" in units:
        return False
    return verb.lemma_ in stages.GIVING or not units.isdisjoint({"item", "round"})


def find_unregistered_places(content: Span, *, known: list[Span]) -> Iterator[Span]:
    """Places that the registry's names do not cover."""
    for name in _names(content):
        taken = any(name.start < each.end and each.start < name.end for each in known)
        if not taken and not is_direction(name) and is_place(name):
            yield _without_article(name)


def is_direction(name: Span) -> bool:
    return all(word.lower_ in word_lists().parts["directions"] for word in _without_article(name))


def _names(content: Span) -> Iterator[Span]:
    """The names of places, those too that only where they stand shows: "near Kursk", "in Lagos and Ikeja"."""
    yield from (name for name in content.ents if name.label_ in PLACE_LABELS)
    for word in content:
        if word.pos_ == "PROPN" and word.ent_type_ in UNSURE_LABELS and not any(dependents(word, "compound")):
            beside = word.dep_ == "conj" and word.head.ent_type_ in PLACE_LABELS
            if beside or (word.dep_ == "pobj" and word.head.lower_ == "near"):
                yield word.doc[word.i : word.i + 1]


def _without_article(name: Span) -> Span:
    return name[1:] if len(name) > 1 and name[0].lower_ in ("the", "a") else name
