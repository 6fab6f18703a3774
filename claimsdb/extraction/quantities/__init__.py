"""Figures: how many of what, within which bounds, on which basis.

`find_amounts` and the names below need no parse; `figures.find_quantities`, which also finds what is counted, takes a
spaCy Doc.
"""

from claimsdb.extraction.quantities.amounts import Amount, find_amounts
from claimsdb.extraction.quantities.numerals import WrittenNumber, numeral_at, written_numbers
from claimsdb.extraction.quantities.tokenization import tokenize

__all__ = ["Amount", "WrittenNumber", "find_amounts", "numeral_at", "tokenize", "written_numbers"]
