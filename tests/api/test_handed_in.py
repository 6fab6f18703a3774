"""Long articles, which are left to a worker: who has posted one may ask what becomes of it."""

import pytest
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from rest_framework.test import APIClient

from claimsdb.extraction import ExtractionFailed
from claimsdb.ingest import extractors
from claimsdb.ingest.queue import intake
from claimsdb.models import Article
from tests.clients import signed_in
from tests.extractors import Marked
from tests.factories import ActorFactory, EditorFactory, ReaderFactory

LONG = "Troops on the move\n\nThe ministry said on Monday that a brigade had left.\n" + "It rained.\n" * 20


class Refusing(Marked):
    def extract(self, record, *, registry):
        raise ExtractionFailed("The endpoint is away.")


class Broken(Marked):
    def extract(self, record, *, registry):
        raise RuntimeError("secret of the machine")


@pytest.fixture(autouse=True)
def queue(db, settings, monkeypatch):
    ActorFactory()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.CLAIMSDB_TASKS, settings.CLAIMSDB_QUEUE_ABOVE = "database", 100
    read_by(Marked, monkeypatch)


def read_by(extractor, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", extractor)
    monkeypatch.setattr(intake, "default_extractor", extractor)


def post(client, text=LONG, **article):
    return client.post("/api/articles/", {"text": text, **article}, format="json")


def run_tasks():
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="w", excluded_queue_names=[],
    )  # fmt: skip
    for task in DBTaskResult.objects.ready():
        task.claim("w")
        worker.run_task(task)


def test_a_long_article_is_left_to_a_worker(editor_api):
    answer = post(editor_api, file_name="troops.txt")
    document = answer.json()
    assert (answer.status_code, answer["Location"]) == (202, document["url"])
    waiting = {"status": "queued", "article": None, "claims": None, "warnings": [], "problem": None}
    assert document == waiting | {"url": document["url"]}
    assert editor_api.get(document["url"]).json() == document
    assert not Article.objects.exists()
    run_tasks()
    article = Article.objects.get()
    done = editor_api.get(document["url"])
    shown = {"id": article.pk, "url": f"http://testserver/api/articles/{article.pk}/", "title": article.title}
    assert done.json() == document | {"status": "new", "article": shown, "claims": 1}
    assert done["Cache-Control"] == "no-store"
    again = post(editor_api)
    assert (again.status_code, again.json()["status"]) == (200, "known")  # what is known keeps nobody waiting


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_a_short_one_or_one_without_a_queue_is_taken_at_once(editor_api, settings, media_type):
    short = LONG[:90]
    assert post(editor_api, short).status_code == 201
    settings.CLAIMSDB_TASKS = "immediate"
    assert editor_api.generic("POST", "/api/articles/", LONG, content_type="text/plain").status_code == 201
    assert not DBTaskResult.objects.exists()


def test_a_bad_one_is_told_at_once(editor_api):
    answer = post(editor_api, published_on="yesterday")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/published_on")
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("extractor", "status", "detail"),
    [(Refusing, 503, "The endpoint is away."), (Broken, 500, "It could not be taken in. Hand it in again")],
)
def test_what_fails_has_a_problem(editor_api, monkeypatch, extractor, status, detail):
    where = post(editor_api).json()["url"]
    read_by(extractor, monkeypatch)
    run_tasks()
    done = editor_api.get(where).json()
    assert (done["status"], done["article"], done["problem"]["status"]) == ("failed", None, status)
    assert done["problem"]["detail"].startswith(detail)


@pytest.mark.parametrize("user", [None, ReaderFactory, EditorFactory])
def test_nobody_else_may_ask(editor_api, user):
    where = post(editor_api).json()["url"]
    client = signed_in(user()) if user else APIClient()
    assert client.get(where).status_code == 404
    run_tasks()
    assert client.get(where).status_code == 404
