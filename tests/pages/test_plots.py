"""The plot of a question: what is drawn of each figure, and that nothing overlaps."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from claimsdb.agreement import Corpus, Figure, KnownActors, Statement
from claimsdb.choices import Basis, Phase, Qualifier, Stage
from claimsdb.pages.plots import LINE, SHAPES, Plotted, plots_of

DAY = date(2024, 10, 17)


def told(low=None, high=None, *, qualifier=None, **columns):
    low, high = (None if each is None else Decimal(each) for each in (low, high))
    qualifier = qualifier or (Qualifier.EXACT if low == high else Qualifier.BETWEEN)
    best = low if low == high else None
    figure = Figure(
        as_written="so many", low=low, best=best, high=high, qualifier=qualifier, measure="troops", **columns
    )
    corpus = Corpus.of([Statement(key="a", article="1", text="So many troops.", figures=(figure,))], KnownActors())
    [found] = corpus.figures_of(corpus.by_key["a"])
    return found


def plot_of(figures):
    [plot] = plots_of(figures)
    return plot


def plotted(low=None, high=None, *, name="row", day=DAY, phases=(Phase.DONE,), contradicts=False, **columns):
    figure = told(low, low if high is None and "qualifier" not in columns else high, **columns)
    return Plotted(name, figure, day, phases, "somebody", contradicts)


def at(mark):
    return [float(each.rstrip("%")) for each in (mark.bar or (mark.x,))]


def test_a_range_is_a_bar_and_a_number_a_mark():
    plot = plot_of([plotted(3000, name="one"), plotted(10000, 12000, name="range")])
    one, span = plot.marks
    assert (one.bar, one.dashes, one.amount) == (None, None, "3,000")
    assert (span.x, span.dashes, span.amount) == (None, None, "10,000 to 12,000")
    assert at(one)[0] < at(span)[0] < at(span)[1] < 100


@pytest.mark.parametrize(
    ("figure", "amount", "side"),
    [
        ({"low": 11000, "high": None, "qualifier": Qualifier.AT_LEAST}, "11,000 or more", "above"),
        ({"low": None, "high": 12000, "qualifier": Qualifier.AT_MOST}, "up to 12,000", "below"),
    ],
)
def test_an_open_end_is_dashed_to_the_edge(figure, amount, side):
    [mark, _] = plot_of([plotted(**figure), plotted(13000, name="other")]).marks
    first, last = (float(each.rstrip("%")) for each in mark.dashes)
    assert (mark.amount, mark.bar) == (amount, None)
    assert (last == 97) if side == "above" else (first == 3)
    assert at(mark)[0] in (first, last)


def test_the_form_says_how_far_it_has_come_and_plans_are_hollow():
    figures = [
        plotted(3000, name="sent", stage=Stage.SENT),
        plotted(4000, name="planned", phases=[Phase.PLANNED, Phase.PLANNED]),
        plotted(5000, name="both", phases=[Phase.PLANNED, Phase.DONE]),
    ]
    plot = plot_of(figures)
    assert [mark.shape for mark in plot.marks] == [SHAPES[Stage.SENT], SHAPES[""], SHAPES[""]]
    assert [mark.is_hollow for mark in plot.marks] == [False, True, False]
    assert [each.words for each in plot.legend] == ["stage not told", "sent"]
    assert plot.has_plans


def test_every_stage_has_a_form_of_its_own():
    assert {*SHAPES} == {"", *Stage}
    assert len({*SHAPES.values()}) == len(SHAPES)


def test_days_come_in_their_order_and_the_undated_last():
    days = [date(2024, 10, 20), None, date(2024, 10, 17)]
    plot = plot_of([plotted(100 * (number + 1), name=str(day), day=day) for number, day in enumerate(days)])
    assert [heading.day for heading in plot.headings] == [date(2024, 10, 17), date(2024, 10, 20), None]
    assert [mark.name for mark in plot.marks] == ["2024-10-17", "2024-10-20", "None"]
    assert "day of publication unknown" in plot.marks[-1].title


@pytest.mark.parametrize("count", [1, 2, 40])
def test_however_many_there_are_each_has_a_line_to_itself(count):
    days = [DAY, None, date(2025, 4, 28)]
    plot = plot_of(
        [plotted(7 ** (number % 9) + number, name=f"{number}", day=days[number % 3]) for number in range(count)]
    )
    lines = sorted([mark.words_at for mark in plot.marks] + [heading.y for heading in plot.headings])
    assert len(plot.marks) == count
    assert all(below - above >= 20 for above, below in pairwise(lines))
    assert all(mark.y <= plot.foot - 10 for mark in plot.marks)
    assert plot.height > plot.foot >= count * LINE


def test_what_has_no_number_is_not_drawn():
    assert plots_of([]) == []
    assert plots_of([plotted(None, None, qualifier=Qualifier.ABOUT)]) == []


def test_a_contradiction_and_a_basis_are_said_in_words():
    [mark] = plot_of([plotted(3000, contradicts=True, stage=Stage.SENT, basis=Basis.ADDITIONAL)]).marks
    assert (mark.counted, mark.contradicts) == ("sent, additional", True)
    assert mark.title == "3,000, sent, additional, somebody, published by 2024-10-17"


def test_each_unit_has_a_plot_of_its_own():
    units = {"percent": 10, "person": 40, "item": 7, "USD": 5, "tonne": 1}
    of_people, in_dollars, in_percent, in_tonnes = plots_of(
        plotted(number, unit=unit) for unit, number in units.items()
    )
    assert (in_tonnes.unit, in_tonnes.marks[0].amount, in_tonnes.ticks[-1].words) == ("tonnes", "1 tonne", "1")
    assert len(of_people.marks) == 2
    assert [tick.words for tick in of_people.ticks][:2] == ["0", "10"]
    assert in_percent.marks[0].amount == "10 %"
    assert in_dollars.ticks[-1].words.startswith("USD ")


@pytest.mark.parametrize("figures", [(1_000_000, 1_300_000), (1, 10**12), (5 * 10**6, 8 * 10**6), (0, 0), (-5, 10**9)])
@pytest.mark.parametrize("unit", ["person", "USD"])
def test_the_numbers_beneath_fit_beside_each_other_on_a_small_telephone(figures, unit):
    plot = plot_of([plotted(number, name=f"{number}", unit=unit) for number in {*figures}])
    boxes = []
    for tick in plot.ticks:
        width, at = 7.5 * len(tick.words), 288 * float(tick.x.rstrip("%")) / 100
        left = at - {"start": 0, "middle": width / 2, "end": width}[tick.anchor]
        boxes.append((left, left + width))
    assert boxes
    assert all(right < left for (_, right), (left, _) in pairwise(boxes))
