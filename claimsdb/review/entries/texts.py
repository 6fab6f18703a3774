"""Texts that people enter: on one line, with nothing in them that cannot be seen."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from claimsdb.reading import first_markup

# C0, C1, and what ends a line.
CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
# They turn the text around them about (CVE-2021-42574), or hide in it. The marks U+200E and U+200F and the joiners
# U+200C and U+200D stay: Arabic, Hebrew, Persian and the scripts of India need them.
HIDDEN = r"\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"

NOT_ON_A_LINE = re.compile(f"[{CONTROL}{HIDDEN}]")
NOT_IN_A_NOTE = re.compile(f"(?![\n\t])[{CONTROL}{HIDDEN}]")


OWN_WORDS, NEW_MEASURE = "own_words", "new_measure"


class Misfit(ValidationError):
    """A value that does not fit; `known` are those that would, `nearest` those like it. With a `code` it is taken where
    whoever enters it says that it is meant: OWN_WORDS or NEW_MEASURE."""

    def __init__(self, message: str, *, code: str = "", known: Iterable[str] = (), nearest: Iterable[str] = ()):
        super().__init__(message, code=code)
        self.known, self.nearest = list(known), list(nearest)


def check_line(text: str) -> None:
    """Raises ValidationError for a text with a line end, or a control, bidirectional or invisible character."""
    _check(NOT_ON_A_LINE, text)


def check_wording(text: str) -> None:
    """As `check_line`, for a wording, name or title, which is plain text: without tags and entities of HTML."""
    check_line(text)
    if found := first_markup(text):
        raise ValidationError(f"Has {found:.40}, which is HTML: this is plain text.")


def check_note(text: str) -> None:
    """As `check_line`, but a note may have lines."""
    _check(NOT_IN_A_NOTE, text)


def _check(refused: re.Pattern[str], text: str) -> None:
    if found := refused.search(text):
        what = "a line end" if found[0] in "\n\r\x0b\x0c\x85\u2028\u2029" else "a character that cannot be seen"
        raise ValidationError(f"Has {what} (U+{ord(found[0]):04X}) as character {found.start() + 1}: leave it out.")
