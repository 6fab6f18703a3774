"""An article's text as HTML, with its claims marked: tinted by status, linked, the one under review set off."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claimsdb.models import Claim

ANCHOR = "claim"


def claim_url(claim: Claim) -> str:
    """The claim's page, scrolled to its place in the text."""
    return f"{reverse('admin:claimsdb_claim_change', args=[claim.pk])}#{ANCHOR}"


def badge(claim: Claim) -> SafeString:
    return status_badge(claim.status, claim.get_status_display())


def status_badge(status: str, words: str) -> SafeString:
    return format_html('<span class="badge status-{}">{}</span>', status, words)


def marked_text(text: str, claims: Iterable[Claim], *, active: Claim | None = None) -> SafeString:
    """The whole text, escaped. Where claims overlap, the link goes to the shortest, so that each can be reached."""
    placed = sorted((claim for claim in claims if claim.has_span), key=lambda claim: claim.end - claim.start)
    borders = sorted({0, len(text), *(edge for claim in placed for edge in (claim.start, claim.end))})
    return format_html_join(
        "",
        "{}",
        ((_stretch(text[start:end], _over(placed, start, end), active, start),) for start, end in pairwise(borders)),
    )


def _over(claims: Sequence[Claim], start: int, end: int) -> list[Claim]:
    return [claim for claim in claims if claim.start <= start and end <= claim.end]


def _stretch(words: str, claims: Sequence[Claim], active: Claim | None, start: int) -> str:
    """The words between two borders, linked to the shortest of the other claims over them."""
    others = [claim for claim in claims if claim != active]
    linked = _link(words, others[0], overlap=len(others) > 1) if others else words
    if len(others) == len(claims):
        return linked
    anchor = format_html(' id="{}"', ANCHOR) if start == active.start else ""
    return format_html('<mark{} class="status-{}">{}</mark>', anchor, active.status, linked)


def _link(words: str, claim: Claim, *, overlap: bool) -> SafeString:
    return format_html(
        '<a class="mark status-{}{}" href="{}" title="{}: {}">{}</a>',
        claim.status,
        " overlap" if overlap else "",
        claim_url(claim),
        claim.get_status_display(),
        claim.text,
        words,
    )
