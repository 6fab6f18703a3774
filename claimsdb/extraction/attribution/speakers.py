"""The speakers of a cue: noun phrases of its subject, and whether a noun can speak at all."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Role
from claimsdb.extraction.attribution.names import find_relative_antecedent, is_person_noun
from claimsdb.extraction.candidates import Speaker
from claimsdb.extraction.text.dependency_parse import (
    dependents,
    find_passive_agent,
    find_subject,
    is_passive,
    iter_conjuncts,
    noun_phrase_span,
)
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

SPEAKER_ENTITY_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
PERSON_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "you", "who"})
COUNTED_SPEAKERS = frozenset({"one", "two", "three", "some", "many", "most", "several", "both", "few", "all"})
CITING_VERBS = frozenset({"cite", "quote"})
ISSUING_VERBS = frozenset(
    {"make", "issue", "have", "express", "voice", "raise", "repeat", "release", "level", "offer", "give"}
)
TOLD_OF_NOUN = frozenset({"acl", "amod", "appos", "nmod", "nummod", "prep", "relcl"})
HEARING = frozenset({"hear"})  # "The court heard that ...": whoever hears does not speak
LINKING = frozenset({"be", "become", "seem", "remain", "prove", "appear"})


def find_speakers(verb: Token) -> tuple[Speaker, ...]:
    """The speakers of a cue, and the origins that they cite ("X, citing Y, said")."""
    if (quoting := find_quoting_verb(verb)) is not None:
        return find_quoted_and_quoting(quoting)
    subject = find_subject(verb) if verb.lemma_ not in HEARING else None
    if subject is not None and (named := find_name_before(verb)) is not None:
        subject = named
    if subject is None:
        subject = find_adjacent_noun(verb) if verb.lemma_ not in HEARING else None
    elif verb.dep_ == "acl" and not is_person_noun(subject):
        subject = find_issuer(subject) or subject
    if subject is None or is_expletive(subject, verb):
        return ()
    return (*speakers_in_phrase(subject, cue=verb), *find_cited_origins(verb))


def find_quoting_verb(verb: Token) -> Token | None:
    """The "quoted" of "quoted the minister as saying" """
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb.head
    as_ = verb.dep_ == "pcomp" or any(mark.lower_ == "as" for mark in dependents(verb, "mark", "prep"))
    return above if as_ and verb.tag_ == "VBG" and above.lemma_ in CITING_VERBS else None


def find_quoted_and_quoting(quoting: Token) -> tuple[Speaker, ...]:
    """Who says it, and who passes it on: "The paper quoted the minister", "The minister was quoted by the paper"."""
    subject = find_subject(quoting)
    if not is_passive(quoting):
        said_by, relayer = next(dependents(quoting, "dobj"), None), subject
    else:
        said_by, relayer = subject, find_passive_agent(quoting)
    said = speakers_in_phrase(said_by) if said_by is not None else ()
    return (*said, *(speakers_in_phrase(relayer, role=Role.RELAYER) if relayer is not None else ()))


def is_expletive(subject: Token, verb: Token) -> bool:
    """ "It is important to remember that ..." has nobody who remembers."""
    if subject.lower_ in {"it", "there", "this", "that"} and subject.dep_ == "expl":
        return True
    return subject.lower_ == "it" and subject.head.i != verb.i and subject.head.lemma_ in LINKING


def speaks_for_nobody(subject: Token) -> bool:
    """ "Nobody", "no expert": whom nobody is, nobody speaks for."""
    no_one = subject.lower_ == "one" and subject.i > 0 and subject.nbor(-1).lower_ == "no"
    if no_one or subject.lower_ in {"nobody", "none"}:
        return True
    return any(word.lower_ == "no" for word in dependents(subject, "det"))


def is_negative(subject: Token) -> bool:
    """ "Neither the mayor nor the governor", "few experts" """
    words = {word.lower_ for word in dependents(subject, "preconj", "det", "amod", "cc", "advmod", "nmod", "predet")}
    few = "few" in words and "a" not in words
    return few or not words.isdisjoint({"neither", "nor", "hardly"}) or subject.lower_ in {"neither", "few"}


def find_issuer(noun: Token) -> Token | None:
    """Who issues a statement, voices a concern, makes a claim."""
    if noun.dep_ != "dobj" or noun.head.lemma_ not in ISSUING_VERBS:
        return None
    subject = find_subject(noun.head)
    return subject if subject is not None and can_speak(subject) else None


def find_name_before(verb: Token) -> Token | None:
    """The person right before "said", where the parser has the subject of another clause for it."""
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    own = any(dependents(verb, "nsubj", "nsubjpass", "csubj"))
    named = before is not None and before.ent_type_ == "PERSON" and before.pos_ == "PROPN"
    return before if named and verb.lemma_ == "say" and verb.tag_ == "VBD" and verb.dep_ == "conj" and not own else None


def find_adjacent_noun(verb: Token) -> Token | None:
    """The noun right before a cue for which the parser found no subject: "... of the Post Trump said"."""
    if verb.i == verb.sent.start or is_passive(verb) or not (verb.tag_ in {"VBD", "VBZ", "VBP"} or verb.pos_ == "NOUN"):
        return None
    before = verb.nbor(-1)
    return before if before.pos_ in {"PROPN", "PRON", "NOUN"} and can_speak(before) else None


def speakers_in_phrase(
    subject: Token, *, cue: Token | None = None, role: Role = Role.CLAIMANT, hop: int = 0
) -> tuple[Speaker, ...]:
    """A speaker for each conjunct of a noun phrase: "Russia and North Korea" are two."""
    first = find_list_head(subject)
    if first != subject and first.pos_ == "NOUN":
        whole = subject.doc[noun_phrase_span(first).start : noun_phrase_span(subject).end]
        return (Speaker(first, whole, role, hop),)
    if (firm := firm_of(first)) is not None:
        return (Speaker(first, firm, role, hop),)
    heads = dict.fromkeys((*iter_conjuncts(prefer_named_apposition(first)), *(() if first == subject else [subject])))
    return tuple(Speaker(head, exclude_cue(noun_phrase_span(head), cue), role, hop) for head in heads)


def firm_of(noun: Token) -> Span | None:
    """The whole of "Marks & Spencer", which is one."""
    joined = any(tie.text == "&" for tie in dependents(noun, "cc"))
    other = next(dependents(noun, "conj"), None) if joined else None
    return noun.doc[noun_phrase_span(noun).start : noun_phrase_span(other).end] if other is not None else None


def prefer_named_apposition(head: Token) -> Token:
    """ "Sister of Kim Jong Un, Kim Yo Jong", "the agency TASS": the name speaks, not the description before it."""
    if head.pos_ in {"PROPN", "PRON"}:
        return head
    names = (name for name in head.subtree if name.dep_ == "appos" and name.pos_ == "PROPN" and name.i > head.i)
    return next((name for name in names if is_name_of(name, head)), head)


def is_name_of(name: Token, head: Token) -> bool:
    """The apposition follows at once, or is a person's name behind a comma."""
    before = noun_phrase_span(name).start - 1
    return before == head.i or (name.ent_type_ == "PERSON" and head.doc[before].text == ",")


