"""What answers a question of each kind: a figure of the claim, or which words. A claim that only belongs to a question
answers it by neither."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from claimsdb.choices import AnswerKind
from claimsdb.models.texts import check_wording

YES_NO = ("yes", "no", "likely")
BY_FIGURE = (AnswerKind.NUMBER, AnswerKind.OPEN)
DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
ASKS = {
    AnswerKind.NUMBER: "a number",
    AnswerKind.YES_NO: "yes or no",
    AnswerKind.DATE: "a date",
    AnswerKind.WHO: "somebody",
}


def as_answer(kind: str, word: str) -> str:
    """The word as it is kept: yes, however it is written."""
    folded = word.strip().casefold()
    return folded if kind == AnswerKind.YES_NO and folded in YES_NO else word


def check_answer(kind: str, *, figure: int | None, value: str) -> None:
    """Raises ValidationError for what cannot answer such a question, with the words that can. That it is not both a
    figure and a word, a constraint holds."""
    if figure is not None and value:
        return
    if figure is not None and kind not in BY_FIGURE:
        raise ValidationError(
            {"figure": f"A question for {ASKS[AnswerKind(kind)]} is answered in a word, and not by a figure."}
        )
    if fault := _fault_of(kind, value) if value else "":
        raise ValidationError({"value": fault})


def _fault_of(kind: str, word: str) -> str:
    match kind:
        case AnswerKind.NUMBER:
            return (
                f"“{word:.40}” is no answer to a question for a number: name a figure of the claim, or give no word "
                "where the claim only belongs to it."
            )
        case AnswerKind.YES_NO if word not in YES_NO:
            return f"“{word:.40}” is no answer to a question for yes or no: that is {', '.join(YES_NO)}."
        case AnswerKind.DATE if not _is_date(word):
            return (
                f"“{word:.40}” is no answer to a question for a date: that is a year, month or day such as 2024, "
                "2024-06 or 2024-06-21, or two of them: 2024-06-01/2024-06-15."
            )
    try:
        check_wording(word)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _is_date(word: str) -> bool:
    first, _, last = word.partition("/")
    return all(map(_is_day, [first, last] if "/" in word else [first])) and (not last or first <= last)


def _is_day(text: str) -> bool:
    """Whether it is a year, a month or a day that there is."""
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True
