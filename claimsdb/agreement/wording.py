"""The words that say what is claimed: stems without what English says of everything, one word for one deed or thing.

Deterministic, and no model: a list of stop words, endings, and a few words that mean the same (`words.toml`). In other
languages than English nothing is left out, so that fewer statements are found to say the same.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

SHORTEST_STEM = 3  # letters
TEXTS = 5_000  # kept with their words: each is compared with all that stand around it
ENDINGS = """
izations isations ization isation ations ating ation ated ates ator ators ate ements ement ments ment edly ings ing ied
ies ed ians ian ans an ers er ors or ions ion ances ance ences ence als al ly es s y e a
""".split()
KEPT_ENDINGS = ("ss", "ply")  # "press", "supply"

_PHRASES = {word: re.compile("|".join(patterns)) for word, patterns in WORDS["phrases"].items()}
_PHRASE = re.compile(rf"\b(?:{'|'.join(each.pattern for each in _PHRASES.values())})\b")
_WORD = re.compile(r"(?<!['’])[^\W_]+(?:['’](?!(?:s|re|ve|ll|d)\b)[^\W_]+)?|(?<!\w['’])[^\W_]+")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without a possessive ending, one for a phrase that has one; figures are
    left as they are."""
    return _WORD.findall(with_phrases(text))


@lru_cache(maxsize=TEXTS)
def with_phrases(text: str) -> str:
    """A text in small letters with one word for a phrase that has one."""
    return _PHRASE.sub(_one_word, " ".join(_folded(text).split()))


def _one_word(found: re.Match[str]) -> str:
    return next(word for word, pattern in _PHRASES.items() if pattern.fullmatch(found[0]))


def _without_ending(word: str) -> str:
    if word.endswith(KEPT_ENDINGS):
        return word
    fitting = (each for each in ENDINGS if word.endswith(each) and len(word) - len(each) >= SHORTEST_STEM)
    return word.removesuffix(next(fitting, ""))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its endings, as far as it stays one: "killed" and "killing" are "kil"."""
    word = WORDS["irregular"].get(word, word)
    while (shorter := _without_ending(word)) != word:
        word = shorter
    if len(word) > SHORTEST_STEM + 1 and word[-1] in "iye":
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word


def stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text)]


def _stemmed(words: str) -> frozenset[str]:
    return frozenset(stems(words))


def _classes(table: dict[str, str]) -> dict[str, str]:
    return {each: name for name, words in table.items() for each in stems(words)}


STOP = frozenset(words_of(WORDS["stop"])) | frozenset(words_of(WORDS["pointers"]))
STOP_STEMS = frozenset(stem(word) for word in STOP if len(word) > SHORTEST_STEM)
DEEDS = _classes(WORDS["deeds"])
ACTS = _classes(WORDS["acts"]) | DEEDS
SAME = _classes(WORDS["acts"]) | _classes(WORDS["things"]) | DEEDS
KINDS = _classes(WORDS["kinds"])
REMOTE = frozenset(words_of(WORDS["remote"]))
_CEILING = re.compile(
    rf"\b({'|'.join(WORDS['ceiling_modals'].split())})\b(\s+\w+){{0,2}}?\s+({'|'.join(WORDS['ceiling_verbs'].split())})\b",
    re.IGNORECASE,
)


def meaning(word: str) -> str:
    """What a stem stands for: itself, or the deed or thing that it is one of the words for."""
    return SAME.get(word, word)


def name(word: str) -> str:
    """What a word of a list stands for: it may be the name of a deed or thing."""
    return word if word in SAME.values() else meaning(stem(word))


@lru_cache(maxsize=TEXTS)
def content_words(text: str) -> frozenset[str]:
    """What a text says, by its stems; figures are compared as such, and not among them."""
    return frozenset(
        meaning(stemmed)
        for word in words_of(text)
        if word not in STOP
        and not any(letter.isdigit() for letter in word)
        and len(stemmed := stem(word)) > 1
        and (stemmed not in STOP_STEMS or stemmed in SAME)
    )


def as_written(words: Collection[str], text: str) -> list[str]:
    """Content words in the letters in which a text has them, each once."""
    first: dict[str, str] = {}
    for word in words_of(text):
        first.setdefault(meaning(stem(word)), word)
    return [word for each, word in first.items() if each in words]


def is_ceiling(text: str) -> bool:
    """Whether a figure is only what may be reached: "the number could climb to 12,000"."""
    return bool(_CEILING.search(text))


def is_remote(when: str) -> bool:
    """Whether words for a time lead away from the day of the article: "last year", "in 2010"."""
    return any(word in REMOTE or re.fullmatch(r"[12]\d{3}s?", word) for word in words_of(when))


def without(words: Iterable[str], left_out: Iterable[str]) -> frozenset[str]:
    return frozenset(words) - frozenset(left_out)
