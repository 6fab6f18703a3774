"""What anybody may see, as tables that refer to each other by public names. Frozen: scripts count on names and order;
new columns come at the end."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claimsdb.choices import CodeScheme, LinkState, SourceState
from claimsdb.models import (
    ANYBODY,
    PUBLIC_QUESTIONS,
    Actor,
    ActorCode,
    Affiliation,
    Answer,
    Article,
    Assessment,
    Attribution,
    Claim,
    Quantity,
    Question,
    Relation,
    Source,
)

BATCH = 2_000  # rows in memory at a time

Rows = Callable[[], QuerySet]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`kind` is a type of Table Schema: string, integer, number, date or datetime. `path` is where the value stands in
    the row, an expression where it is no column; `refers_to` names another table, by its first column."""

    name: str
    kind: str
    path: Any
    refers_to: str = ""
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class PublicTable:
    name: str
    title: str
    columns: tuple[TableColumn, ...]
    public: Rows  # in the order of the key

    @property
    def key(self) -> list[str]:
        return [column.name for column in self.columns if column.is_key]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The values in the order of the columns: None, text, whole numbers, and numbers as short as they are."""
        computed = {f"the_{each.name}": each.path for each in self.columns if not isinstance(each.path, str)}
        names = [each.path if isinstance(each.path, str) else f"the_{each.name}" for each in self.columns]
        rows = self.public().annotate(**computed).values_list(*names)
        for row in rows.iterator(chunk_size=BATCH):
            yield tuple(map(_plain, row))


def _plain(value: Any) -> Any:
    """An empty text is no value, and a moment is of UTC."""
    match value:
        case "":
            return None
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return value


def text(name: str, path: Any = None, *, refers_to: str = "", is_key: bool = False) -> TableColumn:
    return TableColumn(name, "string", path or name, refers_to, is_key)


def of_kind(kind: str, *names: str, **options: Any) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name, kind, name, **options) for name in names)


def texts(*names: str) -> tuple[TableColumn, ...]:
    return of_kind("string", *names)


CODE = Coalesce(
    Subquery(ActorCode.objects.filter(actor=OuterRef("pk"), scheme=CodeScheme.CLAIMSDB).values("code")[:1]),
    F("slug"),
    output_field=CharField(),
)


def _confirmed(path: str) -> Case:
    """The slug of a source, unless it is only proposed."""
    return Case(When(**{f"{path}__state": SourceState.CONFIRMED}, then=F(f"{path}__slug")), output_field=CharField())


def _if_seen(path: str, then: str) -> Case:
    """What is said of another claim, where anybody may see that."""
    seen = Claim.objects.visible_to(ANYBODY).values("pk")
    return Case(When(**{f"{path}__in": Subquery(seen)}, then=F(then)), default=Value(None))


def _of_claims(model: type[Attribution] | type[Quantity]) -> Rows:
    seen = Claim.objects.visible_to(ANYBODY).values("pk")
    return lambda: model.objects.filter(claim__in=seen).order_by("claim__key", "order")


TABLES = (
    PublicTable(
        "sources",
        "Publishers; reliability is on the Admiralty scale, F where nobody has judged it",
        (
            text("slug", is_key=True),
            *texts("name", "domain", "kind", "country", "reliability"),
            text("parent", _confirmed("parent"), refers_to="sources"),
        ),
        lambda: Source.objects.visible_to(ANYBODY).order_by("slug"),
    ),
    PublicTable(
        "articles",
        "Articles in which claims were reported, without their texts; published between two days, either may be open",
        (
            *of_kind("integer", "id", is_key=True),
            *texts("title", "byline", "url", "language"),
            *of_kind("date", "published_from", "published_to"),
            text("source", _confirmed("source"), refers_to="sources"),
            text("text_sha256"),
        ),
        lambda: Article.objects.visible_to(ANYBODY).order_by("pk"),
    ),
    PublicTable(
        "actors",
        "Who claims and who is claimed about; code is the project's own for a state, the slug of anyone else",
        (text("slug", is_key=True), text("code", CODE), *texts("name", "kind", "country")),
        lambda: Actor.objects.order_by("slug"),
    ),
    PublicTable(
        "affiliations",
        "How actors belong to each other",
        (
            text("child", "child__slug", refers_to="actors"),
            text("parent", "parent__slug", refers_to="actors"),
            text("kind"),
            *of_kind("date", "started_on", "ended_on"),
        ),
        lambda: Affiliation.objects.order_by("child__slug", "parent__slug", "kind", "started_on", "pk"),
    ),
    PublicTable(
        "claims",
        "Accepted claims: faithfully recorded, which is not to say true; start and end are code points in the article",
        (
            text("key", is_key=True),
            TableColumn("article", "integer", "article_id", "articles"),
            *of_kind("integer", "start", "end"),
            *texts("quote", "text", "voice", "quotation", "stance", "hedge", "phase", "topic"),
            *of_kind("date", "said_from", "said_to"),
            text("said_as_written"),
            *of_kind("date", "event_from", "event_to"),
            *texts("event_as_written", "status"),
            *of_kind("integer", "version"),
            *of_kind("datetime", "created_at", "updated_at"),
        ),
        lambda: Claim.objects.visible_to(ANYBODY).order_by("key"),
    ),
    PublicTable(
        "attributions",
        "Who has which part in a claim; side is the state whose word it is",
        (
            TableColumn("claim", "string", "claim__key", "claims", is_key=True),
            *of_kind("integer", "order", is_key=True),
            text("role"),
            text("actor", "actor__slug", refers_to="actors"),
            *texts("name", "as_written"),
            text("side", "side__slug", refers_to="actors"),
            *of_kind("integer", "hop"),
        ),
        _of_claims(Attribution),
    ),
    PublicTable(
        "quantities",
        "The figures of claims; a bound that the text does not give is empty",
        (
            TableColumn("claim", "string", "claim__key", "claims", is_key=True),
            *of_kind("integer", "order", is_key=True),
            text("as_written"),
            *of_kind("number", "low", "best", "high"),
            *texts("qualifier", "measure", "unit", "basis"),
            text("of", "of__slug", refers_to="actors"),
            *texts("stage", "per"),
            text("stands_for_claim", _if_seen("stands_for_claim", "stands_for_claim__key"), refers_to="claims"),
            TableColumn("stands_for_order", "integer", _if_seen("stands_for_claim", "stands_for_order")),
        ),
        _of_claims(Quantity),
    ),
    PublicTable(
        "questions",
        "What claims are asked together, and whether they agree",
        (
            text("slug", is_key=True),
            *texts("title", "answer", "measure", "unit"),
            *of_kind("date", "scope_from", "scope_to"),
            text("status"),
            text("agreement", "entry__agreement"),
            *(TableColumn(name, "integer", f"entry__{name}") for name in ("statements", "articles", "figures")),
        ),
        lambda: Question.objects.visible_to(ANYBODY).order_by("slug"),
    ),
    PublicTable(
        "answers",
        "Which claims answer which questions, by a figure or in a word, as editors have confirmed",
        (
            text("question", "question__slug", refers_to="questions"),
            text("claim", "claim__key", refers_to="claims"),
            *of_kind("integer", "figure"),
            *texts("value", "part"),
        ),
        lambda: (
            Answer.objects.visible_to(ANYBODY)
            .filter(state=LinkState.CONFIRMED)
            .order_by("question__slug", "claim__key", F("figure").asc(nulls_first=True))
        ),
    ),
    PublicTable(
        "relations",
        "How claims stand to each other, as editors have confirmed",
        (
            text("a", "a__key", refers_to="claims", is_key=True),
            text("b", "b__key", refers_to="claims", is_key=True),
            TableColumn("kind", "string", "kind", is_key=True),
            *texts("about", "strength"),
            text(
                "question",
                Case(When(question__status__in=PUBLIC_QUESTIONS, then=F("question__slug")), output_field=CharField()),
                refers_to="questions",
            ),
        ),
        lambda: (
            Relation.objects.visible_to(ANYBODY).filter(state=LinkState.CONFIRMED).order_by("a__key", "b__key", "kind")
        ),
    ),
    PublicTable(
        "assessments",
        "What fact-checkers found of claims",
        (
            text("key", is_key=True),
            text("claim", "claim__key", refers_to="claims"),
            text("publisher", "publisher__slug", refers_to="sources"),
            *texts("title", "url", "language", "label", "normalized"),
            *of_kind("number", "rating_value", "worst_rating", "best_rating"),
            *of_kind("date", "published_on"),
        ),
        lambda: Assessment.objects.visible_to(ANYBODY).order_by("key"),
    ),
)

BY_NAME: Mapping[str, PublicTable] = {table.name: table for table in TABLES}
