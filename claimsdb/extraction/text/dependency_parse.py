"""Queries on spaCy's dependency parse: subjects, noun phrases, conjuncts, cues, finite and irrealis verbs."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ", "MD"})
ACTIVE_SUBJECTS = frozenset({"nsubj", "csubj"})
BEFORE_NOUN = frozenset("det amod compound poss nummod predet quantmod nmod advmod npadvmod".split())
AFTER_NOUN = frozenset({"prep", "nummod", "compound", "npadvmod"})
SUBJECT_SHARING = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
IRREALIS_MODALS = frozenset({"would", "could", "might", "may", "should", "can", "must"})
IRREALIS_GOVERNORS = frozenset({"refuse", "decline", "fail", "want", "need", "expect", "plan", "try", "seek", "avoid"})
# "went on to say" is an act of speech, "agreed to say" is none.
REALIS_GOVERNORS = frozenset(
    """
    appear begin come continue dare go happen hasten know manage move proceed rush seem start take tend use
    """.split()
)
QUOTING_VERBS = frozenset({"cite", "quote"})  # "X was quoted as saying"
# "updated its guidance to warn that ..."
PUBLISHING = frozenset("amend appear email issue post publish release revise speak tweet update use write".split())
MAX_STEPS_TO_SUBJECT = 6  # links from a verb up to the one that has its subject


def find_subject(verb: Token) -> Token | None:
    """The agent of a verb: its own subject, the agent of a passive, or the subject of the verb that it depends on."""
    for _ in range(MAX_STEPS_TO_SUBJECT):
        own = [*dependents(verb, *ACTIVE_SUBJECTS)]
        if own:
            return next((child for child in reversed(own) if child.i < verb.i), own[0])
        if is_passive(verb):
            return (
                find_passive_agent(verb)
                if verb.lemma_ not in QUOTING_VERBS
                else next(dependents(verb, "nsubjpass"), None)
            )
        if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VBD", "VBZ"}:
            return verb.head
        if verb.dep_ not in SUBJECT_SHARING or verb.head.i == verb.i:
            return None
        verb = find_governing_cue(verb) or verb.head
    return None


def find_doer(verb: Token) -> Token | None:
    """The subject, of a passive too, that a verb has or shares as a conjunct, a participle or a relative clause."""
    for _ in range(MAX_STEPS_TO_SUBJECT):
        own = next(dependents(verb, "nsubj", "nsubjpass"), None)
        if own is not None and own.lower_ not in {"who", "which", "that"}:
            return own
        if verb.dep_ in {"acl", "relcl"}:
            return verb.head
        if own is not None or verb.dep_ not in {"conj", "advcl", "xcomp", "pcomp"} or verb.head.i == verb.i:
            return None
        if verb.dep_ == "pcomp" and verb.head.lower_ not in {"before", "after", "while"}:
            return None
        verb = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return None


def subject_left_out(clause: Span, *, cue: Token | None = None) -> Token | None:
    """Who does it, where a clause leaves that to the one before: a second predicate, a participle behind a noun, a
    gerund behind "before" or "after", a second charge under the `cue` "accused"."""
    verb = clause.root
    if not is_verb(verb) or has_subject(verb) or verb.left_edge.i < clause.start:
        return None
    if cue is not None and cue.lemma_ in lexicon().frames["of"] and verb.tag_ == "VBG":
        return next(dependents(cue, "dobj", "nsubjpass"), None)
    second = verb.dep_ == "conj" and is_verb(verb.head)
    participle = verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBG"}
    gerund = (
        verb.tag_ == "VBG" and clause.start > 0 and verb.doc[clause.start - 1].lower_ in {"before", "after", "while"}
    )
    return find_doer(verb) if second or participle or gerund else None


def find_governing_cue(verb: Token) -> Token | None:
    """The cue whose subject a verb shares although the parser attaches the verb to the cue's content: "said X, adding
    Y", "said X and asked for Y"."""
    if not (verb.dep_ == "advcl" and verb.tag_ == "VBG") and not (
        verb.dep_ == "conj" and verb.lemma_ in lexicon().verbs
    ):
        return None
    inner = verb.head
    while inner.dep_ in {"conj", "xcomp", "advcl"} and inner.head.i != inner.i:
        inner = inner.head
    above = inner.head
    if inner.dep_ != "ccomp" or above.i > verb.i or above.lemma_ not in lexicon().verbs:
        return None
    return above if verb.dep_ == "advcl" or shares_subject(verb, above) else None


