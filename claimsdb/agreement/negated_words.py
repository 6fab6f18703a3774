"""Which words of a text say that something is not so, what of, and which words are opposites."""

import re
from collections import defaultdict
from collections.abc import Collection

from claimsdb.agreement.readings import Reading
from claimsdb.agreement.wording import DEEDS, SAME, STOP, WORDS, content_words, meaning, stem, with_phrases, words_of

TABLE = WORDS["negations"]
NEGATING = re.compile(TABLE["negating"], re.IGNORECASE)
_CLAUSES = re.compile(r"[,;:]\s|\b(?:although|though|but|while|whereas|because|and)\b", re.IGNORECASE)
_OF_THINGS = re.compile(TABLE["of_things"], re.IGNORECASE)
_OF_ACTS = re.compile(TABLE["of_acts"], re.IGNORECASE)
_AUXILIARY = frozenset(TABLE["auxiliaries"].split())
_OPEN = re.compile(TABLE["open"], re.IGNORECASE)
NAMES = frozenset(SAME.values()) | frozenset(DEEDS.values()) | {stem("report"), stem("come")}
LIGHT = frozenset(meaning(stem(word)) for word in WORDS["replies"]["light"].split())
NO_OBJECT = frozenset({"nothing", "nobody", "no one", "none"})  # may stand behind the act: "admitted nothing"
WORDS_OF_A_THING = 3
BEFORE_THINGS = frozenset({"new", "such", "other", "further", "single", "real"})


def _meanings(text: str) -> list[str]:
    return [meaning(stem(word)) for word in words_of(text)]


def _opposites() -> dict[str, frozenset[str]]:
    """What is said against a word, both ways."""
    found: dict[str, set[str]] = defaultdict(set)
    for word, others in WORDS["opposites"].items():
        for one in _meanings(word):
            for other in _meanings(others):
                found[one].add(other)
                found[other].add(one)
    for row in WORDS["exclusive"].values():
        for one in _meanings(row):
            found[one] |= {*_meanings(row)} - {one}
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _opposites()


def is_negated(reading: Reading, asked: Collection[str] = ()) -> bool:
    """Whether it says of something that it is not so: of what is asked for, if that is given."""
    said = with_phrases(reading.denied if reading.denies else reading.said)
    clauses = _CLAUSES.split(said) if asked else [said]
    return any(NEGATING.search(each) and (not asked or content_words(each) & {*asked}) for each in clauses)


def is_said_not(said: str, words: Collection[str]) -> bool:
    """Whether one of the words stands behind a "no" of its clause."""
    for clause in _CLAUSES.split(said):
        found = NEGATING.search(clause)
        if found and {*words} & {meaning(stem(word)) for word in words_of(clause[found.end() :])}:
            return True
    return False


def negated_words(said: str) -> frozenset[str]:
    """What is not so: the act ("never inspected", "admitted nothing"), or the things of which there is none."""
    if _OPEN.search(said):
        return frozenset()
    things = _OF_THINGS.search(said)
    if things:
        return _first_thing(words_of(said[things.end() :]))
    act = _OF_ACTS.search(said)
    if not act:
        return frozenset()
    after = [word for word in words_of(said[act.end() :]) if word not in _AUXILIARY and _act([word])]
    is_light = bool(after) and meaning(stem(after[0])) in LIGHT
    found = _act(after[1:2] if is_light and after[1:] else after[:1])
    return found or (_act(words_of(said[: act.start()])[-1:]) if act[0].strip().lower() in NO_OBJECT else frozenset())


def _first_thing(words: list[str]) -> frozenset[str]:
    """The words up to the first that says little."""
    found: list[str] = []
    words = [word for word in words if word not in BEFORE_THINGS]
    for word in words[:WORDS_OF_A_THING]:
        if word in STOP:
            break
        found.append(word)
    return content_words(" ".join(found)) or _act(words[:1])


def _act(words: list[str]) -> frozenset[str]:
    """The word, though it be one of those that say little, if it is known for an act."""
    if not words:
        return frozenset()
    told = meaning(stem(words[0]))
    return content_words(words[0]) or (frozenset({told}) if told in NAMES else frozenset())
