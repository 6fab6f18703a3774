"""ClaimCandidate -> FoundClaim: speakers and actors resolved, figures and dates attached, stance and wording set."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from claimsdb.choices import Quotation, Role, Stance, Voice
from claimsdb.extraction.attribution.coreference import Coreference, Entity
from claimsdb.extraction.attribution.evidence import find_evidence, is_evidence_noun
from claimsdb.extraction.attribution.names import find_relative_antecedent
from claimsdb.extraction.attribution.participants import PARTS, find_addressees, find_parts, words_of
from claimsdb.extraction.attribution.places import find_unregistered_places
from claimsdb.extraction.attribution.speakers import whole_phrase
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.claim_features import (
    find_hedges,
    find_main_verb,
    is_denied,
    is_hedge,
    join_hedges,
)
from claimsdb.extraction.confidence import CONFIDENCE
from claimsdb.extraction.phases import classify_phase, depends_on_what_may_be, may_be_above, what_is_judged
from claimsdb.extraction.results import FoundAttribution, FoundClaim, FoundDate, FoundQuantity, TextSpan
from claimsdb.extraction.text.dependency_parse import dependents, noun_phrase_span
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.text.span_trimming import trim_punctuation
from claimsdb.extraction.topics import classify_topic
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.extraction.wording import word_claim

FORESEEING = frozenset({"will", "might", "may", "could", "’ll", "'ll"})
SMALL_CLAUSES = frozenset({"call", "describe-as"})  # "the plan a “farce”": some of it is the article's words
TIME_DEPENDENTS = ("npadvmod", "prep", "advmod")


def assemble_claim(
    candidate: ClaimCandidate,
    *,
    passage: Passage,
    coreference: Coreference,
    quantities: tuple[FoundQuantity, ...],
    dates: tuple[FoundDate, ...],
) -> FoundClaim:
    span = coreference.article_span(candidate.content)
    hedges = [*find_hedges(candidate.content), *find_cue_hedges(candidate), *find_governing_hedges(candidate)]
    return FoundClaim(
        span=span,
        quote=passage.text_of(candidate.content),
        text=word_claim(
            candidate,
            passage=passage,
            coreference=coreference,
            without=find_interruption(candidate),
            dates=tuple(each for each in dates if covers(span, each.span)),
        ),
        voice=candidate.voice,
        quotation=classify_quotation(candidate, passage),
        stance=classify_stance(candidate),
        hedge=join_hedges(hedges),
        phase=classify_phase(candidate),
        topic=classify_topic(candidate.content),
        attributions=(
            *attribute_speakers(candidate, coreference),
            *attribute_addressee(candidate, coreference),
            *attribute_evidence(candidate, coreference),
            *attribute_actors(candidate, coreference),
        ),
        quantities=tuple(quantity for quantity in quantities if covers(span, quantity.span)),
        said_on=find_said_on(candidate, passage=passage, coreference=coreference, dates=dates),
        event_on=find_event_on(candidate, coreference=coreference, dates=dates),
        cue=coreference.article_span(candidate.cue) if candidate.cue is not None else None,
        rule=candidate.rule,
        confidence=CONFIDENCE[candidate.rule],
    )


def covers(outer: TextSpan, inner: TextSpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def find_cue_hedges(candidate: ClaimCandidate) -> list[Token]:
    """The hedges on the cue itself: "reportedly said", "apparently denied"."""
    if candidate.verb is None:
        return []
    verb, voice = candidate.verb, candidate.voice
    adverbs = [child for child in verb.children if child.dep_ == "advmod" and is_hedge(child)]
    return [*adverbs, verb] if voice is Voice.ARTICLE and verb.lemma_ in lexicon().hedging else adverbs


def find_governing_hedges(candidate: ClaimCandidate) -> list[Token]:
    """ "may still be useful, freeing up troops": what may be is hedged with what it follows from."""
    verb = find_main_verb(candidate.content)
    above = may_be_above(verb) if verb is not None else None
    return [modal for modal in dependents(above, "aux") if is_hedge(modal)] if above is not None else []


def classify_quotation(candidate: ClaimCandidate, passage: Passage) -> Quotation:
    """Direct where quotation marks hold the content, but for a word; mixed where they hold some of it."""
    quoted = [token for token in candidate.content if passage.quotation_at(token) is not None]
    attributed = candidate.voice is Voice.ATTRIBUTED
    if not quoted:
        return Quotation.INDIRECT if attributed else Quotation.NONE
    cue = find_interruption(candidate)
    outside = [token for token in candidate.content if is_own_word(token, passage) and not (cue and token in cue)]
    mostly = sum(token.is_alpha for token in quoted) > len(outside)
    whole = not outside if candidate.rule in SMALL_CLAUSES else mostly
    return Quotation.DIRECT if attributed and whole else Quotation.MIXED


def is_own_word(token: Token, passage: Passage) -> bool:
    """Whether a word is the article's, outside of quotation marks."""
    return token.is_alpha and passage.quotation_at(token) is None


