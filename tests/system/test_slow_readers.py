"""Readers who ask for an export and read nothing, and senders who send half a request: everybody else is answered."""

import http.client
import json
import socket
from contextlib import ExitStack, closing

import pytest

from tests.databases import SEEDS, new_database
from tests.processes import GUNICORN, PATIENCE, environment_of, serving
from tests.system.loading import until

pytestmark = pytest.mark.xdist_group("slow readers")  # one worker, so that one server is enough

EXPORT = b"GET /api/claims/export/?format=fixture HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"POST /api/articles/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
LITTLE = 4096  # bytes that the buffers between the server and its readers hold
READERS = 24


def listening():
    """On every address of this machine's own network, with buffers that are soon full."""
    listener = socket.create_server(("0.0.0.0", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LITTLE)
    return listener


def asked(server, request, *, address="127.0.0.1"):
    """A connection from that address on which nothing is read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
    client.settimeout(PATIENCE)
    client.bind((address, 0))
    client.connect(("127.0.0.1", server.port))
    client.sendall(request)
    return client


def status_of(client):
    """Of the answer that begins to come; it stays unread."""
    return int(client.recv(12, socket.MSG_PEEK | socket.MSG_WAITALL)[9:12])


def answered(server, path):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with closing(client):
        client.request("GET", path)
        answer = client.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One process with four threads, which waits a second for a reader."""
    folder = tmp_path_factory.mktemp("installation")
    with new_database(folder, like=SEEDS) as url, listening() as listener:
        environment = environment_of(url, folder) | {"WEB_SEND_TIMEOUT": "1"}
        with serving(*GUNICORN, environment=environment, listener=listener) as server:
            yield server


@pytest.mark.parametrize("addresses", [1, 12])
def test_readers_of_exports_who_read_nothing_keep_nobody_else(served, addresses):
    with ExitStack() as connections:
        readers = [
            connections.enter_context(asked(served, EXPORT, address=f"127.0.1.{1 + number % addresses}"))
            for number in range(READERS)
        ]
        assert answered(served, "/healthz") == (200, {"status": "ok"})
        assert answered(served, "/api/claims/?limit=1")[1]["count"] > 0
        assert {*map(status_of, readers)} == {200, 429}
        until(lambda: takes_another(served))  # those who read nothing are left, and their places are free


def takes_another(server):
    with asked(server, EXPORT, address="127.0.1.1") as reader:
        return status_of(reader) == 200


def test_health_is_told_when_all_threads_wait(served):
    with ExitStack() as connections:
        for _ in range(8):
            connections.enter_context(asked(served, HALF))
        assert answered(served, "/healthz") == (200, {"status": "ok"})
