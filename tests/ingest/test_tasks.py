"""What the queue lacks by itself: tasks whose worker is gone, up to so many times, and a report."""

import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.outcome import OutcomeStatus
from claimsdb.ingest.queue import TRIES
from claimsdb.ingest.queue.backlog import OLD_PATH, leases_kept, release_expired
from claimsdb.ingest.queue.tasks import take_in_article
from claimsdb.models import Article
from claimsdb.reading import BadArticle
from tests.commands import outcome
from tests.processes import environment_of

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

FIELDS = {"text": "Titel\n\nEin Bericht.", "language": "de", "published_on": "2024-10-17"}


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queued(queue):
    return DBTaskResult.objects.get(pk=take_in_article.enqueue(where="a.jsonl line 1", fields=FIELDS).id)


report = partial(outcome, "queue_report")


def run_by(task, *workers, ago):
    """Marks the task as it is while the last of the workers runs it, for so many seconds."""
    for worker in workers:
        task.claim(worker)
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=timezone.now() - timedelta(seconds=ago))


def test_by_default_the_task_is_done_at_once():
    result = take_in_article.enqueue(where="here", fields=FIELDS)
    article = Article.objects.get()
    assert result.return_value["status"] == OutcomeStatus.UNREAD
    assert result.return_value["article"] == article.pk
    assert str(article.published_on) == "2024-10-17"


def test_a_task_of_a_bad_article_fails_with_its_reason():
    result = take_in_article.enqueue(where="here", fields={"text": "x", "colour": "red"})
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is BadArticle


def test_a_worker_without_an_extractor_does_not_begin(queue, settings):
    settings.CLAIMSDB_EXTRACTOR = "nowhere.Extractor"
    default_extractor.cache_clear()
    with pytest.raises(CommandError, match=r"'nowhere.Extractor', which cannot be imported: No module named 'nowhere'"):
        call_command("db_worker", "--batch")


@pytest.mark.parametrize(
    ("workers", "ago", "status"),
    [
        (1, 899, TaskResultStatus.RUNNING),
        (1, 901, TaskResultStatus.READY),
        (TRIES - 1, 901, TaskResultStatus.READY),
        (TRIES, 899, TaskResultStatus.RUNNING),
        (TRIES, 901, TaskResultStatus.FAILED),
    ],
)
def test_an_expired_lease_makes_ready_until_the_tries_are_used_up(queued, workers, ago, status):
    run_by(queued, *map(str, range(workers)), ago=ago)
    release_expired()
    queued.refresh_from_db()
    assert queued.status == status


@pytest.mark.parametrize(("ends", "result"), [("set_successful", {}), ("set_failed", ValueError("x"))])
def test_what_is_finished_has_no_lease(queued, ends, result):
    run_by(queued, "worker", ago=901)
    getattr(queued, ends)(result)
    release_expired()
    assert not DBTaskResult.objects.ready().exists()


def test_the_report_names_what_failed_and_has_it_tried_again(queued):
    assert report() == ("1 waiting; 0 being read; 0 failed.\n", "")
    run_by(queued, *map(str, range(TRIES)), ago=901)
    out, errors = report()
    assert out == "0 waiting; 0 being read; 1 failed.\n"
    assert errors.splitlines() == [
        "1 failed:",
        "  a.jsonl line 1: its worker is gone or takes longer than 900 seconds, tried 3 times",
    ]
    assert report("--retry") == ("1 that failed are ready again.\n1 waiting; 0 being read; 0 failed.\n", "")
    queued.set_successful(take_in_article.call(where="a.jsonl line 1", fields=FIELDS))
    assert report() == ("0 waiting; 0 being read; 1 without claims; 0 failed.\n", "")
    assert Article.objects.count() == 1


def test_the_report_counts_what_versions_before_this_one_did_too(queued):
    for result in ({"fate": "loaded"}, {"fate": "known already"}, {"fate": "without claims"}, {"status": "new"}):
        task = DBTaskResult.objects.get(pk=take_in_article.enqueue(where="b", fields=FIELDS).id)
        task.set_successful({"where": "b", "claims": 1} | result)
    assert report() == ("1 waiting; 0 being read; 2 loaded; 1 known already; 1 without claims; 0 failed.\n", "")


def test_what_a_version_before_this_one_queues_is_named_and_tried_again(queued):
    DBTaskResult.objects.update(task_path=OLD_PATH)
    queued.refresh_from_db()
    with pytest.raises(ImportError) as caught:
        _ = queued.task
    queued.set_failed(caught.value)  # as a worker does
    with pytest.raises(CommandError, match=r"1 failed:\n  a.jsonl line 1: .*No module named"):
        call_command("queue_report")
    assert report("--retry") == ("1 that failed are ready again.\n1 waiting; 0 being read; 0 failed.\n", "")
    queued.refresh_from_db()
    assert queued.task.func is take_in_article.func


def test_a_worker_reads_what_a_version_before_this_one_has_queued(queued):
    DBTaskResult.objects.update(task_path=OLD_PATH)
    with leases_kept():
        queued.refresh_from_db()
    assert queued.task.func is take_in_article.func


@pytest.mark.processes
def test_an_unknown_backend_is_refused_with_those_that_there_are(tmp_path):
    environment = environment_of("sqlite:///:memory:", tmp_path) | {"CLAIMSDB_TASKS": "redis"}
    done = subprocess.run(
        [sys.executable, "-c", "import claimsdb.settings"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert "CLAIMSDB_TASKS is 'redis'; it may be immediate or database." in done.stderr
