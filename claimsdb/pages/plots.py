"""The plot of a question: a line for each figure of its ledger, on one scale, in the order of publication, those of
which nobody knows the day in a strip of their own. Pure: shares of the width and pixels of the height, for a template
that draws them.

Each figure has its words on a line of its own, above its mark, so that nothing overlaps however many there are and
however narrow the page is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from claimsdb.agreement import Told
from claimsdb.choices import Phase, Stage
from claimsdb.db.memory import MARKS, kept
from claimsdb.pages.scales import Scale, scale_of
from claimsdb.pages.wording import PLAIN_UNITS, amount, counted, in_plural, in_unit, is_sign, number

# Paths about the point 0,0, one for each stage, that are told apart without colour.
CIRCLE = "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z"
SHAPES = {
    "": CIRCLE,
    Stage.ANNOUNCED: "M0-6.5L6.5 5.5L-6.5 5.5z",
    Stage.ORDERED: "M-6.5-5.5L6.5-5.5L0 6.5z",
    Stage.SENT: "M-5.5-5.5h11v11h-11z",
    Stage.ARRIVED: "M0-7L7 0L0 7L-7 0z",
    Stage.TRAINING: "M0-6.5L6.2-2L3.8 5.3L-3.8 5.3L-6.2-2z",
    Stage.DEPLOYED: "M-3.4-6L3.4-6L6.8 0L3.4 6L-3.4 6L-6.8 0z",
    Stage.FIGHTING: "M-6-3.5L-3.5-6L0-2.5L3.5-6L6-3.5L2.5 0L6 3.5L3.5 6L0 2.5L-3.5 6L-6 3.5L-2.5 0z",
    Stage.LOST: "M-2-6.5h4v4.5h4.5v4h-4.5v4.5h-4v-4.5h-4.5v-4h4.5z",
    Stage.DESERTED: "M-6.5 0L5.5-6.5L5.5 6.5z",
    Stage.RETURNED: "M6.5 0L-5.5-6.5L-5.5 6.5z",
    Stage.PRODUCED: "M0-7L1.7-2.3L6.7-2.2L2.7.9L4.1 5.7L0 2.9L-4.1 5.7L-2.7.9L-6.7-2.2L-1.7-2.3z",
    Stage.DELIVERED: "M-6-6L6-6L0 0L6 6L-6 6L0 0z",
    Stage.RECEIVED: "M-6.5-6L0 0L6.5-6L6.5 6L0 0L-6.5 6z",
    Stage.USED: "M-6.5 3A6.5 6.5 0 0 1 6.5 3z",
}

TOP, LINE, HEADING, BOTTOM = 8, 46, 26, 30  # pixels: above the first line, of a figure, of a heading, of the scale
WORDS, MARK = 14, 32  # pixels from the top of a line to its words' foot and its mark's middle
NARROWEST, LETTER, GAP = 288, 7.5, 8  # pixels: of a plot, of a letter beneath it at most, and between two words there
EDGE = 3.0  # percent of the width left free on either side, for half a mark


@dataclass(frozen=True, eq=False, slots=True)
class Plotted:
    """A figure to draw: under which name it stands in the ledger, and what is said beside its number. `is_theirs` is
    whether it is of those that the plot is about, where it is about some among others. Two are the same only if they
    are one."""

    name: str
    told: Told
    day: date | None
    phases: Sequence[str]
    who: str
    contradicts: bool = False
    is_theirs: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure's line. `x` is the middle of its mark, `bar` from where to where it reaches, `dashes` the same for the
    side on which it is open; all in percent of the width, and None where there is none."""

    name: str
    y: int
    amount: str
    counted: str
    who: str
    title: str
    shape: str
    is_hollow: bool
    contradicts: bool
    is_theirs: bool
    x: str | None
    bar: tuple[str, str] | None = None
    dashes: tuple[str, str] | None = None

    @property
    def words_at(self) -> int:
        return self.y - MARK + WORDS


