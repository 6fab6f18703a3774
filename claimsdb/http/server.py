"""gunicorn's threads, which answer as the API does to what is no request, and wait no longer than they must.

gunicorn itself answers in HTML, waits for ever for the rest of a request, and hangs up on whoever is still sending, so
that they never see why.
"""

import json
import math
import socket
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

LAST_WORDS = 1.0  # seconds in which one who is refused may go on sending
LAST_BYTES = 8 * 1024 * 1024

REFUSALS: list[tuple[type[Exception], int, str]] = [
    (errors.InvalidResponseHeader, 500, ""),
    (errors.InvalidResponseHeaderName, 500, ""),
    (errors.ConfigurationProblem, 500, ""),
    (errors.LimitRequestLine, 414, "The address is too long: with the method it may have {line:,} bytes."),
    (errors.LimitRequestHeaders, 431, "The headers are too large: there may be {fields}, of {field:,} bytes each."),
    (errors.InvalidHTTPVersion, 505, "This server speaks HTTP/1.1."),
    (errors.UnsupportedTransferCoding, 501, "The body is coded in a way that is not known here: send it as it is."),
    (errors.ExpectationFailed, 417, "Only 100-continue can be expected."),
    (errors.ParseException, 400, "This is no request as HTTP has it: {error}."),
]
UNKNOWN = (500, "Something went wrong here; the operators can find it in the log.")


class Worker(ThreadWorker):
    """`heads` and `bodies` are the connections of which one is being read, with the moment when that must be over."""

    head_patience = 10.0  # seconds from the first byte of a request to the end of its headers
    body_patience = 60.0  # seconds from there to the end of its body

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.heads: dict[TConn, float] = {}
        self.bodies: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        self.heads[conn] = time.monotonic() + self.head_patience
        outcome = super().handle(conn)
        if self.heads.pop(conn, math.inf) < time.monotonic():
            send_problem(conn.sock, 408, f"The request took more than {self.head_patience:g} seconds to arrive.")
        if outcome is False:
            hang_up(conn.sock)
        return outcome

    def handle_request(self, req: Any, conn: TConn) -> Any:
        del self.heads[conn]
        self.bodies[conn] = time.monotonic() + self.body_patience
        try:
            return super().handle_request(req, conn)
        finally:
            del self.bodies[conn]

    def murder_pending(self) -> None:
        """What gunicorn does about once a second for connections that have sent nothing, and for what is overdue."""
        super().murder_pending()
        for conn, end in [*self.heads.copy().items(), *self.bodies.copy().items()]:
            if end < time.monotonic():
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        status, detail = self.refusal(exc)
        if status == 500:
            self.log.error("Error handling request %s", getattr(req, "uri", ""), exc_info=exc)
        else:
            self.log.warning("Refused a request of %s: %.200s", addr and addr[0], exc)
        send_problem(client, status, detail)

    def refusal(self, error: BaseException) -> tuple[int, str]:
        limits = {
            "line": self.cfg.limit_request_line,
            "fields": self.cfg.limit_request_fields,
            "field": self.cfg.limit_request_field_size,
        }
        for kind, status, detail in REFUSALS:
            if isinstance(error, kind):
                return status, detail.format(error=str(error)[:200], **limits) or UNKNOWN[1]
        return UNKNOWN


def send_problem(client: socket.socket, status: int, detail: str) -> None:
    """A problem (RFC 9457) without an instance, as nobody knows what was asked for."""
    title = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(problem).encode()
    head = f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
    with suppress(OSError):
        client.sendall(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)


def hang_up(client: socket.socket) -> None:
    """Ends the connection once the other side has: a connection that is closed with bytes unread is reset, and the
    answer lost."""
    end, left = time.monotonic() + LAST_WORDS, LAST_BYTES
    with suppress(OSError):
        client.shutdown(socket.SHUT_WR)
        while left > 0 and (patience := end - time.monotonic()) > 0:
            client.settimeout(patience)
            read = client.recv(65536)
            if not read:
                return
            left -= len(read)
    with suppress(OSError):
        client.shutdown(socket.SHUT_RD)
