"""What a fixture has of each table: every column but the id and the users, other rows by their natural keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import JSONField
from django.db.models.constants import LOOKUP_SEP

from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Claim,
    Decision,
    Derivation,
    Evidence,
    NaturalKeyModel,
    Quantity,
    Source,
)


@dataclass(frozen=True)
class Column:
    """A field of a table, by its name in fixtures, and in the database; `refers_to` has a key of one column."""

    field: Any
    name: str
    column: str
    refers_to: type[NaturalKeyModel] | None

    @cached_property
    def key(self) -> str:
        """The column by which the row that is referred to is named."""
        assert self.refers_to
        (key,) = self.refers_to.NATURAL_KEY
        return key

    def compared(self, alias: str) -> str:
        """Its value in the row called `alias`, as SQL that is equal where it says the same."""
        value = f"{alias}.{connection.ops.quote_name(self.column)}"
        is_text = isinstance(self.field, JSONField) and connection.vendor == "sqlite"
        return f"canonical_json({value})" if is_text else value


@dataclass(frozen=True)
class FixtureTable:
    """A table of which a fixture has those rows that belong, by the column `by`, to something that it needs: to a
    source, an actor, an article, a claim or an assessment, as `whose` says."""

    model: type[NaturalKeyModel]
    whose: str
    by: str = "id"

    @cached_property
    def label(self) -> str:
        return self.model._meta.label_lower

    @cached_property
    def name(self) -> str:
        """In the database."""
        return self.model._meta.db_table

    @cached_property
    def columns(self) -> Sequence[Column]:
        """In the order of their names."""
        fields = (field for field in self.model._meta.concrete_fields if not field.primary_key)
        return [
            Column(field, field.name, field.column, field.related_model)  # type: ignore[arg-type]
            for field in sorted(fields, key=lambda field: field.name)
            if field.related_model is not User
        ]

    @cached_property
    def references(self) -> Sequence[Column]:
        return [column for column in self.columns if column.refers_to]

    @cached_property
    def key(self) -> Sequence[Column]:
        """The columns that name a row."""
        by_name = {column.name: column for column in self.columns}
        return [by_name[path.split(LOOKUP_SEP)[0]] for path in self.model.NATURAL_KEY]


# Each after those that it refers to.
TABLES = [
    FixtureTable(Source, "source"),
    FixtureTable(Actor, "actor"),
    FixtureTable(ActorCode, "actor", by="actor_id"),
    FixtureTable(ActorName, "actor", by="actor_id"),
    FixtureTable(Affiliation, "actor", by="child_id"),
    FixtureTable(Article, "article"),
    FixtureTable(Derivation, "article", by="article_id"),
    FixtureTable(Claim, "claim"),
    FixtureTable(Attribution, "claim", by="claim_id"),
    FixtureTable(Quantity, "claim", by="claim_id"),
    FixtureTable(Decision, "claim", by="claim_id"),
    FixtureTable(Assessment, "assessment"),
    FixtureTable(Evidence, "assessment", by="assessment_id"),
]
NAMES = {table.model.__name__.lower(): table.name for table in TABLES}
"""What statements call the tables -> what they are called in the database."""
