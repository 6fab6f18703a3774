"""Boilerplate: captions of pictures, notices of a web page, notes of a newsroom; by the phrases of vocabulary.toml."""

from functools import cache
from re import Pattern

from claimsdb.reading.phrase_patterns import compile_phrases
from claimsdb.reading.vocabulary import table

MAX_BOILERPLATE_LENGTH = 600
"""A longer segment is prose, whatever it opens with."""

FEWEST_SHOUTED_WORDS = 5
ALONE = r"\W*\Z"
WITHOUT_STOP = r"(?:\.{3}|[^\w.])*\Z"


def is_notice(words: str) -> bool:
    """Whether the segment is a notice of the page, or an ornament without a letter or digit: "* * *"."""
    if not any(map(str.isalnum, words)):
        return True
    return len(words) <= MAX_BOILERPLATE_LENGTH and bool(
        _phrases("whole", ending=ALONE).match(words) or heads_links(words) or _phrases("openings").match(words)
    )


def heads_links(words: str) -> bool:
    """Whether links to other articles are listed below the segment: "Related", "More from Example"."""
    return bool(_phrases("lists", ending=WITHOUT_STOP).match(words))


def is_note(words: str) -> bool:
    """Whether the newsroom says there what it has done with the article: who worked on it, what was corrected."""
    return len(words) <= MAX_BOILERPLATE_LENGTH and bool(_phrases("notes").match(words))


def is_correction(words: str) -> bool:
    """Whether a note says what the article had wrong."""
    return is_note(words) and bool(_phrases("corrections").match(words))


def is_caption(words: str) -> bool:
    return len(words) <= MAX_BOILERPLATE_LENGTH and bool(
        _phrases("captions").match(words) or _phrases("credits", ending=ALONE).search(words)
    )


def is_shouted(words: str) -> bool:
    """Whether it is a link to another article as some pages print them: a headline in capitals, without a stop."""
    return words.isupper() and words.count(" ") + 1 >= FEWEST_SHOUTED_WORDS and words[-1] not in '.!?:”"’'


@cache
def _phrases(kind: str, *, ending: str = "") -> Pattern[str]:
    return compile_phrases(table("notices")[kind], ending=ending)
