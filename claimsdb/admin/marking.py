"""An article's text as HTML, with its claims marked: tinted by status, linked, the one under review set off."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claimsdb.models import Claim

ANCHOR = "claim"


def claim_url(claim: Claim) -> str:
    """The claim's page, scrolled to its place in the text."""
    return f"{reverse('admin:claimsdb_claim_change', args=[claim.pk])}#{ANCHOR}"


def badge(claim: Claim) -> SafeString:
    return status_badge(claim.status, claim.get_status_display())


def status_badge(status: str, words: str) -> SafeString:
    return format_html('<span class="badge status-{}">{}</span>', status, words)


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim over text[start:end]."""

    start: int
    end: int
    claim: Claim


def marked_text(
    text: str, claims: Iterable[Claim], *, active: Claim | None = None, url: Callable[[Claim], str] = claim_url
) -> SafeString:
    """The whole text, escaped. Where claims overlap, the link goes to the shortest, so that each can be reached."""
    marks = sorted(_marks(claims), key=lambda mark: mark.end - mark.start)
    borders = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    stretches = (
        _stretch(
            text[start:end], start, [each for each in marks if each.start <= start and end <= each.end], active, url
        )
        for start, end in pairwise(borders)
    )
    return format_html_join("", "{}", ((stretch,) for stretch in stretches))


def _marks(claims: Iterable[Claim]) -> Iterator[Mark]:
    for claim in claims:
        if claim.start is not None and claim.end is not None:
            yield Mark(claim.start, claim.end, claim)


def _stretch(
    text: str, start: int, marks: Sequence[Mark], active: Claim | None, url: Callable[[Claim], str]
) -> SafeString:
    """The words between two borders, linked to the shortest of the other claims over them."""
    words = _words(text)
    others = [mark.claim for mark in marks if mark.claim != active]
    linked = _link(words, others[0], url(others[0]), overlap=len(others) > 1) if others else words
    own = next((mark for mark in marks if mark.claim == active), None)
    if own is None:
        return linked
    anchor = format_html(' id="{}"', ANCHOR) if start == own.start else ""
    return format_html('<mark{} class="status-{}">{}</mark>', anchor, own.claim.status, linked)


def _words(text: str) -> SafeString:
    """Code point for code point, for scripts that count them: a bare carriage return would be read as a line feed."""
    return mark_safe(escape(text).replace("\r", "&#13;"))


def _link(words: SafeString, claim: Claim, url: str, *, overlap: bool) -> SafeString:
    return format_html(
        '<a class="mark status-{}{}" href="{}" title="{}: {}">{}</a>',
        claim.status,
        " overlap" if overlap else "",
        url,
        claim.get_status_display(),
        claim.text,
        words,
    )
