"""Processes on this machine that take articles in side by side, and what is done when one of them dies.

Each has an extractor and a connection to the database of its own. It is given one article at a time, over a pipe, so
that what a process that dies had in hand is known exactly. Models are imported in the processes alone: a new one
imports this module before Django is set up.
"""

import os
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread

from claimsdb.extraction import ModelMissing
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.ingest.queue import TRIES
from claimsdb.reading.input_files import RawArticle

SPAWN = get_context("spawn")

WORTH_ANOTHER = 10
"""Articles for each further process: starting one takes as long as reading ten."""

RETIREMENT = 1000
"""Articles after which a process is replaced, as the parser's vocabulary grows with every new word."""


class PoolFailed(RuntimeError):
    """A process ended before it was ready for its first article; it has said why on standard error."""


@dataclass(slots=True)
class Job:
    manuscript: RawArticle
    tries: int = 0


class Worker:
    """One process, as its parent sees it."""

    def __init__(self) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.is_ready = False
        self.job: Job | None = None
        self.taken = 0

    def give(self, job: Job) -> None:
        job.tries += 1
        self.job = job
        with suppress(BrokenPipeError):  # it has died, as its pipe will say to whoever listens
            self.pipe.send(job.manuscript)

    def dismiss(self) -> None:
        """Ends it, after the article in hand."""
        self.pipe.close()
        self.process.join()


@dataclass
class ProcessPool:
    """At most `size` processes, hired as articles come."""

    size: int
    workers: list[Worker] = field(default_factory=list)
    given: int = 0
    again: deque[Job] = field(default_factory=deque)

    def take_in(self, manuscripts: Iterator[RawArticle]) -> Iterator[Outcome]:
        """What becomes of each article, in the order of being done. Raises PoolFailed or ModelMissing.

        An article whose process dies is given to another, and after so many tries reported as failed.
        """
        try:
            while (job := self._next(manuscripts)) or self._is_busy():
                if job:
                    yield from self._give(job)
                else:
                    yield from self._answers()
        finally:
            for worker in self.workers:
                worker.dismiss()

    def _give(self, job: Job) -> Iterator[Outcome]:
        while not (worker := self._free()):
            yield from self._answers()
        worker.give(job)
        self.given += 1

    def _next(self, manuscripts: Iterator[RawArticle]) -> Job | None:
        if self.again:
            return self.again.popleft()
        manuscript = next(manuscripts, None)
        return Job(manuscript) if manuscript else None

    def _is_busy(self) -> bool:
        return any(worker.job for worker in self.workers)

    def _free(self) -> Worker | None:
        free = next((worker for worker in self.workers if worker.is_ready and not worker.job), None)
        if not free and len(self.workers) < min(self.size, 1 + self.given // WORTH_ANOTHER):
            self.workers.append(Worker())
        return free

    def _answers(self) -> Iterator[Outcome]:
        speaking = wait([worker.pipe for worker in self.workers])
        for worker in [worker for worker in self.workers if worker.pipe in speaking]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                yield from self._bury(worker)
            else:
                yield from self._heard(worker, answer)

    def _heard(self, worker: Worker, answer: Outcome | ModelMissing | None) -> Iterator[Outcome]:
        """An empty answer is the first one, that the process is ready."""
        if isinstance(answer, ModelMissing):
            raise answer
        worker.is_ready, worker.job = True, None
        if answer:
            worker.taken += 1
            yield answer
        if worker.taken >= RETIREMENT:
            self.workers.remove(worker)
            worker.dismiss()

    def _bury(self, worker: Worker) -> Iterator[Outcome]:
        self.workers.remove(worker)
        worker.dismiss()
        if not worker.is_ready:
            raise PoolFailed(f"A process that was to read articles ended while it started: {_end_of(worker)}.")
        if (job := worker.job) and job.tries < TRIES:
            self.again.append(job)
        elif job:
            reason = f"the process that reads it ends: {_end_of(worker)}, tried {TRIES} times"
            yield Outcome(OutcomeStatus.FAILED, job.manuscript.where, reason=reason)


def work(pipe: Connection) -> None:
    """What a process of the pool does until its parent closes the pipe, or is no more. Ctrl-C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    import django

    django.setup()
    from claimsdb.actors import known_actors
    from claimsdb.db.timeouts import no_statement_timeout
    from claimsdb.ingest.queue.intake import take_manuscript

    with no_statement_timeout(), suppress(BrokenPipeError):
        known = known_actors()
        pipe.send(None)
        while manuscript := _received(pipe):
            try:
                pipe.send(take_manuscript(manuscript, known=known))
            except ModelMissing as missing:
                pipe.send(missing)


def _end_with_parent() -> None:
    """In the middle of an article, too, which is stored whole or not at all."""
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


def _received(pipe: Connection) -> RawArticle | None:
    try:
        return pipe.recv()
    except (EOFError, ConnectionResetError):
        return None


def _end_of(worker: Worker) -> str:
    code = worker.process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
