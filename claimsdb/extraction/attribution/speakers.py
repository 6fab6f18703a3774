"""Who says it: the noun phrases that a cue's subject stands for, and whether a noun can speak at all."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Role
from claimsdb.extraction.attribution.names import antecedent_of
from claimsdb.extraction.candidates import Speaker
from claimsdb.extraction.text.dependency_parse import children, is_passive, members, noun_phrase, subject_of
from claimsdb.extraction.vocabulary.lexicon import lexicon

NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE"})
PEOPLE = frozenset({"he", "she", "they", "we", "i", "you", "who"})
CITING = frozenset({"cite", "quote"})
MADE = frozenset({"make", "issue", "have", "express", "voice", "raise", "repeat", "release", "level", "offer", "give"})
PERSONAL_ENDINGS = ("er", "or", "ist", "ian", "yst", "man", "men", "person", "people")


def speakers_of(verb: Token) -> tuple[Speaker, ...]:
    """Whose word a cue is, with those whom the speaker has it from ("X, citing Y, said")."""
    subject = subject_of(verb)
    if subject is None:
        subject = just_before(verb)
    elif verb.dep_ == "acl" and not is_person_noun(subject):
        subject = maker_of(subject) or subject
    if subject is None or (subject.lower_ in {"it", "there", "this", "that"} and subject.dep_ == "expl"):
        return ()
    return (*named(subject, cue=verb), *cited(verb))


def maker_of(noun: Token) -> Token | None:
    """Who issues a statement, voices a concern, makes a claim."""
    if noun.dep_ != "dobj" or noun.head.lemma_ not in MADE:
        return None
    subject = subject_of(noun.head)
    return subject if subject is not None and can_speak(subject) else None


def just_before(verb: Token) -> Token | None:
    """The noun at the cue's elbow where the parser found no subject: "... of the Post Trump said"."""
    if verb.i == verb.sent.start or is_passive(verb) or not (verb.tag_ in {"VBD", "VBZ", "VBP"} or verb.pos_ == "NOUN"):
        return None
    before = verb.nbor(-1)
    return before if before.pos_ in {"PROPN", "PRON", "NOUN"} and can_speak(before) else None


def named(subject: Token, *, cue: Token | None = None, role: Role = Role.CLAIMANT, hop: int = 0) -> tuple[Speaker, ...]:
    """The speakers that a noun and those coordinated with it stand for."""
    first = head_of_list(subject)
    if first != subject and first.pos_ == "NOUN":
        whole = subject.doc[noun_phrase(first).start : noun_phrase(subject).end]
        return (Speaker(first, whole, role, hop),)
    heads = dict.fromkeys((*members(named_apposition(first)), *(() if first == subject else [subject])))
    return tuple(Speaker(head, clear_of(noun_phrase(head), cue), role, hop) for head in heads)


def named_apposition(head: Token) -> Token:
    """ "Sister of Kim Jong Un, Kim Yo Jong", "the agency TASS": the name speaks, not the description before it."""
    if head.pos_ in {"PROPN", "PRON"}:
        return head
    names = (name for name in head.subtree if name.dep_ == "appos" and name.pos_ == "PROPN" and name.i > head.i)
    return next((name for name in names if is_own_name(name, head)), head)


def is_own_name(name: Token, head: Token) -> bool:
    """The apposition follows at once, or is a person's name behind a comma."""
    before = noun_phrase(name).start - 1
    return before == head.i or (name.ent_type_ == "PERSON" and head.doc[before].text == ",")


def head_of_list(subject: Token) -> Token:
    """The noun of "sources from A, B, and C", or A of "A, B, and C", where the parser took C alone for the subject."""
    doc, start = subject.doc, noun_phrase(subject).start
    if start < 2 or subject.pos_ not in {"PROPN", "NOUN"} or doc[start - 1].lower_ != "and":
        return subject
    before = doc[start - 3] if doc[start - 2].text == "," and start > 2 else doc[start - 2]
    if before.pos_ not in {"PROPN", "NOUN"} or before.sent != subject.sent:
        return subject
    while before.dep_ in {"conj", "appos", "compound"} and before.head.i < before.i:
        before = before.head
    return before.head.head if before.dep_ == "pobj" and before.head.head.pos_ == "NOUN" else before


def clear_of(phrase: Span, cue: Token | None) -> Span:
    if cue is None or not phrase.start <= cue.i < phrase.end:
        return phrase
    if cue.i > phrase.root.i:
        return phrase.doc[phrase.start : cue.i]
    return phrase.doc[cue.i + 1 : phrase.end]


def cited(verb: Token) -> Iterator[Speaker]:
    """The origin in "Sladkov, citing sources in Pyongyang, said" and in "said ..., citing sources"."""
    for token in verb.sent:
        if is_citing(token):
            yield from named(next(children(token, "dobj")), role=Role.ORIGIN, hop=1)


def is_citing(token: Token) -> bool:
    """ "citing sources": a participle that tells whom a speaker has it from."""
    if token.lemma_ not in CITING or token.tag_ != "VBG":
        return False
    origin = next(children(token, "dobj"), None)
    return origin is not None and can_speak(origin)


def can_speak(head: Token) -> bool:
    """People, bodies and papers speak; a decision or an alliance that "suggests" something does not."""
    if head.lower_ in {"which", "that"}:
        antecedent = antecedent_of(head)
        return antecedent is not None and can_speak(antecedent)
    if head.ent_type_ in NAMED or head.lower_ in PEOPLE or head.pos_ == "PROPN":
        return True
    return head.lemma_.lower() in lexicon().speaking_nouns or is_person_noun(head)


def is_person_noun(head: Token) -> bool:
    """English makes many of its words for people with a few endings: reporter, senator, analyst, spokeswoman."""
    word = head.lemma_.lower()
    return word in lexicon().people or (head.pos_ == "NOUN" and word.endswith(PERSONAL_ENDINGS))
