from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.pages.scales import MOST_TICKS, scale_of


@pytest.mark.parametrize(
    ("values", "first", "last", "ticks", "is_logarithmic"),
    [
        ((3000, 12000), 0, 15000, [0, 5000, 10000, 15000], False),
        ((100, 500000), 100, 500000, [100, 1000, 10000, 100000], True),
        ((100, 12000), 100, 20000, [100, 1000, 10000], True),
        ((7,), 0, 8, [0, 2, 4, 6, 8], False),
        ((0,), 0, 1, [0, D("0.5"), 1], False),
        ((-5, 5), -5, 5, [-5, 0, 5], False),
        ((1, D("1e9")), 1, D("1e9"), [1, 1000, 1000000, 1000000000], True),
        ((3, 70), 2, 100, [10, 100], True),
    ],
)
def test_a_wide_range_is_logarithmic_and_any_other_begins_at_nought(values, first, last, ticks, is_logarithmic):
    scale = scale_of([D(value) for value in values])
    assert (scale.first, scale.last, [*scale.ticks], scale.is_logarithmic) == (first, last, ticks, is_logarithmic)


@given(st.lists(st.decimals(min_value=D("0.000001"), max_value=D("1e15"), places=6), min_size=1, max_size=40))
def test_whatever_the_values_they_lie_on_it_in_their_order(values):
    scale = scale_of(values)
    shares = [scale.share(value) for value in sorted(values)]
    assert shares == sorted(shares)
    assert -1e-9 <= shares[0] <= shares[-1] <= 1 + 1e-9
    assert 1 <= len(scale.ticks) <= MOST_TICKS + 3
    assert all(scale.first <= tick <= scale.last for tick in scale.ticks)
