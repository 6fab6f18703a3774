"""The ledger of a question: a row for each figure, or for each answer in a word, with the statements behind it, how
many independent origins they have, and how it stands to the other rows."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from claimsdb.agreement import (
    Answered,
    Backing,
    KnownActors,
    Origins,
    Party,
    Reading,
    Registry,
    Related,
    Statement,
    Ties,
    Told,
    compare,
    origins_of,
)
from claimsdb.choices import SAID_OF_ONE, AnswerPart, LinkState, ReasonCode, RelationKind, Role, Verdict
from claimsdb.db.memory import ROWS, keeping, kept
from claimsdb.db.sql import ids_param
from claimsdb.models import ANYBODY, UNDECIDED_LINKS, Derivation, Question, Relation, sees_all_claims
from claimsdb.questions.gathering import NOW, AsOf, Gathered, gather
from claimsdb.questions.statements import load_registry

IN_WORDS = "in-words"  # the name of the row of answers that say nothing of their own
WORD = "word:"
# Names of figures end in their basis: 2024-06 is none.
MISTAKABLE = re.compile(rf"{IN_WORDS}|{WORD}.*|(unknown|(up-to-)?(minus-)?[0-9].*)-[a-z_-]+")


@dataclass(frozen=True, slots=True)
class LooksLike:
    """Another row with the same number, and why they neither agree nor contradict each other."""

    figure: str
    code: ReasonCode
    in_words: str


@dataclass(frozen=True, slots=True)
class Denial:
    """A statement that denies one of a row's, and the slug of the state whose word it is, where its speaker gives that
    of another."""

    statement: Statement
    via: str | None

    @property
    def speaker(self) -> Party | None:
        return next(iter(self.statement.having(Role.CLAIMANT)), None)


class Pairs(NamedTuple):
    """What else is known of origins, as `Ties` has it: pairs of keys and, `derived`, of articles."""

    one_origin: frozenset[frozenset[str]] = frozenset()
    maybe_one: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()
    derived: frozenset[frozenset[str]] = frozenset()


NO_TIES = Pairs()


class Relating(NamedTuple):
    """How a row stands to statements that deny it and to other rows, by their names."""

    denied_by: tuple[Denial, ...] = ()
    contradicts: tuple[str, ...] = ()
    updated_by: tuple[str, ...] = ()


ALONE = Relating()


@dataclass(frozen=True, eq=False)
class LedgerRow:
    """One figure in one series, or one answer in a word. `contradicts` and `updated_by` name other rows, `denied_by`
    the statements that deny one of these. As long as nothing of it changes it is the same one: what is made of a row
    can be kept with it."""

    name: str
    answers: tuple[Answered, ...]
    statements: tuple[Statement, ...]
    origins: Origins
    told: Told | None = None
    value: str = ""
    denied_by: tuple[Denial, ...] = ()
    contradicts: tuple[str, ...] = ()
    updated_by: tuple[str, ...] = ()
    looks_like: tuple[LooksLike, ...] = field(default=())

    @cached_property
    def written(self) -> list[str]:
        """The figure as the articles write it."""
        return _distinct(each.told.figure.as_written for each in self.answers if each.told)

    @cached_property
    def phases(self) -> list[str]:
        return _distinct(each.phase for each in self.statements)

    @cached_property
    def first_day(self) -> date | None:
        return min((each.published.end for each in self.statements if each.published.end), default=None)

    @cached_property
    def speakers(self) -> list[Party]:
        """Who says so, each once."""
        return _parties(self.statements, Role.CLAIMANT)

    @cached_property
    def sources(self) -> list[Party]:
        """On whose word they say it."""
        return _parties(self.statements, Role.ORIGIN)

    @cached_property
    def articles(self) -> int:
        return len({each.article for each in self.statements})

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The slugs of all who are named, in one order."""
        said = [*self.statements, *(each.statement for each in self.denied_by)]
        named = {slug for each in said for party in each.parties for slug in (party.slug, party.side)}
        return tuple(sorted(filter(None, named | {each.via for each in self.denied_by})))


@dataclass(frozen=True)
class Ledger:
    gathered: Gathered
    rows: tuple[LedgerRow, ...]

    def row(self, name: str) -> LedgerRow | None:
        return next((row for row in self.rows if row.name == name), None)