@dataclass(frozen=True, slots=True)
class Heading:
    y: int
    day: date | None  # None: nobody knows it


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Legend:
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Of figures of one unit, which is told in words where no sign beside the numbers does."""

    unit: str
    height: int
    foot: int
    headings: tuple[Heading, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    is_logarithmic: bool
    legend: tuple[Legend, ...]
    has_plans: bool


def plots_of(figures: Iterable[Plotted], *, with_days: bool = True) -> list[Plot]:
    """A plot for each unit, as dollars and tonnes have no common scale; none where there is no figure with a value.
    `with_days` is whether the days stand above those that were published on them."""
    by_unit: dict[str, list[Plotted]] = {}
    for each in figures:
        if each.told.span and _bounds(each.told):
            by_unit.setdefault(_unit(each.told), []).append(each)
    return [_plot_of(sorted(those, key=_by_day), with_days=with_days) for _, those in sorted(by_unit.items())]


def _unit(told: Told) -> str:
    return "" if told.figure.unit in PLAIN_UNITS else told.figure.unit


def _plot_of(drawn: Sequence[Plotted], *, with_days: bool) -> Plot:
    scale = scale_of([bound for each in drawn for bound in _bounds(each.told)])
    headings, marks, y = [], [], TOP
    for day, those in groupby(drawn, key=lambda each: each.day):
        if with_days:
            headings.append(Heading(y + WORDS, day))
            y += HEADING
        for each in those:
            marks.append(_mark(each, scale, y + MARK))
            y += LINE
    unit = _unit(drawn[0].told)
    return Plot(
        unit="" if not unit or is_sign(unit) else in_plural(unit),
        height=y + BOTTOM,
        foot=y,
        headings=tuple(headings),
        marks=tuple(marks),
        ticks=tuple(_that_fit([_tick(value, scale, drawn[0].told) for value in scale.ticks])),
        is_logarithmic=scale.is_logarithmic,
        legend=tuple(Legend(SHAPES[stage], stage or "stage not told") for stage in _stages(drawn)),
        has_plans=any(each.is_hollow for each in marks),
    )


def _by_day(figure: Plotted) -> tuple[bool, date, Decimal, str]:
    """Undated ones last; on one day by size."""
    return (figure.day is None, figure.day or date.min, _bounds(figure.told)[0], figure.name)


def _bounds(told: Told) -> list[Decimal]:
    return [each for each in (told.span.told if told.span else ()) if each is not None]


def _stages(figures: Sequence[Plotted]) -> list[str]:
    return sorted({each.told.figure.stage for each in figures}, key=[*SHAPES].index)


@kept(most=MARKS)
def _mark(figure: Plotted, scale: Scale, y: int) -> Mark:
    span = figure.told.span
    assert span
    low, high = span.told
    ends = [_percent(scale.share(each)) for each in (low, high) if each is not None]
    bar = (ends[0], ends[-1]) if len(ends) == 2 and low != high else None
    dashes = None
    if low is None:
        dashes = (_percent(0), ends[0])
    elif high is None:
        dashes = (ends[0], _percent(1))
    return Mark(
        name=figure.name,
        y=y,
        amount=amount(figure.told),
        counted=counted(figure.told),
        who=figure.who,
        title=_title(figure),
        shape=SHAPES[figure.told.figure.stage],
        is_hollow=set(figure.phases) == {Phase.PLANNED},
        contradicts=figure.contradicts,
        is_theirs=figure.is_theirs,
        x=None if bar else ends[0],
        bar=bar,
        dashes=dashes,
    )


def _title(figure: Plotted) -> str:
    said = [amount(figure.told), counted(figure.told), figure.who]
    said.append(f"published by {figure.day}" if figure.day else "day of publication unknown")
    return ", ".join(filter(None, said))


def _tick(value: Decimal, scale: Scale, told: Told) -> Tick:
    share = scale.share(value)
    anchor = "start" if share < 0.08 else "end" if share > 0.92 else "middle"  # at the edges it must not be cut off
    return Tick(_percent(share), in_unit(value, told) if is_sign(told.figure.unit) else number(value), anchor)


def _that_fit(ticks: Sequence[Tick]) -> Iterator[Tick]:
    """Without those whose words would lie on others on a small telephone."""
    end = -float(GAP)
    for tick in ticks:
        width = LETTER * len(tick.words)
        start = (
            NARROWEST * float(tick.x.rstrip("%")) / 100 - {"start": 0, "middle": width / 2, "end": width}[tick.anchor]
        )
        if start >= end + GAP:
            yield tick
            end = start + width


def _percent(share: float) -> str:
    return f"{EDGE + (100 - 2 * EDGE) * share:.2f}%"
