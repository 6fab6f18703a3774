"""The sentence of an article in which a quote stands: days and places are said around a figure, not always in it."""

import re

_END = re.compile(
    r"""
    (?<!\b[A-Z])                                         # an initial, "U.S."
    (?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bNo)(?<!\bGen)(?<!\bCol)(?<!\bSgt)(?<!\bvs)
    [.!?]["”’»)\]]*\s+(?=["“‘«(\[]?[^\W_a-z])            # the next one begins with a capital letter or a figure
    | \n\s*
    """,
    re.VERBOSE,
)


def sentence_at(text: str, start: int | None, end: int | None) -> str:
    """The sentence, or sentences, of which the code points from `start` to `end` are a part; empty without a place."""
    if start is None or end is None:
        return ""
    paragraph = text.rfind("\n", 0, start) + 1
    ends = (found.end() for found in _END.finditer(text, paragraph, start + 1))
    begin = max((each for each in ends if each <= start), default=paragraph)
    close = _END.search(text, max(end - 1, start))
    return text[begin : close.start() + 1 if close else len(text)].strip()
