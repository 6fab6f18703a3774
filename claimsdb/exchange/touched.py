"""Which claims an import has moved in the feed: kept in a table, as there may be millions of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from django.db import connection

from claimsdb.actors.affiliations import Affiliations
from claimsdb.exchange.tables import NAMES
from claimsdb.models import Affiliation, Claim

BATCH = 2000  # claims

# Those that were here before: in the file themselves, or by what is theirs.
OLD = """
    SELECT claim.id FROM incoming_claim AS row JOIN {claim} AS claim ON claim.key = row.key WHERE claim.id <= {last}
    UNION SELECT claim.id FROM incoming_attribution AS row JOIN {claim} AS claim ON claim.key = row.claim_id
    WHERE claim.id <= {last}
    UNION SELECT claim.id FROM incoming_assessment AS row JOIN {claim} AS claim ON claim.key = row.claim_id
    WHERE claim.id <= {last}
    UNION SELECT assessment.claim_id FROM incoming_evidence AS row
    JOIN {assessment} AS assessment ON assessment.key = row.assessment_id WHERE assessment.claim_id <= {last}
    UNION SELECT claim.id FROM incoming_article AS row
    JOIN {article} AS article ON article.text_sha256 = row.text_sha256
    JOIN {claim} AS claim ON claim.article_id = article.id WHERE claim.id <= {last}
    UNION SELECT claim_id FROM {attribution}
    WHERE claim_id <= {last} AND (actor_id IN ({moved}) OR side_id IN ({moved}))
"""
NEW = "SELECT id FROM {claim} WHERE id > {last}"


class MovedClaims:
    """Compares what was there when it was made with what is there later."""

    def __init__(self) -> None:
        self._last = Claim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._affiliated = _affiliated() if self._last else set()

    @contextmanager
    def batches(self) -> Iterator["Batches"]:
        """The ids of the claims that were written since, or may have moved with what was."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE incoming_touched (id bigint PRIMARY KEY)")
            cursor.execute(f"INSERT INTO incoming_touched {NEW.format(**NAMES, last=self._last)}")
            if self._last:
                moved = ", ".join(map(str, self._moved())) or "NULL"
                cursor.execute(f"INSERT INTO incoming_touched {OLD.format(**NAMES, last=self._last, moved=moved)}")
            yield Batches()
            cursor.execute("DROP TABLE incoming_touched")

    def _moved(self) -> set[int]:
        """Those who belong to others than before, and all who belong to them."""
        moved = {child for child, *_ in self._affiliated ^ _affiliated()}
        return Affiliations().with_members(moved) if moved else set()


class Batches:
    """The ids in their order, some at a time; `claims` says how many there are."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM incoming_touched")
            self.claims = cursor.fetchone()[0]

    def __len__(self) -> int:
        return ceil(self.claims / BATCH)

    def __iter__(self) -> Iterator[list[int]]:
        beyond = 0
        while ids := self._after(beyond):
            yield ids
            beyond = ids[-1]

    def _after(self, beyond: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM incoming_touched WHERE id > {beyond} ORDER BY id LIMIT {BATCH}")
            return [pk for (pk,) in cursor.fetchall()]


def _affiliated() -> set[tuple[Any, ...]]:
    return set(Affiliation.objects.rolling_up().values_list("child", "parent", "started_on", "ended_on"))
