"""How alike two texts are, and the few numbers by which texts like one are found among any number of them.

Texts are alike as far as they share runs of words. Of a text's runs a sample is kept (MinHash, by one permutation): two
texts have as large a share of their samples in common as of their runs. Samples are looked up in bands, so that texts
which share a third of their runs meet in one band at least nine times in ten, and others hardly ever do.
"""

import re
import unicodedata
from collections.abc import Set
from hashlib import blake2b

RUN_LENGTH = 4  # words
FEWEST_RUNS = 8  # of which a sample says anything
BANDS, BAND_SIZE = 20, 2

_UNSEEN = str.maketrans("", "", "\ufeff\u200b\u2060\u00ad\u200e\u200f")  # with or without which words are the same
# A letter is a word where no blanks stand between words: in Chinese, Japanese and Thai.
_WORD = re.compile(r"[぀-ヿ㐀-鿿ก-๛]|[^\W぀-ヿ㐀-鿿ก-๛]+")


def bare_words(text: str) -> str:
    """The text with one blank for all white space: line ends, blanks, byte order marks and characters that are not
    seen make no difference."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN).split())


def number_of(words: str) -> int:
    """A number for a text, of 64 bits and signed, as a column holds it."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), signed=True)


def runs_of(text: str) -> frozenset[int]:
    """All runs of words, as numbers."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).translate(_UNSEEN).casefold())
    return frozenset(
        number_of(" ".join(words[start : start + RUN_LENGTH])) for start in range(len(words) - RUN_LENGTH + 1)
    )


def alikeness(runs: Set[int], others: Set[int]) -> float:
    """From 0 to 1: the share that both have of all their runs."""
    together = len(runs | others)
    return len(runs & others) / together if together else 0


def bands_of(runs: Set[int]) -> list[int]:
    """The sample of the runs, a number for each band of it; nothing for a text that is too short."""
    if len(runs) < FEWEST_RUNS:
        return []
    sample = _sample(runs)
    bands = (sample[start : start + BAND_SIZE] for start in range(0, len(sample), BAND_SIZE))
    return [number_of(f"{number} {band}") for number, band in enumerate(bands)]


def _sample(runs: Set[int]) -> list[int]:
    """The lowest run in each of so many bins; an empty bin borrows from the next that is not."""
    size = BANDS * BAND_SIZE
    lowest: dict[int, int] = {}
    for run in runs:
        place = run % size
        if run < lowest.get(place, run + 1):
            lowest[place] = run
    full = [next(number for number in range(place, place + size) if number % size in lowest) for place in range(size)]
    return [lowest[number % size] + number - place for place, number in enumerate(full)]
