"""The change log of all that is followed beside claims, which `changes` has: of which of them a written row is a part,
and the record of their last changes.

A row goes by its public name. Where it gets another one, the old name is on record as gone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, connections, router
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from claimsdb.choices import ArticleState, Followed, LinkState, SourceState
from claimsdb.db.sql import IDS_PARAM, pack_ids
from claimsdb.index.positions import OF_ROWS, ChangePosition
from claimsdb.models import (
    PUBLIC_QUESTIONS,
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Answer,
    Article,
    Assessment,
    Derivation,
    Entry,
    Evidence,
    Question,
    QuestionActor,
    Relation,
    RowChange,
    Source,
)

ROWS: Mapping[Followed, type[Model]] = {
    Followed.ACTOR: Actor,
    Followed.SOURCE: Source,
    Followed.ARTICLE: Article,
    Followed.ASSESSMENT: Assessment,
    Followed.QUESTION: Question,
    Followed.ANSWER: Answer,
    Followed.RELATION: Relation,
}

# Which columns of a row name what it is shown with.
PARTS_OF_ROWS: Mapping[type[Model], tuple[Followed, tuple[str, ...]]] = {
    Actor: (Followed.ACTOR, ("id",)),
    ActorCode: (Followed.ACTOR, ("actor_id",)),
    ActorName: (Followed.ACTOR, ("actor_id",)),
    Affiliation: (Followed.ACTOR, ("child_id", "parent_id")),
    Source: (Followed.SOURCE, ("id",)),
    Article: (Followed.ARTICLE, ("id",)),
    Derivation: (Followed.ARTICLE, ("article_id",)),
    Assessment: (Followed.ASSESSMENT, ("id",)),
    Evidence: (Followed.ASSESSMENT, ("assessment_id",)),
    Question: (Followed.QUESTION, ("id",)),
    QuestionActor: (Followed.QUESTION, ("question_id",)),
    Answer: (Followed.ANSWER, ("id",)),
    Relation: (Followed.RELATION, ("id",)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """How pages show another row in a line: by these columns and, where `open` names a column and its values, with one
    of these alone. `pages` are those on which it is: their kind, and the foreign keys from one to the row."""

    columns: tuple[str, ...]
    pages: tuple[tuple[Followed, str], ...]
    open: tuple[str, Sequence[str]] | None = None

    def differs(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
        """Whether a page shows it otherwise now: what nobody saw, or sees, does not tell by the pages of others."""
        return self._is_shown(before, now) and any(before[name] != now[name] for name in self.columns)

    def _is_shown(self, *states: Mapping[str, Any]) -> bool:
        if self.open is None:
            return True
        column, values = self.open
        return any(each[column] in values for each in states)


LINES: Mapping[type[Model], Line] = {
    Actor: Line(
        ("slug", "name", "kind"),
        ((Followed.ACTOR, "affiliations__parent"), (Followed.ACTOR, "members__child")),
    ),
    Source: Line(
        ("slug", "name", "domain", "state"),
        (
            *((Followed.SOURCE, "parent"), (Followed.ARTICLE, "source"), (Followed.ARTICLE, "derivations__source")),
            (Followed.ASSESSMENT, "publisher"),
        ),
        open=("state", [SourceState.CONFIRMED]),
    ),
    Article: Line(
        ("title", "state"),
        (
            *((Followed.ARTICLE, "derivations__original"), (Followed.ARTICLE, "derived__article")),
            (Followed.ASSESSMENT, "evidence__article"),
        ),
        open=("state", [ArticleState.PUBLIC]),
    ),
    Question: Line(
        ("slug", "status"),
        ((Followed.ANSWER, "question"), (Followed.RELATION, "question")),
        open=("status", PUBLIC_QUESTIONS),
    ),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """How rows of a kind are found in SQL: their public name, and whether anybody sees them."""

    key: str
    shown: str
    also: str = ""


ENTRIES, QUESTIONS = Entry._meta.db_table, Question._meta.db_table
OPENED = ", ".join(f"'{status}'" for status in PUBLIC_QUESTIONS)
IS_CONFIRMED = f"row.state = '{LinkState.CONFIRMED}'"

LOGGED: Mapping[Followed, Logged] = {
    Followed.ACTOR: Logged("row.slug", "true"),
    Followed.SOURCE: Logged("row.slug", f"row.state = '{SourceState.CONFIRMED}'"),
    Followed.ARTICLE: Logged("CAST(row.id AS varchar(20))", f"row.state = '{ArticleState.PUBLIC}'"),
    Followed.ASSESSMENT: Logged(
        "row.key",
        "coalesce(row.published_on <= '{today}' AND entry.status IN ({public})"
        f" AND publisher.state = '{SourceState.CONFIRMED}', false)",
        also=f"LEFT JOIN {ENTRIES} AS entry ON entry.claim_id = row.claim_id"
        f" JOIN {Source._meta.db_table} AS publisher ON publisher.id = row.publisher_id",
    ),
    Followed.QUESTION: Logged("row.slug", f"row.status IN ({OPENED})"),
    Followed.ANSWER: Logged(
        "CAST(row.id AS varchar(20))",
        f"coalesce({IS_CONFIRMED} AND entry.status IN ({{public}}) AND question.status IN ({OPENED}), false)",
        also=f"LEFT JOIN {ENTRIES} AS entry ON entry.claim_id = row.claim_id"
        f" JOIN {QUESTIONS} AS question ON question.id = row.question_id",
    ),
    Followed.RELATION: Logged(
        "CAST(row.id AS varchar(20))",
        f"coalesce({IS_CONFIRMED} AND entry.status IN ({{public}}) AND other.status IN ({{public}}), false)",
        also=f"LEFT JOIN {ENTRIES} AS entry ON entry.claim_id = row.a_id"
        f" LEFT JOIN {ENTRIES} AS other ON other.claim_id = row.b_id",
    ),
}

# By which columns rows belong to claims.
SEEN_WITH_CLAIMS: Mapping[Followed, tuple[str, ...]] = {
    Followed.ASSESSMENT: ("claim_id",),
    Followed.ANSWER: ("claim_id",),
    Followed.RELATION: ("a_id", "b_id"),
}

LOG = RowChange._meta.db_table
PRESENT = f"""
    INSERT INTO {LOG} (kind, key, row_id, number, at, shown)
    SELECT %s, {{key}}, row.id, %s, %s, {{shown}} FROM {{table}} AS row {{also}} WHERE row.id IN ({{ids}})
    ON CONFLICT (kind, key) DO UPDATE
    SET row_id = excluded.row_id, number = excluded.number, at = excluded.at, shown = {LOG}.shown OR excluded.shown"""
GONE = f"UPDATE {LOG} SET number = %s, at = %s WHERE kind = %s AND row_id IN ({{ids}}) AND number <> %s"


def is_private(model: type[Model], fields: Collection[str] | None) -> bool:
    """Whether a write of these columns alone is of what only editors see: nobody is told of it."""
    return fields is not None and {*fields} <= {*getattr(model, "PRIVATE", ())}


def record(kind: Followed, ids: Collection[int], *, number: int, now: datetime) -> None:
    """Gives the rows with these ids the number, whether they are still there or not."""
    public, logged, at = settings.CLAIMSDB_PUBLIC_STATUSES, LOGGED[kind], connection.ops.adapt_datetimefield_value(now)
    listed, ids_param = pack_ids(ids, connection.vendor), IDS_PARAM[connection.vendor]
    marks = ", ".join(["%s"] * len(public)) or "NULL"
    shown = logged.shown.format(public=marks, today=timezone.localdate())
    statuses = [*public] * logged.shown.count("{public}")
    table = ROWS[kind]._meta.db_table
    with connection.cursor() as cursor:
        statement = PRESENT.format(key=logged.key, shown=shown, table=table, also=logged.also, ids=ids_param)
        cursor.execute(statement, [kind.value, number, at, *statuses, listed])
        cursor.execute(GONE.format(ids=ids_param), [number, at, kind.value, listed, number])


def seen_with(claims: Collection[int]) -> Iterator[tuple[Followed, list[int]]]:
    """The ids of the rows, by kind, that are seen with the claims, and no longer than these."""
    ids, packed = IDS_PARAM[connection.vendor], pack_ids(claims, connection.vendor)
    with connection.cursor() as cursor:
        for kind, columns in SEEN_WITH_CLAIMS.items():
            table = ROWS[kind]._meta.db_table
            rows = " UNION ".join(f"SELECT id FROM {table} WHERE {column} IN ({ids})" for column in columns)
            cursor.execute(rows, [packed] * len(columns))
            if found := [pk for (pk,) in cursor.fetchall()]:
                yield kind, found


def shown_with(model: type[Model], pks: Collection[int]) -> tuple[Followed, set[int]]:
    """Of what these rows of a model in PARTS_OF_ROWS are a part, as they stand in the database."""
    kind, columns = PARTS_OF_ROWS[model]
    if columns == ("id",):
        return kind, set(pks)
    rows = model._default_manager.filter(pk__in=pks).order_by().values_list(*columns)
    return kind, {pk for row in rows for pk in row}


def open_rows(model: type[Model], pks: Collection[int]) -> set[int]:
    """Those of these rows of a model in LINES that pages of others show."""
    rows = model._default_manager.filter(pk__in=pks)
    if opened := LINES[model].open:
        column, values = opened
        rows = rows.filter(**{f"{column}__in": values})
    return set(rows.order_by().values_list("pk", flat=True))


def pages_with(model: type[Model], pks: Collection[int]) -> Iterator[tuple[Followed, set[int]]]:
    """On whose pages these rows of a model in LINES are, by kind."""
    for kind, path in LINES[model].pages if pks else ():
        rows = ROWS[kind]._default_manager.filter(**{f"{path}__in": pks})
        yield kind, set(rows.order_by().values_list("pk", flat=True))


def unrecorded(kind: Followed, *, after: int = 0, limit: int) -> list[int]:
    """The ids of the next rows of which no change is on record."""
    recorded = RowChange.objects.filter(kind=kind, row=OuterRef("pk"))
    rows = ROWS[kind]._default_manager.filter(~Exists(recorded), pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def changed_since(model: type[Model], moment: datetime) -> Q:
    """The rows of a model in ROWS that changed at the moment or later."""
    [kind] = [kind for kind, each in ROWS.items() if each is model]
    return Q(pk__in=RowChange.objects.filter(kind=kind, at__gte=moment).values("row"))


class LastChange(NamedTuple):
    """When something was changed last: the number, and the moment, by which two of one number differ where the database
    is another one (a copy that was put back)."""

    number: int
    at: str


def last_changes(kind: Followed, ids: Collection[int]) -> dict[int, LastChange]:
    """Of the rows with these ids, as far as they are on record."""
    connection = connections[router.db_for_read(RowChange)]
    with connection.cursor() as cursor:
        statement = LAST_CHANGES.format(ids=IDS_PARAM[connection.vendor])
        cursor.execute(statement, [kind.value, pack_ids(ids, connection.vendor)])
        return {row: LastChange(number, at) for row, number, at in cursor.fetchall()}


def last_change(kind: Followed) -> LastChange | None:
    """Of any row of the kind."""
    connection = connections[router.db_for_read(RowChange)]
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGE, [kind.value])
        found = cursor.fetchone()
    return LastChange(*found) if found else None


LAST_CHANGES = f"SELECT row_id, number, CAST(at AS text) FROM {LOG} WHERE kind = %s AND row_id IN ({{ids}})"
LAST_CHANGE = f"SELECT number, CAST(at AS text) FROM {LOG} WHERE kind = %s ORDER BY number DESC, id DESC LIMIT 1"


class ChangedRow(NamedTuple):
    """The last change of a row of a kind in ROWS, in the order of `number` and `id`."""

    number: int
    id: int
    kind: Followed
    key: str
    row: int

    @property
    def position(self) -> ChangePosition:
        return ChangePosition(self.number, OF_ROWS, self.id)


def changed_rows(
    kinds: Iterable[Followed], *, after: ChangePosition, limit: int, is_all: bool
) -> Iterator[list[ChangedRow]]:
    """What has changed of each kind after a position, for who sees all or what is public alone."""
    number, pk = after.row
    further = Q(number__gt=number) | Q(number=number, id__gt=pk)
    for kind in kinds:
        found = RowChange.objects.filter(further, kind=kind, number__gte=number)
        if not is_all:
            found = found.filter(shown=True)
        rows = found.order_by("number", "id").values_list("number", "id", "key", "row")[:limit]
        yield [ChangedRow(number, pk, kind, key, row) for number, pk, key, row in rows]
