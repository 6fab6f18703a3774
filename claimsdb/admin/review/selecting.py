"""The words of the article that an editor has selected: their place, or without a script the words themselves."""

import re

from django.core.exceptions import ValidationError
from django.http import QueryDict

from claimsdb.models import Span
from claimsdb.reading import widened
from claimsdb.review import entries

NUMBER = re.compile("[0-9]{1,9}")


def selected_place(data: QueryDict, text: str) -> Span:
    """The first code point and the one after the last, of whole words. Raises ValidationError where no words of the
    text are selected, or the words stand in it more than once."""
    start, end = (data.get(name, "") for name in ("selected_start", "selected_end"))
    if NUMBER.fullmatch(start) and NUMBER.fullmatch(end):
        place = int(start), int(end)
        if text[slice(*place)].strip() and place[1] <= len(text):
            return widened(place, text)
    if words := data.get("selected_words", "").strip():
        return widened(entries.only_place_of(words, text), text)
    raise ValidationError("Select words of the article first.")
