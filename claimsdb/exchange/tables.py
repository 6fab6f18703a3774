"""What a fixture has of each table: every column but the id, the users, when rows were written here and what
was learned here, other rows by their natural keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import IntegerField, JSONField
from django.db.models.constants import LOOKUP_SEP

from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Answer,
    AnswerDecision,
    Article,
    Assessment,
    Attribution,
    Claim,
    Decision,
    Derivation,
    Evidence,
    NaturalKeyModel,
    Quantity,
    Question,
    QuestionActor,
    Relation,
    RelationDecision,
    Source,
)

RECORDED_AT = "recorded_at"  # the moment at which a row was written here, of which no file knows
CALIBRATED = "calibrated"  # what was learned from the decisions taken here
KEY = "natural_key"  # what a natural key of several parts is called as one
BETWEEN_PARTS = " "  # which none of them has


@dataclass(frozen=True)
class Column:
    """A field of a table, by its name in fixtures, and in the database. What it `refers_to` goes by a key of one
    column or, joined to a text, of several."""

    field: Any
    name: str
    column: str
    refers_to: type[NaturalKeyModel] | None

    @cached_property
    def key(self) -> str:
        """The column of `named` by which the row that is referred to is named."""
        return KEY if self.is_compound else self._key_of_one

    @cached_property
    def named(self) -> str:
        """SQL for the rows that may be referred to, with their ids and keys."""
        assert self.refers_to
        return f"({rows_by_key(self.refers_to)})" if self.is_compound else self.refers_to._meta.db_table

    @cached_property
    def is_compound(self) -> bool:
        assert self.refers_to
        return len(self.refers_to.NATURAL_KEY) > 1

    @property
    def _key_of_one(self) -> str:
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
    source, an actor, an article, a claim, an assessment, a question, an answer or a relation, as `whose` says."""

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
            if field.related_model is not User and field.name not in (RECORDED_AT, CALIBRATED)
        ]

    @cached_property
    def is_recorded(self) -> bool:
        """Whether each row says when it was written here."""
        return any(field.name == RECORDED_AT for field in self.model._meta.concrete_fields)

    @cached_property
    def references(self) -> Sequence[Column]:
        return [column for column in self.columns if column.refers_to]

    @cached_property
    def key(self) -> Sequence[Column]:
        """The columns that name a row."""
        by_name = {column.name: column for column in self.columns}
        return [by_name[name] for name in dict.fromkeys(path.split(LOOKUP_SEP)[0] for path in self.model.NATURAL_KEY)]


def rows_by_key(model: type[NaturalKeyModel]) -> str:
    """SQL for the ids of the rows, and their natural keys of several parts as one text each."""
    parts, joins = [], []
    for path in model.NATURAL_KEY:
        first, *rest = path.split(LOOKUP_SEP)
        field: Any = model._meta.get_field(first)
        if rest:
            parts.append(f"the_{first}.{rest[0]}")
            joins.append(
                f"JOIN {field.related_model._meta.db_table} AS the_{first} ON the_{first}.id = row.{field.column}"
            )
        else:
            parts.append(f"coalesce(CAST(row.{field.column} AS text), '')")
    key = f" || '{BETWEEN_PARTS}' || ".join(parts)
    return f"SELECT row.id, {key} AS {KEY} FROM {model._meta.db_table} AS row {' '.join(joins)}"


def key_as_text(model: type[NaturalKeyModel], parts: Sequence[Any]) -> str:
    """A natural key of several parts, as a fixture has it, as `rows_by_key` has it. Raises ValueError or TypeError for
    what is none."""
    texts = [_part_as_text(value, is_number=number) for value, number in zip(parts, _numbers(model), strict=True)]
    return BETWEEN_PARTS.join(texts)


def key_from_text(model: type[NaturalKeyModel], key: str) -> list[Any]:
    parts = zip(key.split(BETWEEN_PARTS), _numbers(model), strict=True)
    return [(int(part) if part else None) if is_number else part for part, is_number in parts]


def _part_as_text(value: Any, *, is_number: bool) -> str:
    if is_number and value is None:
        return ""
    if type(value) is not (int if is_number else str):
        raise TypeError
    text = str(value)
    if not text or BETWEEN_PARTS in text:
        raise ValueError
    return text


def _numbers(model: type[NaturalKeyModel]) -> list[bool]:
    """Of each part of the natural key whether it is a number, which may be null."""
    return [
        LOOKUP_SEP not in path and isinstance(model._meta.get_field(path), IntegerField) for path in model.NATURAL_KEY
    ]


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
    FixtureTable(Question, "question"),
    FixtureTable(QuestionActor, "question", by="question_id"),
    FixtureTable(Answer, "answer"),
    FixtureTable(AnswerDecision, "answer", by="link_id"),
    FixtureTable(Relation, "relation"),
    FixtureTable(RelationDecision, "relation", by="link_id"),
]
NAMES = {table.model.__name__.lower(): table.name for table in TABLES}
"""What statements call the tables -> what they are called in the database."""
