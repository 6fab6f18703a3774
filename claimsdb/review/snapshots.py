"""What a claim is, written down so that it can be brought back: its columns that editors' verbs set, and its rows."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model

from claimsdb.models import Attribution, Before, Claim, Quantity

COLUMNS = (
    *("text", "voice", "quotation", "stance", "hedge", "phase", "topic"),
    *("said_from", "said_to", "said_as_written", "event_from", "event_to", "event_as_written"),
    *("start", "end", "quote", "prefix", "suffix"),
    *("status", "decided_at", "duplicate_of", "amended"),
)
PARTS: dict[str, type[Attribution] | type[Quantity]] = {"attributions": Attribution, "quantities": Quantity}


def before(claim: Claim, *, parts: Iterable[str] = ()) -> Before:
    """The claim as it is, with the rows of these `parts` ("attributions", "quantities"); not saved."""
    rows = {name: [_written(row, _fields_of(row)) for row in PARTS[name].objects.filter(claim=claim)] for name in parts}
    return Before(columns=_written(claim, [claim._meta.get_field(name) for name in COLUMNS]), **rows)


def restore(claim: Claim, kept: Before) -> None:
    """Sets the claim's columns to what they were; does not save it."""
    for name, value in _read(Claim, kept.columns).items():
        setattr(claim, name, value)


def rows_before(kept: Before) -> dict[type[Model], list[Any]]:
    """The rows that were kept, by their model, to be given to the claim again."""
    lists = {model: getattr(kept, name) for name, model in PARTS.items()}
    return {
        model: [model(**_read(model, row)) for row in rows]
        for model, rows in lists.items() if rows is not None
    }  # fmt: skip


def _fields_of(row: Model) -> list[Any]:
    return [
        field for field in row._meta.concrete_fields if not field.primary_key and field.name not in ("claim", "order")
    ]


def _written(row: Model, fields: Iterable[Any]) -> dict[str, Any]:
    return {field.attname: _plain(field.value_from_object(row)) for field in fields}


def _plain(value: Any) -> Any:
    """For JSON; moments to the microsecond, figures to the last digit."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def _read(model: type[Model], columns: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Field] = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in columns.items()}
