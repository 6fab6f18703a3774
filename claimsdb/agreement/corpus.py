"""All the statements that are looked at together: read, in the order of their articles, and found again by what they
have in common."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from claimsdb.agreement.copies import Copy, copies_of_article, heads
from claimsdb.agreement.measures import Told, told
from claimsdb.agreement.readings import ACTOR, OPENING, Reading
from claimsdb.agreement.statements import Figure, Registry, Statement
from claimsdb.agreement.wording import words_of
from claimsdb.choices import Stance

MOST_STOOD_FOR = 5  # "similar" to what is "as much" as another: so many steps, should they lead in a circle


@dataclass(frozen=True, eq=False)
class Corpus:
    """Statements by article, whatever order they came in."""

    articles: Mapping[str, list[Reading]]
    registry: Registry

    @classmethod
    def of(cls, statements: Iterable[Statement], registry: Registry) -> "Corpus":
        articles = defaultdict(list)
        for statement in sorted(statements, key=lambda each: (each.article, each.key)):
            articles[statement.article].append(Reading(statement, registry))
        return cls(
            {name: sorted(each, key=lambda one: one.place_in_article) for name, each in articles.items()}, registry
        )

    def __iter__(self) -> Iterator[Reading]:
        for article in self.articles.values():
            yield from article

    @cached_property
    def by_key(self) -> dict[str, Reading]:
        return {each.key: each for each in self}

    @cached_property
    def copies(self) -> list[Copy]:
        return [copy for article in self.articles.values() for copy in copies_of_article(article, self.registry)]

    @cached_property
    def heads(self) -> Mapping[str, Reading]:
        """For each key of a statement that only repeats one of its article, that one."""
        return heads(self.copies)

    @cached_property
    def _having(self) -> dict[str, "_ByDay"]:
        """The statements of a known day that have a word or an actor."""
        found: dict[str, list[Reading]] = defaultdict(list)
        for each in self:
            if each.statement.published.start:
                for word in each.words | {ACTOR + actor for actor in each.actors}:
                    found[word].append(each)
        return {word: _ByDay.of(readings) for word, readings in found.items()}

    @cached_property
    def confirmations(self) -> dict[str, list[Reading]]:
        """What is confirmed, by the actors who do, or for whom they speak."""
        found = defaultdict(list)
        for each in self:
            if each.statement.stance == Stance.CONFIRMS and each.key not in self.heads:
                for actor in each.bodies | each.far_above:
                    found[actor].append(each)
        return found

    def with_all(self, words: Collection[str], *, since: date, until: date) -> list[Reading]:
        """The statements that have all these words, published from one day to another."""
        lists = [self._having[word].between(since, until) if word in self._having else [] for word in words]
        return [each for each in min(lists, key=len) if not each.lacks(words)] if lists else []

    def figures_of(self, reading: Reading) -> list[Told]:
        """The figures of a statement, those that stand for another with its value."""
        if reading.key not in self._figures:
            figures = reading.statement.figures
            home = self._homes[reading.statement.article]
            self._figures[reading.key] = [
                told(reading, figure, self.stood_for(figure), home=home) for figure in figures
            ]
        return self._figures[reading.key]

    @cached_property
    def _figures(self) -> dict[str, list[Told]]:
        return {}

    @cached_property
    def _homes(self) -> dict[str, frozenset[str]]:
        """The words with which an article opens, by article."""
        return {
            name: frozenset(
                word
                for each in article
                if each.statement.placement in OPENING
                for word in words_of(f"{each.statement.sentence} {each.statement.text}")
            )
            for name, article in self.articles.items()
        }

    def stood_for(self, figure: Figure) -> Figure | None:
        """The figure at the end of what this one stands for; None where it stands for none that is known."""

        def figures(key: str) -> Sequence[Figure] | None:
            return self.by_key[key].statement.figures if key in self.by_key else None

        return stood_for(figure, figures) if figure.stands_for else None


def stood_for(figure: Figure, figures_of: Callable[[str], Sequence[Figure] | None]) -> Figure | None:
    """The same, where `figures_of` gives the figures of a statement by its key, None for one that is not known."""
    found: Figure | None = None
    for _ in range(MOST_STOOD_FOR):
        at = (found or figure).stands_for
        figures = figures_of(at[0]) if at else None
        if figures is None or at is None:
            break
        found = next((each for each in figures if each.order == at[1]), found)
    return found


@dataclass(frozen=True, slots=True)
class _ByDay:
    """Statements in the order of the days on which they were published."""

    days: list[date]
    readings: list[Reading]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "_ByDay":
        dated = [(each.statement.published.start, each.key, each) for each in readings]
        dated.sort(key=lambda one: one[:2])
        return cls([day for day, _, _ in dated if day], [each for _, _, each in dated])

    def between(self, since: date, until: date) -> list[Reading]:
        return self.readings[bisect_left(self.days, since) : bisect_right(self.days, until)]


def fingerprint(statement: Statement) -> str:
    """A digest of all that the rules compare: it changes when a rejected pair is worth another look."""
    compared = (
        statement.text, statement.quote, statement.sentence, statement.placement, statement.published,
        statement.voice, statement.stance, statement.phase, statement.topic, statement.said, statement.event,
        statement.event_as_written, statement.parties, statement.figures,
    )  # fmt: skip
    return blake2b(repr(compared).encode(), digest_size=8).hexdigest()
