"""The production server: what it promises while it starts, answers and stops."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings

from tests.databases import TABLES, new_database
from tests.processes import GUNICORN, MANAGE, PATIENCE, environment_of, serving

pytestmark = pytest.mark.xdist_group("server")  # one worker, so that the tables are made once
SERVE = [*MANAGE, "serve", "--no-seeds", "--port", "{port}"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An installation with tables, static files and requests that can be held in flight."""
    with new_database(tmp_path_factory.mktemp("data"), like=TABLES) as url:
        environment = environment_of(url, tmp_path_factory.mktemp("installation"))
        yield environment | {"DJANGO_SETTINGS_MODULE": "tests.system.slow", "WEB_CONCURRENCY": "2"}


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "answer"
    os.mkfifo(path)
    return path


@contextmanager
def asking(server, path, **headers):
    """A connection on which the request has been sent."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        client.request("GET", path, headers=headers)
        yield client
    finally:
        client.close()


def answered(server, path, **headers):
    with asking(server, path, **headers) as client:
        answer = client.getresponse()
        answer.body = answer.read()
        return answer


@pytest.mark.parametrize("command", [GUNICORN, SERVE], ids=["gunicorn", "serve"])
def test_sigterm_lets_the_request_in_flight_finish_beside_idle_connections(command, environment, pipe):
    with serving(*command, environment=environment) as server, ExitStack() as idle:
        for _ in range(3):
            assert idle.enter_context(asking(server, "/healthz")).getresponse().read()
        with asking(server, f"/slow/{pipe}") as client:
            with pipe.open("w") as answer:  # which waits until the request is being answered
                server.process.send_signal(signal.SIGTERM)
                server.wait_for("Handling signal: term")
                answer.write("answered in full")
            assert client.getresponse().read() == b"answered in full"
        assert server.process.wait() == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port))


def test_a_socket_of_systemd_outlives_the_server(environment):
    """What connects between two servers waits for the second: nothing is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with serving(*SERVE, environment=environment, listener=listener) as first:
            assert answered(first, "/healthz").status == 200
        assert first.process.returncode == 0
        with asking(first, "/healthz") as early, serving(*SERVE, environment=environment, listener=listener):
            assert early.getresponse().status == 200


def test_systemd_is_told_when_requests_are_taken(environment, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        with serving(*GUNICORN, environment=environment | {"NOTIFY_SOCKET": str(tmp_path / "notify")}):
            assert b"READY=1" in systemd.recv(1000)


def test_many_requests_travel_on_one_connection(environment):
    with serving(*GUNICORN, environment=environment) as server, asking(server, "/healthz") as client:
        used = client.sock
        for _ in range(20):
            assert client.getresponse().read()
            client.request("GET", "/healthz")
        assert client.sock is used


@pytest.mark.parametrize(("setting", "logged"), [({}, False), ({"ACCESS_LOG": "true"}, True)])
def test_requests_are_logged_where_that_is_set(environment, setting, logged):
    with serving(*GUNICORN, environment=environment | setting) as server:
        answered(server, "/healthz")
        server.process.terminate()
        server.wait_for("Shutting down: Master")
    assert ("GET /healthz" in server.output) is logged


def imported(environment):
    """The modules of a worker that has answered."""
    ask = (
        "import sys; from claimsdb.wsgi import application; from django.test import Client; client = Client();"
        "client.get('/api/claims/', headers={'host': 'localhost'}); client.get('/admin/login/');"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", ask], env=environment, cwd=settings.BASE_DIR, capture_output=True)
    return set(run.stdout.decode().split())


def test_a_web_process_does_without_the_language_model(environment):
    modules = imported(environment)
    assert "api.views" in modules
    assert modules.isdisjoint({"spacy", "thinc", "numpy", "trafilatura", "lxml", "rich"})


@pytest.mark.parametrize("command", [GUNICORN, SERVE], ids=["gunicorn", "serve"])
def test_the_metrics_are_those_of_all_workers(command, environment):
    """However often one of them is asked, and whichever answers."""
    with serving(*command, environment=environment | {"METRICS_TOKEN": "for-tests"}) as server:
        for _ in range(20):
            assert answered(server, "/healthz").status == 200
        told = answered(server, "/metrics", Authorization="Bearer for-tests")
    assert 'claimsdb_requests_total{method="GET",status="200",view="healthz"} 20.0' in told.body.decode()
