"""The short word lists of words.toml, ready to look up."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimsdb.vocabulary import Topic


@dataclass(frozen=True)
class Words:
    """`hedges` by their kind ("modals"), the verbs of plans, and for each topic the lemmas that betray it."""

    hedges: dict[str, frozenset[str]]
    plans: frozenset[str]
    topics: dict[Topic, frozenset[str]]


@cache
def words() -> Words:
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return Words(
        hedges={kind: frozenset(listed.split()) for kind, listed in data["hedges"].items()},
        plans=frozenset(data["phases"]["planned"].split()),
        topics={Topic(topic): frozenset(listed.split()) for topic, listed in data["topics"].items()},
    )
