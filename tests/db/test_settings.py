"""What the settings promise of the database that they open."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from environ import Env

from claimsdb import checks
from claimsdb.db.connections import database_settings, parse_replica_urls


@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)])
def test_sqlite_is_opened_for_many_readers_and_one_writer(pragma, value):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs no pragma")
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


OPTIONS = (
    "-c statement_timeout=15000 -c lock_timeout=500 -c idle_in_transaction_session_timeout=0"
    " -c datestyle=ISO -c random_page_cost=1.1"
)
NOTICED = {"keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
PREPARED = {"server_side_binding": True, "prepare_threshold": 5, "connect_timeout": 3, **NOTICED, "options": OPTIONS}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("postgres://db/claims", PREPARED),
        ("postgres://db/claims?sslmode=require", PREPARED | {"sslmode": "require"}),
        ("postgres://db/claims?connect_timeout=9", PREPARED | {"connect_timeout": 9}),
        ("postgres://db/claims?options=-c%20jit%3Doff", PREPARED | {"options": f"{OPTIONS} -c jit=off"}),
    ],
)
def test_postgresql_is_opened_with_timeouts_and_prepared_statements(url, options):
    timeouts = {"statement_timeout": 15, "lock_timeout": 0.5, "idle_in_transaction_session_timeout": 0}
    entry = database_settings(Env.db_url_config(url), timeouts=timeouts, max_age=7)
    assert (entry["CONN_MAX_AGE"], entry["OPTIONS"]) == (7, options)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", []),
        ("postgres://one/claims", ["one"]),
        ("postgres://one/claims, postgresql://two/claims,", ["one", "two"]),
        ("postgres://one:5432,two:5433/claims", ["one,two"]),
    ],
)
def test_replicas_have_commas_between_them(text, hosts):
    assert [address["HOST"] for address in parse_replica_urls(text)] == hosts


@pytest.mark.parametrize("text", ["postgres://one/claims,sqlite:///secret", "mysql://one/secret", "secret"])
def test_a_replica_that_is_not_postgresql_is_named_by_its_number(text):
    number = text.count(",") + 1
    with pytest.raises(ImproperlyConfigured, match=f"DATABASE_REPLICA_URL: address {number} ") as refused:
        parse_replica_urls(text)
    assert "secret" not in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vendor", "id", "changes"),
    [
        ("postgresql", "claimsdb.W002", {"OLDEST_POSTGRESQL": 99}),
        ("sqlite", "claimsdb.W003", {"OLDEST_SQLITE": (99, 0, 0)}),
        ("sqlite", "claimsdb.W003", {"_has_fts5": lambda: False}),
    ],
)
def test_an_engine_that_is_too_old_is_warned_of(monkeypatch, vendor, id, changes):
    if connection.vendor != vendor:
        pytest.skip(f"this is about {vendor}")
    assert id not in warnings()
    for name, value in changes.items():
        monkeypatch.setattr(checks, name, value)
    assert id in warnings()


@pytest.mark.django_db
def test_replicas_beside_sqlite_are_warned_of(settings):
    settings.CLAIMSDB_REPLICAS = ["replica1"]
    assert ("claimsdb.W004" in warnings()) == (connection.vendor == "sqlite")


def warnings():
    return {each.id for each in run_checks(databases=["default"])}
