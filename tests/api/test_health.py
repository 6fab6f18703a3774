import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
def test_health(client, db, url):
    assert client.get(url).json() == {"status": "ok"}
    assert client.post(url).status_code == 405


def unmigrated(monkeypatch):
    MigrationRecorder(connection).migration_qs.filter(app="claimsdb").delete()


def unreachable(monkeypatch):
    def refuse():
        raise DatabaseError("refused")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.parametrize(("trouble", "words"), [(unmigrated, "migrations"), (unreachable, "cannot be reached")])
def test_not_ready(client, db, monkeypatch, trouble, words):
    trouble(monkeypatch)
    answer = client.get("/readyz")
    monkeypatch.undo()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert words in answer.json()["detail"]
    assert "refused" not in answer.content.decode()


def test_process_lives_without_a_database(client):
    assert client.get("/healthz").status_code == 200
