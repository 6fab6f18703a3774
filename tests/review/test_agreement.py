"""Agreement and kappa against tables that were published with theirs."""

from collections import Counter

import pytest

from claimsdb.review.opinions.agreement import agreement


def labelled(*table):
    """The pairs of a table with one person's labels in the rows and the other's, in the same order, in the columns."""
    return Counter({(one, other): n for one, row in enumerate(table) for other, n in enumerate(row) if n})


@pytest.mark.parametrize(
    ("pairs", "n", "raw", "kappa"),
    [
        # Cohen 1960: 88 + 40 + 12 = 140 of 200 alike; by chance .60*.50 + .30*.30 + .10*.20 = .41;
        # kappa .29 / .59 = .4915.
        (labelled([88, 14, 18], [10, 40, 10], [2, 6, 12]), 200, 0.70, 0.4915),
        # Feinstein and Cicchetti 1990, the same agreement twice. By chance .49*.46 + .51*.54 = .5008;
        # kappa .3492 / .4992 = .6995.
        (labelled([40, 9], [6, 45]), 100, 0.85, 0.6995),
        # By chance .90*.85 + .10*.15 = .78; kappa .07 / .22 = .3182.
        (labelled([80, 10], [5, 5]), 100, 0.85, 0.3182),
        # Never alike, with halves turned round: by chance .5; kappa -.5 / .5 = -1.
        (labelled([0, 3], [3, 0]), 6, 0, -1),
        # One says everything alike, the other half of it: by chance .5 = agreement; kappa 0.
        (labelled([2, 2], [0, 0]), 4, 0.5, 0),
        (labelled([3, 0], [0, 4]), 7, 1, 1),
        (labelled([7]), 7, 1, None),
        (labelled(), 0, None, None),
    ],
)
def test_tables(pairs, n, raw, kappa):
    found = agreement(pairs)
    assert (found.n, found.raw) == (n, raw)
    assert found.kappa == (None if kappa is None else pytest.approx(kappa, abs=5e-5))
