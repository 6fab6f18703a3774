"""Reads the fields of a fixture's rows column by column, a block of rows at a time: one look at a column serves all of
its values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import NOT_PROVIDED
from django.utils import timezone

from claimsdb.exchange.tables import FixtureTable
from claimsdb.exchange.values import REFUSALS, BadValue, Values, column_reader, excerpt
from claimsdb.models import (
    KEY_LENGTH,
    Answer,
    AnswerDecision,
    Article,
    Claim,
    Decision,
    Relation,
    RelationDecision,
    check_wording,
    sha256,
)

CLOCKS_DIFFER = timedelta(minutes=5)  # between two installations
AMENDABLE = {*Claim.EDITABLE, *Claim.ROW_LISTS}
CLAIM_KEY = re.compile(rf"[a-z2-7]{{{KEY_LENGTH}}}")

Fields = Mapping[str, Any]


class RowReader:
    """Reads the rows of one table: the fields of each -> the values of each column, in the order of the table's."""

    def __init__(self, table: FixtureTable) -> None:
        self.table = table
        self._readers = {column.name: column_reader(column) for column in table.columns}
        self._values = itemgetter(*self._readers)
        self._check = CHECKS.get(table.model)

    def read(self, rows: Sequence[Fields]) -> list[Values]:
        """Raises KeyError or one of REFUSALS if any has `faults`, or leaves fields out."""
        if {*map(len, rows)} != {len(self._readers)}:
            raise KeyError
        columns = zip(*map(self._values, rows), strict=True)
        values = [reader.read(column) for reader, column in zip(self._readers.values(), columns, strict=True)]
        if self._check and any(map(self._check, rows)):
            raise BadValue
        return values

    def completed(self, fields: Fields) -> dict[str, Any]:
        """The fields, and the defaults of those that are left out and have one. An older release had one day of
        publication alone."""
        defaults = self._defaults()
        if self.table.model is Article:
            defaults |= dict.fromkeys(("published_from", "published_to"), fields.get("published_on"))
        return {name: default for name, default in defaults.items() if name not in fields} | dict(fields)

    def faults(self, fields: Fields) -> Iterator[str]:
        """All that is wrong with the fields of a row: the field, and what would be right."""
        for name in fields.keys() - self._readers.keys():
            near = get_close_matches(name, self._readers, n=1)
            advice = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(self._readers)}."
            yield f"{name}: There is no such field. {advice}"
        for name, column in self._readers.items():
            if name not in fields:
                yield f"{name}: It is missing."
                continue
            try:
                column.read([fields[name]])
            except REFUSALS:
                yield f"{name}: {column.fault(fields[name])}"
        try:
            if self._check and (fault := self._check(fields)):
                yield fault
        except (KeyError, TypeError, ValueError, AttributeError):
            pass  # the field that it asks for has a fault of its own

    def _defaults(self) -> dict[str, Any]:
        return {column.name: default_of(column.field) for column in self.table.columns if may_be_left_out(column.field)}


def _fault_of_article(fields: Fields) -> str:
    digest = sha256(fields["text"])
    return "" if digest == fields["text_sha256"] else f"text_sha256: It is not that of the text, which is {digest}."


def _fault_of_claim(fields: Fields) -> str:
    if not CLAIM_KEY.fullmatch(fields["key"]):
        return f"key: It is {excerpt(fields['key'])}, not {KEY_LENGTH} of the characters a-z and 2-7."
    for name in fields["amended"]:
        if not isinstance(name, str) or name not in AMENDABLE:
            return f"amended: {excerpt(name)} is no field that editors set; those are {', '.join(sorted(AMENDABLE))}."
    return _fault_of_decision(fields)


def _fault_of_decision(fields: Fields) -> str:
    """A decision of tomorrow would stand as the last one, whatever editors decide until then."""
    moment = fields["decided_at"]
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    is_to_come = moment is not None and moment > timezone.now() + CLOCKS_DIFFER
    return f"decided_at: {moment.isoformat()} lies in the future." if is_to_come else ""


def _fault_of_answer(fields: Fields) -> str:
    return _unplain("value", fields["value"]) or _fault_of_relation(fields)


def _fault_of_relation(fields: Fields) -> str:
    """Of what a reason says to people."""
    return _unplain("reason", fields["reason"].get("in_words", ""))


def _unplain(name: str, text: Any) -> str:
    if not isinstance(text, str):
        return f"{name}: It is {excerpt(text)}, not a text."
    try:
        check_wording(text)
    except ValidationError as error:
        return f"{name}: {' '.join(error.messages)}"
    return ""


CHECKS: dict[Any, Callable[[Fields], str]] = {
    Article: _fault_of_article,
    Claim: _fault_of_claim,
    Decision: _fault_of_decision,
    Answer: _fault_of_answer,
    AnswerDecision: _fault_of_decision,
    Relation: _fault_of_relation,
    RelationDecision: _fault_of_decision,
}
"""What `clean` says of one row alone; empty where it is right."""


def fault_of_row(row: models.Model) -> str:
    """The same of a row that is about to be written; without what its form or its table says."""
    check = CHECKS.get(type(row))
    return check(row.__dict__) if check else ""


def may_be_left_out(field: models.Field) -> bool:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    return field.null or field.blank or field.default is not NOT_PROVIDED


def default_of(field: models.Field) -> Any:
    """As a fixture would have it."""
    default = field.get_default()
    return default.isoformat() if isinstance(default, datetime) else default
