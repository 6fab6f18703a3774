"""A question's ledger as its page shows it: each row with its statements, where these were published, and its
origins."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from claimsdb.agreement import Origins, Statement
from claimsdb.choices import AnswerPart, JoinReason, RelationKind, Role, Stance, Strength
from claimsdb.models import Article
from claimsdb.pages.plots import Plot, Plotted, plots_of
from claimsdb.pages.verdicts import names_of, row_words, sentence, speakers
from claimsdb.pages.wording import joined, plain
from claimsdb.questions.gathering import Gathered
from claimsdb.questions.ledger import Ledger, LedgerRow

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
    article: Article
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


@dataclass(frozen=True)
class ShownRow:
    """A row by its `number` on the page; other rows by theirs, and their words."""

    number: int
    row: LedgerRow
    words: str
    said: tuple[Said, ...]
    denials: tuple[Said, ...]
    behind: tuple[Behind, ...]
    maybe: str  # why some of the origins may be one
    contradicts: tuple[tuple[int, str], ...]
    may_contradict: tuple[tuple[int, str], ...]
    updated_by: tuple[tuple[int, str], ...]
    looks_like: tuple[Likeness, ...]

    @property
    def who(self) -> str:
        return joined(speakers(self.row))


class ShownLedger:
    def __init__(self, ledger: Ledger):
        self.ledger = ledger

    @property
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
        return [_shown(row, articles=articles, others=others, certain=certain) for row in self.ledger.rows]

    def _articles(self) -> Mapping[str, Article]:
        ledger = self.ledger.rows
        statements = [*(each for row in ledger for each in row.statements)]
        statements += [each.statement for row in ledger for each in row.denied_by]
        rows = Article.objects.filter(pk__in={int(each.article) for each in statements})
        return {str(each.pk): each for each in rows.select_related("source").defer("text")}


def plotted(gathered: Gathered, *, of: Collection[str] | None = None) -> Iterator[Plotted]:
    """The figures of a question, all alike or, where keys of claims are given, those of these claims set off."""
    certain = contradictions(gathered, Strength.CERTAIN)
    keys_of = {row.slug: {answer.key for answer in row.answers} for row in gathered.figures}
    for row in gathered.figures:
        keys = keys_of[row.slug]
        statements = [gathered.readings[key].statement for key in sorted(keys)]
        others = set().union(*(theirs for slug, theirs in keys_of.items() if slug != row.slug))
        yield Plotted(
            name=row.slug,
            told=row.first,
            day=min((each.published.end for each in statements if each.published.end), default=None),
            phases=[each.phase for each in statements],
            who=joined(names_of(statements)),
            contradicts=any(pair & keys and pair & others for pair in certain),
            is_theirs=of is None or not keys.isdisjoint(of),
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


def _shown(
    row: LedgerRow, *, articles: Mapping[str, Article], others: Others, certain: set[frozenset[str]]
) -> ShownRow:
    presupposed = {each.key for each in row.answers if each.part == AnswerPart.PRESUPPOSES}
    against = others.named(row.contradicts)
    sure = [other for other in against if _are_across(row, other, certain)]
    return ShownRow(
        number=others.number(row),
        row=row,
        words=row_words(row),
        said=tuple(_said(each, articles, is_presupposed=each.key in presupposed) for each in row.statements),
        denials=tuple(_said(each.statement, articles) for each in row.denied_by),
        behind=tuple(_behind(row.origins)),
        maybe=joined(_reasons(row.origins, certain=False)),
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


def _said(statement: Statement, articles: Mapping[str, Article], *, is_presupposed: bool = False) -> Said:
    return Said(
        key=statement.key,
        text=statement.text,
        quote=statement.quote,
        who=joined([party.who for party in statement.having(Role.CLAIMANT, Role.RELAYER)]),
        on_whose_word=joined([party.who for party in statement.having(Role.ORIGIN)]),
        stance="" if statement.stance == Stance.ASSERTS else plain(statement.stance),
        hedge=statement.hedge,
        article=articles[statement.article],
        is_presupposed=is_presupposed,
    )


def _behind(origins: Origins) -> Iterator[Behind]:
    for group in origins.groups:
        keys = {*group.keys}
        reasons = {JOINED_BY[join.reason] for join in origins.joins if join.is_certain and {*join.between} <= keys}
        yield Behind(joined(group.who) or "the article itself", len(keys), joined(sorted(reasons)))


def _reasons(origins: Origins, *, certain: bool) -> list[str]:
    return sorted({JOINED_BY[join.reason] for join in origins.joins if join.is_certain == certain})
