"""Two days for what can only have happened once."""

from collections.abc import Collection

from claimsdb.agreement.readings import Reading
from claimsdb.agreement.wording import SAME, WORDS, stems
from claimsdb.choices import Phase, Stance

TOPICS = frozenset(WORDS["once"]["topics"].split())
ONCE = frozenset(WORDS["once"]["deeds"].split()) | {SAME.get(each, each) for each in stems(WORDS["once"]["words"])}
COMMON_WORDS = 2
COMMON_ACTORS = 2  # of a topic alone
SAYING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES})


def may_happen_once(reading: Reading) -> bool:
    """Whether it tells when something was done that is not done twice."""
    statement = reading.statement
    return (
        statement.event.is_closed
        and statement.phase == Phase.DONE
        and statement.stance in SAYING
        and (statement.topic in TOPICS or bool(reading.own & ONCE))
    )


def blocks_of(reading: Reading) -> Collection[tuple[str, str]]:
    """By which statements of one event are found: what happens once, and somebody who has a part in it."""
    kinds = {*(reading.own & ONCE), *({reading.statement.topic} & TOPICS)}
    return sorted((kind, actor) for kind in kinds for actor in reading.actors)


def is_other_day(one: Reading, other: Reading) -> bool:
    """Whether both tell of one event that happens once, on days that cannot both be right."""
    days = one.statement.event, other.statement.event
    if days[0].overlaps(days[1]):
        return False
    actors = one.actors & other.actors
    if len(actors) >= COMMON_ACTORS and one.statement.topic == other.statement.topic in TOPICS:
        return True
    shared = one.own & other.own
    of_the_same = len(actors) >= COMMON_ACTORS or (actors and one.subjects == other.subjects)
    return bool(of_the_same and shared & ONCE) and len(shared | actors) > COMMON_WORDS


def in_words(one: Reading, other: Reading) -> str:
    written = [each.statement.event_as_written or str(each.statement.event) for each in (one, other)]
    return f"It happened once: {written[0]}, or {written[1]}."
