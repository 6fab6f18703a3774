"""What an answer has to pass through, and the count of what stays behind."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claimsdb.extraction.llm.json_values import Word, items, string, word
from claimsdb.extraction.llm.verbatim import Verbatim
from claimsdb.extraction.llm.windows import PromptWindow
from claimsdb.extraction.results import Span

Told = dict[str, Any]
"""An object of an answer: any names, any values."""

MOST_PARTS = 40  # actors, quantities or hedges of a claim


class Lost(StrEnum):
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
class QuotePlace:
    """Where a claim stands: its quote, the paragraph around it, the window that was asked about."""

    quote: Span
    paragraph: Span
    window: PromptWindow


class Sieve:
    """The article that every word has to stand in; `dropped` counts those that do not."""

    def __init__(self, text: str) -> None:
        self.article = Verbatim(text)
        self.dropped: Counter[Lost] = Counter()

    def first(self, told: object, lost: Lost, *, most: int = MOST_PARTS, of: type = dict) -> list[Any]:
        """The first of a list, as many as are read, those that have the right type."""
        listed = items(told)
        right = [each for each in listed[:most] if isinstance(each, of)]
        self.dropped[lost] += len(listed) - len(right)
        return right

    def word(self, told: Told, name: str, words: type[Word]) -> Word | None:
        """A word of a closed list; what is not in the list is dropped, and the caller's neutral value stands."""
        value = told.get(name)
        known = word(value, words)
        self.dropped[Lost.VALUE] += known is None and value is not None
        return known

    def words(self, told: object, lost: Lost, *, within: Span, longest: int) -> str:
        """The words as the article has them, empty where it has not or where they are too long for the database."""
        words = string(told)
        place = next(self.article.places(words, within=within), None)
        if place is not None and place.end - place.start <= longest:
            return place.of(self.article.text)
        self.dropped[lost] += bool(words)
        return ""
