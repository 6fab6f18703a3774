"""Nouns that hold a claim: "the claim that ...", "X's confirmation of ...", "reports of ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Stance
from claimsdb.extraction.attribution.speakers import MADE, maker_of, named
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.text.dependency_parse import SUBJECTS, children, has_subject
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

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
        content, speakers = clause(noun) or of_phrase(noun), speakers_of(noun)
        if content is None and speakers:
            content = infinitive(noun) or about_phrase(noun)
        if content is not None:
            yield Finding(
                content,
                "reporting-noun",
                stance=lexicon().stance_of(noun.lemma_),
                verb=noun,
                cue=noun.doc[noun.i : noun.i + 1],
                speakers=speakers,
                whole=noun.lemma_ in NOMINAL,
            )


def clause(noun: Token) -> Span | None:
    """The clause after "that": no relative clause, so it lacks neither subject nor object to the noun."""
    for act in children(noun, "acl", "ccomp", "relcl"):
        that = next(iter(act.lefts), None)
        if that is not None and that.lower_ == "that" and has_subject(act) and not is_relative(that):
            return noun.doc[that.i + 1 : act.right_edge.i + 1]
    return None


def is_relative(that: Token) -> bool:
    """ "the warning that the ministry issued": the pronoun, which the parser also sees in "the warning that the dam
    might break"."""
    return that.dep_ != "mark" and (that.dep_ in SUBJECTS or that.head.lemma_ in MADE | lexicon().verbs)


def infinitive(noun: Token) -> Span | None:
    """ "his promise to send tanks" """
    if noun.lemma_ not in NOMINAL:
        return None
    acts = (act for act in children(noun, "acl") if any(mark.lower_ == "to" for mark in children(act, "aux")))
    act = next(acts, None)
    return noun.doc[act.left_edge.i : act.right_edge.i + 1] if act is not None and act.i > noun.i else None


def of_phrase(noun: Token) -> Span | None:
    return phrase(noun, "of") if noun.lemma_ in NOMINAL else None


def about_phrase(noun: Token) -> Span | None:
    """ "voiced concern about the policy" """
    return phrase(noun, "about") if lexicon().stance_of(noun.lemma_) in {Stance.WARNS, Stance.QUESTIONS} else None


def phrase(noun: Token, preposition: str) -> Span | None:
    of = next((child for child in noun.rights if child.lower_ == preposition), None)
    what = next(children(of, "pobj", "pcomp"), None) if of is not None else None
    return noun.doc[what.left_edge.i : noun.right_edge.i + 1] if what is not None else None


def speakers_of(noun: Token) -> tuple[Speaker, ...]:
    """Whose claim it is: the possessor, the "by" phrase, or who made, issued or has it."""
    owner = next(children(noun, "poss"), None)
    if owner is not None:
        return named(owner)
    for by in (child for child in noun.rights if child.lower_ in {"by", "from", "among"}):
        return tuple(speaker for who in children(by, "pobj") for speaker in named(who))
    maker = maker_of(noun)
    return named(maker, cue=noun.head) if maker is not None else ()
