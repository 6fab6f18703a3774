"""Chains of speakers: of "X said Y had told him that ..." what is told are Y's words, which X passes on."""

from collections.abc import Iterator
from dataclasses import replace

from claimsdb.choices import Role, Stance
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

PASSED_ON = (
    "clause-complement"  # the rule of an inner claim whose content is a sentence; its verb must be one of speech
)
STANCES_OF_PASSING_ON = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


def add_relayers(reported: list[ClaimCandidate]) -> list[ClaimCandidate]:
    """The candidates of a passage, each with those who pass it on, nearest to it first."""
    return [replace(inner, speakers=(*inner.speakers, *find_relayers(inner, reported))) for inner in reported]


def find_relayers(inner: ClaimCandidate, reported: list[ClaimCandidate]) -> Iterator[Speaker]:
    for outer in reported:
        if passes_on(outer, inner):
            yield from (replace(speaker, role=Role.RELAYER, hop=0) for speaker in outer.claimants)
            yield from find_relayers(outer, reported)


def passes_on(outer: ClaimCandidate, inner: ClaimCandidate) -> bool:
    """Whether the content of one is that somebody says the other, and it affirms that."""
    if inner.rule != PASSED_ON or inner.verb is None or not (inner.claimants and outer.claimants):
        return False
    if not lexicon().takes(inner.verb.lemma_, "quotation"):
        return False
    if outer.stance not in STANCES_OF_PASSING_ON or outer.content.doc is not inner.content.doc:
        return False
    within = outer.content.start < inner.content.start and inner.content.end <= outer.content.end
    return within and outer.content.root.i == inner.verb.i
