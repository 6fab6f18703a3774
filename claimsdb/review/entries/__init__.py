"""What editors enter, by one set of rules for the API, the desk and the admin: `settle` for a claim that is amended
or entered by hand, `settle_fields` and `settle_row` for forms.

They give words their place in the article and the article's own writing, and raise ValidationError for what does not
fit, each fault by the name of its column; of rows by list, place in it and column: `quantities/0/high`. A fault may be
a Misfit, with the `known` and the `nearest` values. What a claim has already is taken as it is, unless the quote moves
away from a figure.
"""

from claimsdb.review.entries.amendments import replace_rows, set_fields, settle
from claimsdb.review.entries.fields import settle_fields
from claimsdb.review.entries.misfits import MEANT, NEW_MEASURE, OWN_FIGURE, OWN_WORDS, Misfit
from claimsdb.review.entries.rows import EnteredRow, fitting_hop, part_of, repeated, settle_row
from claimsdb.review.entries.words import WORDS_OF, only_place_of, place_of
from claimsdb.review.entries.written_figures import read_figure

__all__ = [
    "MEANT",
    "NEW_MEASURE",
    "OWN_FIGURE",
    "OWN_WORDS",
    "WORDS_OF",
    "EnteredRow",
    "Misfit",
    "fitting_hop",
    "only_place_of",
    "part_of",
    "place_of",
    "read_figure",
    "repeated",
    "replace_rows",
    "set_fields",
    "settle",
    "settle_fields",
    "settle_row",
]
