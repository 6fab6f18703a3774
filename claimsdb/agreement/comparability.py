"""Whether two figures may be compared, and what comes out of it.

The tests run in a fixed order; the first that fails is the reason why two unequal numbers do not contradict each other.
`compare` stops there, `all_tests` runs them all, for people to see.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from claimsdb.agreement.measures import (
    DIMENSIONS,
    OF_AN_OCCASION,
    ONLY_RISING,
    Told,
    is_of_one_deed,
    is_same_measure,
    whole_of,
)
from claimsdb.agreement.one_question import Gap, unlike_counted, unlike_places, unlike_times
from claimsdb.agreement.readings import ACTOR, OPENING, same_voice
from claimsdb.agreement.rejoinders import (
    are_sums_for_one,
    bare_of,
    counts_in_answer,
    is_bare_sum,
    is_of_its_day,
    is_only_a_sum,
    is_rejoinder,
)
from claimsdb.agreement.spans import Span, in_one_unit, is_same_unit
from claimsdb.agreement.stages import rungs_of
from claimsdb.agreement.statements import Registry
from claimsdb.agreement.times import TimeTest, is_later, is_soon_after, same_time
from claimsdb.agreement.wording import WORDS, content_words
from claimsdb.choices import Basis, Phase, Qualifier, ReasonCode, Stance, Strength, Verdict

SPEAKING_OF_FIGURES = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES, Stance.WARNS, Stance.PREDICTS})
HAPPENING = frozenset({Phase.UNDER_WAY, Phase.DONE})
_ESTIMATE = re.compile(WORDS["replies"]["estimate"], re.IGNORECASE)
_SPEAKS_OF = re.compile(WORDS["replies"]["speaks_of"], re.IGNORECASE)
_POINTS_BACK = re.compile(r"\W*(?:there|it|they)\b", re.IGNORECASE)
_CORRECTS = re.compile(WORDS["replies"]["corrects"], re.IGNORECASE)
NO_EVENT = "Nothing says that they speak of one event."
COMMON_GROUND = 2  # actors or words that two articles share beside what is counted, to speak of one event


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a test. An open one fails not, and makes what follows from it only possible."""

    code: ReasonCode
    passes: bool
    in_words: str
    is_open: bool = False
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`code` is the reason of the verdict: the first test that failed, or how the values stand to each other."""

    verdict: Verdict
    code: ReasonCode
    in_words: str
    strength: Strength = Strength.CERTAIN
    data: dict[str, Any] = field(default_factory=dict)


Test = Callable[[Told, Told, Registry], Outcome]


def compare(a: Told, b: Told, registry: Registry) -> Comparison:
    """How two figures stand to each other; the same whichever comes first."""
    a, b = in_order(a, b)
    opened: list[Outcome] = []
    for test in TESTS:
        outcome = test(a, b, registry)
        if not outcome.passes:
            return _of_other_days(a, b, registry, outcome=outcome)
        if outcome.is_open:
            opened.append(outcome)
    return _of_values(a, b, opened=opened)


def all_tests(a: Told, b: Told, registry: Registry) -> Iterator[Outcome]:
    """The outcome of each test, also of those after the one that decides."""
    a, b = in_order(a, b)
    for test in TESTS:
        yield test(a, b, registry)


def in_order(a: Told, b: Told) -> tuple[Told, Told]:
    """The one of the earlier article, or place in it, first."""
    first, second = sorted((a, b), key=lambda each: (_published(each), *each.reading.place_in_article))
    return first, second


def _of_values(a: Told, b: Told, *, opened: list[Outcome]) -> Comparison:
    spans = _spans(a, b)
    if spans[0] is None or spans[1] is None:
        return Comparison(Verdict.NONE, ReasonCode.NO_VALUE, "One of them gives no number.")
    one, other = in_one_unit(spans[0], spans[1], (a.figure.unit, b.figure.unit))
    on_ladder = next((each for each in opened if each.code == ReasonCode.LADDER), None)
    if on_ladder:
        return _on_ladder(a, b, outcome=on_ladder)
    data = {"a": _shown(a), "b": _shown(b)}
    if one.is_apart_from(other):
        return Comparison(
            verdict=Verdict.CONTRADICTS,
            code=ReasonCode.DISJOINT,
            in_words=" ".join([f"{_shown(a)} against {_shown(b)}.", *(each.in_words for each in opened)]),
            strength=Strength.POSSIBLE if opened else Strength.CERTAIN,
            data=data,
        )
    if one.equals(other):
        return Comparison(Verdict.AGREES, ReasonCode.EQUAL, f"Both have {_shown(a)}.", data=data)
    if one.is_told_apart_from(other):
        words = f"{_shown(a)} and {_shown(b)} are one figure, as exactly as they are given."
        return Comparison(Verdict.AGREES, ReasonCode.PRECISION, words, data=data)
    return Comparison(
        Verdict.AGREES, ReasonCode.CONTAINMENT, f"{_shown(a)} and {_shown(b)} can both be right.", data=data
    )


def _spans(a: Told, b: Told) -> tuple[Span | None, Span | None]:
    """From where to where they lie: so many bodies are so many of the dead, but not of bodies."""
    spans = tuple(each.span_as_counted if a.counts_bodies and b.counts_bodies else each.span for each in (a, b))
    return spans[0], spans[1]


def _on_ladder(a: Told, b: Told, *, outcome: Outcome) -> Comparison:
    earlier, later = (a, b) if outcome.data["earlier"] == a.figure.stage else (b, a)
    if not (earlier.span and later.span and earlier.span.is_below(later.span)):
        words = f"{earlier.figure.stage} and {later.figure.stage} are counted at different stages."
        return Comparison(Verdict.NONE, ReasonCode.STAGE, words.capitalize(), data=outcome.data)
    return Comparison(
        verdict=Verdict.CONTRADICTS,
        code=ReasonCode.LADDER,
        in_words=f"{_shown(earlier)} {earlier.figure.stage} are fewer than {_shown(later)} {later.figure.stage}.",
        strength=Strength.POSSIBLE,
        data=outcome.data,
    )


def _of_other_days(a: Told, b: Told, registry: Registry, *, outcome: Outcome) -> Comparison:
    """A total of a later day updates one of the same things of an earlier day; anything else that fails is a reason."""
    refused = Comparison(Verdict.NONE, outcome.code, outcome.in_words, data=outcome.data)
    if outcome.code != ReasonCode.TIME or a.figure.basis != Basis.TOTAL or a.figure.per:
        return refused
    if a.reading.statement.phase == Phase.PLANNED or not all(
        test(a, b, registry).passes for test in TESTS[TESTS.index(_time) + 1 : TESTS.index(_speaker)]
    ):
        return refused
    earlier, later = (a, b) if is_later(b.reading, a.reading) else (b, a)
    if not is_later(later.reading, earlier.reading) or not earlier.span or not later.span:
        return refused
    if later.deed not in ONLY_RISING or not earlier.span.is_apart_from(later.span):
        return refused
    if _in_one_article(a, b) and not (
        earlier.span.is_below(later.span) and is_soon_after(later.reading, earlier.reading)
    ):
        return refused
    if later.span.is_below(earlier.span) and not same_voice(a.reading, b.reading, registry):
        return refused
    return Comparison(
        verdict=Verdict.UPDATES,
        code=ReasonCode.LATER,
        in_words=f"{_shown(later)} as of {later.reading.as_of}, after {_shown(earlier)} as of {earlier.reading.as_of}.",
        data={"later": later.reading.key, "earlier": earlier.reading.key},
    )


def _stance(a: Told, b: Told, registry: Registry) -> Outcome:
    """A denied figure is not the speaker's own, and a demand is none at all."""
    others = [each.reading.statement.stance for each in (a, b)]
    passes = all(each in SPEAKING_OF_FIGURES for each in others)
    return Outcome(ReasonCode.STANCE, passes, "" if passes else "One of them does not give the figure as its own.")


