"""Orders of lists: only where a column may be empty the database is told where such rows come, as the index of one that is
never empty has no such order."""

import pytest

from claimsdb.filters import INDEXED_DAY, Ordering
from claimsdb.models import Article, Claim, Relation


@pytest.mark.parametrize(
    ("model", "path", "descending", "is_told"),
    [
        (Relation, "id", True, False),
        (Relation, "updated_at", False, False),
        (Article, "published_to", True, True),
        (Claim, "said_from", False, True),
        (Claim, INDEXED_DAY, True, False),
        (Claim, INDEXED_DAY, False, True),
    ],
)
@pytest.mark.parametrize("backward", [False, True])
def test_where_rows_without_a_value_come(db, model, path, descending, is_told, backward):
    ordered = Ordering(path, path, descending=descending).sort(model.objects.all(), backward=backward)
    assert ("NULLS" in str(ordered.query)) == is_told


@pytest.mark.parametrize("backward", [False, True])
def test_by_id_the_page_after_begins_at_its_place_in_the_index(backward):
    after = Ordering("-id", "id", descending=True).after(7, 7, backward=backward)
    assert after.children == [("pk__gt" if backward else "pk__lt", 7)]
