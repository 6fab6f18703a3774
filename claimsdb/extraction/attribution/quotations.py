"""Direct speech: which cue and speaker a quotation has.

"X said: '...'", "'...,' X said", "'...,' he said, '...'", whole paragraphs, and signatures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from spacy.tokens import Span, Token

from claimsdb.choices import Stance
from claimsdb.extraction.attribution.speakers import can_speak, find_speakers, speakers_in_phrase
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import (
    cue_span,
    dependents,
    has_subject,
    is_finite,
    is_verb,
    noun_phrase_span,
)
from claimsdb.extraction.text.passages import Passage, QuotedSpan
from claimsdb.extraction.text.span_trimming import trim_punctuation
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

SENTENCE_END = frozenset({".", "?", "!", "…", "...", ";"})
DASHES = frozenset({"―", "—", "–", "-", "--"})
CLAUSE_END = DASHES | {",", "?", "!"}
NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
# What may stand before a quotation that goes on, and the dependents that may stand between a cue and its quotation.
BEFORE_CONTINUATION = frozenset('. , : ? ! – — ” " but and'.split())
BETWEEN_CUE_AND_QUOTATION = frozenset({"dobj", "dative", "mark", "npadvmod", "advmod", "prt"})

# In words.
MAX_SIGNATURE = 9  # a dash, a name and its office
MAX_BETWEEN = 8  # "told reporters in Berlin on Monday": from a cue to the quotation after it
MAX_TO_CUE = 60  # "John Smith, the head of the agency and a former ..., said": from a quotation to the cue after it
MAX_INTRODUCTION = 8  # who speaks, before a colon and the quotation
MIN_SPEECH = 4  # a quotation that can stand for itself


@dataclass(frozen=True)
class AttributedQuotation:
    """A quotation with its cue and speakers.

    `verb` is the cue; None where the quotation continues the one before or carries a signature, whose dash is then
    the `cue_mark`.
    """

    quotation: QuotedSpan
    verb: Token | None
    speakers: tuple[Speaker, ...]
    rule: str
    cue_mark: Span | None = None


def attribute_quotations(
    passage: Passage,
    *,
    previous_quotation: AttributedQuotation | None,
    previous_passage: Passage | None,
    next_passage: Passage | None,
) -> list[AttributedQuotation]:
    """The passage's quotations that have a speaker. `previous_quotation` is the last one of `previous_passage`."""
    found: list[AttributedQuotation] = []
    for quotation in passage.quotations or find_unmarked_quotation(passage, previous_passage):
        attributed = (
            attribute_to_cue(quotation, passage)
            or attribute_to_signature(quotation, passage.doc[quotation.outer.end :])
            or attribute_to_signature_below(quotation, passage, next_passage)
            or attribute_to_introduction(quotation, passage)
            or attribute_to_previous(quotation, passage, previous=found[-1] if found else None)
            or attribute_paragraph(
                quotation, passage, previous_quotation=previous_quotation, previous_passage=previous_passage
            )
        )
        if attributed:
            found.append(attributed)
    return found


def find_unmarked_quotation(passage: Passage, previous_passage: Passage | None) -> tuple[QuotedSpan, ...]:
    """The whole passage, without quotation marks, under a passage that announces it: "He continued:"."""
    if previous_passage is None or find_announcing_cue(previous_passage) is None:
        return ()
    return (QuotedSpan(passage.doc[:], passage.doc[:], closed=False),)


def find_candidates(quotations: list[AttributedQuotation]) -> Iterator[ClaimCandidate]:
    """One candidate a quotation; the two parts of a sentence that a cue interrupts are one."""
    pairs = zip_longest(quotations, quotations[1:])
    for quotation, following in pairs:
        inner = quotation.quotation.inner
        if following is not None and is_interrupted(quotation, following):
            whole = inner.doc[inner.start : following.quotation.inner.end]
            yield make_candidate(quotation, whole, "quotation-inserted")
            next(pairs, None)
        else:
            yield make_candidate(quotation, inner, quotation.rule)


def make_candidate(attributed: AttributedQuotation, content: Span, rule: str) -> ClaimCandidate:
    verb = attributed.verb
    return ClaimCandidate(
        content,
        rule,
        stance=lexicon().stance_of(verb.lemma_) if verb is not None else Stance.ASSERTS,
        verb=verb,
        cue=cue_span(verb) if verb is not None else attributed.cue_mark,
        speakers=attributed.speakers,
    )


def is_interrupted(attributed: AttributedQuotation, following: AttributedQuotation) -> bool:
    """ "They," he said, "will leave": the first part ends in a comma and the second begins small."""
    ends, begins = attributed.quotation.inner[-1], following.quotation.inner[0]
    same_cue = attributed.verb is not None and following.verb == attributed.verb
    goes_on = (begins.is_lower and not begins_clause(following.quotation.inner)) or begins.text == "…"
    return same_cue and ends.text not in SENTENCE_END and goes_on


