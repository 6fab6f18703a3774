"""Which claims an import has moved: kept in a table, as there may be millions of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Model

from claimsdb.actors import Affiliations
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.tables import TABLES
from claimsdb.index import ACTORS_OF_ATTRIBUTION, ARTICLE_OF_CLAIM, DEPENDENCIES, SOURCE_OF_ARTICLE, Dependency
from claimsdb.models import Actor, Affiliation, Article, Assessment, Attribution, Claim, Source

BATCH = 2000  # claims


class MovedClaims:
    """Compares what was there when it was made with what is there later."""

    def __init__(self) -> None:
        self._last = Claim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._affiliated = _affiliated() if self._last else set()
        self._confirmed = _confirmed() if self._last else set()

    @contextmanager
    def batches(self) -> Iterator["Batches"]:
        """The ids of the claims that were written since, or may have moved with what was."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE incoming_moved (id bigint PRIMARY KEY)")
            cursor.execute(f"INSERT INTO incoming_moved SELECT id FROM {_table(Claim)} WHERE id > {self._last}")
            if self._last:
                moved = " UNION ".join(
                    [*_by_incoming_rows(), _by_actors(self._moved_actors()), _by_sources(self.moved_sources())]
                )
                cursor.execute(f"INSERT INTO incoming_moved SELECT id FROM ({moved}) AS old WHERE id <= {self._last}")
            yield Batches()
            cursor.execute("DROP TABLE incoming_moved")

    def _moved_actors(self) -> set[int]:
        """Those who belong to others than before, and all who belong to them: a registry of thousands that comes again
        as it was moves nobody."""
        moved = {child for child, *_ in self._affiliated ^ _affiliated()}
        return Affiliations().with_members(moved) if moved else set()

    def moved_sources(self) -> set[int]:
        """Those that were confirmed, or are no more."""
        return self._confirmed ^ _confirmed()


class Batches:
    """The ids in their order, some at a time; `claims` says how many there are."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM incoming_moved")
            self.claims = cursor.fetchone()[0]

    def __len__(self) -> int:
        return ceil(self.claims / BATCH)

    def __iter__(self) -> Iterator[list[int]]:
        after = 0
        while ids := self._next(after):
            yield ids
            after = ids[-1]

    def _next(self, after: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM incoming_moved WHERE id > {after} ORDER BY id LIMIT {BATCH}")
            return [pk for (pk,) in cursor.fetchall()]


def _by_incoming_rows() -> Iterator[str]:
    """SQL for the claims to which the incoming rows of each table lead. Drafts of assessments are taken along: what a
    row was before the import is not known any more."""
    return (_by_rows(each) for each in DEPENDENCIES.values() if each.leads_to not in (Actor, Source))


def _by_rows(dependency: Dependency) -> str:
    """An incoming row names another by its natural key; what that leads to is found by id."""
    [table] = [table for table in TABLES if table.model is dependency.model]
    first, *others = dependency.path or (None,)
    [column] = [column for column in table.columns if column.name == first] or table.key
    model: type[Model] = column.refers_to or table.model
    key = column.key if column.refers_to else column.column
    steps = [f"FROM {name_of(table)} AS row", _join(model, "step0", key, f"row.{column.column}")]
    for number, name in enumerate(others):
        key_there = _foreign_key(model, name)
        model = key_there.related_model
        steps.append(_join(model, f"step{number + 1}", "id", f"step{number}.{key_there.column}"))
    last = f"step{len(others)}.id"
    if model is Article:
        steps.append(_join(Claim, "claim", _foreign_key(Claim, ARTICLE_OF_CLAIM).column, last))
        last = "claim.id"
    return f"SELECT {last} AS id {' '.join(steps)}"


def _by_actors(actors: set[int]) -> str:
    """SQL for the claims in which one of the actors has a part."""
    columns = (_foreign_key(Attribution, name).column for name in ACTORS_OF_ATTRIBUTION)
    has_part = " OR ".join(f"{column} IN ({_listed(actors)})" for column in columns)
    return f"SELECT claim_id AS id FROM {_table(Attribution)} WHERE {has_part}"


def _by_sources(sources: set[int]) -> str:
    """SQL for the claims in the articles of the sources, and for those of their assessments."""
    article, source = _foreign_key(Claim, ARTICLE_OF_CLAIM).column, _foreign_key(Article, SOURCE_OF_ARTICLE).column
    from_source = f"SELECT id FROM {_table(Article)} WHERE {source} IN ({_listed(sources)})"
    assessed = f"SELECT claim_id FROM {_table(Assessment)} WHERE publisher_id IN ({_listed(sources)})"
    return f"SELECT id FROM {_table(Claim)} WHERE {article} IN ({from_source}) UNION {assessed}"


def _listed(ids: set[int]) -> str:
    return ", ".join(map(str, ids)) or "NULL"


def _foreign_key(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _join(model: type[Model], alias: str, column: str, value: str) -> str:
    return f"JOIN {_table(model)} AS {alias} ON {alias}.{column} = {value}"


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _confirmed() -> set[int]:
    return set(Source.objects.confirmed().values_list("pk", flat=True))


def _affiliated() -> set[tuple[Any, ...]]:
    rows = Affiliation.objects.rolling_up().with_official()
    return set(rows.values_list("child", "parent", "official", "started_on", "ended_on"))
