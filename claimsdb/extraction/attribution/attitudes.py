"""Clauses that an adjective governs: "is confident that ...", "was afraid that ...", "made clear that ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.clauses import extend_to_content_end, is_complement
from claimsdb.extraction.attribution.speakers import can_speak, speakers_in_phrase
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.text.dependency_parse import dependents, is_irrealis
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

LINKING_VERBS = frozenset({"be", "become", "feel", "get", "grow", "make", "remain", "seem", "sound", "stay"})


def find_candidates(passage: Passage) -> Iterator[ClaimCandidate]:
    for state in passage.doc:
        if state.lower_ not in lexicon().attitudes or passage.quotation_at(state):
            continue
        holder, content = find_holder(state), find_clause(state)
        if content is not None and holder is not None and can_speak(holder):
            yield ClaimCandidate(
                content,
                "attitude",
                stance=lexicon().stance_of(state.lower_),
                verb=state,
                cue=state.doc[state.i : state.i + 1],
                speakers=speakers_in_phrase(holder),
            )


def find_holder(state: Token) -> Token | None:
    """Who has the attitude: the subject of "is sure", or of the participle in "is convinced"."""
    for verb in (state, state.head):
        if verb.lemma_ not in LINKING_VERBS and verb != state:
            return None
        subject = next(dependents(verb, "nsubj", "nsubjpass"), None)
        if subject is not None and subject.i < verb.i and subject.lower_ != "it":
            return None if is_irrealis(verb) else subject
    return None


def find_clause(state: Token) -> Span | None:
    for owner in (state, state.head):
        for act in dependents(owner, "ccomp", "advcl"):
            that = next(dependents(act, "mark"), None)
            if act.i > state.i and (is_complement(act) if that is None else that.lower_ == "that"):
                start = act.left_edge.i if that is None else that.i + 1
                return state.doc[start : extend_to_content_end(owner, act.right_edge.i + 1)]
    return None
