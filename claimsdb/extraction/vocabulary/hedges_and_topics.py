"""Hedges, verbs of planning, topics and masked phrases, from words.toml."""

from dataclasses import dataclass
from functools import cache

from claimsdb.choices import Topic
from claimsdb.extraction.vocabulary.tables import load_table


@dataclass(frozen=True)
class WordLists:
    """`hedges` by kind ("modals"), the words by which `phases` are known, the `topics` of a lemma, those that it only
    goes with (`coloured`) and their `order`, the `masked` phrases, which contain an actor's name without naming the
    actor, discourse `markers`, the hedges that only say that somebody else has it (`hearsay`), and the words by which
    `places` and other `parts` of a claim are known, and by which the `wording` of nouns is chosen."""

    hedges: dict[str, frozenset[str]]
    phases: dict[str, frozenset[str]]
    topics: dict[str, tuple[Topic, ...]]
    coloured: dict[str, tuple[Topic, ...]]
    order: tuple[Topic, ...]
    masked: tuple[str, ...]
    markers: frozenset[str]
    hearsay: frozenset[str]
    places: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    wording: dict[str, frozenset[str]]


@cache
def word_lists() -> WordLists:
    data = load_table("words")
    topics = dict(data["topics"])
    coloured = topics.pop("coloured")
    return WordLists(
        hedges={kind: frozenset(listed.split()) for kind, listed in data["hedges"].items()},
        phases={kind: frozenset(listed.split()) for kind, listed in data["phases"].items()},
        topics=topics_by_lemma(topics),
        coloured=topics_by_lemma(coloured),
        order=tuple(map(Topic, topics)),
        masked=tuple(data["actors"]["masked"]),
        markers=frozenset(data["markers"]["phrases"]),
        hearsay=frozenset(data["hedges"]["hearsay"].split()),
        places={kind: frozenset(listed.split()) for kind, listed in data["places"].items()},
        parts={kind: frozenset(listed.split()) for kind, listed in data["parts"].items()},
        wording={kind: frozenset(listed.split()) for kind, listed in data["wording"].items()},
    )


def topics_by_lemma(topics: dict[str, str]) -> dict[str, tuple[Topic, ...]]:
    """The topics of each lemma, in the order of the file."""
    found: dict[str, tuple[Topic, ...]] = {}
    for topic, listed in topics.items():
        for lemma in listed.split():
            found[lemma] = (*found.get(lemma, ()), Topic(topic))
    return found
