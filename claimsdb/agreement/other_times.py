"""One thing at two times, of two who speak right after each other: "serviced in March", "last serviced in 2019"; or a
time for what has none, and what was not before a day."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from claimsdb.agreement.clocks import delayed, lasting, lasting_like, time_of_day
from claimsdb.agreement.negated_words import NAMES, NEGATING
from claimsdb.agreement.readings import Reading, topic_of
from claimsdb.agreement.replies import TELLING, are_of_one_phase, is_conditional, placed, replies, speaks_of_it
from claimsdb.agreement.statements import Days, Registry
from claimsdb.agreement.surroundings import TIME, days_named
from claimsdb.agreement.wording import WORDS, content_words
from claimsdb.choices import Phase

TABLE = WORDS["replies"]
_NO_DATE = re.compile(TABLE["no_date"], re.IGNORECASE)
_DECIDING = re.compile(r"\b(?:decid\w+|decision)\b", re.IGNORECASE)  # what is to be decided is not decided yet
_TAKING = re.compile(TABLE["taking"], re.IGNORECASE)
_TO_COME = re.compile(TABLE["to_come"], re.IGNORECASE)
_COMING = re.compile(TABLE["coming_times"], re.IGNORECASE)
_NOT_BEFORE = re.compile(
    rf"(?:{NEGATING.pattern.removeprefix('(?x)')})[^,;]{{0,200}}?\s(?:before|until|till)\s", re.IGNORECASE | re.VERBOSE
)
_THE_FIRST = re.compile(r"\W*(?:the|its|his|her|their) (?:first|last|latest)\b", re.IGNORECASE)
_BARE_TIME = re.compile(TABLE["bare_time"], re.IGNORECASE)
_GIVEN_DATE = re.compile(TABLE["given_date"], re.IGNORECASE)
_FAR_OFF = re.compile(TABLE["far_off"], re.IGNORECASE)
_PART_OF = re.compile(r"(?:the )?(?:end|start|beginning|middle) of (?:the )?", re.IGNORECASE)
_OPEN_ENDED = re.compile(r"\A\W*(?:since|until|till|before|after|by|from|up to)\b", re.IGNORECASE)
# Acts of which one tells of the other.
GROUPS = [frozenset(TABLE[name].split()) for name in ("learned", "foreseen", "arriving", "inspecting", "beginning")]
FORESEEN = frozenset(TABLE["foreseen"].split())
ARRIVING = frozenset(TABLE["arriving"].split())
YEAR = timedelta(days=365)
_THE = re.compile(r"\W*the (?P<words>\w+(?: \w+)?)", re.IGNORECASE)
_WAS_AT = re.compile(TABLE["was_at"], re.IGNORECASE)
_SEASONS = re.compile(TABLE["seasons"], re.IGNORECASE)
TIME_WORDS = content_words(TABLE["time_words"])


def at_other_times(article: Sequence[Reading], registry: Registry) -> Iterator[tuple[Reading, Reading]]:
    """The statements of an article next to each other that have another time for the same."""
    topic = topic_of(article)
    for one, other in replies(article, registry):
        if all(_tells(each) for each in (one, other)) and _is_at_another(one, other, topic=topic):
            yield one, other


def _tells(reading: Reading) -> bool:
    return reading.statement.stance in TELLING and not reading.denies


def _is_at_another(one: Reading, other: Reading, *, topic: frozenset[str]) -> bool:
    if _has_none(one, other) or _has_none(other, one):
        return True
    if _both_tell_how_long(one, other):
        return _take_other_times(one, other)
    if _gives_only_a_time(one, other) or _is_later_than(one, other) or _is_later_than(other, one):
        return True
    if not are_of_one_phase(one, other) or not _is_of_one_act(one, other, topic=topic):
        return False
    return _differ(one, other) or _take_other_times(one, other)


def _both_tell_how_long(one: Reading, other: Reading) -> bool:
    return all(_TAKING.search(each.said) for each in (one, other))


def _take_other_times(one: Reading, other: Reading) -> bool:
    """Whether they have another length of it, or another time of day."""
    arriving = all(frozenset(placed(each.said)) & ARRIVING for each in (one, other))
    length = delayed if arriving else lasting
    lengths = length(one.said), length(other.said) or lasting_like(other.said, one.said)
    hours = time_of_day(one.said), time_of_day(other.said)
    is_another_length = lengths[0] and lengths[1] and lengths[0].is_apart_from(lengths[1])
    return bool(is_another_length or (hours[0] and hours[1] and hours[0].is_apart_from(hours[1])))


def in_words(one: Reading, other: Reading) -> str:
    written = [each.statement.event_as_written for each in (one, other)]
    return f"Of one thing: {written[0]}, or {written[1]}." if all(written) else "Another time for the same, or none."


def _has_none(without: Reading, dated: Reading) -> bool:
    """Whether one says that there is no date yet, and the other has one."""
    told = _NO_DATE.search(without.said)
    if not told or NEGATING.search(dated.said) or is_conditional(dated):
        return False
    if all(_DECIDING.search(said) for said in (told[0], dated.said)):
        return False
    to_come = dated.statement.phase == Phase.PLANNED or bool(_TO_COME.search(dated.said))
    return to_come and bool(TIME.search(dated.said) or _COMING.search(dated.said))


def _gives_only_a_time(one: Reading, other: Reading) -> bool:
    """Whether the later one only has another time for what the earlier tells: "2030 is more likely"."""
    earlier, later = sorted((one, other), key=lambda each: each.place_in_article)
    bare = _BARE_TIME.match(later.said)
    if not (bare and TIME.search(bare["time"])) and not _GIVEN_DATE.search(later.said):
        return False
    days = _day(earlier), _named_day(later)
    return bool(days[0] and days[1]) and not days[0].overlaps(days[1])


def _is_later_than(late: Reading, dated: Reading) -> bool:
    """Whether what is foreseen for a day is not to be before another: "it needs until the end of next week"."""
    bound = _not_before(late)
    if not bound or dated.statement.phase != Phase.PLANNED or NEGATING.search(dated.said) or is_conditional(dated):
        return False
    day = _day(dated)
    acts = [frozenset(placed(each.said)) & NAMES for each in (late, dated)]
    of_it = speaks_of_it(late) or all(each & FORESEEN for each in acts) or bool(acts[0] & acts[1])
    return of_it and bool(day) and day.is_before(bound)


def _differ(one: Reading, other: Reading) -> bool:
    bounds = _not_before(one), _not_before(other)
    if bool(bounds[0]) != bool(bounds[1]):
        late, dated = (bounds[0], _day(other)) if bounds[0] else (bounds[1], _day(one))
        return bool(late and dated and dated.is_before(late))
    if any(bounds) or any(NEGATING.search(each.said) or is_conditional(each) for each in (one, other)):
        return False
    days = _day(one), _day(other)
    return bool(days[0] and days[1]) and not days[0].overlaps(days[1])


def _is_of_one_act(one: Reading, other: Reading, *, topic: frozenset[str]) -> bool:
    """Whether one act is told of both, and a thing; or the later leaves it to the other of what it speaks."""
    acts = [frozenset(placed(each.said)) & NAMES for each in (one, other)]
    things = [content_words(each.said) - acts[at] - TIME_WORDS for at, each in enumerate((one, other))]
    same = bool(acts[0] & acts[1]) or any(all(each & group for each in acts) for group in GROUPS)
    later = max(one, other, key=lambda each: each.place_in_article)
    if _begins_with(later, acts[0] & acts[1]) or _says_when(later, things[1 if later is one else 0]):
        return True
    told = things[0] & things[1]
    if same:
        return (
            bool(told)
            or bool(any(_THE_FIRST.match(each.said) for each in (one, other)))
            or speaks_of_it(later)
            or speaks_of_it(one if later is other else other)
        )
    return bool(told - topic and speaks_of_it(later)) or (speaks_of_it(later) and not acts[1 if later is other else 0])


def _begins_with(reading: Reading, acts: frozenset[str]) -> bool:
    """Whether it takes up the act of the other: "the request was received", "the last inspection"."""
    first = _THE.match(reading.said)
    return bool(first and acts & {*placed(first["words"])})


def _says_when(reading: Reading, things: frozenset[str]) -> bool:
    """Whether it says of something that the other names when that was, and no more: "the robbery was at 20:30"."""
    found = _WAS_AT.match(reading.said)
    return bool(found and content_words(found["what"]) and content_words(found["what"]) <= things)


def _season(reading: Reading) -> Days:
    """The last, or next, of a season, in the year around the article."""
    found, last = _SEASONS.search(reading.said), reading.statement.published.end
    if not found or last is None:
        return Days()
    ahead = reading.statement.phase == Phase.PLANNED
    return Days(last, last + YEAR) if ahead else Days(last - YEAR, last)


def _day(reading: Reading) -> Days:
    """When it happened, where that has an end on either side."""
    statement = reading.statement
    is_at_latest = statement.phase == Phase.PLANNED and statement.event_as_written.startswith("by ")
    if _OPEN_ENDED.match(statement.event_as_written) and not is_at_latest:
        return Days()
    if statement.event.is_closed:
        return statement.event
    return _named_day(reading) or _season(reading)


def _named_day(reading: Reading) -> Days:
    named = TIME.search(reading.said)
    return days_named(named, published=reading.statement.published) if named else Days()


def _not_before(reading: Reading) -> Days:
    """The first time at which it may have been: "no report before Monday"."""
    found = _NOT_BEFORE.search(reading.said) or _FAR_OFF.search(reading.said)
    part = _PART_OF.match(reading.said, found.end()) if found else None
    named = TIME.match(reading.said, part.end() if part else found.end()) if found else None
    return days_named(named, published=reading.statement.published) if named else Days()