def ledger_of(question: Question, *, user=ANYBODY, as_of: AsOf = NOW) -> Ledger:
    """What the user may see of it, as of a day. The rows stand by series and size, answers in words after them."""
    registry = load_registry()
    gathered = gather([question], user=user, as_of=as_of, registry=registry)[question.pk]
    groups = dict(_grouped(gathered))
    rows = _Rows(groups, gathered)
    ties, related, alike = rows.ties(_ties(gathered, user=user)), rows.related(), _alike(groups, registry)
    with keeping(as_of.recorded is None):
        return Ledger(
            gathered,
            tuple(
                _row(
                    name,
                    answers,
                    tuple(gathered.readings[key] for key in rows.keys[name]),
                    ties.get(name, NO_TIES),
                    rows.relating(name, related[name], registry) if name in related else ALONE,
                    tuple(alike[name]) if name in alike else (),
                )
                for name, answers in groups.items()
            ),
        )


def origins_behind(question: Question, *, user=ANYBODY, as_of: AsOf = NOW) -> tuple[Gathered, Origins]:
    """All that answers it, and how many independent origins stand behind it."""
    registry = load_registry()
    gathered = gather([question], user=user, as_of=as_of, registry=registry)[question.pk]
    return gathered, _origins(gathered.answers, gathered.readings, registry, ties=_ties(gathered, user=user))


def _origins(
    answers: Iterable[Answered], readings: Mapping[str, Reading], registry: Registry, *, ties: Pairs
) -> Origins:
    told = {each.key: each.told for each in answers if each.part != AnswerPart.PRESUPPOSES}
    backings = [Backing(readings[key], figure) for key, figure in told.items()]
    return origins_of(backings, registry, Ties(**ties._asdict()))


def _grouped(gathered: Gathered) -> Iterator[tuple[str, tuple[Answered, ...]]]:
    yield from ((row.slug, row.answers) for row in gathered.figures)
    words = defaultdict(list)
    for each in gathered.answers:
        if each.told is None:
            words[each.answer].append(each)
    yield from ((_named(word), tuple(words[word])) for word in sorted(words, key=lambda word: (not word, word)))


def _named(word: str) -> str:
    """The row of a word goes by it; by `word:` and the word, where a figure or what has no word might be called so."""
    return f"{WORD}{word}" if MISTAKABLE.fullmatch(word) else word or IN_WORDS


@kept(most=ROWS)
def _row(
    name: str,
    answers: tuple[Answered, ...],
    readings: tuple[Reading, ...],
    ties: Pairs,
    relating: Relating,
    looks_like: tuple[LooksLike, ...],
) -> LedgerRow:
    """Made once of all that it hangs on: counting origins takes longest."""
    return LedgerRow(
        name=name,
        answers=answers,
        statements=tuple(each.statement for each in readings),
        origins=_origins(answers, {each.key: each for each in readings}, readings[0].registry, ties=ties),
        told=answers[0].told,
        value="" if answers[0].told else answers[0].answer,
        looks_like=looks_like,
        **relating._asdict(),
    )


