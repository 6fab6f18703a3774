"""An article's text as HTML, with its claims marked: tinted by status, linked, the one under review set off."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claimsdb.models import Claim
from claimsdb.reading import stretches

ANCHOR = "claim"


def claim_url(claim: Claim) -> str:
    """The claim's page, scrolled to its place in the text."""
    return f"{reverse('admin:claimsdb_claim_change', args=[claim.pk])}#{ANCHOR}"


def badge(claim: Claim) -> SafeString:
    return status_badge(claim.status, claim.get_status_display())


def status_badge(status: str, words: str) -> SafeString:
    return format_html('<span class="badge status-{}">{}</span>', status, words)


def marked_text(
    text: str, claims: Iterable[Claim], *, active: Claim | None = None, url: Callable[[Claim], str] = claim_url
) -> SafeString:
    """The whole text, escaped. Where claims overlap, the link goes to the shortest, so that each can be reached."""
    spans = ((*each.span, each) for each in claims if each.span)
    alike: dict[str, list[Claim]] = defaultdict(list)
    pieces = (
        _stretch(text[each.start : each.end], each.start, each.over, active, url, alike)
        for each in stretches(len(text), spans)
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _stretch(
    text: str,
    start: int,
    over: Sequence[Claim],
    active: Claim | None,
    url: Callable[[Claim], str],
    alike: dict[str, list[Claim]],
) -> SafeString:
    """The words between two borders, linked to the shortest of the other claims over them. `alike` are the claims that
    the same words have led to so far."""
    words = _words(text)
    others = [claim for claim in over if claim != active]
    linked = words
    if others:
        named = _name_apart(text, others[0], alike[text])
        linked = _link(words, others[0], url(others[0]), named, overlap=len(others) > 1)
    if active is None or active not in over:
        return linked
    anchor = format_html(' id="{}"', ANCHOR) if start == active.start else ""
    return format_html('<mark{} class="status-{}">{}</mark>', anchor, active.status, linked)


def _name_apart(text: str, claim: Claim, alike: list[Claim]) -> SafeString:
    """An attribute by which links of the same words to several claims have names of their own."""
    if claim not in alike:
        alike.append(claim)
    number = alike.index(claim) + 1
    return format_html(' aria-label="{} ({})"', text.strip(), number) if number > 1 else SafeString()


def _words(text: str) -> SafeString:
    """Code point for code point, for scripts that count them: a bare carriage return would be read as a line feed."""
    return mark_safe(escape(text).replace("\r", "&#13;"))


def _link(words: SafeString, claim: Claim, url: str, named: SafeString, *, overlap: bool) -> SafeString:
    return format_html(
        '<a class="mark status-{}{}" href="{}" title="{}: {}"{}>{}</a>',
        claim.status,
        " overlap" if overlap else "",
        url,
        claim.get_status_display(),
        claim.text,
        named,
        words,
    )