def _counted(a: Told, b: Told, registry: Registry) -> Outcome:
    one, other = _whose(a), _whose(b)
    passes = not one or not other or bool(one & other)
    words = "" if passes else f"Other things are counted: of {_listed(one)}, and of {_listed(other)}."
    return Outcome(ReasonCode.COUNTED, passes, words)


def _measure(a: Told, b: Told, registry: Registry) -> Outcome:
    is_one_unit = is_same_unit(a.figure.unit, b.figure.unit) or is_of_one_deed(a, b)
    if not is_one_unit and not (is_bare_sum(a, b) and is_rejoinder(a, b)):
        return _differ(ReasonCode.UNIT, a.figure.unit, b.figure.unit)
    passes = is_same_measure(a, b) or is_rejoinder(a, b) or are_sums_for_one(a, b)
    if passes:
        return Outcome(ReasonCode.MEASURE, True, "")
    one, other = (_measure_in_words(each) for each in (a, b))
    if one == other:
        return Outcome(ReasonCode.MEASURE, False, f"Both are {one}: too few words that both have say of what.")
    return _differ(ReasonCode.MEASURE, one, other)


def _described(a: Told, b: Told, registry: Registry) -> Outcome:
    answers = is_rejoinder(a, b) or counts_in_answer(a, b) or are_sums_for_one(a, b)
    return _no_gap(ReasonCode.COUNTED, unlike_counted(a, b, is_rejoinder=answers))