def classify_stance(candidate: ClaimCandidate) -> Stance:
    """The stance of the cue; an assertion about the future is a prediction."""
    verb = find_main_verb(candidate.content)
    if candidate.stance is not Stance.ASSERTS or verb is None:
        return candidate.stance
    judged = what_is_judged(verb, candidate.content) or verb
    auxiliaries = {child.lower_ for each in (verb, judged) for child in dependents(each, "aux") if not is_denied(child)}
    foreseen = bool(auxiliaries & FORESEEING) or depends_on_what_may_be(verb)
    return Stance.PREDICTS if foreseen else candidate.stance


def find_interruption(candidate: ClaimCandidate) -> Span | None:
    """The cue and its speaker where they stand inside the content: "The bridge, he said, is gone"."""
    content = candidate.content
    cue = candidate.cue
    if cue is None or cue.doc is not content.doc or not content.start < cue.start < content.end:
        return None
    inside = [cue, *(s.span for s in candidate.speakers if content.start < s.span.start < content.end)]
    return content.doc[min(words.start for words in inside) : max(words.end for words in inside)]


def attribute_speakers(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[FoundAttribution]:
    for written in candidate.speakers:
        speaker = behind_relative(written)
        entity = coreference.resolve(speaker.head, speaker.span)
        words = coreference.name_in(speaker.span, entity)
        yield FoundAttribution(
            role=classify_role(speaker, entity),
            span=coreference.article_span(words),
            as_written=coreference.passage_of(words.doc).text_of(words),
            name=entity.name,
            actor=entity.actor.slug if entity.actor else None,
            side=entity.side,
            hop=speaker.hop,
            phrase=coreference.article_span(whole_phrase(written, border=border_behind(written, candidate))),
        )


def behind_relative(speaker: Speaker) -> Speaker:
    """The Anna Berg of "Anna Berg, who said"."""
    antecedent = find_relative_antecedent(speaker.head) if speaker.head.lower_ in {"who", "which"} else None
    if antecedent is None:
        return speaker
    named = antecedent.dep_ == "appos" and antecedent.head.pos_ == "PROPN"  # "Anna Berg, the chairwoman, who"
    head = antecedent.head if named else antecedent
    return replace(speaker, head=head, span=trim_punctuation(noun_phrase_span(head)))


def border_behind(speaker: Speaker, candidate: ClaimCandidate) -> int:
    """Where the cue or the content begins behind a speaker, or another speaker, or its document ends."""
    doc = speaker.span.doc
    others = [each.span for each in candidate.speakers if each is not speaker]
    told = (words for words in (candidate.cue, candidate.content, *others) if words is not None and words.doc is doc)
    return min((words.start for words in told if words.start >= speaker.span.end), default=len(doc))


def classify_role(speaker: Speaker, entity: Entity) -> Role:
    """A media outlet relays what somebody else says, unless it speaks for its state; photographs and papers are
    evidence."""
    if speaker.role is not Role.CLAIMANT:
        return speaker.role
    if entity.is_outlet and not entity.speaks_for_state:
        return Role.RELAYER
    return Role.EVIDENCE if entity.actor is None and is_evidence_noun(speaker.head) else Role.CLAIMANT


def attribute_addressee(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[FoundAttribution]:
    """Whom somebody urges, warns or tells it, if that is named."""
    for noun in find_addressees(candidate):
        words = noun_phrase_span(noun)
        entity = coreference.resolve(noun, words)
        if entity.actor is not None or coreference.mentions_in(words):
            yield FoundAttribution(
                role=Role.ADDRESSEE,
                span=coreference.article_span(words),
                as_written=coreference.passage_of(words.doc).text_of(words),
                name=entity.name,
                actor=entity.actor.slug if entity.actor else None,
            )


def attribute_evidence(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[FoundAttribution]:
    """What shows it, where that is not the speaker."""
    for noun in find_evidence(candidate.content):
        words = noun_phrase_span(noun)
        if noun not in [speaker.head for speaker in candidate.speakers]:
            yield unregistered(Role.EVIDENCE, words, coreference, name=coreference.resolve(noun, words).name)


def unregistered(role: Role, words: Span, coreference: Coreference, *, name: str) -> FoundAttribution:
    written = coreference.passage_of(words.doc).text_of(words)
    return FoundAttribution(role=role, span=coreference.article_span(words), as_written=written, name=name, actor=None)


def attribute_actors(candidate: ClaimCandidate, coreference: Coreference) -> Iterator[FoundAttribution]:
    """Every actor in the content, once, in its first part; and the places that are no actors."""
    found: dict[str, FoundAttribution] = {}
    content, parts = candidate.content, find_parts(candidate, coreference)
    for mention, role in parts:
        earlier, words = found.get(mention.actor.slug), words_of(mention)
        if earlier is None or PARTS.index(role) < PARTS.index(earlier.role):
            found[mention.actor.slug] = FoundAttribution(
                role=role,
                span=coreference.article_span(words),
                as_written=coreference.passage_of(words.doc).text_of(words),
                name=mention.actor.name,
                actor=mention.actor.slug,
            )
    places = find_unregistered_places(content, known=[part.mention.span for part in parts])
    named = {name.text: unregistered(Role.PLACE, name, coreference, name=name.text) for name in places}
    yield from sorted((*found.values(), *named.values()), key=lambda attribution: attribution.span or TextSpan(0, 0))


def find_event_on(
    candidate: ClaimCandidate, *, coreference: Coreference, dates: tuple[FoundDate, ...]
) -> FoundDate | None:
    """When it happened: a date in the content, or in what the article's own sentence begins with: "In June, ..."."""
    content = candidate.content
    inside = next((date for date in dates if covers(coreference.article_span(content), date.span)), None)
    if inside is not None or candidate.voice is Voice.ATTRIBUTED or content.root.dep_ != "ROOT":
        return inside
    lead = content.doc[content.root.sent.start : content.start]
    if not lead or lead[-1].text != ",":
        return None
    return next((date for date in dates if covers(coreference.article_span(lead), date.span)), None)


def find_said_on(
    candidate: ClaimCandidate, *, passage: Passage, coreference: Coreference, dates: tuple[FoundDate, ...]
) -> FoundDate | None:
    """When it was said: the date that depends on the cue and stands outside the content."""
    verb = candidate.verb
    if verb is None or verb.doc is not passage.doc:
        return None
    content = coreference.article_span(candidate.content)
    phrases = [passage.doc[child.left_edge.i : child.right_edge.i + 1] for child in dependents(verb, *TIME_DEPENDENTS)]
    phrase_spans = [span for span in map(coreference.article_span, phrases) if not covers(span, content)]
    outside = (date for date in dates if not covers(content, date.span))
    return next((date for date in outside if any(covers(span, date.span) for span in phrase_spans)), None)
