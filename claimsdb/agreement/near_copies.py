"""Paragraphs that stand in two articles: one took them from the other, or both from a third.

Texts that are alike as a whole are found by `claimsdb.reading.alikeness`; a few paragraphs lifted into another article
are not, and are found here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import combinations

from claimsdb.agreement.wording import words_of

FEWEST_WORDS = 12  # of a paragraph that is not one by chance
FEWEST_PARAGRAPHS = 2
MOST_ARTICLES = 20  # with one paragraph: more have a notice in common, or an agency


@dataclass(frozen=True, slots=True)
class Text:
    """An article's paragraphs; `published` is its first day, None where it is not known."""

    article: str
    paragraphs: tuple[str, ...]
    published: date | None = None


@dataclass(frozen=True, slots=True)
class NearCopy:
    """That `copy` has paragraphs of `original`, which are `share` of its words. Which of them came first is only as
    sure as their days; without days the copy is the one that consists of them more."""

    copy: str
    original: str
    paragraphs: int
    share: float


def near_copies(texts: Iterable[Text]) -> list[NearCopy]:
    """The pairs of articles with paragraphs in common, by name. No text is kept."""
    published: dict[str, date | None] = {}
    marks: dict[str, dict[bytes, int]] = {}
    having: dict[bytes, list[str]] = defaultdict(list)
    for text in texts:
        published[text.article], marks[text.article] = text.published, _marks(text)
        for mark in marks[text.article]:
            having[mark].append(text.article)
    shared: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for mark, names in having.items():
        if len(names) <= MOST_ARTICLES:
            for one, other in combinations(sorted(names), 2):
                shared[one, other].append(mark)
    pairs = (_near_copy(*pair, marks=marks, published=published, taken=taken) for pair, taken in shared.items())
    alike = (each for each in pairs if each.paragraphs >= FEWEST_PARAGRAPHS)
    return sorted(alike, key=lambda each: (each.copy, each.original))


def _marks(text: Text) -> dict[bytes, int]:
    """For each paragraph that is long enough its number of words, by a digest of them."""
    words = (words_of(paragraph) for paragraph in text.paragraphs)
    return {
        blake2b(" ".join(each).encode(), digest_size=8).digest(): len(each)
        for each in words
        if len(each) >= FEWEST_WORDS
    }


def _near_copy(
    one: str,
    other: str,
    *,
    marks: Mapping[str, Mapping[bytes, int]],
    published: Mapping[str, date | None],
    taken: list[bytes],
) -> NearCopy:
    def share(article: str) -> float:
        own = marks[article]
        return sum(own[mark] for mark in taken) / sum(own.values())

    def came_late(article: str) -> tuple[int, float, str]:
        return (-(published[article] or date.min).toordinal(), -share(article), article)

    copy, original = sorted((one, other), key=came_late)
    return NearCopy(copy, original, len(taken), round(share(copy), 2))
