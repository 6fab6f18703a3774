"""Whether the words around two figures show that they answer one question: what is counted, when and where.

A proposal costs an editor's trust. What is not shown by words that both have is a reason to propose nothing.
"""

import re
from dataclasses import dataclass

from claimsdb.agreement.measures import OF_AN_OCCASION, ONLY_RISING, Told
from claimsdb.agreement.readings import OPENING
from claimsdb.agreement.spans import SHARE_UNITS, in_one_unit
from claimsdb.agreement.stages import are_of_stages
from claimsdb.agreement.statements import NOBODY
from claimsdb.agreement.surroundings import BY, DEED_NAMES, WHOLE, is_named_in, is_now
from claimsdb.agreement.times import EVENT_IS_FRESH
from claimsdb.agreement.wording import KINDS, WORDS, as_written, content_words, words_of
from claimsdb.choices import Placement, ReasonCode

# Nouns that leave open who is counted, or only name what befell them.
UNTOLD = content_words(WORDS["measures"]["generic"]) | DEED_NAMES | frozenset({"lif", "bod"})
PARTS = content_words(WORDS["measures"]["parts"])
_SAME_TIME = re.compile(WORDS["surroundings"]["same_time"], re.IGNORECASE)
WORLDS_APART = 30  # times the other: no two counts of one thing
NONE = "none is named"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not shown to be the same, and how it is said of either."""

    code: ReasonCode
    in_words: str


def unlike_counted(a: Told, b: Told, *, is_rejoinder: bool = False) -> Gap | None:
    """Where one counts void ballots and the other ballots, or where they say different things of them. Of what is set
    against the other what it counts need not be told."""
    for one, other in () if are_of_stages(a, b) else ((a, b), (b, a)):
        extra = one.around.qualifiers - other.around.qualifiers - other.told_of - other.reading.words
        if extra and other.around.noun:
            return Gap(ReasonCode.COUNTED, f"Only one of them counts those that are “{_spelled(extra, one)}”.")
    if _are_of_kinds(a, b, is_rejoinder=is_rejoinder):
        nouns = [_spelled(each.around.noun, each) for each in (a, b)]
        return Gap(ReasonCode.COUNTED, f"One counts {nouns[0] or 'all'}, the other {nouns[1] or 'all'}.")
    if _are_worlds_apart(a, b):
        return Gap(ReasonCode.COUNTED, f"One is more than {WORLDS_APART} times the other: hardly one count.")
    in_one = a.reading.statement.sentence == b.reading.statement.sentence
    if (in_one or not is_rejoinder) and a.around.names and b.around.names and not a.around.names & b.around.names:
        return Gap(ReasonCode.COUNTED, f"Others are named: {_listed(a.around.names)}, and {_listed(b.around.names)}.")
    if a.around.marks != b.around.marks and not (is_rejoinder and _goes_without_marks(a, b)):
        return Gap(ReasonCode.COUNTED, f"Only one of them says “{_listed(a.around.marks ^ b.around.marks)}”.")
    if a.figure.stage and b.figure.stage:
        return None
    is_share = a.figure.unit in SHARE_UNITS
    said = [each.told_of | (each.around.qualifiers if is_share else NOBODY) for each in (a, b)]
    if is_rejoinder or said[0] & said[1] or not any(said):
        return None
    told = [f"“{_spelled(each.told_of, each)}”" if each.told_of else "nothing" for each in (a, b)]
    return Gap(ReasonCode.COUNTED, f"Of those that are counted one says {told[0]}, the other {told[1]}.")


def _goes_without_marks(a: Told, b: Told) -> bool:
    """Whether the later one is but a number, and has what is said of the other; or is of a part of them alone."""
    later = max(a, b, key=lambda each: each.reading.place_in_article)
    is_bare = not (later.figure.measure or later.told_of)
    return later.around.marks == {"alone"} if later.around.marks else is_bare


def _are_of_kinds(a: Told, b: Told, *, is_rejoinder: bool) -> bool:
    """Whether each counts another kind, soldiers and civilians; or the lower one a kind, and the other all, unless it
    is set against it."""
    if a.measure == b.measure and a.measure not in DEED_NAMES:
        return False
    kinds = [(each.around.noun - UNTOLD) or (frozenset({each.measure}) - DEED_NAMES - {""}) for each in (a, b)]
    if is_rejoinder and not (all(kinds) and {a.measure, b.measure} <= DEED_NAMES):
        return False
    if all(kinds) or not any(kinds):
        wider = [each | {KINDS[word] for word in each if word in KINDS} for each in kinds]
        return bool(kinds[0]) and not wider[0] & wider[1]
    part, whole = (a, b) if kinds[0] else (b, a)
    is_lower = bool(part.span and whole.span and part.span.is_below(whole.span))
    return is_lower and (a.measure != b.measure or bool((kinds[0] or kinds[1]) & PARTS))


def _are_worlds_apart(a: Told, b: Told) -> bool:
    """Whether no dispute about one count explains how far they lie from each other; a headline may just be wrong."""
    if Placement.HEADLINE in {each.reading.statement.placement for each in (a, b)}:
        return False
    if a.span is None or b.span is None:
        return False
    ends = [each.ends for each in in_one_unit(a.span, b.span, (a.figure.unit, b.figure.unit))]
    if not all(ends) or min(ends[0] + ends[1]) <= 0:
        return False
    low, high = sorted(ends, key=max)
    return min(high) > WORLDS_APART * max(low)


def unlike_times(a: Told, b: Told) -> Gap | None:
    """Where one names a day, and the other another or none; the day of the article goes without saying."""
    times = [_times(each) for each in (a, b)]
    if times[0] == times[1] or times[0] & times[1] or any(map(_is_of_the_same_time, (a, b))):
        return None
    return Gap(
        ReasonCode.TIME,
        f"Another time: {_listed(times[0]) or 'none is named'}, and {_listed(times[1]) or 'none is named'}.",
    )


def unlike_places(a: Told, b: Told) -> Gap | None:
    """Where each names a place of its own; or one alone, which is neither the article's nor told just before."""
    places = [{frozenset(words_of(name)) - {"the"} for name in each.around.places} for each in (a, b)]
    if any(one & other for one in places[0] for other in places[1]):
        return None
    named = [{name for name in each.around.places if name == WHOLE or not name.startswith("the ")} for each in (a, b)]
    if not any(named):
        return _other_places(a, b) if all(places) else None
    is_above = OPENING & {each.reading.statement.placement for each in (a, b)}
    if not all(named) and (is_above or are_of_stages(a, b)):
        return None
    placed, other = (a, b) if named[0] else (b, a)
    if not all(named) and any(set(words_of(name)) <= placed.home for name in placed.around.places):
        return None
    goes_on = placed.reading.place_in_article < other.reading.place_in_article and _in_one_paragraph(a, b)
    return None if goes_on and not other.around.places else _other_places(a, b)


