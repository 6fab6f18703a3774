"""gunicorn's threaded worker, for readers who take their time: each send has an end, who says nothing holds no thread,
and /healthz is answered when all threads are busy."""

import os
import re
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

PEEKED = 4096  # bytes, in which a request for health has its end
HEALTH = re.compile(rb"(GET|HEAD) /healthz[ ?].*\r\n\r\n", re.DOTALL)
BODY = re.compile(rb"\r\n(content-length|transfer-encoding):", re.IGNORECASE)
SEND_TIMEOUT = float(os.environ.get("WEB_SEND_TIMEOUT", "60"))
"""Seconds for one piece of an answer, or for the next one of a body: who takes longer is left."""


class PatientWorker(ThreadWorker):
    """Requests run in the pool of threads but those for health, which have a thread of their own."""

    def init_process(self) -> None:
        self.for_health = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        if not (conn.initialized or conn.data_ready):
            self._await_request(conn)
            return
        pool = self.for_health if asks_for_health(conn.sock) else self.tpool
        pool.submit(self.handle, conn).add_done_callback(partial(self._done, conn))

    def handle_request(self, req: Any, conn: TConn) -> bool:
        conn.sock.settimeout(SEND_TIMEOUT)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            self.log.info("A reader of %s took no more for %g seconds, and was left.", req.path, SEND_TIMEOUT)
            conn.sock.shutdown(socket.SHUT_RDWR)
            return False

    def _await_request(self, conn: TConn) -> None:
        """As gunicorn does it with a connection on which nothing came for five seconds, and held a thread as long."""
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _done(self, conn: TConn, done: Future[Any]) -> None:
        self.method_queue.defer(self.finish_request, conn, done)


def asks_for_health(connection: socket.socket) -> bool:
    """Whether what has come is a whole request for /healthz, without a body that would have to be waited for."""
    try:
        begun = connection.recv(PEEKED, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):  # nothing has come, or it is encrypted
        return False
    return bool(HEALTH.match(begun)) and not BODY.search(begun)
