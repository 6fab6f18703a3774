"""The ledger of a question: a row for each figure, or for each answer in a word, with the statements behind it, how
many independent origins they have, and how it stands to the other rows."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations

from claimsdb.agreement import (
    Answered,
    Backing,
    Comparison,
    KnownActors,
    Origins,
    Party,
    Related,
    Statement,
    Ties,
    Told,
    compare,
    origins_of,
)
from claimsdb.choices import SAID_OF_ONE, AnswerPart, LinkState, RelationKind, Role, Verdict
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
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Denial:
    """A statement that denies one of a row's, and the slug of the state whose word it is, where its speaker gives that
    of another."""

    statement: Statement
    via: str | None

    @property
    def speaker(self) -> Party | None:
        return next(iter(self.statement.having(Role.CLAIMANT)), None)


@dataclass(frozen=True)
class LedgerRow:
    """One figure in one series, or one answer in a word. `contradicts` and `updated_by` name other rows, `denied_by`
    the statements that deny one of these."""

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
    ties = _ties(gathered, user=user)
    groups = dict(_grouped(gathered))
    alike = _alike(groups, registry)
    row_of = {each.key: name for name, answers in groups.items() for each in answers}
    return Ledger(
        gathered,
        tuple(
            _row(name, answers, gathered=gathered, registry=registry, ties=ties, alike=alike[name], row_of=row_of)
            for name, answers in groups.items()
        ),
    )


def origins_behind(question: Question, *, user=ANYBODY, as_of: AsOf = NOW) -> tuple[Gathered, Origins]:
    """All that answers it, and how many independent origins stand behind it."""
    registry = load_registry()
    gathered = gather([question], user=user, as_of=as_of, registry=registry)[question.pk]
    return gathered, origins_of(_backings(gathered.answers, gathered), registry, _ties(gathered, user=user))


def _backings(answers: Iterable[Answered], gathered: Gathered) -> list[Backing]:
    told = {each.key: each.told for each in answers if each.part != AnswerPart.PRESUPPOSES}
    return [Backing(gathered.readings[key], figure) for key, figure in told.items()]


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


def _row(
    name: str,
    answers: Sequence[Answered],
    *,
    gathered: Gathered,
    registry: KnownActors,
    ties: Ties,
    alike: Sequence[LooksLike],
    row_of: Mapping[str, str],
) -> LedgerRow:
    told = {each.key: each.told for each in answers}
    backings = _backings(answers, gathered)
    others = [each for each in gathered.relations if {each.a, each.b} & told.keys()]
    return LedgerRow(
        name=name,
        answers=tuple(answers),
        statements=tuple(gathered.readings[key].statement for key in told),
        origins=origins_of(backings, registry, ties),
        told=answers[0].told,
        value="" if answers[0].told else answers[0].answer,
        denied_by=tuple(_denials(others, of=told.keys(), gathered=gathered, registry=registry)),
        contradicts=_rows_across(others, RelationKind.CONTRADICTS, of=told.keys(), row_of=row_of, name=name),
        updated_by=_rows_across(others, RelationKind.UPDATES, of=told.keys(), row_of=row_of, name=name),
        looks_like=tuple(alike),
    )


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


def _rows_across(
    relations: Iterable[Related], kind: RelationKind, *, of: Collection[str], row_of: Mapping[str, str], name: str
) -> tuple[str, ...]:
    """The rows to which a relation leads from this one; of an update, those that update it."""
    found = []
    for each in relations:
        if each.kind == kind:
            found += [each.a] if each.b in of else [each.b] if kind == RelationKind.CONTRADICTS else []
    return tuple(_distinct(row_of[key] for key in found if row_of.get(key, name) != name))


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
                found[name].append(LooksLike(other, comparison))
                found[other].append(LooksLike(name, comparison))
    return found


def _ties(gathered: Gathered, *, user) -> Ties:
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
    return Ties(
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
