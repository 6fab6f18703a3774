"""Rows as somebody wants them: written with history, and lists of rows under another brought to what is given."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from claimsdb.curation.permissions import check_may
from claimsdb.models import NoteField, check_note, check_wording

Faults = dict[str, list[ValidationError]]


def write(
    row: Any,
    fields: Mapping[str, Any],
    *,
    by: User | None,
    faults: Faults | None = None,
    only: Collection[str] | None = None,
) -> bool:
    """Gives the row these values and saves it, or the columns of it that `only` names, unless it has them. Raises
    ValidationError, which has the `faults` too that were found before. Returns whether it was saved."""
    found = dict(faults or {})
    if not found and not _differs(row, fields):
        return False
    for name, value in fields.items():
        setattr(row, name, value)
        if isinstance(value, str):
            _collect(found, name, partial(_check_of(row, name), value))
    try:
        row.full_clean(exclude=list(found))
    except ValidationError as error:
        found |= error.error_dict
    if found:
        raise ValidationError(found)
    row._history_user = by
    row.save(update_fields=only)
    return True


def bring_to(
    name: str, related: Any, given: Mapping[Any, Mapping[str, Any]], *, by_key: Sequence[str], by: User | None
) -> Faults:
    """Brings the rows of the `related` manager, which are called `name`, to those given, by their places: what is not
    among them is deleted, others are made or changed, each known by the columns `by_key`. Returns what does not fit."""
    known: dict[Hashable, Any] = {tuple(getattr(row, column) for column in by_key): row for row in related.all()}
    wanted: dict[Hashable, Any] = {}
    faults: Faults = {}
    for place, values in given.items():
        key: Hashable = tuple(values.get(column) for column in by_key)
        if key in wanted:
            faults[f"{name}/{place}"] = [ValidationError("Is in the list already.")]
        wanted.setdefault(key, place)
    for key in known.keys() - wanted.keys():
        _delete(known[key], by=by)
    for key, place in wanted.items():
        row = known.get(key) or related.model(**{related.field.name: related.instance})
        try:
            if _differs(row, given[place]):
                check_may("change" if row.pk else "add", related.model, by=by)
                write(row, given[place], by=by)
        except ValidationError as error:
            for column, found in error.error_dict.items():
                path = f"{name}/{place}" if column == NON_FIELD_ERRORS else f"{name}/{place}/{column}"
                faults.setdefault(path, []).extend(found)
    return faults


def _check_of(row: Model, name: str) -> Callable[[str], None]:
    return check_note if isinstance(row._meta.get_field(name), NoteField) else check_wording


def _delete(row: Model, *, by: User | None) -> None:
    check_may("delete", type(row), by=by)
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def _differs(row: Model, fields: Mapping[str, Any]) -> bool:
    return row.pk is None or any(getattr(row, name) != value for name, value in fields.items())


def _collect(faults: Faults, name: str, check: Callable[[], None]) -> None:
    try:
        check()
    except ValidationError as error:
        faults.setdefault(name, []).append(error)