def _topic(a: Told, b: Told, registry: Registry) -> Outcome:
    one, other = a.reading.statement.topic, b.reading.statement.topic
    passes = not one or not other or one == other
    return Outcome(ReasonCode.TOPIC, True, "") if passes else _differ(ReasonCode.TOPIC, one, other)


def _basis(a: Told, b: Told, registry: Registry) -> Outcome:
    bases = {a.figure.basis, b.figure.basis}
    if Basis.PARTIAL in bases:
        partial = a if a.figure.basis == Basis.PARTIAL else b
        return Outcome(ReasonCode.PARTIAL, False, f"{_shown(partial)}: what was seen of them, not all.")
    if len(bases) > 1 and not _takes_up_the_rate(a, b):
        return Outcome(ReasonCode.BASIS, False, _basis_in_words(a, b), data={"a": a.figure.basis, "b": b.figure.basis})
    one, other = whole_of(a), whole_of(b)
    if one and other and not one & other:
        return _differ(ReasonCode.BASIS, f"of {_listed(one)}", f"of {_listed(other)}")
    return Outcome(ReasonCode.BASIS, True, "")


def _per(a: Told, b: Told, registry: Registry) -> Outcome:
    if a.figure.per == b.figure.per or _takes_up_the_rate(a, b):
        return Outcome(ReasonCode.PER, True, "")
    return _differ(ReasonCode.PER, *(f"per {each.figure.per}" if each.figure.per else "in all" for each in (a, b)))


def _takes_up_the_rate(a: Told, b: Told) -> bool:
    """Whether one is over a time, and the other is set against it without naming one."""
    bare = bare_of(a, b)
    if bare is None or bare.figure.per or not (bare.measure in DIMENSIONS or not bare.figure.measure):
        return False
    return {a.figure.basis, b.figure.basis} == {Basis.RATE, Basis.TOTAL} and is_rejoinder(a, b)


def _phase(a: Told, b: Told, registry: Registry) -> Outcome:
    """What is planned is not what has come about. Headlines say "kills" of what is done, articles "were damaged" of
    what still is, and of stages the ladder decides."""
    one, other = a.reading.statement.phase, b.reading.statement.phase
    known = {one, other} - {Phase.UNKNOWN}
    if (
        one == other
        or (len(known) == 1 and (Phase.PLANNED not in known or is_rejoinder(a, b)))
        or _is_nothing_but_a_number(a, b)
    ):
        return Outcome(ReasonCode.PHASE, True, "")
    above = {each.reading.statement.placement for each in (a, b)} & OPENING
    passes = known <= HAPPENING and bool(above or rungs_of(a, b) or _in_one_article(a, b))
    return Outcome(ReasonCode.PHASE, True, "") if passes else _differ(ReasonCode.PHASE, one, other)


