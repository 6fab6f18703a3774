"""Nouns that report: "the claim that ...", "X's confirmation of ...", "reports of ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Stance
from claimsdb.extraction.attribution.speakers import ISSUING_VERBS, find_issuer, speakers_in_phrase
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import ACTIVE_SUBJECTS, dependents, has_subject
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

NOMINALIZATIONS = frozenset(
    {
        "confirmation",
        "denial",
        "admission",
        "acknowledgement",
        "acknowledgment",
        "announcement",
        "allegation",
        "accusation",
        "promise",
        "pledge",
        "proposal",
        "threat",
        "warning",
        "rejection",
    }
)


CALLS = frozenset({"appeal", "call", "command", "demand", "plea", "request"})
RETRACTING = frozenset({"retract", "withdraw", "recant"})


def find_candidates(passage: Passage) -> Iterator[ClaimCandidate]:
    for noun in passage.doc:
        if noun.pos_ != "NOUN" or noun.lemma_ not in lexicon().content_nouns or passage.quotation_at(noun):
            continue
        content, speakers = find_that_clause(noun) or find_of_phrase(noun), find_noun_speakers(noun)
        if content is None and speakers:
            content = find_infinitive(noun) or find_about_phrase(noun)
        if content is not None:
            yield ClaimCandidate(
                content,
                "reporting-noun",
                stance=Stance.DENIES if is_retracted(noun) else lexicon().stance_of(noun.lemma_),
                verb=noun,
                cue=noun.doc[noun.i : noun.i + 1],
                speakers=speakers,
                whole=noun.lemma_ in NOMINALIZATIONS | CALLS,
            )


def is_retracted(noun: Token) -> bool:
    return noun.dep_ == "dobj" and noun.head.lemma_ in RETRACTING


def find_that_clause(noun: Token) -> Span | None:
    """The content clause after "that"; a relative clause is none."""
    for act in dependents(noun, "acl", "ccomp", "relcl"):
        that = next(iter(act.lefts), None)
        if that is not None and that.lower_ == "that" and has_subject(act) and not is_relative_pronoun(that):
            return noun.doc[that.i + 1 : act.right_edge.i + 1]
    return None


def is_relative_pronoun(that: Token) -> bool:
    """ "the warning that the ministry issued", as opposed to "the warning that the dam might break", which the
    parser may label alike."""
    return that.dep_ != "mark" and (
        that.dep_ in {*ACTIVE_SUBJECTS, "nsubjpass"} or that.head.lemma_ in ISSUING_VERBS | lexicon().verbs
    )


def find_infinitive(noun: Token) -> Span | None:
    """ "his promise to send tanks" """
    if noun.lemma_ not in NOMINALIZATIONS | CALLS:
        return None
    acts = (act for act in dependents(noun, "acl") if any(mark.lower_ == "to" for mark in dependents(act, "aux")))
    act = next(acts, None)
    return noun.doc[act.left_edge.i : act.right_edge.i + 1] if act is not None and act.i > noun.i else None


def find_of_phrase(noun: Token) -> Span | None:
    return find_prepositional_object(noun, "of") if noun.lemma_ in NOMINALIZATIONS else None


def find_about_phrase(noun: Token) -> Span | None:
    """ "voiced concern about the policy" """
    return (
        find_prepositional_object(noun, "about")
        if lexicon().stance_of(noun.lemma_) in {Stance.WARNS, Stance.QUESTIONS}
        else None
    )


def find_prepositional_object(noun: Token, preposition: str) -> Span | None:
    of = next((child for child in noun.rights if child.lower_ == preposition), None)
    what = next(dependents(of, "pobj", "pcomp"), None) if of is not None else None
    return noun.doc[what.left_edge.i : noun.right_edge.i + 1] if what is not None else None


def find_noun_speakers(noun: Token) -> tuple[Speaker, ...]:
    """Whose claim it is: the possessor, the "by" phrase, or who made, issued or has it."""
    owner = next(dependents(noun, "poss"), None)
    if owner is not None:
        return speakers_in_phrase(owner)
    for by in (child for child in noun.rights if child.lower_ in {"by", "from", "among"}):
        return tuple(speaker for who in dependents(by, "pobj") for speaker in speakers_in_phrase(who))
    maker = find_issuer(noun)
    return speakers_in_phrase(maker, cue=noun.head) if maker is not None else ()