def shares_subject(verb: Token, cue: Token | None) -> bool:
    """A verb without a subject is coordinated with a cue of the same form although the parser attaches it to the
    cue's content: "said they would leave and warned ..."."""
    if cue is None or cue.i > verb.i or has_subject(verb):
        return False
    return verb.tag_ == cue.tag_ and verb.tag_ in {"VBD", "VBZ"}


def is_passive(verb: Token) -> bool:
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and not any(dependents(verb, "aux"))


def find_passive_agent(verb: Token) -> Token | None:
    leads = (child for child in dependents(verb, "agent", "prep") if child.lower_ == "by")
    return next((noun for lead in leads for noun in dependents(lead, "pobj")), None)


def noun_phrase_span(head: Token) -> Span:
    """The noun phrase of a head, without apposition, relative clause and conjuncts."""
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in BEFORE_NOUN:
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.dep_ not in AFTER_NOUN or child.left_edge.i > end:
            break
        end = max(end, child.right_edge.i + 1)
    return head.doc[start:end]


def iter_conjuncts(head: Token) -> Iterator[Token]:
    """A noun and its conjuncts: "Russia and North Korea"."""
    yield head
    for child in head.rights:
        if child.dep_ == "conj" and child.pos_ in NOMINAL:
            yield from iter_conjuncts(child)


def cue_span(verb: Token) -> Span:
    """The verb with its auxiliaries, negation and particle: "has not yet denied", "pointed out"."""
    start, end = verb.i, verb.i + 1
    for child in reversed(list(verb.lefts)):
        if child.i != start - 1 or child.dep_ not in {"aux", "auxpass", "neg", "advmod"}:
            break
        start = child.i
    for child in verb.rights:
        if child.i == end and child.dep_ == "prt":
            end += 1
    return verb.doc[start:end]


def is_negated(verb: Token) -> bool:
    if any(child.dep_ == "neg" for child in verb.children):
        return True
    return stops_short(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_ in {"decline", "refuse", "fail"})


def stops_short(verb: Token) -> bool:
    """ "stopped short of saying", "refrained from saying" """
    if verb.dep_ != "pcomp" or verb.head.lower_ not in {"of", "from"}:
        return False
    above = verb.head.head
    return above.lemma_ in {"refrain", "abstain", "short"} or any(child.lower_ == "short" for child in above.children)


def is_irrealis(verb: Token) -> bool:
    """The verb does not report a fact: it has a modal, or depends on a verb like "refused", as in "could deny"."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if is_condition(verb):
        return True
    if "to" in auxiliaries and verb.dep_ == "advcl" and verb.head.lemma_ in PUBLISHING and is_finite(verb.head):
        return False
    if verb.dep_ == "xcomp" and "to" in auxiliaries:
        return verb.head.lemma_ not in REALIS_GOVERNORS or is_irrealis(verb.head)
    if "to" in auxiliaries or verb.dep_ == "xcomp":
        return verb.dep_ != "xcomp" or verb.head.lemma_ in IRREALIS_GOVERNORS
    return bool(auxiliaries & IRREALIS_MODALS)


def is_condition(verb: Token) -> bool:
    """ "If the mayor says so, the road will open" """
    return verb.dep_ == "advcl" and any(mark.lower_ in {"if", "unless", "lest"} for mark in dependents(verb, "mark"))


def is_finite(verb: Token) -> bool:
    return verb.tag_ in FINITE_TAGS or any(child.tag_ in FINITE_TAGS for child in dependents(verb, "aux", "auxpass"))


def has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" for child in dependents(verb, "aux"))


def is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def dependents(token: Token, *deps: str) -> Iterator[Token]:
    return (child for child in token.children if child.dep_ in deps)


def tokens_covering(doc: Doc, start: int, end: int) -> Span:
    """The tokens that overlap doc.text[start:end], which must lie inside the text."""
    tokens = doc.char_span(start, end, alignment_mode="expand")
    assert tokens is not None
    return tokens
