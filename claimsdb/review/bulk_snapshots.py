"""Snapshots of many claims at once, written by the database itself: what `snapshots.snapshot` says of one."""

from collections.abc import Iterable

from django.db import connection, models
from django.utils import timezone

from claimsdb.db.sqlite import add_functions
from claimsdb.models import Claim, ClaimVersion
from claimsdb.review.snapshots import COLUMNS, ROW_MODELS

OBJECT = {"sqlite": "json_object", "postgresql": "jsonb_build_object"}
LIST = {
    "sqlite": '(SELECT json_group_array({each}) FROM (SELECT * FROM {table} WHERE claim_id = claim.id ORDER BY "order")'
    " AS row)",
    "postgresql": 'coalesce((SELECT jsonb_agg({each} ORDER BY row."order") FROM {table} AS row'
    " WHERE row.claim_id = claim.id), '[]')",
}
MOMENT = {
    "sqlite": "replace({0}, ' ', 'T') || '+00:00'",
    "postgresql": "replace(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '') || '+00:00'",
}
FIGURE = {"sqlite": "figure({0})", "postgresql": "{0}::text"}
JSON = {"sqlite": "json({0})", "postgresql": "{0}"}


def record_present(claims: str) -> None:
    """Writes down what the claims say at their versions, of which there is no snapshot yet; `claims` is SQL that
    selects their ids. The program is who wrote it."""
    add_functions()
    names = ", ".join(["claim_id", "key", "version", "at", "columns", "found", *ROW_MODELS])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ClaimVersion._meta.db_table} ({names})"
            f" SELECT claim.id, claim.key, claim.version, {_now()}, {_object(COLUMNS, 'claim')}, claim.found,"
            f" {', '.join(map(_list, ROW_MODELS.values()))}"
            f" FROM {Claim._meta.db_table} AS claim WHERE claim.id IN ({claims})"
        )


def unrecorded(claims: str) -> str:
    """SQL for those of the claims of whose version there is no snapshot."""
    return (
        f"SELECT claim.id FROM {Claim._meta.db_table} AS claim WHERE claim.id IN ({claims}) AND NOT EXISTS ("
        f"SELECT 1 FROM {ClaimVersion._meta.db_table} AS kept"
        " WHERE kept.claim_id = claim.id AND kept.version = claim.version)"
    )


def _now() -> str:
    return f"'{connection.ops.adapt_datetimefield_value(timezone.now())}'"


def _list(model: type[models.Model]) -> str:
    each = _object(model.said(), "row")  # type: ignore[attr-defined]
    return LIST[connection.vendor].format(each=each, table=model._meta.db_table)


def _object(fields: Iterable[models.Field], alias: str) -> str:
    members = ", ".join(f"'{field.attname}', {_value(field, alias)}" for field in fields)
    return f"{OBJECT[connection.vendor]}({members})"


def _value(field: models.Field, alias: str) -> str:
    column = f"{alias}.{connection.ops.quote_name(field.column)}"
    match field:
        case models.DateTimeField():
            form = MOMENT
        case models.DecimalField():
            form = FIGURE
        case models.JSONField():
            form = JSON
        case _:
            return column
    return form[connection.vendor].format(column)