def begins_clause(words: Span) -> bool:
    """ "and the commissioners did act on them": a clause of its own behind a conjunction"""
    tied = words[0].lower_ in {"and", "but"} and len(words) > 1
    return tied and any(has_subject(verb) and is_finite(verb) and verb.left_edge.i <= words.start + 1 for verb in words)


def attribute_to_cue(quotation: QuotedSpan, passage: Passage) -> AttributedQuotation | None:
    """By the reporting verb before or after the quotation; with both, a colon decides for the one before."""
    if not is_speech(quotation) and not is_short_speech(quotation):
        return None
    before, after = find_cue_before(quotation, passage), find_cue_after(quotation, passage)
    announces = before is not None and (after is None or passage.doc[quotation.outer.start - 1].text == ":")
    verb, rule = (before, "quotation-after-cue") if announces else (after, "quotation-first")
    if verb is None:
        return None
    return AttributedQuotation(quotation, verb, find_nearest_speakers(quotation, verb), rule)


def is_speech(quotation: QuotedSpan) -> bool:
    """A quotation that can stand for itself, as opposed to a word in quotation marks."""
    words = [token for token in quotation.inner if token.is_alpha]
    exclaims = quotation.inner[-1].text in {"?", "!"}
    return len(words) >= MIN_SPEECH or exclaims or (any(map(is_verb, quotation.inner)) and ends_clause(quotation))


def is_short_speech(quotation: QuotedSpan) -> bool:
    """ "Fake news," he said: as opposed to the last words of a sentence of the article."""
    start = quotation.outer.start
    begins = (
        start == 0 or quotation.outer[0].is_sent_start or quotation.outer.doc[start - 1].text in SENTENCE_END | {":"}
    )
    return begins and quotation.inner[-1].text == ","


def ends_clause(quotation: QuotedSpan) -> bool:
    return quotation.inner[-1].text in {",", ".", "?", "!"}


def find_cue_after(quotation: QuotedSpan, passage: Passage) -> Token | None:
    """The reporting verb after the closing mark, with its subject: "..., said John Smith, the head of ..."."""
    last = quotation.inner[-1].text
    doc, start = passage.doc, quotation.outer.end
    following = doc[start : start + 1].text
    goes_on = last in CLAUSE_END or following in CLAUSE_END or (last == "." and following.islower())
    if not goes_on:
        return None
    return next((token for token in iter_tokens_after(start, passage) if is_cue(token)), None)


def find_nearest_speakers(quotation: QuotedSpan, verb: Token) -> tuple[Speaker, ...]:
    """The speakers of a cue, or else the first name after the quotation: "..., Flynn, an adviser, said Friday"."""
    speakers = tuple(speaker for speaker in find_speakers(verb) if speaker.head not in quotation)
    if speakers or verb.i < quotation.outer.end:
        return speakers
    nouns = (token for token in verb.doc[quotation.outer.end : verb.i] if token.pos_ in NOMINAL)
    name = next((noun for noun in nouns if noun.dep_ != "compound"), None)
    return speakers_in_phrase(name, cue=verb) if name is not None else ()


def iter_tokens_after(start: int, passage: Passage) -> Iterator[Token]:
    """The tokens after a quotation among which its cue is looked for: to the end of the sentence or the next verb."""
    if passage.doc[start : start + 1].text.lower() in {"and", "but", "while", "as"}:
        return
    for token in passage.doc[start : start + MAX_TO_CUE]:
        if token.text in SENTENCE_END or passage.quotation_at(token):
            return
        yield token
        if is_verb(token) and token.dep_ not in {"relcl", "acl", "aux", "auxpass"} and not governs_cue(token):
            return


def governs_cue(verb: Token) -> bool:
    """ "went on to say", "added, pausing": a verb that shares its clause with the cue."""
    return any(child.dep_ in {"xcomp", "conj"} and is_cue(child) for child in verb.children)


def find_cue_before(quotation: QuotedSpan, passage: Passage) -> Token | None:
    """The reporting verb before the opening mark, with no other content in between."""
    doc, end = passage.doc, quotation.outer.start
    for token in reversed(list(doc[max(0, end - MAX_BETWEEN - 1) : end])):
        if passage.quotation_at(token) or token.text in SENTENCE_END - {";"}:
            return None
        cues = is_cue(token) or is_cue_tagged_as_noun(token, end) or is_manner_of_speaking(token, end)
        if cues and introduces_quotation(token, end):
            return token
        if is_verb(token) and token.tag_ in {"VBD", "VBZ", "VBP"}:
            return None
    return None


def introduces_quotation(verb: Token, end: int) -> bool:
    """Only an addressee, a time or a place stands between the cue and the mark: the quotation is its whole content."""
    between = verb.doc[verb.i + 1 : end]
    if len(between) and between[-1].text in {":", ","}:
        return True
    if not any(is_verb(token) and is_finite(token) for token in verb.doc[end : end + MAX_BETWEEN]):
        return False
    return len(between) <= 2 and all(
        token.dep_ in BETWEEN_CUE_AND_QUOTATION or token.lower_ in {"that", "of"} for token in between
    )


