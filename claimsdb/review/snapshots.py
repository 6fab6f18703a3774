"""What claims said: a snapshot of each version, written by whatever writes a version, in the same transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.utils import format_number
from django.db.models import Field, Model, prefetch_related_objects
from django.utils import timezone

from claimsdb.db.sql import ids_param
from claimsdb.index import written_unseen
from claimsdb.models import Attribution, Claim, ClaimVersion, Decision, MergedActor, Quantity

ClaimRow = Attribution | Quantity
Rows = list[dict[str, Any]]  # of one list, by the names of their columns

ROW_MODELS: dict[str, type[Attribution] | type[Quantity]] = {"attributions": Attribution, "quantities": Quantity}
ACTOR_COLUMNS: dict[type[ClaimRow], tuple[str, ...]] = {Attribution: ("actor_id", "side_id"), Quantity: ("of_id",)}
APART = {"id", "key", "version", "found"}  # what a snapshot has beside its columns
LEARNED = {"calibrated"}  # by decisions on other claims: nothing that a version of this one says
COLUMNS = [field for field in Claim._meta.concrete_fields if field.name not in APART | LEARNED]
MOVED = {Claim._meta.get_field(name).attname for name in Claim.MOVED}  # type: ignore[union-attr]


# --- writing ----------------------------------------------------------------------------------------------------------


def record(claim: Claim, *, by: User | None, known: Mapping[str, Rows | None] | None = None) -> ClaimVersion:
    """Writes down what the claim says at its version, which is new; lists in `known` are as they were there."""
    version = snapshot(claim, known=known)
    version.by = by
    version.save(force_insert=True)
    return version


def record_found(claims: Sequence[Claim], found: Iterable[ClaimRow]) -> None:
    """Writes down claims that the machine has just found, with all their rows, in one statement."""
    rows: dict[int, dict[str, Rows]] = {claim.pk: {name: [] for name in ROW_MODELS} for claim in claims}
    names = {model: name for name, model in ROW_MODELS.items()}
    for row in found:
        rows[row.claim_id][names[type(row)]].append(_written(row, row.said()))
    ClaimVersion.objects.bulk_create(snapshot(claim, known=rows[claim.pk]) for claim in claims)


def ensure_recorded(claim: Claim, *, replacing: Collection[str] = ()) -> ClaimVersion:
    """The snapshot of what the claim says, before it is changed. It is written now, by the program, where there is
    none, or one that says something else: of claims that an older release has imported, or brought up to date so.

    Rows are written with their claim, whose `updated_at` tells; only lists that are about to be replaced are compared.
    """
    kept = claim.versions.filter(version=claim.version).first()
    if kept is None:
        decided = claim.decisions.filter(version=claim.version).values_list("decided_at", flat=True)
        return _written_down(snapshot(claim), at=decided.first() or claim.updated_at)
    is_same = kept.columns == _written(claim, COLUMNS) and kept.found == claim.found
    if is_same and all(_kept_rows(name, kept) == _present_rows(name, claim) for name in replacing):
        return kept
    return _written_down(snapshot(claim), pk=kept.pk)


def keep_found(claim: Claim, found: dict[str, Any]) -> None:
    """Has the claim what the machine finds now, at the version that it is at: what it says is the same."""
    kept = ensure_recorded(claim)
    claim.found = found
    Claim.objects.filter(pk=claim.pk).set_found_quietly(found)
    _written_down(kept, found=found)
    written_unseen()


def _written_down(version: ClaimVersion, **values: Any) -> ClaimVersion:
    for name, value in values.items():
        setattr(version, name, value)
    version.save()
    return version


def snapshot(claim: Claim, *, known: Mapping[str, Rows | None] | None = None) -> ClaimVersion:
    """What the claim says now, not saved; lists that are not `known` are read."""
    lists = {name: rows for name, rows in (known or {}).items() if rows is not None}
    return ClaimVersion(
        claim=claim,
        key=claim.key,
        version=claim.version,
        at=timezone.now(),
        columns=_written(claim, COLUMNS),
        found=claim.found,
        **{name: lists[name] if name in lists else _present_rows(name, claim) for name in ROW_MODELS},
    )


def present(pks: Iterable[int]) -> dict[int, ClaimVersion]:
    """What the claims with these ids say now, not saved, in three statements."""
    claims = Claim.objects.filter(pk__in=ids_param([*pks])).in_bulk()
    lists = {name: _rows_of(name, claims) for name in ROW_MODELS}
    return {pk: snapshot(claim, known={name: lists[name][pk] for name in lists}) for pk, claim in claims.items()}


def agree(kept: ClaimVersion, now: ClaimVersion) -> bool:
    """Whether both say the same, as far as is known of what an older release has kept."""
    lists = [name for name in ROW_MODELS if getattr(kept, name) is not None]
    return (
        all(kept.columns.get(name, value) == value for name, value in now.columns.items())
        and kept.found == now.found
        and all(_kept_rows(name, kept) == getattr(now, name) for name in lists)
    )


def _kept_rows(name: str, kept: ClaimVersion) -> Rows | None:
    """The rows of a list that were kept; what an older release did not know of them was not said."""
    rows: Rows | None = getattr(kept, name)
    unsaid = {field.attname: field.get_default() for field in ROW_MODELS[name].said()}
    return rows and [{column: row.get(column, unsaid[column]) for column in unsaid} for row in rows]


def _present_rows(name: str, claim: Claim) -> Rows:
    return _rows_of(name, [claim.pk])[claim.pk]


def _rows_of(name: str, pks: Iterable[int]) -> dict[int, Rows]:
    """The rows of each of the claims in one of their lists."""
    model = ROW_MODELS[name]
    found: dict[int, Rows] = {pk: [] for pk in pks}
    fields = model.said()
    columns = ("claim_id", *(field.attname for field in fields))
    rows = model.objects.filter(claim__in=ids_param([*found])).order_by("claim", "order").values_list(*columns)
    for pk, *row in rows:
        found[pk].append({field.attname: _plain(value, field) for field, value in zip(fields, row, strict=True)})
    return found


def _written(row: Model, fields: Iterable[Field]) -> dict[str, Any]:
    return {field.attname: _plain(field.value_from_object(row), field) for field in fields}


def _plain(value: Any, field: Any) -> Any:
    """For JSON, as it is when it is read back: moments to the microsecond, figures to the column's last digit."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return format_number(value, field.max_digits, field.decimal_places)
    return value


