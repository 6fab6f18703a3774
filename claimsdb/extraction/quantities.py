"""The figures of a paragraph: how many of what, within which bounds, on which basis."""

import re
from decimal import Decimal

from spacy.tokens import Doc, Span as Tokens

from claimsdb.extraction import quantity_words as words
from claimsdb.extraction.amounts import Amount, amounts_in
from claimsdb.extraction.masks import masked
from claimsdb.extraction.measures import NOTHING, Measure, measure_of
from claimsdb.extraction.results import FoundQuantity, Span
from claimsdb.vocabulary import Basis, Qualifier

# Up to here a number has to count something checkable: "two soldiers", but not "two leaders".
_SMALL = Decimal(10)
