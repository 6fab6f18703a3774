"""What the queue of tasks holds, and what its backend lacks: tasks whose worker is gone are given to another.

A worker that is killed leaves its task marked as running for ever. Here such a mark is a lease: when it has expired the
task is ready again, up to so many times; then it has failed, and the report says so.
"""

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from claimsdb.ingest.outcome import OutcomeStatus
from claimsdb.ingest.queue import TRIES
from claimsdb.ingest.queue.tasks import reason_of_failure, take_in_article

logger = logging.getLogger(__name__)

OLD_PATH = "claimsdb.loading.tasks.take_in_article"
"""Under which versions before this one queue articles, those still at work after migration 0011 too."""

# Tasks that finished under a version before this one have a `fate` for a status.
OLD_RESULTS = {
    "loaded": OutcomeStatus.NEW,
    "known already": OutcomeStatus.KNOWN,
    "without claims": OutcomeStatus.UNREAD,
}


class Abandoned(RuntimeError):
    """Several workers have begun a task, and none has finished it in time."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Articles that wait, that are being read, those done by status, and a line for each that failed."""

    waiting: int
    running: int
    done: dict[OutcomeStatus, int]
    failed: list[str]


def backlog() -> Backlog:
    tasks = _articles()
    return Backlog(
        waiting=tasks.filter(status=TaskResultStatus.READY).count(),
        running=tasks.running().count(),
        done=_done(tasks),
        failed=[_failure(each) for each in tasks.failed().iterator()],
    )


def sizes() -> dict[str, int]:
    """How many articles wait, are being read, and failed."""
    states = {TaskResultStatus.READY: "waiting", TaskResultStatus.RUNNING: "running", TaskResultStatus.FAILED: "failed"}
    counted = _articles().filter(status__in=states).order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(states.values(), 0) | {states[TaskResultStatus(status)]: number for status, number in counted}


def _done(tasks: DBTaskResultQuerySet) -> dict[OutcomeStatus, int]:
    """How many articles came to which status, in the order of the statuses; those of none are left out."""
    done: Counter[OutcomeStatus] = Counter()
    counted = tasks.successful().order_by().values_list("return_value__status", "return_value__fate")
    for status, fate, number in counted.annotate(Count("pk")):
        done[OLD_RESULTS[fate] if status is None else OutcomeStatus(status)] += number
    return {status: done[status] for status in OutcomeStatus if done[status]}


def retry_failed() -> int:
    """Makes the articles that failed ready again, with as many tries as at first; returns how many there are."""
    return _articles().failed().update(status=TaskResultStatus.READY, worker_ids=[], finished_at=None)


def adopt_articles() -> None:
    """Renames the tasks that a version before this one has queued meanwhile; one that a worker could not import has
    failed, and may be tried again."""
    DBTaskResult.objects.filter(task_path=OLD_PATH).update(task_path=take_in_article.module_path)


def release_expired() -> None:
    """Gives the tasks whose lease has expired to other workers, or up: each try has left its worker's id in them."""
    expired = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - _lease())
    for task in expired.only("pk", "started_at", "worker_ids"):
        # Not if its worker is alive after all and has finished it, or another has renewed the lease.
        still = expired.filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) < TRIES:
            still.update(status=TaskResultStatus.READY)
        else:
            still.update(
                status=TaskResultStatus.FAILED,
                finished_at=timezone.now(),
                exception_class_path=f"{__name__}.{Abandoned.__name__}",
                traceback=f"its worker is gone or takes longer than {_lease().total_seconds():g} seconds, "
                f"tried {TRIES} times",
            )


@contextmanager
def leases_kept() -> Iterator[None]:
    """Adopts what is queued under an old name, and releases what has expired, now and every so often, while the body
    runs."""
    adopt_articles()
    release_expired()
    ended = threading.Event()
    keeper = threading.Thread(target=_keep_leases, args=(ended,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep_leases(ended: threading.Event) -> None:
    while not ended.wait(_lease().total_seconds() / 4):
        try:
            release_expired()
        except DatabaseError:
            logger.warning("The leases of tasks cannot be looked at; trying again.", exc_info=True)
        finally:
            connection.close()


def _lease() -> timedelta:
    return timedelta(seconds=settings.CLAIMSDB_TASK_LEASE)


def _articles() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(task_path=take_in_article.module_path)


def _failure(task: DBTaskResult) -> str:
    return f"{task.args_kwargs['kwargs']['where']}: {reason_of_failure(task)}"
