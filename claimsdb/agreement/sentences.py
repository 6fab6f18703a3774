"""The sentence of an article in which a quote stands: days and places are said around a figure, not always in it."""

import re

from claimsdb.agreement.statements import Statement

GAP = 3  # letters between two sentences
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


def is_next(one: Statement, other: Statement, *, letters_between: int = GAP) -> bool:
    """Whether the sentence of the one follows that of the other in their paragraph, or is the same. Where each sentence
    is a paragraph, as agencies write, in the next one."""
    if one.article != other.article or one.paragraph is None or other.paragraph is None:
        return False
    apart = abs(one.paragraph - other.paragraph)
    if apart > 1 or (apart == 1 and not (one.alone and other.alone)):
        return False
    first, second = sorted((_place_of_sentence(one), _place_of_sentence(other)))
    return second[0] - first[1] <= letters_between


def _place_of_sentence(statement: Statement) -> tuple[int, int]:
    start, at = statement.start or 0, max(statement.sentence.find(statement.quote), 0)
    return start - at, start - at + max(len(statement.sentence), len(statement.quote))