def _is_of_the_same_time(told: Told) -> bool:
    """Whether its words take up the time of another: "over the same period"."""
    return bool(_SAME_TIME.search(told.reading.statement.sentence or told.reading.said))


def _times(told: Told) -> frozenset[str]:
    statement, around = told.reading.statement, told.around
    is_rising = told.deed in ONLY_RISING
    is_of_a_day = is_rising or told.deed in OF_AN_OCCASION
    found = {each for each in around.times if not is_now(each, statement.published, days=0 if is_of_a_day else 1)}
    if not is_rising:
        found = {each for each in found if not is_named_in(told.home, each)}
    if is_rising:
        found = {each for each in found if each not in around.happened or not _is_fresh(each, told)}
        found |= {each for each in around.said_times if not is_now(each, statement.published, days=1)}
    return frozenset(found)


def _is_fresh(time: str, told: Told) -> bool:
    """Whether it is the day of the event that an article tells of, and none up to which was counted."""
    return not time.startswith(BY) and is_now(time, told.reading.statement.published, days=EVENT_IS_FRESH)


def _other_places(a: Told, b: Told) -> Gap:
    one, other = (_listed(each.around.places) or NONE for each in (a, b))
    return Gap(ReasonCode.PLACE, f"Another place: {one}, and {other}.")


def _in_one_paragraph(a: Told, b: Told) -> bool:
    one, other = a.reading.statement, b.reading.statement
    return one.article == other.article and one.paragraph is not None and one.paragraph == other.paragraph


def _spelled(words: frozenset[str], told: Told) -> str:
    statement = told.reading.statement
    return ", ".join(as_written(words, f"{statement.quote} {statement.text}") or sorted(words))


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))
