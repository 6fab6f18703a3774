"""What is said of a value that does not fit."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

OWN_WORDS, NEW_MEASURE, OWN_FIGURE = "own_words", "new_measure", "own_figure"
MEANT = {OWN_WORDS, NEW_MEASURE, OWN_FIGURE}


class Misfit(ValidationError):
    """A value that does not fit; `known` are those that would, `nearest` those like it. With a `code` it is taken where
    whoever enters it says that it is meant: OWN_WORDS, NEW_MEASURE or OWN_FIGURE."""

    def __init__(self, message: str, *, code: str = "", known: Iterable[str] = (), nearest: Iterable[str] = ()):
        super().__init__(message, code=code)
        self.known, self.nearest = list(known), list(nearest)
