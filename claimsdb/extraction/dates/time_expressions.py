"""The times that a paragraph gives, resolved against the day of publication as far as the words allow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from claimsdb.extraction.dates.normalization import UNRESOLVED, OpenPeriod
from claimsdb.extraction.dates.patterns import BARE_YEAR, PHRASES, RELATION, TimePhrase
from claimsdb.extraction.results import FoundDate, Span
from claimsdb.extraction.text.dependency_parse import tokens_at
from claimsdb.extraction.vocabulary.quantities import unit_of

# So far back a preposition and "the beginning of" may stand before a time.
_RELATION_REACH = 40
_FUTURE = frozenset(("will", "'ll", "’ll", "wo", "would", "shall"))


@dataclass(frozen=True)
class _Time:
    start: int
    end: int
    period: OpenPeriod
    looks_back: bool


def times_in(doc: Doc, *, offset: int, published_on: date | None) -> tuple[FoundDate, ...]:
    """The times of one paragraph in reading order, none inside another; `offset` is where the paragraph begins.

    Without a day of publication only what the words alone settle is resolved ("November 2022"). An end that the words
    leave open is None: "since August" runs from the first of August to publication, "until 2025" from None to its end.
    """
    text = doc.text  # put together at every access
    return tuple(_found(text, time, offset, published_on) for time in _outermost(_times(doc, text, published_on)))


def _times(doc: Doc, text: str, published_on: date | None) -> Iterator[_Time]:
    for phrase in PHRASES:
        for match in phrase.pattern.finditer(text):
            period = _period(phrase, match, published_on)
            if period is not None and (phrase is not BARE_YEAR or _is_year(doc, match)):
                start, end = match.span("words" if "words" in phrase.pattern.groupindex else 0)
                named = "year" in phrase.pattern.groupindex and match["year"]
                looks_back = phrase.looks_back and not named
                ahead = looks_back and _lies_ahead(doc, start, end)
                yield _Time(start, end, UNRESOLVED if ahead else period, looks_back)


def _period(phrase: TimePhrase, match: re.Match[str], published_on: date | None) -> OpenPeriod | None:
    try:
        period = phrase.read(match, published_on)
    except OverflowError:
        return UNRESOLVED
    except ValueError:  # the 31st of February
        return None
    backwards = period and period[0] and period[1] and period[0] > period[1]
    return None if backwards else period


def _is_year(doc: Doc, match: re.Match[str]) -> bool:
    """Four digits are a year if the model takes them for a date and nobody is counted, or after "in" and the like."""
    tokens = tokens_at(doc, *match.span("words"))
    follower = doc[tokens.end] if tokens.end < len(doc) else None
    if match["cue"] is None and follower is not None and unit_of(follower.lemma_) in ("person", "round"):
        return False
    dated = any(token.ent_type_ == "DATE" for token in tokens)
    return dated or (match["cue"] is not None and (follower is None or follower.tag_ not in ("NNS", "NNPS")))


def _lies_ahead(doc: Doc, start: int, end: int) -> bool:
    """Whether the verb over the time is a future: "the vote will be held on Tuesday"."""
    time = tokens_at(doc, start, end).root
    verb = next((token for token in time.ancestors if token.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(child.lower_ in _FUTURE for child in (verb, *verb.children))


def _outermost(times: Iterator[_Time]) -> Iterator[_Time]:
    end = 0
    for time in sorted(times, key=lambda time: (time.start, -time.end)):
        if time.start >= end:
            end = time.end
            yield time


def _found(text: str, time: _Time, offset: int, published_on: date | None) -> FoundDate:
    before = RELATION.search(text, max(0, time.start - _RELATION_REACH), time.start)
    start = before.start() if before else time.start
    earliest, latest = _related(before["preposition"].lower(), time, published_on) if before else time.period
    return FoundDate(Span(start + offset, time.end + offset), text[start : time.end], earliest, latest)


def _related(preposition: str, time: _Time, published_on: date | None) -> OpenPeriod:
    """What "since", "after" or "until" makes of a time. "By December" may lie ahead: nothing is known of it."""
    earliest, latest = time.period
    if preposition == "since":
        begun = earliest and published_on and earliest <= published_on
        return earliest, published_on if begun else None
    if preposition == "after":
        return earliest, None
    return UNRESOLVED if time.looks_back else (None, latest)
