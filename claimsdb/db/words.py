"""Text -> the words by which it is found: the same for texts, names and what somebody typed.

Case, diacritics, the shape of an apostrophe and whatever else stands between letters and digits make no difference.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

MOST_WORDS = 10_000  # of a text; PostgreSQL refuses to index a megabyte

# Thai, Lao, Myanmar, Khmer, kana and han are written without blanks: each character is a word, a word a phrase.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
DIACRITICS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff"  # of the scripts of India, which are no letters to Python

WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[{DIACRITICS}{VOWEL_SIGNS}])*")
ASCII_WORD = re.compile("[a-z0-9]+")  # what WORD finds in a text of these, several times as fast
DIACRITIC = re.compile(f"[{DIACRITICS}]")


def words(text: str) -> list[str]:
    """The words of the text, of letters and digits in lower case: "1,500" has two."""
    if text.isascii():
        return ASCII_WORD.findall(text.lower())[:MOST_WORDS]
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())[:MOST_WORDS]


def folded(words: Iterable[str]) -> str:
    """The words one after the other, without case and diacritics."""
    text = " ".join(words)
    return text if text.isascii() else " ".join(map(fold, text.split(" ")))


def fold(word: str) -> str:
    """The word without case and diacritics."""
    return word if word.isascii() else _folded(word)


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", DIACRITIC.sub("", decomposed))


def name_words(text: str) -> str:
    """The folded words one after the other: "COTE D’IVOIRE" and "Côte d'Ivoire" are the same name."""
    return folded(words(text))


def word_places(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each of the words stands, as (start, end, word); a character of the text that is several is one."""
    composed = text if text.isascii() else _same_length(text)
    for found in WORD.finditer(composed):
        yield found.start(), found.end(), unicodedata.normalize("NFKC", found[0]).lower()


def _same_length(text: str) -> str:
    """The text with the forms that `words` reads, wherever one character stays one."""
    return "".join(one if len(one := unicodedata.normalize("NFKC", letter)) == 1 else letter for letter in text)
