"""A statement with what the rules ask of it, worked out once: its words, whose word it is, about whom, as of when."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from claimsdb.agreement.statements import Days, Party, Registry, Statement
from claimsdb.agreement.wording import content_words, deeds_of, without
from claimsdb.choices import Placement, Role, Stance

ACTOR = "@"  # before the slug of an actor among words
AFFIRMING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES, Stance.WARNS})
REPEATING = frozenset({Placement.HEADLINE, Placement.LEAD, Placement.SUMMARY, Placement.HEADING, Placement.CAPTION})
OPENING = frozenset({Placement.HEADLINE, Placement.LEAD, Placement.SUMMARY})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """`words` are all content words, `own` those that name nobody, `asked` those that an answer to the statement has to
    have: the quote's, with the actors whom it names beside its subject and its speakers."""

    statement: Statement
    words: frozenset[str]
    own: frozenset[str]
    asked: frozenset[str]
    deeds: tuple[str, ...]
    speakers: frozenset[str]
    bodies: frozenset[str]
    far_above: frozenset[str]
    sides: frozenset[str]
    subjects: frozenset[str]
    actors: frozenset[str]
    places: tuple[frozenset[str], ...]
    as_of: Days

    @property
    def key(self) -> str:
        return self.statement.key

    @property
    def is_copy(self) -> bool:
        """Whether it stands where articles repeat what their body says."""
        return self.statement.placement in REPEATING

    @property
    def affirms(self) -> bool:
        return self.statement.stance in AFFIRMING

    @property
    def place_in_article(self) -> tuple[int, int, str]:
        start = self.statement.start
        return (start is None, start or 0, self.key)

    def lacks(self, asked: Iterable[str]) -> frozenset[str]:
        """Those of the words asked for that it has not."""
        return frozenset(word for word in asked if not self._has(word))

    def _has(self, word: str) -> bool:
        if not word.startswith(ACTOR):
            return word in self.words
        slug = word.removeprefix(ACTOR)
        return slug in self.actors or content_words(slug.replace("-", " ")) <= self.words


def read(statement: Statement, registry: Registry) -> Reading:
    day = _day(statement)
    claimants = statement.having(Role.CLAIMANT)
    speakers = frozenset(party.id for party in claimants)
    subjects = frozenset(party.id for party in statement.having(Role.SUBJECT))
    counted = frozenset(figure.of for figure in statement.figures if figure.of)
    words = content_words(f"{statement.text} {statement.quote}")
    named = _name_words(statement.parties)
    return Reading(
        statement=statement,
        words=words,
        own=without(words, named),
        asked=_asked(statement, named=named, left_out=subjects | speakers),
        deeds=tuple(deeds_of(statement.quote or statement.text)),
        speakers=speakers,
        bodies=speakers | _each(registry.speaks_for, speakers, day),
        far_above=_each(registry.above, speakers, day),
        sides=frozenset(party.side for party in claimants if party.side)
        | frozenset(each for each in speakers | _each(registry.above, speakers, day) if registry.is_state(each)),
        subjects=subjects | counted,
        actors=frozenset(party.id for party in statement.parties if party.role != Role.CLAIMANT) | counted,
        places=tuple(_place_words(party) for party in statement.having(Role.PLACE)),
        as_of=_as_of(statement),
    )


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


def _day(statement: Statement) -> date | None:
    return statement.said.end or statement.published.end


def _as_of(statement: Statement) -> Days:
    """The day of which a statement that names no time speaks: when it was said, or else published."""
    return statement.said or statement.published


def _name_words(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset().union(*(content_words(f"{party.name} {party.as_written}") for party in parties), frozenset())


def _place_words(party: Party) -> frozenset[str]:
    slug = {ACTOR + party.slug} if party.slug else set()
    return content_words(f"{party.name} {party.as_written}") | slug


def _asked(statement: Statement, *, named: frozenset[str], left_out: frozenset[str]) -> frozenset[str]:
    quoted = content_words(statement.quote or statement.text)
    actors = {
        ACTOR + party.slug
        for party in statement.having(Role.MENTIONED, Role.PLACE, Role.ADDRESSEE)
        if party.slug and party.slug not in left_out and content_words(f"{party.name} {party.as_written}") & quoted
    }
    return without(quoted, named) | actors
