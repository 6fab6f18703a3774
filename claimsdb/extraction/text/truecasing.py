"""Truecasing of headlines: capitals only where the article's own text has them.

A parser takes every capitalised word of "Former Doctor Says Mayor Hid Debts" for a name. A word that the body writes
in lower case, and never with a capital inside a sentence, is none.
"""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
CAPITAL_INSIDE_SENTENCE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")  # a capital that no sentence's beginning explains
CAPITALISED = re.compile(r"(?<=\s)[A-Z][a-z]+\b(?![’'-]\w)")


def find_common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that the texts write in lower case, save at the beginning of a sentence."""
    small: set[str] = set()
    names: set[str] = set()
    for text in texts:
        small.update(word for word in WORD.findall(text) if word.islower())
        names.update(name.lower() for name in CAPITAL_INSIDE_SENTENCE.findall(text))
    return frozenset(small - names)


def truecase_headline(headline: str, common: frozenset[str]) -> str:
    """The headline with its common words in lower case, same length; the first word keeps its capital."""
    return CAPITALISED.sub(lambda word: word[0].lower() if word[0].lower() in common else word[0], headline)
