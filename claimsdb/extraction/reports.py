"""Nouns that hold a claim: "the claim that ...", "X's confirmation of ...", "reports of ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.findings import Finding, Speaker
from claimsdb.extraction.grammar import children, has_subject, subject_of
from claimsdb.extraction.lexicon import lexicon
from claimsdb.extraction.passages import Passage
from claimsdb.extraction.speakers import can_speak, named

MADE = frozenset({"make", "issue", "have", "express", "voice", "raise", "repeat", "release", "level", "offer", "give"})
NOMINAL = frozenset(
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


def findings(passage: Passage) -> Iterator[Finding]:
    for noun in passage.doc:
        if noun.pos_ != "NOUN" or noun.lemma_ not in lexicon().content_nouns or passage.quotation_at(noun):
            continue
        content = clause(noun) or of_phrase(noun)
        if content is not None:
            yield Finding(
                content,
                "reporting-noun",
                stance=lexicon().stance_of(noun.lemma_),
                verb=noun,
                cue=noun.doc[noun.i : noun.i + 1],
                speakers=speakers_of(noun),
                whole=noun.lemma_ in NOMINAL,
            )


def clause(noun: Token) -> Span | None:
    """The clause after "that": no relative clause, so it lacks neither subject nor object to the noun."""
    for act in children(noun, "acl", "ccomp", "relcl"):
        that = next(children(act, "mark"), None)
        if that is not None and that.lower_ == "that" and has_subject(act):
            return noun.doc[that.i + 1 : act.right_edge.i + 1]
    return None


def of_phrase(noun: Token) -> Span | None:
    if noun.lemma_ not in NOMINAL:
        return None
    of = next((child for child in noun.rights if child.lower_ == "of"), None)
    what = next(children(of, "pobj", "pcomp"), None) if of is not None else None
    return noun.doc[what.left_edge.i : noun.right_edge.i + 1] if what is not None else None


def speakers_of(noun: Token) -> tuple[Speaker, ...]:
    """Whose claim it is: the possessor, the "by" phrase, or who made, issued or has it."""
    owner = next(children(noun, "poss"), None)
    if owner is not None:
        return named(owner)
    for by in (child for child in noun.rights if child.lower_ in {"by", "from", "among"}):
        return tuple(speaker for who in children(by, "pobj") for speaker in named(who))
    if noun.dep_ == "dobj" and noun.head.lemma_ in MADE:
        subject = subject_of(noun.head)
        return named(subject, cue=noun.head) if subject is not None and can_speak(subject) else ()
    return ()
