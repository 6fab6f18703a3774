"""The short word lists of words.toml, ready to look up."""

from dataclasses import dataclass
from functools import cache

from claimsdb.choices import Topic
from claimsdb.extraction.vocabulary import table


@dataclass(frozen=True)
class Words:
    """`hedges` by their kind ("modals"), the verbs of plans, the topics that a lemma betrays, and the phrases
    that hold an actor's name and are not the actor."""

    hedges: dict[str, frozenset[str]]
    plans: frozenset[str]
    topics: dict[str, tuple[Topic, ...]]
    order: tuple[Topic, ...]
    masked: tuple[str, ...]


@cache
def words() -> Words:
    data = table("words")
    return Words(
        hedges={kind: frozenset(listed.split()) for kind, listed in data["hedges"].items()},
        plans=frozenset(data["phases"]["planned"].split()),
        topics=by_word(data["topics"]),
        order=tuple(map(Topic, data["topics"])),
        masked=tuple(data["actors"]["masked"]),
    )


def by_word(topics: dict[str, str]) -> dict[str, tuple[Topic, ...]]:
    """The topics that each lemma betrays, the earlier in the file first."""
    found: dict[str, tuple[Topic, ...]] = {}
    for topic, listed in topics.items():
        for lemma in listed.split():
            found[lemma] = (*found.get(lemma, ()), Topic(topic))
    return found
