"""A question's ledger as its page shows it: each row with its statements, where these were published, and its
origins."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from claimsdb.agreement import FigureRow, Origins, Statement
from claimsdb.choices import AnswerPart, JoinReason, RelationKind, Role, SourceState, Stance, Strength
from claimsdb.db.memory import ROWS, kept
from claimsdb.db.sql import ids_param
from claimsdb.models import Article
from claimsdb.pages.plots import Plot, Plotted, plots_of
from claimsdb.pages.verdicts import names_of, row_words, sentence, speakers
from claimsdb.pages.wording import joined, plain
from claimsdb.questions.gathering import Gathered
from claimsdb.questions.ledger import Ledger, LedgerRow

OF_ARTICLE = ("title", "source__name", "source__state", "published_on", "published_from", "published_to")

# Why two statements have, or may have, one origin, after "because".
JOINED_BY = {
    JoinReason.SAME_ACTOR: "the same one says it",
    JoinReason.SAME_WORDS: "it is said in the same words",
    JoinReason.SPOKESMAN_AND_BODY: "one speaks for the other",
    JoinReason.ARTICLE_VOICE: "the article says it in its own voice",
    JoinReason.ARTICLE_VOICE_BESIDE_SPEAKER: "the article repeats whom it quotes",
    JoinReason.HEADLINE_OF_TEXT: "the headline repeats the text",
    JoinReason.COPY: "one is a copy of the other",
    JoinReason.DERIVED_ARTICLE: "one article came out of the other",
    JoinReason.CONFIRMED: "an editor has found it so",
    JoinReason.ONE_SIDE: "they are of one side",
    JoinReason.JOINT: "they speak together",
    JoinReason.PROPOSED: "it is yet to be looked at",
    JoinReason.NEAR_COPY: "the articles are nearly the same",
    JoinReason.OPEN: "nobody is named",
}


class Published(NamedTuple):
    """The article of a statement, as much of it as a ledger tells."""

    pk: int
    title: str
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the ledger."""

    key: str
    text: str
    quote: str
    who: str
    on_whose_word: str
    stance: str  # empty where it is asserted
    hedge: str
    article: Published
    is_presupposed: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """One origin, or what may be one: who it is, how many statements it has, and why they are held to be of it."""

    who: str
    statements: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another row with the same figure, and why it is another."""

    number: int
    words: str
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class Support:
    """What stands behind a row: its statements, those that deny it, and its origins."""

    said: tuple[Said, ...]
    denials: tuple[Said, ...]
    origins: Origins
    behind: tuple[Behind, ...]
    maybe: str  # why some of the origins may be one


class DayLink(NamedTuple):
    """To the page as of a day; `recorded` is the moment for which it is asked, too."""

    day: date
    is_shown: bool
    recorded: str


class Links(NamedTuple):
    """To other rows, by their numbers on the page and their words."""

    contradicts: tuple[tuple[int, str], ...]
    may_contradict: tuple[tuple[int, str], ...]
    updated_by: tuple[tuple[int, str], ...]
    looks_like: tuple[Likeness, ...]


@dataclass(frozen=True, eq=False, slots=True)
class ShownRow:
    """A row by its `number` on the page. It is the same one as long as nothing of it changes, for what is kept of the
    page."""

    number: int
    words: str
    who: str
    first_day: date | None
    support: Support
    links: Links


class ShownLedger:
    def __init__(self, ledger: Ledger):
        self.ledger = ledger

    @cached_property
    def sentence(self) -> str:
        return sentence(self.ledger)

    @cached_property
    def plots(self) -> list[Plot]:
        return plots_of(plotted(self.ledger.gathered))

    @cached_property
    def rows(self) -> list[ShownRow]:
        articles = self._articles()
        others = Others(self.ledger.rows)
        certain = contradictions(self.ledger.gathered, Strength.CERTAIN)
        return [
            _shown(
                row,
                number=others.number(row),
                articles=tuple(articles[each.article] for each in told_in(row)),
                links=_links(row, others=others, certain=certain),
            )
            for row in self.ledger.rows
        ]

    def _articles(self) -> Mapping[str, Published]:
        pks = {int(each.article) for row in self.ledger.rows for each in told_in(row)}
        rows = Article.objects.filter(pk__in=ids_param(pks)).order_by().values_list("pk", *OF_ARTICLE)
        return {str(row[0]): _published(*row) for row in rows}


def _published(pk: int, title: str, source: str | None, state: str | None, *days: date | None) -> Published:
    return Published(pk, title, source if source and state == SourceState.CONFIRMED else "", Article.in_words(*days))


def told_in(row: LedgerRow) -> Sequence[Statement]:
    """The statements of a row, and those that deny it."""
    return [*row.statements, *(each.statement for each in row.denied_by)]


def plotted(gathered: Gathered, *, of: Collection[str] | None = None) -> Iterator[Plotted]:
    """The figures of a question, all alike or, where keys of claims are given, those of these claims set off."""
    rows_of: dict[str, set[str]] = {}
    for row in gathered.figures:
        for answer in row.answers:
            rows_of.setdefault(answer.key, set()).add(row.slug)
    across = _across(contradictions(gathered, Strength.CERTAIN), rows_of)
    for row in gathered.figures:
        is_theirs = of is None or any(answer.key in of for answer in row.answers)
        yield _plotted(row, contradicts=row.slug in across, is_theirs=is_theirs)


def _across(pairs: Iterable[frozenset[str]], rows_of: Mapping[str, set[str]]) -> set[str]:
    """The names of the rows from which one of the pairs leads to another row."""
    touched = (set().union(*(rows_of.get(key, ()) for key in pair)) for pair in pairs)
    return set().union(*(names for names in touched if len(names) > 1))


@kept(most=ROWS)
def _plotted(row: FigureRow, *, contradicts: bool, is_theirs: bool) -> Plotted:
    said = {each.key: each.told.reading.statement for each in row.answers if each.told}
    statements = [said[key] for key in sorted(said)]
    return Plotted(
        name=row.slug,
        told=row.first,
        day=min((each.published.end for each in statements if each.published.end), default=None),
        phases=tuple(each.phase for each in statements),
        who=joined(names_of(statements)),
        contradicts=contradicts,
        is_theirs=is_theirs,
    )


def contradictions(gathered: Gathered, strength: Strength) -> set[frozenset[str]]:
    """Pairs of keys of claims that are confirmed to contradict each other, for certain or possibly."""
    return {
        frozenset((each.a, each.b))
        for each in gathered.relations
        if each.kind == RelationKind.CONTRADICTS and each.strength == strength
    }


class Others:
    """The rows of a ledger as they name each other."""

    def __init__(self, rows: Iterable[LedgerRow]):
        self.rows = {row.name: row for row in rows}
        self._numbers = {name: number for number, name in enumerate(self.rows, start=1)}

    def number(self, row: LedgerRow) -> int:
        return self._numbers[row.name]

    def named(self, names: Iterable[str]) -> list[LedgerRow]:
        return [self.rows[name] for name in names if name in self.rows]

    def linked(self, rows: Iterable[LedgerRow]) -> tuple[tuple[int, str], ...]:
        return tuple((self.number(row), row_words(row)) for row in rows)


@kept(most=ROWS)
def _shown(row: LedgerRow, *, number: int, articles: tuple[Published, ...], links: Links) -> ShownRow:
    return ShownRow(
        number=number,
        words=row_words(row),
        who=joined(speakers(row)),
        first_day=row.first_day,
        support=_support(row, articles),
        links=links,
    )


@kept(most=ROWS)
def _support(row: LedgerRow, articles: tuple[Published, ...]) -> Support:
    presupposed = {each.key for each in row.answers if each.part == AnswerPart.PRESUPPOSES}
    said = [*map(_said, told_in(row), articles)]
    of_row = len(row.statements)
    return Support(
        said=tuple(replace(each, is_presupposed=each.key in presupposed) for each in said[:of_row]),
        denials=tuple(said[of_row:]),
        origins=row.origins,
        behind=tuple(_behind(row.origins)),
        maybe=joined(_reasons(row.origins, certain=False)),
    )


def _links(row: LedgerRow, *, others: Others, certain: set[frozenset[str]]) -> Links:
    against = others.named(row.contradicts)
    sure = [other for other in against if _are_across(row, other, certain)]
    return Links(
        contradicts=others.linked(sure),
        may_contradict=others.linked(other for other in against if other not in sure),
        updated_by=others.linked(others.named(row.updated_by)),
        looks_like=tuple(
            Likeness(*linked, each.in_words)
            for each in row.looks_like
            for linked in others.linked(others.named([each.figure]))
        ),
    )


def _are_across(row: LedgerRow, other: LedgerRow, pairs: Collection[frozenset[str]]) -> bool:
    """Whether one of the pairs leads from a statement of the one to one of the other."""
    ours, theirs = ({each.key for each in rows.statements} for rows in (row, other))
    return any(pair & ours and pair & theirs for pair in pairs)


def _said(statement: Statement, article: Published) -> Said:
    return Said(
        key=statement.key,
        text=statement.text,
        quote=statement.quote,
        who=joined([party.who for party in statement.having(Role.CLAIMANT, Role.RELAYER)]),
        on_whose_word=joined([party.who for party in statement.having(Role.ORIGIN)]),
        stance="" if statement.stance == Stance.ASSERTS else plain(statement.stance),
        hedge=statement.hedge,
        article=article,
    )


def _behind(origins: Origins) -> Iterator[Behind]:
    for group in origins.groups:
        keys = {*group.keys}
        reasons = {JOINED_BY[join.reason] for join in origins.joins if join.is_certain and {*join.between} <= keys}
        yield Behind(joined(group.who) or "the article itself", len(keys), joined(sorted(reasons)))


def _reasons(origins: Origins, *, certain: bool) -> list[str]:
    return sorted({JOINED_BY[join.reason] for join in origins.joins if join.is_certain == certain})
