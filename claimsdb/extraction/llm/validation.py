"""Validation of an answer against the article, and counts of what is dropped."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claimsdb.extraction.llm.json_values import EnumMember, as_enum, as_list, as_string
from claimsdb.extraction.llm.verbatim import VerbatimText
from claimsdb.extraction.llm.windows import PromptWindow
from claimsdb.extraction.results import TextSpan

AnswerObject = dict[str, Any]
"""An object of an answer: any names, any values."""

MAX_PARTS = 40  # actors, quantities or hedges of a claim


class DroppedPart(StrEnum):
    """What was dropped of an answer."""

    CLAIM = "claim"
    ACTOR = "actor"
    NAME = "name"
    HEDGE = "hedge"
    QUANTITY = "quantity"
    FIGURES = "figures"
    MEASURE = "measure"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class QuotePosition:
    """Where a claim stands: its quote, the paragraph around it, the window that was asked about."""

    quote: TextSpan
    paragraph: TextSpan
    window: PromptWindow


class AnswerValidator:
    """Keeps what stands in the article and in the closed lists; `dropped` counts the rest."""

    def __init__(self, text: str) -> None:
        self.article = VerbatimText(text)
        self.dropped: Counter[DroppedPart] = Counter()

    def first_of_list(
        self, answer: object, part: DroppedPart, *, most: int = MAX_PARTS, item_type: type = dict
    ) -> list[Any]:
        """Of the first `most` items of a list those of the right type."""
        listed = as_list(answer)
        right = [each for each in listed[:most] if isinstance(each, item_type)]
        self.dropped[part] += len(listed) - len(right)
        return right

    def word(self, answer: AnswerObject, name: str, words: type[EnumMember]) -> EnumMember | None:
        """A word of a closed list; what is not in the list is dropped, and the caller's neutral value stands."""
        value = answer.get(name)
        known = as_enum(value, words)
        self.dropped[DroppedPart.VALUE] += known is None and value is not None
        return known

    def words(self, answer: object, part: DroppedPart, *, within: TextSpan, longest: int) -> str:
        """The words as the article has them, empty where it has not or where they are too long for the database."""
        words = as_string(answer)
        position = next(self.article.places(words, within=within), None)
        if position is not None and position.end - position.start <= longest:
            return position.words_in(self.article.text)
        self.dropped[part] += bool(words)
        return ""
