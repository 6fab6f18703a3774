"""The words of the made-up press: pseudo-words by rank, as often as Zipf has it, and two that searches ask for."""

from collections.abc import Iterator
from itertools import accumulate, count, islice, product
from random import Random

COMMON_WORD = "troops"  # in nine of ten claims
RARE_WORD = "zeppelin"  # in one of 3,000
SIZE = 20_000

ONSETS = "b d f g k l m n p r s t v z br dr gr kr pl pr st tr".split()
VOWELS = "a e i o u ai ou".split()


def pseudo_words() -> Iterator[str]:
    """Two, then three syllables, in a fixed order that does not look like one."""
    syllables = [onset + vowel for vowel in VOWELS for onset in ONSETS]
    Random(0).shuffle(syllables)
    for length in count(2):
        yield from map("".join, product(syllables, repeat=length))


WORDS = [COMMON_WORD, *islice(pseudo_words(), SIZE - 1)]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, SIZE + 1)))


def words(random: Random, *, number: int) -> list[str]:
    return random.choices(WORDS, cum_weights=WEIGHTS, k=number)