def _is_nothing_but_a_number(a: Told, b: Told) -> bool:
    """Whether one is set against the other without a word of what it counts, or as a number: "the number at 40"."""
    bare = bare_of(a, b)
    if bare is None or not is_rejoinder(a, b):
        return counts_in_answer(a, b) and any(_gives_a_number(each) for each in (a, b))
    return (not bare.figure.measure and not bare.told_of) or _gives_a_number(bare)


def _gives_a_number(told: Told) -> bool:
    said = told.reading.said
    return bool(_ESTIMATE.match(said) or _SPEAKS_OF.search(said))


def _time(a: Told, b: Told, registry: Registry) -> Outcome:
    if _leaves_the_time_open(a, b):
        return Outcome(ReasonCode.TIME, True, "")
    found = _time_test(a, b)
    dated = a.reading.statement.event and b.reading.statement.event
    gap = unlike_times(a, b) if found.code is None and not dated and not is_of_its_day(a, b) else None
    if gap:
        return _no_gap(ReasonCode.TIME, gap)
    if found.code is None:
        words = f"{a.reading.as_of} and {b.reading.as_of} may be one occasion." if found.is_open else ""
        return Outcome(ReasonCode.TIME, True, words, is_open=found.is_open)
    if found.code == ReasonCode.TIME_UNKNOWN:
        return Outcome(ReasonCode.TIME_UNKNOWN, False, "Whether they are of one time is not told.")
    one, other = (each.reading.statement.event_as_written for each in (a, b))
    return _differ(ReasonCode.TIME, one or found.one, other or found.other)


def _leaves_the_time_open(a: Told, b: Told) -> bool:
    """Whether one is a bare number with no time beside it, or takes up what the other counts: one that its sentence
    names is of something else."""
    earlier, later = sorted((a, b), key=lambda each: each.reading.place_in_article)
    names_none = not (later.around.times | later.around.said_times or later.reading.statement.event)
    if counts_in_answer(a, b) and names_none and not later.reading.statement.event_as_written:
        return earlier.figure.per == later.figure.per and later.figure.basis != Basis.SHARE
    bare = bare_of(a, b)
    if bare is None or bare.around.times | bare.around.said_times:
        return False
    is_bare = not bare.figure.measure or (is_only_a_sum(bare) and not bare.reading.statement.event_as_written)
    return is_bare and is_rejoinder(a, b)


def _place(a: Told, b: Told, registry: Registry) -> Outcome:
    """Counts of different places are different counts. A place that only one of them names may be where all are."""
    places = [each.reading.places for each in (a, b)]
    if all(places):
        passes = any(one & other for one in places[0] for other in places[1])
        if passes:
            return Outcome(ReasonCode.PLACE, True, "")
        return _differ(ReasonCode.PLACE, *(_listed(frozenset().union(*each)) for each in places))
    return _no_gap(ReasonCode.PLACE, unlike_places(a, b))


def _event(a: Told, b: Told, registry: Registry) -> Outcome:
    """Two articles speak of one event where they have a place, or actors and words enough, in common. Those of one
    article may without, if they stand near each other, but not certainly, and not where one is vague ("millions of
    refugees"); the article's own figure is set against a speaker's beside it."""
    bare = bare_of(a, b)
    is_later = bare is not None and bare is max((a, b), key=lambda each: each.reading.place_in_article)
    if bare is not None and is_later and _POINTS_BACK.match(bare.reading.said) and is_rejoinder(a, b):
        return Outcome(ReasonCode.EVENT, True, "")
    one, other = a.reading, b.reading
    counted = content_words(f"{a.figure.measure} {b.figure.measure}") | {a.deed, b.deed}
    shared = ((one.own & other.own) - counted) | (one.actors & other.actors)
    if one.statement.article != other.statement.article:
        passes, is_open = len(shared) >= COMMON_GROUND or any(x & y for x in one.places for y in other.places), False
    else:
        above_text = OPENING & {one.statement.placement, other.statement.placement}
        is_open = not (above_text or shared or one.subjects & other.subjects or (a.deed and a.deed == b.deed))
        vague = Qualifier.ORDER_OF_MAGNITUDE in (a.figure.qualifier, b.figure.qualifier)
        same_days = bool(one.statement.event and other.statement.event)
        passes = (same_days or not (is_open and vague)) if _is_near(a, b) else not is_open
        passes = passes and (bool(above_text) or _is_near(a, b) or bool(one.speakers and other.speakers))
    return Outcome(ReasonCode.EVENT, passes, NO_EVENT if is_open or not passes else "", is_open=passes and is_open)


