"""What was imported, on record."""

import pytest
from django.db import connection

from claimsdb.models import ImportedFile

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks a beginning up with no index of Django's")
@pytest.mark.parametrize("asked", [{"sha256": "ab" * 32}, {"sha256__startswith": "abab"}])
def test_a_digest_or_its_beginning_is_looked_up_by_an_index(asked):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ImportedFile.objects.order_by().filter(**asked).explain()
    assert "Index Cond" in plan
    assert "importedfile_sha256" in plan
