"""The verbs and nouns of reporting, from cues.toml: what each takes as its content and what it makes of it."""

from dataclasses import dataclass
from functools import cache, cached_property

from claimsdb.choices import Stance
from claimsdb.extraction.vocabulary import table


@dataclass(frozen=True)
class Lexicon:
    """`frames` maps a frame ("clause") to its verbs, `prepositions` a verb to those that lead to its content."""

    frames: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    stances: dict[str, Stance]
    negated: dict[str, Stance]
    evidence: frozenset[str]
    hedging: frozenset[str]
    attitudes: frozenset[str]
    content_nouns: frozenset[str]
    speaking_nouns: frozenset[str]
    people: frozenset[str]
    outlets: frozenset[str]

    @cached_property
    def verbs(self) -> frozenset[str]:
        return frozenset().union(*self.frames.values(), self.prepositions)

    def takes(self, lemma: str, frame: str) -> bool:
        return lemma in self.frames[frame]

    def stance_of(self, lemma: str, *, negated: bool = False) -> Stance:
        """What a cue makes of its content: "deny" denies; "did not confirm" leaves it in question."""
        if negated:
            return self.negated.get(lemma, Stance.QUESTIONS)
        return self.stances.get(lemma, Stance.ASSERTS)


@cache
def lexicon() -> Lexicon:
    data = table("cues")
    frames = dict(data["frames"])
    prepositions = frames.pop("prepositions")
    return Lexicon(
        frames={frame: words(verbs) for frame, verbs in frames.items()},
        prepositions={verb: words(leads) for verb, leads in prepositions.items()},
        stances=by_word(data["stances"]),
        negated=by_word(data["negated"]),
        evidence=words(data["evidence"]["verbs"]),
        hedging=words(data["evidence"]["hedging"]),
        attitudes=words(data["attitudes"]["adjectives"]),
        content_nouns=words(data["nouns"]["content"]),
        speaking_nouns=words(data["nouns"]["speaks"]),
        people=words(data["nouns"]["people"]),
        outlets=words(data["nouns"]["outlets"]),
    )


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def by_word(stances: dict[str, str]) -> dict[str, Stance]:
    return {word: Stance(stance) for stance, listed in stances.items() for word in listed.split()}
