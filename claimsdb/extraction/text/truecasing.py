"""The capitals of a headline, as the article's own text would set them.

A parser takes every capital of "Former Doctor Says Mayor Hid Debts" for a name. What the text below writes small, and
never with a capital inside a sentence, is no name.
"""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")  # a capital that no sentence's beginning explains
CAPITALISED = re.compile(r"(?<=\s)[A-Z][a-z]+\b(?![’'-]\w)")


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that the texts always write small, but for the beginning of a sentence."""
    small: set[str] = set()
    names: set[str] = set()
    for text in texts:
        small.update(word for word in WORD.findall(text) if word.islower())
        names.update(name.lower() for name in INSIDE.findall(text))
    return frozenset(small - names)


def sentence_case(headline: str, common: frozenset[str]) -> str:
    """The headline with its common words small, as long as before; its first word keeps the capital."""
    return CAPITALISED.sub(lambda word: word[0].lower() if word[0].lower() in common else word[0], headline)