def is_cue(token: Token) -> bool:
    return is_verb(token) and lexicon().takes(token.lemma_.lower(), "quotation")


def is_manner_of_speaking(verb: Token, end: int) -> bool:
    """His daughter sobbed: "...": any verb of a person right before a colon and an opening mark."""
    if not (verb.tag_ in {"VBD", "VBZ"} and verb.i + 1 < end and verb.nbor(1).text == ":"):
        return False
    subject = next(dependents(verb, "nsubj"), None)
    return subject is not None and can_speak(subject)


def is_cue_tagged_as_noun(token: Token, end: int) -> bool:
    """A reporting verb that the tagger takes for a plural noun ("One analyst shares"), right before an opening mark."""
    return token.tag_ == "NNS" and token.i >= end - 2 and lexicon().takes(token.lemma_, "quotation")


def attribute_to_previous(
    quotation: QuotedSpan, passage: Passage, *, previous: AttributedQuotation | None
) -> AttributedQuotation | None:
    """ "...," he said. "...": the next quotation continues, as only the cue's clause stands in between."""
    if previous is None or not is_speech(quotation):
        return None
    start, end = previous.quotation.outer.end, quotation.outer.start
    between = [token for token in passage.doc[start:end] if not token.is_space]
    sentences = sum(token.text in SENTENCE_END for token in between)
    begins = not between or between[-1].text in BEFORE_CONTINUATION
    own_cue = previous.verb is not None and any(token.i == previous.verb.i for token in between)
    if begins and sentences <= 1 and (own_cue or len(between) <= 2):
        return AttributedQuotation(quotation, previous.verb, previous.speakers, "quotation-continued")
    return None


def attribute_to_signature_below(
    quotation: QuotedSpan, passage: Passage, below: Passage | None
) -> AttributedQuotation | None:
    """The same on the next line, under a paragraph that is one quotation."""
    alone = quotation.outer.start <= 1 and len(quotation.outer) >= 0.8 * len(passage.doc)
    return attribute_to_signature(quotation, below.doc[:]) if alone and below is not None else None


def attribute_to_signature(quotation: QuotedSpan, rest: Span) -> AttributedQuotation | None:
    """ "..." - John Smith: a name after a dash closes the paragraph."""
    if len(rest) < 2 or rest[0].text not in DASHES or len(rest) > MAX_SIGNATURE or not is_speech(quotation):
        return None
    name = trim_punctuation(rest[1:])
    if any(map(is_verb, name)) or not name[0].is_title:
        return None
    return AttributedQuotation(quotation, None, (Speaker(name.root, name),), "quotation-signed", cue_mark=rest[:1])


def attribute_to_introduction(quotation: QuotedSpan, passage: Passage) -> AttributedQuotation | None:
    """The mayor: "...": only who speaks and a colon stand before a paragraph's quotation."""
    doc, colon = passage.doc, quotation.outer.start - 1
    name = trim_punctuation(doc[:colon]) if 0 < colon <= MAX_INTRODUCTION and doc[colon].text == ":" else None
    if name is None or any(map(is_verb, name)):
        return None
    lead = next((token for token in name if token.lower_ == "from"), None)
    who = next(dependents(lead, "pobj"), None) if lead is not None else name.root
    if who is None or not (lead is not None or can_speak(who)):
        return None
    speaker = Speaker(who, noun_phrase_span(who))
    return AttributedQuotation(quotation, None, (speaker,), "quotation-after-cue", cue_mark=doc[colon : colon + 1])


def attribute_paragraph(
    quotation: QuotedSpan,
    passage: Passage,
    *,
    previous_quotation: AttributedQuotation | None,
    previous_passage: Passage | None,
) -> AttributedQuotation | None:
    """A paragraph that is one quotation: by the cue that announces it, or by the speaker of the paragraph before."""
    alone = quotation.outer.start <= 1 and len(quotation.outer) >= 0.8 * len(passage.doc)
    if not alone or not is_speech(quotation) or (quotation.closed and not ends_clause(quotation)):
        return None
    if previous_passage is not None and (verb := find_announcing_cue(previous_passage)) is not None:
        return AttributedQuotation(quotation, verb, find_speakers(verb), "quotation-after-cue")
    if previous_quotation is not None and continues_in_next_paragraph(previous_quotation.quotation):
        return AttributedQuotation(quotation, None, previous_quotation.speakers, "quotation-continued")
    return None


def continues_in_next_paragraph(quotation: QuotedSpan) -> bool:
    """The quotation is not closed, or closes its paragraph."""
    return not quotation.closed or quotation.outer.end + MAX_BETWEEN >= len(quotation.outer.doc)


def find_announcing_cue(passage: Passage) -> Token | None:
    """The verb of a paragraph that ends in a colon: "He continued:"."""
    if passage.doc[-1].text != ":":
        return None
    cues = [token for token in passage.doc[-MAX_TO_CUE:] if is_cue(token) and not passage.quotation_at(token)]
    return cues[-1] if cues else None
