"""What the settings promise of the database that they open."""

import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)])
def test_sqlite_is_opened_for_many_readers_and_one_writer(pragma, value):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs no pragma")
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)