def _stage(a: Told, b: Told, registry: Registry) -> Outcome:
    one, other = a.figure.stage, b.figure.stage
    if one == other or not one or not other:
        return Outcome(ReasonCode.STAGE, True, "")
    rungs = rungs_of(a, b)
    if rungs:
        return Outcome(ReasonCode.LADDER, True, f"{one} and {other}", is_open=True, data={"earlier": rungs[0]})
    return _differ(ReasonCode.STAGE, one, other)


def _speaker(a: Told, b: Told, registry: Registry) -> Outcome:
    """Two figures of one speaker are two things, or an update; a headline against the body is neither."""
    placements = {each.reading.statement.placement for each in (a, b)}
    above_text = len(placements) > 1 and bool(placements & OPENING)
    passes = (above_text and _in_one_article(a, b)) or not _is_one_voice(a, b, registry)
    return Outcome(ReasonCode.SPEAKER, passes, "" if passes else "One speaker's two figures are two things.")


def _is_one_voice(a: Told, b: Told, registry: Registry) -> bool:
    """Whether one speaker gives both, or corrects the other without being named. Where the article has a figure as its
    own, its words tell who "counted" it."""
    if any(_CORRECTS.search(each.reading.said) and not each.given_by for each in (a, b)):
        return True
    if a.reading.speakers and b.reading.speakers:
        return same_voice(a.reading, b.reading, registry)
    one, other = a.given_by, b.given_by
    if one and other:
        return bool(one & other)
    return not a.reading.speakers and not b.reading.speakers


TESTS: tuple[Test, ...] = (
    _stance, _counted, _measure, _topic, _basis, _per, _phase, _described, _time, _place, _event, _stage, _speaker,
)  # fmt: skip


def _time_test(a: Told, b: Told) -> TimeTest:
    return same_time(a.reading, b.reading, of_an_occasion=a.deed in OF_AN_OCCASION, is_rising=a.deed in ONLY_RISING)


def _is_near(a: Told, b: Told) -> bool:
    """Whether they stand in one paragraph of an article, or next to each other."""
    places = [each.reading.statement.paragraph for each in (a, b)]
    return places[0] is not None and places[1] is not None and abs(places[0] - places[1]) <= 1


def _whose(each: Told) -> frozenset[str]:
    return frozenset({each.figure.of}) if each.figure.of else each.reading.subjects


def _in_one_article(a: Told, b: Told) -> bool:
    return a.reading.statement.article == b.reading.statement.article


def _published(each: Told) -> tuple[str, str]:
    published = each.reading.statement.published.start
    return (published.isoformat() if published else "9999", each.reading.statement.article)


def _no_gap(code: ReasonCode, gap: Gap | None) -> Outcome:
    return Outcome(gap.code, False, gap.in_words) if gap else Outcome(code, True, "")


def _differ(code: ReasonCode, one: object, other: object) -> Outcome:
    pair = [str(each).replace("_", " ") or "nothing" for each in (one, other)]
    label = str(code).replace("_", " ")
    return Outcome(code, False, f"Another {label}: {pair[0]}, and {pair[1]}.", data={"a": pair[0], "b": pair[1]})


def _basis_in_words(a: Told, b: Told) -> str:
    said = {
        Basis.TOTAL: "in all",
        Basis.ADDITIONAL: "on top, not in all",
        Basis.SHARE: "a share, not a number",
        Basis.RATE: "over a time, not in all",
    }
    odd = next((each for each in (b, a) if each.figure.basis != Basis.TOTAL), a)
    return f"{_shown(odd)}: {said[odd.figure.basis]}."


def _measure_in_words(each: Told) -> str:
    return " ".join(filter(None, [each.figure.measure or "something", f"({each.deed})" if each.deed else ""]))


def _shown(each: Told) -> str:
    return each.figure.written or each.reading.statement.text


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(word.removeprefix(ACTOR) for word in words))
