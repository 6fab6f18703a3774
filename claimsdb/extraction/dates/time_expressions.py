"""Time expressions in a paragraph, found by `patterns` and resolved against the day of publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc

from claimsdb.extraction.dates.normalization import UNRESOLVED, OpenPeriod
from claimsdb.extraction.dates.patterns import BARE_YEAR, PATTERNS, RELATION, TimePattern
from claimsdb.extraction.results import FoundDate, TextSpan
from claimsdb.extraction.text.dependency_parse import tokens_covering
from claimsdb.extraction.vocabulary.quantities import unit_of

# Characters before a time in which a preposition and "the beginning of" are looked for.
_MAX_RELATION_DISTANCE = 40
_FUTURE_AUXILIARIES = frozenset(("will", "'ll", "’ll", "wo", "would", "shall"))


@dataclass(frozen=True)
class _TimeExpression:
    start: int
    end: int
    period: OpenPeriod
    looks_back: bool


def find_dates(doc: Doc, *, offset: int, published_on: date | None) -> tuple[FoundDate, ...]:
    """The dates of one paragraph in reading order, without overlaps.

    `offset` is the paragraph's first code point in the article. Without a day of publication only absolute expressions
    are resolved ("November 2022"). An open end is None: "since August" runs from the first of August to publication,
    "until 2025" from None to the end of that year.
    """
    text = doc.text  # put together at every access
    return tuple(
        _make_date(text, time, offset, published_on)
        for time in _keep_outermost(_match_patterns(doc, text, published_on))
    )


def _match_patterns(doc: Doc, text: str, published_on: date | None) -> Iterator[_TimeExpression]:
    for phrase in PATTERNS:
        for match in phrase.pattern.finditer(text):
            period = _resolve(phrase, match, published_on)
            if period is not None and (phrase is not BARE_YEAR or _is_year(doc, match)):
                start, end = match.span("words" if "words" in phrase.pattern.groupindex else 0)
                named = "year" in phrase.pattern.groupindex and match["year"]
                looks_back = phrase.looks_back and not named
                ahead = looks_back and _is_future(doc, start, end)
                yield _TimeExpression(start, end, UNRESOLVED if ahead else period, looks_back)


def _resolve(phrase: TimePattern, match: re.Match[str], published_on: date | None) -> OpenPeriod | None:
    try:
        period = phrase.read(match, published_on)
    except OverflowError:
        return UNRESOLVED
    except ValueError:  # the 31st of February
        return None
    backwards = period and period[0] and period[1] and period[0] > period[1]
    return None if backwards else period


def _is_year(doc: Doc, match: re.Match[str]) -> bool:
    """Four digits are a year if the model labels them a date and no people are counted, or after "in" and the like."""
    tokens = tokens_covering(doc, *match.span("words"))
    follower = doc[tokens.end] if tokens.end < len(doc) else None
    if match["cue"] is None and follower is not None and unit_of(follower.lemma_) in ("person", "round"):
        return False
    dated = any(token.ent_type_ == "DATE" for token in tokens)
    counts = match["year"].endswith("00") and follower is not None and follower.tag_ in ("NNS", "NNPS")  # 2000 villages
    return dated or (match["cue"] is not None and not counts)


def _is_future(doc: Doc, start: int, end: int) -> bool:
    """Whether the verb that governs the time is a future: "the vote will be held on Tuesday"."""
    time = tokens_covering(doc, start, end).root
    verb = next((token for token in time.ancestors if token.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(child.lower_ in _FUTURE_AUXILIARIES for child in (verb, *verb.children))


def _keep_outermost(times: Iterator[_TimeExpression]) -> Iterator[_TimeExpression]:
    end = 0
    for time in sorted(times, key=lambda time: (time.start, -time.end)):
        if time.start >= end:
            end = time.end
            yield time


def _make_date(text: str, time: _TimeExpression, offset: int, published_on: date | None) -> FoundDate:
    before = RELATION.search(text, max(0, time.start - _MAX_RELATION_DISTANCE), time.start)
    start = before.start() if before else time.start
    earliest, latest = _apply_preposition(before["preposition"].lower(), time, published_on) if before else time.period
    return FoundDate(TextSpan(start + offset, time.end + offset), text[start : time.end], earliest, latest)


def _shifted(day: date | None, days: int) -> date | None:
    try:
        return day + timedelta(days) if day else None
    except OverflowError:
        return None


def _apply_preposition(preposition: str, time: _TimeExpression, published_on: date | None) -> OpenPeriod:
    """The period that "since" or "until" makes of a time; "by December" may lie ahead and is unresolved.

    What happens before or after a period lies outside it.
    """
    earliest, latest = time.period
    if preposition == "since":
        begun = earliest and published_on and earliest <= published_on
        return earliest, published_on if begun else None
    if preposition == "after":
        return _shifted(latest or earliest, 1), None
    if preposition in ("before", "prior to"):
        return UNRESOLVED if time.looks_back else (None, _shifted(earliest or latest, -1))
    return UNRESOLVED if time.looks_back else (None, latest)
