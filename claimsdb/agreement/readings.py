"""A statement with what the rules ask of it, worked out once: its words, whose word it is, about whom, as of when."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from claimsdb.agreement.dismissals import what_is_dismissed
from claimsdb.agreement.statements import NOBODY, Days, Party, Registry, Statement
from claimsdb.agreement.wording import content_words, without
from claimsdb.choices import Placement, Role, Stance, Voice

ACTOR = "@"  # before the slug of an actor among words
_CONDITION = re.compile(r"\b(?:if|unless|whether)\b[^,;.]*", re.IGNORECASE)
AFFIRMING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES, Stance.WARNS})
REPEATING = frozenset({Placement.HEADLINE, Placement.LEAD, Placement.SUMMARY, Placement.HEADING, Placement.CAPTION})
OPENING = frozenset({Placement.HEADLINE, Placement.LEAD, Placement.SUMMARY})


@dataclass(frozen=True, eq=False)
class Reading:
    """A statement as the rules see it; what they ask of it is worked out when one first does."""

    statement: Statement
    registry: Registry

    @property
    def key(self) -> str:
        return self.statement.key

    @cached_property
    def speakers(self) -> frozenset[str]:
        return frozenset(party.id for party in self.statement.having(Role.CLAIMANT))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The speakers, and those for whom they speak."""
        return self.speakers | _each(self.registry.speaks_for, self.speakers, self._day)

    @cached_property
    def far_above(self) -> frozenset[str]:
        return _each(self.registry.above, self.speakers, self._day)

    @cached_property
    def sides(self) -> frozenset[str]:
        """The states whose word it is."""
        told = frozenset(party.side for party in self.statement.having(Role.CLAIMANT) if party.side)
        return told | frozenset(each for each in self.speakers | self.far_above if self.registry.is_state(each))

    @cached_property
    def subjects(self) -> frozenset[str]:
        return frozenset(party.id for party in self.statement.having(Role.SUBJECT)) | self._counted

    @cached_property
    def actors(self) -> frozenset[str]:
        """All that it names beside its speakers."""
        return frozenset(party.id for party in self.statement.parties if party.role != Role.CLAIMANT) | self._counted

    @cached_property
    def places(self) -> tuple[frozenset[str], ...]:
        return tuple(_place_words(party) for party in self.statement.having(Role.PLACE))

    @property
    def as_of(self) -> Days:
        """The day of which a statement that names no time speaks: when it was said, or else published."""
        return self.statement.said or self.statement.published

    @property
    def _day(self) -> date | None:
        return self.statement.said.end or self.statement.published.end

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(figure.of for figure in self.statement.figures if figure.of)

    @cached_property
    def words(self) -> frozenset[str]:
        """All content words."""
        return content_words(f"{self.statement.text} {self.statement.quote}")

    @cached_property
    def own(self) -> frozenset[str]:
        """Content words that name nobody."""
        return without(self.words, self._names)

    @property
    def said(self) -> str:
        """The words of the article, or its own where that has none."""
        return self.statement.quote or self.statement.text

    @property
    def who(self) -> list[str]:
        """The names and words for who says it."""
        return [f"{each.name} {each.as_written}" for each in self.statement.having(Role.CLAIMANT)]

    @cached_property
    def denies(self) -> bool:
        """Whether it denies, or calls false what was said: "described the claim as baseless"."""
        stance = self.statement.stance
        calls_false = stance in AFFIRMING and self.statement.voice == Voice.ATTRIBUTED
        return stance == Stance.DENIES or (calls_false and what_is_dismissed(self.said) is not None)

    @cached_property
    def denied(self) -> str:
        """The words for what is denied, without what it is called."""
        return what_is_dismissed(self.said, denied=self.statement.stance == Stance.DENIES) or self.said

    @cached_property
    def asked(self) -> frozenset[str]:
        """What an answer to the statement has to have: the quote's words, and the actors whom it names beside its
        subject and its speakers."""
        quoted = content_words(self.denied if self.denies else self.said)
        actors = {
            ACTOR + party.slug
            for party in self.statement.having(Role.MENTIONED, Role.PLACE, Role.ADDRESSEE)
            if party.slug and party.slug not in self.subjects | self.speakers
            if content_words(f"{party.name} {party.as_written}") & quoted
        }
        return without(quoted, self._names) | actors

    @cached_property
    def _names(self) -> frozenset[str]:
        return content_words(" ".join(f"{party.name} {party.as_written}" for party in self.statement.parties))

    @property
    def is_copy(self) -> bool:
        """Whether it stands where articles repeat what their body says."""
        return self.statement.placement in REPEATING

    @property
    def affirms(self) -> bool:
        return self.statement.stance in AFFIRMING and not self.denies

    @property
    def place_in_article(self) -> tuple[int, int, str]:
        start = self.statement.start
        return (start is None, start or 0, self.key)

    def lacks(self, asked: Iterable[str]) -> frozenset[str]:
        """Those of the words asked for that it has not."""
        return frozenset(word for word in asked if not self._has(word))

    def lacks_affirmed(self, asked: Iterable[str]) -> frozenset[str]:
        """Those of the words asked for that it has not, or only under an "if"."""
        said = f"{self.statement.text} {self.statement.quote}"
        affirmed = content_words(_CONDITION.sub(" ", said)) if _CONDITION.search(said) else self.words
        return frozenset(word for word in asked if not self._has(word, affirmed))

    def _has(self, word: str, words: frozenset[str] | None = None) -> bool:
        if not word.startswith(ACTOR):
            return word in (self.words if words is None else words)
        slug = word.removeprefix(ACTOR)
        return slug in self.actors or content_words(slug.replace("-", " ")) <= self.words


def topic_of(article: Sequence[Reading]) -> frozenset[str]:
    """The words with which an article opens: that two have them shows little."""
    return NOBODY.union(*(each.words for each in article if each.statement.placement in OPENING))


def same_voice(one: Reading, other: Reading, registry: Registry) -> bool:
    """Whether both are the word of one speaker: the same actor, a spokesman and his body, two spokesmen of one body,
    a state and who belongs to it. The article's own voice is one, too."""
    if not one.speakers and not other.speakers:
        return True
    return bool(one.bodies & other.bodies) or _is_state_of(one, other, registry) or _is_state_of(other, one, registry)


def same_side(one: Reading, other: Reading) -> bool:
    return bool(one.sides & other.sides)


def share_subject(one: Reading, other: Reading) -> bool:
    """Whether they are about somebody in common; what is said about nobody is about anybody's matter."""
    return not one.subjects or not other.subjects or bool(one.subjects & (other.subjects | other.actors))


def _is_state_of(state: Reading, other: Reading, registry: Registry) -> bool:
    return any(registry.is_state(each) and each in other.far_above | other.sides for each in state.speakers)


def _each(
    find: Callable[[str, date | None], frozenset[str]], actors: Collection[str], day: date | None
) -> frozenset[str]:
    return frozenset().union(*(find(actor, day) for actor in actors))


def _place_words(party: Party) -> frozenset[str]:
    slug = {ACTOR + party.slug} if party.slug else set()
    return content_words(f"{party.name} {party.as_written}") | slug