# --- reading ----------------------------------------------------------------------------------------------------------


def version_seen(claim: Claim, number: int | None) -> ClaimVersion | None:
    """What the claim was at this version, where that is known."""
    return claim.versions.defer("found").filter(version=number or 0).first()


def version_before(decision: Decision) -> ClaimVersion | None:
    """What the claim was before the decision, where that is known."""
    return ClaimVersion.objects.filter(claim=decision.claim_id, version=decision.version - 1).first()


def claim_at(version: ClaimVersion) -> Claim:
    """The claim as it was; never to be saved."""
    return Claim(pk=version.claim_id, key=version.key, version=version.version, **_read(Claim, version.columns))


def restore(claim: Claim, version: ClaimVersion) -> None:
    """Sets the columns that review moves to what they were; does not save the claim."""
    moved = {field.attname: field.get_default() for field in COLUMNS if field.attname in MOVED}  # what is not kept
    moved |= {name: value for name, value in version.columns.items() if name in MOVED}
    for name, value in _read(Claim, moved).items():
        setattr(claim, name, value)


def rows_at(version: ClaimVersion, name: str) -> list[Any] | None:
    """The claim's attributions or quantities as they were, not to be saved unless given to the claim again; None where
    that is not known."""
    model, rows = ROW_MODELS[name], getattr(version, name)
    return None if rows is None else [model(**_read(model, row)) for row in rows]


def with_actors(rows: Iterable[ClaimRow], *lookups: str) -> None:
    """Reads the actors of all these rows together, and the claims whose figures others stand for; what is gone is None.
    `lookups` are what is read besides of each actor."""
    rows = list(rows)
    follow_merges(rows)
    for model, columns in ACTOR_COLUMNS.items():
        names = [column.removesuffix("_id") for column in columns]
        paths = [f"{name}__{lookup}" for name in names for lookup in lookups] or names
        prefetch_related_objects([row for row in rows if isinstance(row, model)], *paths)
    prefetch_related_objects([row for row in rows if isinstance(row, Quantity)], "stands_for_claim")


def follow_merges(rows: Collection[ClaimRow]) -> None:
    """Names whom actors that are gone were merged into."""
    columns = [(row, column) for row in rows for column in ACTOR_COLUMNS[type(row)]]
    ids = {getattr(row, column) for row, column in columns} - {None}
    merged = dict(MergedActor.objects.filter(was__in=ids).values_list("was", "into")) if ids else {}
    for row, column in columns if merged else ():
        setattr(row, column, merged.get(getattr(row, column), getattr(row, column)))


def _read(model: type[Model], columns: Mapping[str, Any]) -> dict[str, Any]:
    """What an older release has kept may have columns that are gone."""
    fields: dict[str, Field] = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in columns.items() if name in fields}
