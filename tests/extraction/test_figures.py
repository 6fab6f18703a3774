"""figures.txt: what a reader would enter for the figures of a sentence, for kinds that once went wrong."""

from pathlib import Path

import pytest

from claimsdb.extraction.quantities.figures import find_quantities
from claimsdb.extraction.text.passages import normalize_for_parser

LINES = (Path(__file__).parent / "figures.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line.split(" |") for line in LINES if line and not line.startswith("#")]


def as_told(figure):
    low, high = ("" if bound is None else f"{bound}" for bound in (figure.low, figure.high))
    return f"{figure.as_written} = {low if low == high else f'{low}..{high}'} {figure.unit}".rstrip()


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[sentence for sentence, _ in ROWS])
def test_figures_of_a_sentence(nlp, sentence, expected):
    found = find_quantities(nlp(normalize_for_parser(sentence)), offset=0)
    assert " ; ".join(map(as_told, found)) == expected.strip()
