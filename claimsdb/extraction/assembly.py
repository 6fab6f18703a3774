"""A construction's finding -> a claim with everything that hangs on it."""

from collections.abc import Iterator

from spacy.tokens import Span as Words
from spacy.tokens import Token

from claimsdb.choices import Quotation, Role, Stance, Voice
from claimsdb.extraction.attribution.coreference import Cast, Identity
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.claim_features import hedge_text, hedges_in, is_hedge, main_verb, phase_of, sentence, topic_of
from claimsdb.extraction.confidence import CONFIDENCE
from claimsdb.extraction.results import FoundAttribution, FoundClaim, FoundDate, FoundQuantity, Span
from claimsdb.extraction.text.dependency_parse import children
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

WHEN = ("npadvmod", "prep", "advmod")
DOES = frozenset({"nsubj", "nsubjpass", "agent"})


def claim(
    finding: Finding,
    *,
    passage: Passage,
    cast: Cast,
    quantities: tuple[FoundQuantity, ...],
    times: tuple[FoundDate, ...],
) -> FoundClaim:
    span = cast.placed(finding.content)
    hedges = [*hedges_in(finding.content), *cue_hedges(finding)]
    inside = [time for time in times if covers(span, time.span)]
    return FoundClaim(
        span=span,
        quote=passage.written(finding.content),
        text=sentence(passage, finding.content, without=interruption(finding)),
        voice=finding.voice,
        quotation=quotation_of(finding, passage),
        stance=stance_of(finding),
        hedge=hedge_text(hedges),
        phase=phase_of(finding.content),
        topic=topic_of(finding.content),
        attributions=(*speakers(finding, cast), *actors(finding.content, cast)),
        quantities=tuple(quantity for quantity in quantities if covers(span, quantity.span)),
        said_on=said_on(finding, passage, cast, times),
        event_on=inside[0] if inside else None,
        cue=cast.placed(finding.cue) if finding.cue is not None else None,
        rule=finding.rule,
        confidence=CONFIDENCE[finding.rule],
    )


def covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def cue_hedges(finding: Finding) -> list[Token]:
    """The hedges on the cue itself: "reportedly said", "apparently denied"."""
    if finding.verb is None:
        return []
    hedging = [finding.verb] if finding.voice is Voice.ARTICLE and finding.verb.lemma_ in lexicon().hedging else []
    return [*(child for child in finding.verb.children if child.dep_ == "advmod" and is_hedge(child)), *hedging]


def quotation_of(finding: Finding, passage: Passage) -> Quotation:
    """Direct where quotation marks hold most of the content, mixed where they hold some of it."""
    content = finding.content
    quoted = sum(max(0, min(content.end, q.outer.end) - max(content.start, q.outer.start)) for q in passage.quotations)
    if 2 * quoted > len(content) and finding.voice is Voice.ATTRIBUTED:
        return Quotation.DIRECT
    if quoted and finding.voice is Voice.ATTRIBUTED:
        return Quotation.MIXED
    return Quotation.INDIRECT if finding.voice is Voice.ATTRIBUTED else Quotation.NONE


def stance_of(finding: Finding) -> Stance:
    """What the cue says; a plain assertion about what is to come predicts."""
    verb = main_verb(finding.content)
    if finding.stance is Stance.ASSERTS and verb is not None:
        auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
        if auxiliaries & {"will", "might", "may", "could", "’ll", "'ll"}:
            return Stance.PREDICTS
    return finding.stance


def interruption(finding: Finding) -> Words | None:
    """The cue and its speaker where they stand inside the content."""
    content = finding.content
    if finding.cue is None or finding.cue.doc is not content.doc or not content.start < finding.cue.start < content.end:
        return None
    inside = [finding.cue, *(s.span for s in finding.speakers if content.start < s.span.start < content.end)]
    return content.doc[min(words.start for words in inside) : max(words.end for words in inside)]


def speakers(finding: Finding, cast: Cast) -> Iterator[FoundAttribution]:
    for speaker in finding.speakers:
        identity = cast.identify(speaker.head, speaker.span)
        yield FoundAttribution(
            role=role_of(speaker, identity),
            span=cast.placed(speaker.span),
            as_written=cast.passage_of(speaker.span.doc).written(speaker.span),
            name=identity.name,
            actor=identity.actor.slug if identity.actor else None,
            side=identity.side,
            hop=speaker.hop,
        )


def role_of(speaker: Speaker, identity: Identity) -> Role:
    """An outlet passes on what somebody else says."""
    return Role.RELAYER if identity.is_outlet and speaker.role is Role.CLAIMANT else speaker.role


def actors(content: Words, cast: Cast) -> Iterator[FoundAttribution]:
    """Every actor in the content, once: the subject where it does something, otherwise mentioned."""
    found: dict[str, FoundAttribution] = {}
    for mention in cast.mentions_in(content):
        role = Role.SUBJECT if acts(mention.span) else Role.MENTIONED
        known = found.get(mention.actor.slug)
        if known is None or (known.role is Role.MENTIONED and role is Role.SUBJECT):
            found[mention.actor.slug] = FoundAttribution(
                role=role,
                span=cast.placed(mention.span),
                as_written=cast.passage_of(content.doc).written(mention.span),
                name=mention.actor.name,
                actor=mention.actor.slug,
            )
    yield from sorted(found.values(), key=lambda attribution: attribution.span or Span(0, 0))


def acts(mention: Words) -> bool:
    """The name heads a subject, or tells whose the subject is: "North Korean soldiers arrived"."""
    token = mention.root
    while token.dep_ in {"compound", "amod", "poss", "nmod", "conj", "appos"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in DOES or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def said_on(finding: Finding, passage: Passage, cast: Cast, times: tuple[FoundDate, ...]) -> FoundDate | None:
    """The time that hangs on the cue, outside the content."""
    if finding.verb is None or finding.verb.doc is not passage.doc:
        return None
    content = cast.placed(finding.content)
    hanging = [passage.doc[child.left_edge.i : child.right_edge.i + 1] for child in children(finding.verb, *WHEN)]
    places = [place for place in map(cast.placed, hanging) if not covers(place, content)]
    beside = (time for time in times if not covers(content, time.span))
    return next((time for time in beside if any(covers(place, time.span) for place in places)), None)
