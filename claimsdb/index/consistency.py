"""Whether the read model has what the claims say, and the repair of its counts where they are wrong.

The rows are compared claim by claim. The counts are compared with the rows by the database, in one statement, which
sees all of it at one moment. A count that is off by so much stays so whatever is written meanwhile, because each writer
changes rows and counts in one transaction: the difference, added as one more change, puts it right at any time.
"""

from collections.abc import Collection, Iterator

from django.db import connection
from django.db.models import Model

from claimsdb.actors import Affiliations
from claimsdb.db.sql import ids_param
from claimsdb.index import counts, search, storage
from claimsdb.index.counts import ALL_CLAIMS, Key
from claimsdb.index.projection import project
from claimsdb.models import UNDATED, Change, Claim, Entry, Part, Tally, TallyChange

BATCH = 2000  # claims

WITH_CLAIMS: dict[type[Model], str] = {Claim: "id", Entry: "claim_id", Part: "claim_id"}


def batches() -> Iterator[list[int]]:
    """The ids of all claims, and of those that are gone and left rows behind, in their order."""
    after = 0
    while ids := sorted({pk for model, column in WITH_CLAIMS.items() for pk in _next(model, column, after)})[:BATCH]:
        yield ids
        after = ids[-1]


def _next(model: type[Model], column: str, after: int) -> list[int]:
    rows = model._default_manager.filter(**{f"{column}__gt": after}).order_by(column)
    return list(rows.values_list(column, flat=True).distinct()[:BATCH])


def wrong_rows(claims: Collection[int]) -> set[int]:
    """Those of the claims that have other rows than they ought to have."""
    found = {each.entry.claim_id: each for each in storage.stored(claims)}
    right = {each.entry.claim_id: each for each in project(claims, Affiliations())}
    strays = (
        set(Part.objects.filter(claim__in=ids_param(claims)).order_by().values_list("claim_id", flat=True))
        - found.keys()
    )
    unlike = {claim for claim in claims if found.get(claim) != right.get(claim)}
    return unlike | strays | search.wrong(found.values(), right.values())


def unrecorded(claims: Collection[int]) -> set[int]:
    """Those of the claims of which no change is on record."""
    recorded = Change.objects.filter(claim__in=ids_param(claims)).values_list("claim", flat=True)
    there = Claim.objects.filter(pk__in=ids_param(claims)).order_by().values_list("pk", flat=True)
    return set(there) - set(recorded)


def wrong_counts() -> dict[Key, int]:
    """By how much each count is too high for the rows, or too low; nothing of those that are right."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES.format(month=MONTH[connection.vendor], **NAMES))
        return {(scope, status, facet, value): int(claims) for scope, status, facet, value, claims in cursor.fetchall()}


def repair_counts() -> int:
    """Puts the counts right; returns how many were not."""
    wrong = wrong_counts()
    counts.record((key, -claims) for key, claims in wrong.items())
    return len(wrong)


NAMES = {"undated": UNDATED, "all_claims": ALL_CLAIMS} | {
    model.__name__.lower(): model._meta.db_table for model in (Entry, Part, Tally, TallyChange)
}
MONTH = {"sqlite": "substr(day, 1, 7)", "postgresql": "to_char(day, 'YYYY-MM')"}

# What is kept less what is counted anew: by all claims and by actor, as `counts.CountChange` has it.
DIFFERENCES = """
    WITH scoped AS (
        SELECT {all_claims} AS scope, claim_id FROM {entry}
        UNION ALL SELECT actor_id, claim_id FROM {part} WHERE first
    ), counted AS (
        SELECT scope, status, '' AS facet, '' AS value, count(*) AS claims
        FROM scoped JOIN {entry} USING (claim_id) GROUP BY 1, 2
        UNION ALL SELECT scope, status, 'stance', stance, count(*)
        FROM scoped JOIN {entry} USING (claim_id) GROUP BY 1, 2, 4
        UNION ALL SELECT scope, status, 'topic', topic, count(*)
        FROM scoped JOIN {entry} USING (claim_id) WHERE topic <> '' GROUP BY 1, 2, 4
        UNION ALL SELECT scope, status, 'source', CAST(source_id AS text), count(*)
        FROM scoped JOIN {entry} USING (claim_id) WHERE source_id IS NOT NULL GROUP BY 1, 2, 4
        UNION ALL SELECT scope, status, 'month', {month}, count(*)
        FROM scoped JOIN {entry} USING (claim_id) WHERE day <> '{undated}' GROUP BY 1, 2, 4
        UNION ALL SELECT scope, status, 'actor', CAST(actor_id AS text), count(*)
        FROM scoped JOIN {part} USING (claim_id) WHERE first GROUP BY 1, 2, 4
        UNION ALL SELECT {all_claims}, status, 'role', role, count(DISTINCT claim_id)
        FROM {part} GROUP BY 1, 2, 4
        UNION ALL SELECT actor_id, status, 'role', role, count(*)
        FROM {part} WHERE first_in_role GROUP BY 1, 2, 4
    )
    SELECT scope, status, facet, value, sum(claims) FROM (
        SELECT scope, status, facet, value, claims FROM {tally}
        UNION ALL SELECT scope, status, facet, value, claims FROM {tallychange}
        UNION ALL SELECT scope, status, facet, value, -claims FROM counted
    ) AS compared GROUP BY scope, status, facet, value HAVING sum(claims) <> 0
"""
