"""Bar charts of the dashboard: where each segment of a bar stands. The templates draw them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.models import DECIDED
from claimsdb.review import WeekRecord

STEP, BAR = 38, 26  # from one bar to the next, and how wide it is, in units of the picture
LEFT, TOP, HEIGHT, BELOW = 34, 12, 190, 20  # the scale's numbers, a little air, the longest bar, the weeks' names


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A part of a bar; `y` is its upper edge, counted downwards."""

    status: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    x: int
    segments: list[BarSegment]

    @property
    def middle(self) -> float:
        return self.x + BAR / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over a scale from 0 to `highest`."""

    bars: list[Bar]
    highest: int

    width_of_bar, left, top, floor = BAR, LEFT, TOP, TOP + HEIGHT

    @property
    def width(self) -> int:
        return LEFT + STEP * len(self.bars)

    @property
    def height(self) -> int:
        return self.floor + BELOW


def of_weeks(weeks: Sequence[WeekRecord]) -> Chart:
    """A bar a week, the accepted below the rejected and the duplicates."""
    highest = max((sum(week.counts) for week in weeks), default=0)
    bars = [
        Bar(week.name[-3:], LEFT + STEP * place, _segments(week, highest=highest)) for place, week in enumerate(weeks)
    ]
    return Chart(bars, highest)


def _segments(week: WeekRecord, *, highest: int) -> list[BarSegment]:
    segments, floor = [], float(TOP + HEIGHT)
    for status, claims in zip(DECIDED, week.counts, strict=True):
        if claims:
            height = claims * HEIGHT / highest
            floor -= height
            segments.append(BarSegment(status, y=floor, height=height))
    return segments
