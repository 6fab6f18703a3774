"""Compiling tables of phrases to regular expressions."""

import re
from collections.abc import Iterable


def compile_phrases(entries: Iterable[str], *, ending: str = "") -> re.Pattern[str]:
    """Any of the entries, which are regular expressions without case; a space stands for white space of any kind."""
    return re.compile(f"(?:{'|'.join(entries)}){ending}".replace(" ", r"\s"), re.IGNORECASE | re.DOTALL)
