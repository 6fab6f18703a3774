"""Claims as rows of an attribution corpus such as PolNeAR: source, cue and content, one row a cue.

A row is `{"spans": [[start, end], ...], "speaker": {"spans": [...]} | null, "cue": {"start", "end"} | null}`, offsets
in code points, end exclusive. The atomic claims of one cue are one content again, without the "he said" inside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from claimsdb.choices import Role, Voice
from claimsdb.extraction.results import FoundClaim, TextSpan

AttributionRow = dict[str, Any]
BETWEEN = ", and "


def to_attribution_rows(claims: Iterable[FoundClaim]) -> list[AttributionRow]:
    """A row for each cue of the attributed claims, in reading order."""
    by_cue: dict[tuple[TextSpan, ...], list[FoundClaim]] = defaultdict(list)
    for claim in claims:
        if claim.voice is Voice.ATTRIBUTED:
            place = (claim.cue,) if claim.cue else speaker_spans(claim)
            by_cue[place or (claim.span,)].append(claim)
    return [_make_row(together) for together in by_cue.values()]


def speaker_spans(claim: FoundClaim) -> tuple[TextSpan, ...]:
    """Where the first link of the chain stands; several places for joint speakers. Papers speak where nobody does."""
    said_by = [part for part in claim.attributions if part.role in {Role.CLAIMANT, Role.RELAYER}]
    shown_by = [part for part in claim.attributions if part.role is Role.EVIDENCE]
    return tuple(part.phrase or part.span for part in said_by or shown_by[:1] if part.span and part.hop == 0)


def join_spans(spans: Iterable[TextSpan]) -> list[TextSpan]:
    """Speakers with no more than "and" between them as the one phrase that they are."""
    joined: list[TextSpan] = []
    for span in sorted(set(spans)):
        if joined and span.start - joined[-1].end <= len(BETWEEN):
            span = TextSpan(joined[-1].start, max(span.end, joined.pop().end))
        joined.append(span)
    return joined


def _make_row(claims: list[FoundClaim]) -> AttributionRow:
    """The speaker and cue of the first claim, and the content of them all."""
    first = claims[0]
    speakers, cue = join_spans(speaker_spans(first)), first.cue
    told_by = [*speakers, *([cue] if cue else [])]
    return {
        "spans": [[piece.start, piece.end] for claim in claims for piece in _cut_out(claim.span, told_by)],
        "speaker": {"spans": [[each.start, each.end] for each in speakers]} if speakers else None,
        "cue": {"start": cue.start, "end": cue.end} if cue else None,
    }


def _cut_out(content: TextSpan, told_by: Iterable[TextSpan]) -> list[TextSpan]:
    """The content, in two pieces where speaker or cue stand inside it."""
    inside = [each for each in told_by if content.start < each.start and each.end < content.end]
    if not inside:
        return [content]
    start, end = min(each.start for each in inside), max(each.end for each in inside)
    return [TextSpan(content.start, start), TextSpan(end, content.end)]
