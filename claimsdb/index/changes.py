"""The change log: the version number of all the data, and that of each claim's last change; `row_changes` has those of
actors, sources, articles and assessments.

Writing transactions are numbered as they end: the number's row stays locked until the commit, so that none is committed
after a higher one. Who has read all changes up to a number has missed none, however long a writer took before its end.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import connection, connections, router, transaction
from django.utils import timezone

from claimsdb.choices import Followed, Status
from claimsdb.db.sql import IDS_PARAM, pack_ids
from claimsdb.index import row_changes
from claimsdb.index.positions import OF_CLAIMS, ChangePosition
from claimsdb.models import (
    Assessment,
    Change,
    Claim,
    ClaimQuerySet,
    DataVersion,
    Entry,
    RowChange,
    Visibility,
    plain_status,
)


class Version(NamedTuple):
    """Two of them are equal only if the data is; `at` is when it came about, None before anything was written. `day` is
    the last one on which something came out by itself: an assessment whose day of publication had been to come."""

    number: int
    at: datetime | None
    day: date | None = None


def data_version(*, public: bool = False) -> Version:
    """Of all the data or, `public`, of what anybody may see of it."""
    columns = "public_number, public_at" if public else "number, at"
    with connections[router.db_for_read(DataVersion)].cursor() as cursor:
        cursor.execute(VERSION.format(columns=columns), [connection.ops.adapt_datefield_value(timezone.localdate())])
        number, at, day = cursor.fetchone() or (0, None, None)
    if at is None:
        return Version(number, at)
    at = at.replace(tzinfo=UTC)  # SQLite keeps no offset; all moments are in UTC
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return Version(number, max(at, _begin_of(day)) if day else at, day)


def record_days() -> None:
    """Gives the claims of assessments whose day has come since the last write their change, if nothing else has."""
    if _came_out(_last_written()):
        record([], besides=False, names=False)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


@transaction.atomic(savepoint=False)
def record(
    batches: Iterable[Collection[int]],
    *,
    besides: bool = True,
    names: bool = True,
    rows: Iterable[tuple[Followed, Collection[int]]] = (),
) -> None:
    """Gives the data its next number, and with it the claims with these ids, the assessments of them, and other `rows`
    by kind, whether they are still there or not.

    `besides` says whether anything else was written, and so may be seen by anybody; `names` whether an actor may go by
    other names now.
    """
    now = timezone.now()
    number, before = _next(now, names=names)
    for claims in chain(filter(None, [_came_out(before)]), batches):
        _record(claims, number)
        for kind, seen in row_changes.seen_with(claims):
            row_changes.record(kind, seen, number=number, now=now)
    for kind, ids in rows:
        row_changes.record(kind, ids, number=number, now=now)
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [besides, number, number])


def _next(now: datetime, *, names: bool) -> tuple[int, datetime | None]:
    """The next number, and when the last one was given."""
    before = _last_written()
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [at, at if names else None])
        return cursor.fetchone()[0], before


def _last_written() -> datetime | None:
    return DataVersion.objects.values_list("at", flat=True).first()


def _came_out(since: datetime | None) -> list[int]:
    """The claims of assessments whose day of publication has come after that of this moment."""
    today = timezone.localdate()
    if since is None or timezone.localdate(since) >= today:
        return []
    days = {"published_on__gt": timezone.localdate(since), "published_on__lte": today}
    return list(Assessment.objects.filter(**days).order_by().values_list("claim", flat=True).distinct())


def _record(claims: Collection[int], number: int) -> None:
    public = settings.CLAIMSDB_PUBLIC_STATUSES
    listed, marks = pack_ids(claims, connection.vendor), ", ".join(["%s"] * len(public)) or "NULL"
    ids = IDS_PARAM[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(PRESENT.format(ids=ids, public=marks), [number, *public, listed])
        cursor.execute(GONE.format(ids=ids), [number, listed, number])


VERSION = f"""
    SELECT {{columns}}, (SELECT max(published_on) FROM {Assessment._meta.db_table} WHERE published_on <= %s)
    FROM {DataVersion._meta.db_table}"""

NEXT = f"""
    INSERT INTO {DataVersion._meta.db_table} (id, number, at, public_number, names_at) VALUES (1, 1, %s, 0, %s)
    ON CONFLICT (id) DO UPDATE SET number = {DataVersion._meta.db_table}.number + 1, at = excluded.at,
        names_at = coalesce(excluded.names_at, {DataVersion._meta.db_table}.names_at)
    RETURNING number"""

PUBLISH = f"""
    UPDATE {DataVersion._meta.db_table} SET public_number = number, public_at = at
    WHERE %s OR EXISTS (SELECT 1 FROM {Change._meta.db_table} AS change WHERE change.number = %s AND change.shown)
    OR EXISTS (
        SELECT 1 FROM {RowChange._meta.db_table} AS change
        WHERE change.kind IN ({", ".join(f"'{kind}'" for kind in Followed)}) AND change.number = %s AND change.shown)"""

PRESENT = f"""
    INSERT INTO {Change._meta.db_table} (claim_id, key, number, shown)
    SELECT claim.id, claim.key, %s, coalesce(entry.status IN ({{public}}), false)
    FROM {Claim._meta.db_table} AS claim LEFT JOIN {Entry._meta.db_table} AS entry ON entry.claim_id = claim.id
    WHERE claim.id IN ({{ids}})
    ON CONFLICT (claim_id) DO UPDATE
    SET number = excluded.number, shown = {Change._meta.db_table}.shown OR excluded.shown"""

GONE = f"UPDATE {Change._meta.db_table} SET number = %s WHERE claim_id IN ({{ids}}) AND number <> %s"


def once_public(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Those of the claims that anybody could see at some time."""
    return claims.filter(pk__in=Change.objects.filter(shown=True).values("claim"))


