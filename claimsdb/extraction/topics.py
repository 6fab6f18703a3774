"""What a claim is about: by the words of each topic, the verb and what is done to whom counting more than the rest."""

from collections import defaultdict

from spacy.tokens import Span, Token

from claimsdb.choices import Topic
from claimsdb.extraction.text.dependency_parse import dependents, is_verb
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists

MAIN, BESIDE, ASIDE = 3.0, 1.5, 0.75  # what is said; whose it is and to whom; where, why, what else
COLOURING = 0.5  # of a word's weight, if it only goes with a topic: soldiers go with many
OBJECTS = ("dobj", "attr", "acomp", "oprd", "nsubjpass")
SUBJECTS = ("nsubj", "csubj")
MODIFIERS = ("compound", "amod", "nmod", "poss")
MAX_LINKS = 4


def classify_topic(content: Span) -> Topic | None:
    """The topic whose words weigh most; of equals the one that words.toml lists first."""
    lists, weights = word_lists(), weigh_words(content)
    scores: defaultdict[Topic, float] = defaultdict(float)
    for token in content:
        for lemma in {token.lemma_.lower(), token.lower_}:
            for topic in lists.topics.get(lemma, ()):
                scores[topic] += weights.get(token.i, ASIDE)
            for topic in lists.coloured.get(lemma, ()):
                scores[topic] += weights.get(token.i, ASIDE) * COLOURING
    return max(lists.order, key=lambda topic: scores[topic]) if scores else None


def weigh_words(content: Span) -> dict[int, float]:
    """The weight of the words that are not aside, by their place in the text."""
    root = content.root
    verb = find_predicate(root) if is_verb(root) else root
    weights: dict[int, float] = {verb.i: MAIN}
    rendered = (word for word in dependents(verb, "ccomp") if word.pos_ == "ADJ")  # "makes them vulnerable"
    for noun in (*dependents(verb, *OBJECTS), *rendered):
        weights |= weigh_phrase(noun, MAIN)
    if not is_verb(verb):
        weights |= weigh_phrase(verb, MAIN)
    subject = next(dependents(root, *SUBJECTS), None)
    if subject is not None:
        weights |= weigh_phrase(subject, BESIDE)
    for lead in dependents(verb, "prep", "agent", "dative"):
        for noun in dependents(lead, "pobj"):
            weights |= weigh_phrase(noun, BESIDE)
    return weights


def find_predicate(verb: Token) -> Token:
    """The "send" of "is preparing to send", "appears to have sent": what is planned, tried or seems so."""
    lists = word_lists()
    through = lists.phases["planned"] | lists.phases["planned_to"] | lists.phases["judging"] | lists.parts["through"]
    for _ in range(MAX_LINKS):
        inner = next((act for act in dependents(verb, "xcomp", "ccomp") if is_verb(act)), None)
        adjectives = [word for word in dependents(verb, "acomp") if word.lemma_.lower() in through]
        inner = next((act for word in adjectives for act in dependents(word, "xcomp") if is_verb(act)), inner)
        if inner is None or not (verb.lemma_ in through or adjectives):
            return verb
        verb = inner
    return verb


def weigh_phrase(noun: Token, weight: float) -> dict[int, float]:
    """A noun with what stands before it and behind prepositions; of "a part of the treaty" the treaty."""
    weights = {noun.i: weight}
    for word in noun.lefts:
        if word.dep_ in MODIFIERS:
            weights[word.i] = weight / 2
    for lead in dependents(noun, "prep"):
        part = lead.lower_ == "of" and (noun.like_num or noun.lemma_.lower() in word_lists().parts["of_what"])
        for inner in dependents(lead, "pobj"):
            weights |= weigh_phrase(inner, weight if part else weight / 2)
    for other in dependents(noun, "conj"):
        if not is_verb(other):
            weights |= weigh_phrase(other, weight)
    return weights