def find_list_head(subject: Token) -> Token:
    """The noun of "sources from A, B, and C", or A of "A, B, and C", where the parser took C alone for the subject."""
    doc, start = subject.doc, noun_phrase_span(subject).start
    if start < 2 or subject.pos_ not in {"PROPN", "NOUN"} or doc[start - 1].lower_ != "and":
        return subject
    before = doc[start - 3] if doc[start - 2].text == "," and start > 2 else doc[start - 2]
    if before.pos_ not in {"PROPN", "NOUN"} or before.sent != subject.sent:
        return subject
    while before.dep_ in {"conj", "appos", "compound"} and before.head.i < before.i:
        before = before.head
    return before.head.head if before.dep_ == "pobj" and before.head.head.pos_ == "NOUN" else before


def exclude_cue(phrase: Span, cue: Token | None) -> Span:
    if cue is None or not phrase.start <= cue.i < phrase.end:
        return phrase
    if cue.i > phrase.root.i:
        return phrase.doc[phrase.start : cue.i]
    return phrase.doc[cue.i + 1 : phrase.end]


def whole_phrase(speaker: Speaker, *, border: int) -> Span:
    """The speaker with office, apposition and what else is told of him, up to the token at `border`: "Mr. Ruto, the
    chairman, who left"."""
    head, doc = speaker.head, speaker.head.doc
    described = head.head if head.dep_ == "appos" and head.head.i < head.i else head
    start, end = min(speaker.span.start, noun_phrase_span(described).start), speaker.span.end
    for child in head.rights:
        if child.dep_ == "cc" or child.right_edge.i >= border:
            break
        end = max(end, child.right_edge.i + 1 if child.dep_ in TOLD_OF_NOUN else end)
    while doc[end - 1].is_punct and end - 1 > head.i and doc[end - 1].text not in {")", "]"}:
        end -= 1
    return doc[start:end]


def find_cited_origins(verb: Token) -> Iterator[Speaker]:
    """The origin in "Sladkov, citing sources in Pyongyang, said" and in "said ..., citing sources"."""
    for token in verb.sent:
        if is_citing(token):
            yield from speakers_in_phrase(next(dependents(token, "dobj")), role=Role.ORIGIN, hop=1)


def is_citing(token: Token) -> bool:
    """ "citing sources": a participle that tells whom a speaker has it from."""
    if token.lemma_ not in CITING_VERBS or token.tag_ != "VBG":
        return False
    origin = next(dependents(token, "dobj"), None)
    return origin is not None and can_speak(origin)


def find_whole(counted: Token) -> Iterator[Token]:
    """The doctors of "one of the doctors" """
    return (whom for of in dependents(counted, "prep") if of.lower_ == "of" for whom in dependents(of, "pobj"))


def can_speak(head: Token) -> bool:
    """People, bodies and papers speak; a decision or an alliance that "suggests" something does not."""
    if head.lower_ in {"which", "that"}:
        antecedent = find_relative_antecedent(head)
        return antecedent is not None and can_speak(antecedent)
    if head.lower_ in COUNTED_SPEAKERS and any(can_speak(whom) for whom in find_whole(head)):
        return True
    if head.ent_type_ in SPEAKER_ENTITY_LABELS or head.lower_ in PERSON_PRONOUNS or head.pos_ == "PROPN":
        return True
    return head.lemma_.lower() in lexicon().speaking_nouns or is_person_noun(head)