def was_public(kind: Followed, key: str) -> bool:
    """Whether anybody could see at some time what goes or went by this public name, be it there or not."""
    return RowChange.objects.filter(kind=kind, key=key, shown=True).exists()


class ChangedClaim(NamedTuple):
    """The last change of a claim, and what the claim is now; None where it is gone. A duplicate names its original, as
    long as that may be seen."""

    position: ChangePosition
    key: str
    status: str | None
    version: int | None
    duplicate_of: str | None


def changed_after(position: ChangePosition, *, visibility: Visibility, limit: int) -> list[ChangedClaim]:
    """What has changed since, each claim once, for somebody who may know of these: for them what they see no more is
    gone, and what they never could see is not there."""
    with connections[router.db_for_read(Change)].cursor() as cursor:
        cursor.execute(AFTER.format(shown="" if visibility.is_all else "AND change.shown"), [*position.claim, limit])
        rows = cursor.fetchall()
    seen = {*visibility.indexed(Status)}
    return [_changed(*row, seen=seen) for row in rows]


def _changed(
    number: int,
    claim: int,
    key: str,
    status: str | None,
    version: int | None,
    original: str | None,
    status_of_original: str | None,
    *,
    seen: Collection[str],
) -> ChangedClaim:
    position = ChangePosition(number, OF_CLAIMS, claim)
    duplicate_of = original if status_of_original in seen else None
    if status is None or status not in seen:
        return ChangedClaim(position, key, None, None, duplicate_of)
    return ChangedClaim(position, key, plain_status(status), version, duplicate_of)


AFTER = f"""
    SELECT change.number, change.claim_id, change.key, entry.status, claim.version, original.key, repeated.status
    FROM {Change._meta.db_table} AS change LEFT JOIN {Claim._meta.db_table} AS claim ON claim.id = change.claim_id
    LEFT JOIN {Entry._meta.db_table} AS entry ON entry.claim_id = claim.id
    LEFT JOIN {Claim._meta.db_table} AS original ON original.id = claim.duplicate_of_id
    LEFT JOIN {Entry._meta.db_table} AS repeated ON repeated.claim_id = original.id
    WHERE (change.number, change.claim_id) > (%s, %s) {{shown}}
    ORDER BY change.number, change.claim_id LIMIT %s"""
