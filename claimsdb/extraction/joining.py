"""One claim of several that stand one after the other, as an editor selects them: across paragraphs, too."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimsdb.choices import Voice
from claimsdb.extraction.results import FoundAttribution, FoundClaim, TextSpan


def join(claims: Sequence[FoundClaim], text: str) -> FoundClaim:
    """The first one, reaching to the end of the last: all their words and figures, and whoever is in one of them. Of
    what can be one thing alone, such as the stance, the first has the word."""
    if len(claims) == 1:
        return claims[0]
    span = TextSpan(claims[0].span.start, claims[-1].span.end)
    return replace(
        claims[0],
        span=span,
        quote=span.words_in(text),
        text=" ".join(each.text for each in claims),
        voice=next((each.voice for each in claims if each.voice is not Voice.ARTICLE), Voice.ARTICLE),
        attributions=tuple(_each_once(part for claim in claims for part in claim.attributions)),
        quantities=tuple(figure for claim in claims for figure in claim.quantities),
        said_on=next((each.said_on for each in claims if each.said_on), None),
        event_on=next((each.event_on for each in claims if each.event_on), None),
        confidence=min(each.confidence for each in claims),
    )


def _each_once(parts: Iterable[FoundAttribution]) -> Iterable[FoundAttribution]:
    """Two whom nobody names may be two: they are one where the same words stand for them."""
    known: dict[tuple[object, ...], FoundAttribution] = {}
    for part in parts:
        who = part.actor or (part.name, part.span)
        known.setdefault((part.role, who, part.hop), part)
    return known.values()
