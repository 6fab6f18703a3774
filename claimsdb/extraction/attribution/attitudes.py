"""Clauses that an adjective governs: "is confident that ...", "was afraid that ...", "made clear that ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.clauses import is_complement, with_rest
from claimsdb.extraction.attribution.speakers import can_speak, named
from claimsdb.extraction.candidates import Finding
from claimsdb.extraction.text.dependency_parse import children, is_unreal
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

STATES = frozenset({"be", "become", "feel", "get", "grow", "make", "remain", "seem", "sound", "stay"})


def findings(passage: Passage) -> Iterator[Finding]:
    for state in passage.doc:
        if state.lower_ not in lexicon().attitudes or passage.quotation_at(state):
            continue
        holder, content = holder_of(state), clause(state)
        if content is not None and holder is not None and can_speak(holder):
            yield Finding(
                content,
                "attitude",
                stance=lexicon().stance_of(state.lower_),
                verb=state,
                cue=state.doc[state.i : state.i + 1],
                speakers=named(holder),
            )


def holder_of(state: Token) -> Token | None:
    """Whose state of mind it is: the subject of "is sure", of the participle "is convinced" itself."""
    for verb in (state, state.head):
        if verb.lemma_ not in STATES and verb != state:
            return None
        subject = next(children(verb, "nsubj", "nsubjpass"), None)
        if subject is not None and subject.i < verb.i and subject.lower_ != "it":
            return None if is_unreal(verb) else subject
    return None


def clause(state: Token) -> Span | None:
    for owner in (state, state.head):
        for act in children(owner, "ccomp", "advcl"):
            that = next(children(act, "mark"), None)
            if act.i > state.i and (is_complement(act) if that is None else that.lower_ == "that"):
                start = act.left_edge.i if that is None else that.i + 1
                return state.doc[start : with_rest(owner, act.right_edge.i + 1)]
    return None
