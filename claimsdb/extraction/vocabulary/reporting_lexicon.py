"""The lexicon of reporting, from cues.toml: verbs with the complements that they take, nouns, and their stances."""

from dataclasses import dataclass
from functools import cache, cached_property

from claimsdb.choices import Stance
from claimsdb.extraction.vocabulary.tables import load_table


@dataclass(frozen=True)
class Lexicon:
    """`frames` maps a frame ("clause") to its verbs, `prepositions` a verb to those that govern its content, and
    `announcing` to what stands before a colon and the content: "told a story:"."""

    frames: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    announcing: dict[str, frozenset[str]]
    stances: dict[str, Stance]
    negated: dict[str, Stance]
    evidence: frozenset[str]
    hedging: frozenset[str]
    attitudes: frozenset[str]
    content_nouns: frozenset[str]
    speaking_nouns: frozenset[str]
    people: frozenset[str]
    collectives: frozenset[str]
    surveys: frozenset[str]
    hearers: frozenset[str]
    labels: frozenset[str]
    outlets: frozenset[str]
    parting: frozenset[str]

    @cached_property
    def verbs(self) -> frozenset[str]:
        return frozenset().union(*self.frames.values(), self.prepositions)

    def takes(self, lemma: str, frame: str) -> bool:
        return lemma in self.frames[frame]

    def stance_of(self, lemma: str, *, negated: bool = False) -> Stance:
        """The stance of a cue towards its content: "deny" denies, "did not confirm" questions."""
        if negated:
            return self.negated.get(lemma, Stance.QUESTIONS)
        return self.stances.get(lemma, Stance.ASSERTS)


@cache
def lexicon() -> Lexicon:
    data = load_table("cues")
    frames = dict(data["frames"])
    prepositions = frames.pop("prepositions")
    announcing = frames.pop("announcing")
    return Lexicon(
        frames={frame: split_words(verbs) for frame, verbs in frames.items()},
        announcing={verb: split_words(nouns) for verb, nouns in announcing.items()},
        prepositions={verb: split_words(leads) for verb, leads in prepositions.items()},
        stances=stance_by_word(data["stances"]),
        negated=stance_by_word(data["negated"]),
        evidence=split_words(data["evidence"]["verbs"]),
        hedging=split_words(data["evidence"]["hedging"]),
        attitudes=split_words(data["attitudes"]["adjectives"]),
        content_nouns=split_words(data["nouns"]["content"]),
        speaking_nouns=split_words(data["nouns"]["speaks"]),
        collectives=split_words(data["nouns"]["collectives"]),
        surveys=split_words(data["nouns"]["surveys"]),
        hearers=split_words(data["nouns"]["hearers"]),
        labels=frozenset(data["nouns"]["labels"]),
        people=split_words(data["nouns"]["people"]),
        outlets=split_words(data["nouns"]["outlets"]),
        parting=split_words(data["parting"]["verbs"]),
    )


def split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def stance_by_word(stances: dict[str, str]) -> dict[str, Stance]:
    return {word: Stance(stance) for stance, listed in stances.items() for word in listed.split()}