class _Rows:
    """Which row is whose: the claims of each by its name, in order, and the rows in which a claim is."""

    def __init__(self, groups: Mapping[str, Sequence[Answered]], gathered: Gathered):
        self.gathered = gathered
        self.keys = {name: dict.fromkeys([each.key for each in answers]) for name, answers in groups.items()}
        self.of = {key: name for name, keys in self.keys.items() for key in keys}
        self.all_of: dict[str, list[str]] = defaultdict(list)
        for name, keys in self.keys.items():
            for key in keys:
                self.all_of[key].append(name)

    @cached_property
    def _of_article(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, names in self.all_of.items():
            found[self.gathered.readings[key].statement.article] += names
        return found

    def related(self) -> Mapping[str, list[Related]]:
        """By row, the relations of its claims."""
        found: dict[str, list[Related]] = defaultdict(list)
        for each in self.gathered.relations:
            for name in dict.fromkeys(self.all_of.get(each.a, []) + self.all_of.get(each.b, [])):
                found[name].append(each)
        return found

    def relating(self, name: str, relations: Sequence[Related], registry: KnownActors) -> Relating:
        ours = self.keys[name]
        return Relating(
            denied_by=tuple(_denials(relations, of=ours, gathered=self.gathered, registry=registry)),
            contradicts=self._across(name, relations, RelationKind.CONTRADICTS),
            updated_by=self._across(name, relations, RelationKind.UPDATES),
        )

    def ties(self, known: Pairs) -> Mapping[str, Pairs]:
        """By row, the pairs of which both are in it; of most rows nothing is known."""
        found: dict[str, dict[str, set[frozenset[str]]]] = defaultdict(lambda: defaultdict(set))
        for kind, pairs in known._asdict().items():
            for pair in pairs:
                rows_of = self._of_article if kind == "derived" else self.all_of
                for name in set.intersection(*({*rows_of.get(each, ())} for each in pair)):
                    found[name][kind].add(pair)
        return {
            name: NO_TIES._replace(**{kind: frozenset(pairs) for kind, pairs in kinds.items()})
            for name, kinds in found.items()
        }

    def _across(self, name: str, relations: Iterable[Related], kind: RelationKind) -> tuple[str, ...]:
        """The rows to which a relation leads from this one; of an update, those that update it."""
        found: list[str] = []
        for each in relations:
            if each.kind == kind:
                is_ours = each.b in self.keys[name]
                found += [each.a] if is_ours else [each.b] if kind == RelationKind.CONTRADICTS else []
        return tuple(_distinct(self.of[key] for key in found if self.of.get(key, name) != name))


def _denials(
    relations: Iterable[Related], *, of: Collection[str], gathered: Gathered, registry: KnownActors
) -> Iterator[Denial]:
    """Each once, however many of the statements it denies."""
    for key in _distinct(each.a for each in relations if each.kind == RelationKind.DENIES and each.b in of):
        statement = gathered.related[key]
        yield Denial(statement, _state_behind(statement, registry))


def _state_behind(statement: Statement, registry: KnownActors) -> str | None:
    party = next(iter(statement.having(Role.CLAIMANT)), None)
    if party is None:
        return None
    if party.side or party.slug is None:
        return party.side
    above = registry.above(party.slug, statement.published.end)
    return next((each for each in sorted(above) if registry.is_state(each)), None)


def _alike(groups: Mapping[str, Sequence[Answered]], registry: KnownActors) -> Mapping[str, list[LooksLike]]:
    """Rows of one value in other series, each with the reason why they are two."""
    found: dict[str, list[LooksLike]] = defaultdict(list)
    by_value = defaultdict(list)
    for name, answers in groups.items():
        told = answers[0].told
        if told and told.span:
            by_value[told.span.told].append((name, told))
    for rows in by_value.values():
        for (name, told), (other, other_told) in combinations(rows, 2):
            comparison = compare(told, other_told, registry)
            if comparison.verdict == Verdict.NONE:
                found[name].append(LooksLike(other, comparison.code, comparison.in_words))
                found[other].append(LooksLike(name, comparison.code, comparison.in_words))
    return found


def _ties(gathered: Gathered, *, user) -> Pairs:
    """What is known of origins: pairs that editors hold to be of one, or not, or, for those who see what is proposed,
    have not decided; and which articles came out of each other."""
    claims, articles = ids_param(gathered.claims.values()), ids_param([int(each) for each in gathered.articles])
    keys = {pk: key for key, pk in gathered.claims.items()}
    rows = Relation.objects.filter(a__in=claims, b__in=claims, kind__in=SAID_OF_ONE)
    pairs = defaultdict(set)
    for a, b, kind, state in rows.order_by().values_list("a_id", "b_id", "kind", "state"):
        if state == LinkState.REJECTED and kind != RelationKind.SAME_ORIGIN:
            continue
        pairs[LinkState.PROPOSED if state in UNDECIDED_LINKS else LinkState(state)].add(frozenset((keys[a], keys[b])))
    out_of = Derivation.objects.filter(article__in=articles, original__in=articles).order_by()
    return Pairs(
        one_origin=frozenset(pairs[LinkState.CONFIRMED]),
        maybe_one=frozenset(pairs[LinkState.PROPOSED] if sees_all_claims(user) else ()),
        apart=frozenset(pairs[LinkState.REJECTED]),
        derived=frozenset(frozenset(map(str, pair)) for pair in out_of.values_list("article_id", "original_id")),
    )


def _parties(statements: Iterable[Statement], role: Role) -> list[Party]:
    found = {party.id: party for each in statements for party in each.having(role)}
    return list(found.values())


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
