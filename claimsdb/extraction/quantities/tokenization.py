"""Tokenization of numbers, words and signs for the grammar of quantities; spaCy would split "10 000" in two."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<digits>
        \d{1,3}(?:[ \u00a0\u202f]\d{3}){1,5}(?![\d,]|[ -]?mm\b)(?:\.\d+)?   # 10 000
      | \d{1,3}(?:['’]\d{3}){1,5}(?!\d)                                     # 1'300'000
      | \d{1,3}(?:,\d{2,3}){0,5},\d{3}(?!\d)(?:\.\d+)?                      # 1,300,000 and 13,00,000
      | \d+,\d{1,2}(?=[ -]?(?:thousand|million|billion|trillion)\b)     # 1,5 million
      | \d+(?:\.\d+)*
    )
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | \S
    """,
    re.VERBOSE,
)
HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—−")
ARTICLES = frozenset(("a", "an"))


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A word, number or sign in lower case, text[start:end]."""

    text: str
    start: int
    end: int
    is_digits: bool
    is_word: bool


NumberTokens = Sequence[NumberToken]
Phrase = tuple[str, ...]


def tokenize(text: str) -> list[NumberToken]:
    return [
        NumberToken(m[0].lower(), m.start(), m.end(), is_digits=m["digits"] is not None, is_word=m["word"] is not None)
        for m in _TOKEN.finditer(text)
    ]


def word_at(tokens: NumberTokens, index: int) -> str:
    """The token's text, empty if there is no such token."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def is_adjacent(tokens: NumberTokens, index: int) -> bool:
    """Whether the token follows the one before it without a blank."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start


def phrase_at(tokens: NumberTokens, index: int, phrase: Phrase) -> bool:
    return index >= 0 and all(word_at(tokens, place) == word for place, word in enumerate(phrase, index))


class Phrases:
    """The phrases of a vocabulary by their first words, so that at most places none is looked for."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._beginning_with: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(phrases, key=len, reverse=True):
            self._beginning_with[phrase[0]].append(phrase)

    def longest_at(self, tokens: NumberTokens, index: int) -> Phrase:
        """Empty if there is none."""
        here = self._beginning_with.get(word_at(tokens, index), ())
        return next((phrase for phrase in here if phrase_at(tokens, index, phrase)), ())
