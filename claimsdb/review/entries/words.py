"""Words that somebody says are the article's: the place at which they stand, or that they are an editor's own."""

from collections.abc import Iterable

from claimsdb.models import Span
from claimsdb.reading import find_printed, nearest_printed
from claimsdb.review.entries.misfits import OWN_WORDS, Misfit

WORDS_OF = {"hedge": "hedge", "said_on": "said_as_written", "event_on": "event_as_written"}
"""The columns of a claim that hold the article's words, by the names that `Claim.editors_words` has for them."""

AROUND = 10_000  # characters before and after the claim in which something like the words is looked for
BETWEEN = ", "  # hedges that stand apart in the article


def place_of(words: str, text: str, *, near: Span | None) -> Span | None:
    """Where the words stand: inside `near`, or else nearest to it, or else first. None where they stand nowhere."""
    return min(find_printed(words, text), key=lambda span: (_distance(span, near), span), default=None)


def only_place_of(words: str, text: str) -> Span:
    """The one place at which words that were copied from the text stand. Raises Misfit where there is not one."""
    places = find_printed(words, text)
    if len(places) == 1:
        return places[0]
    problem = f"stand in it {len(places)} times: copy more of them" if places else "are not in it"
    near = [] if places else nearest_printed(words, text[:AROUND])
    raise Misfit(f"The article must have these words once; they {problem}.", nearest=near)


def printed(words: str, text: str, *, near: Span | None) -> str:
    """The words as the article has them, on one line; of hedges that stand apart each by itself. Raises ValidationError
    where it has not."""
    place = place_of(words, text, near=near)
    if place:
        return " ".join(text[slice(*place)].split())
    parts = words.split(BETWEEN)
    if len(parts) == 1:
        raise not_in_the_article(words, text, near=near)
    return BETWEEN.join(printed(part, text, near=near) for part in parts)


def not_in_the_article(words: str, text: str, *, near: Span | None) -> Misfit:
    start, end = near or (0, 0)
    found = nearest_printed(words, text[max(0, start - AROUND) : end + AROUND])
    has = f"the nearest that it has is {_listed(found)}" if found else "nor anything like them"
    return Misfit(f"The article has not the words {words!r:.100}, {has}.", code=OWN_WORDS, nearest=found)


def _distance(span: Span, near: Span | None) -> int:
    if near is None:
        return 0
    return max(near[0] - span[0], span[1] - near[1], 0)


def _listed(found: Iterable[str]) -> str:
    return " or ".join(f"{words!r}" for words in found)
