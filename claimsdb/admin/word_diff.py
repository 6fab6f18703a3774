"""Word-by-word diff of two wordings, as HTML."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+$")  # each with the space before it


def word_diff(old: str, new: str) -> SafeString:
    """The new wording, with what it lost and what it gained marked."""
    before, after = WORD.findall(old), WORD.findall(new)
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return format_html_join(
        "",
        "{}{}",
        ((_gone(kind, before[i:j]), _there(kind, after[k:m])) for kind, i, j, k, m in changes),
    )


def _gone(kind: str, words: list[str]) -> SafeString | str:
    return format_html("<del>{}</del>", "".join(words)) if words and kind != "equal" else ""


def _there(kind: str, words: list[str]) -> SafeString | str:
    text = "".join(words)
    return text if kind == "equal" or not text else format_html("<ins>{}</ins>", text)
