"""docs/production.md with a real nginx and a real server: what it says about both is tried."""

import getpass
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import TABLES, new_database
from tests.processes import GUNICORN, MANAGE, PATIENCE, environment_of, free_port, serving

PAPER = (settings.BASE_DIR / "docs/production.md").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
HOST = "claims.example.org"
ROOM = """
daemon on; pid nginx.pid; worker_processes 1; {user}
events {{ worker_connections 200; }}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include site.conf;
}}
"""

needs_nginx = pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")), reason="nginx and openssl are not both installed: apt install nginx-light"
)
pytestmark = pytest.mark.xdist_group("nginx")  # one worker, so that one server is enough


def fences(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAPER, re.MULTILINE | re.DOTALL)


class Site:
    """An installation behind nginx: the socket between them, and the ports that nginx listens on."""

    def __init__(self, listener, environment):
        self.listener, self.environment = listener, environment
        self.http, self.https = free_port(), free_port()

    @property
    def configuration(self):
        rewritten = fences("nginx")[0]
        for written, ours in {
            "127.0.0.1:8000": f"127.0.0.1:{self.listener.getsockname()[1]}",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            f"/etc/ssl/certs/{HOST}.pem": "certificate.pem",
            f"/etc/ssl/private/{HOST}.key": "certificate.key",
        }.items():
            assert written in rewritten
            rewritten = rewritten.replace(written, ours)
        return rewritten

    def serving(self):
        return serving(*GUNICORN, environment=self.environment, listener=self.listener)

    def ask(self, path, *, method="GET", body=None, **headers):
        trusting = ssl._create_unverified_context()
        client = http.client.HTTPSConnection("127.0.0.1", self.https, timeout=PATIENCE, context=trusting)
        return answer_of(client, method, path, body, headers)

    def ask_plainly(self, path):
        client = http.client.HTTPConnection("127.0.0.1", self.http, timeout=PATIENCE)
        return answer_of(client, "GET", path, None, {})


def answer_of(client, method, path, body, headers):
    client.request(method, path, body=body, headers={"Host": HOST, **headers})
    answer = client.getresponse()
    answer.body = answer.read()
    client.close()
    return answer


@contextmanager
def nginx(site, folder):
    """nginx with the site's configuration; it listens once its first process has ended."""
    name = ["-newkey", "rsa:2048", "-nodes", "-x509", "-subj", f"/CN={HOST}", "-days", "1"]
    files = ["-keyout", "certificate.key", "-out", "certificate.pem"]
    subprocess.run(["openssl", "req", *name, *files], cwd=folder, check=True, capture_output=True)
    (folder / "site.conf").write_text(site.configuration)
    (folder / "nginx.conf").write_text(ROOM.format(user="user root;" if os.geteuid() == 0 else ""))
    command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log")]
    started = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    assert started.returncode == 0, started.stderr
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A public installation with its tables and static files, and exports that the test writes."""
    folder = tmp_path_factory.mktemp("installation")
    with new_database(folder, like=TABLES) as url:
        environment = environment_of(url, folder) | {"ALLOWED_HOSTS": HOST, "BEHIND_PROXY": "true", "HTTPS": "true"}
        subprocess.run([*MANAGE, "collectstatic", "--noinput", "-v0"], env=environment, check=True)
        yield environment | {"DJANGO_SETTINGS_MODULE": "tests.system.slow"}


@contextmanager
def site_in(folder, environment):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = Site(listener, environment)
        with nginx(site, folder):
            yield site


@pytest.fixture(scope="module")
def served(environment, tmp_path_factory):
    with site_in(tmp_path_factory.mktemp("site"), environment) as site, site.serving():
        yield site


@needs_nginx
def test_plain_http_is_sent_to_https(served):
    answer = served.ask_plainly("/api/?actor=NK")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/api/?actor=NK"


@needs_nginx
def test_the_api_answers_as_the_site_that_was_asked(served):
    answer = served.ask("/api/")
    assert answer.status == 200
    assert f'"https://{HOST}/api/claims/"'.encode() in answer.body
    assert "Strict-Transport-Security" in answer.headers


@needs_nginx
@pytest.mark.parametrize(
    ("headers", "encoding"),
    [
        ({"Accept-Encoding": "gzip"}, "gzip"),
        ({"Accept-Encoding": "gzip", "Cookie": "sessionid=abc"}, None),
        ({"Accept-Encoding": "gzip", "Authorization": "Token abc"}, None),
        ({}, None),
    ],
    ids=["anyone", "session", "token", "unasked"],
)
def test_answers_come_compressed_to_anyone_and_plain_to_those_signed_in(served, headers, encoding):
    answer = served.ask("/admin/login/", **headers)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == encoding


@needs_nginx
def test_static_files_come_compressed_and_are_kept_for_good(served):
    page = served.ask("/admin/login/").body.decode()
    style_sheet = re.search(r'href="(/static/admin/css/base\.\w+\.css)"', page)[1]
    answer = served.ask(style_sheet, **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


@needs_nginx
def test_a_body_that_is_too_large_is_refused(served):
    answer = served.ask("/admin/login/", method="POST", body=bytes(3 * 1024 * 1024 + 1))
    assert answer.status == 413


SLOW = {
    "headers": b"GET /api/ HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nX-A: ",
    "body": b"POST /admin/login/ HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nContent-Length: 100\r\n\r\nusername=a",
}


@needs_nginx
@pytest.mark.parametrize("part", SLOW)
def test_who_is_slow_does_not_keep_others_waiting(served, part):
    """Twice as many as the server has threads; nginx passes on what has arrived in full."""
    trusting = ssl._create_unverified_context()
    with ExitStack() as slow:
        for _ in range(8):
            plain = socket.create_connection(("127.0.0.1", served.https), timeout=PATIENCE)
            slow.enter_context(trusting.wrap_socket(plain)).sendall(SLOW[part])
        assert served.ask("/healthz").status == 200


@needs_nginx
def test_an_answer_before_the_body_is_read_is_passed_on(served):
    """The server reads the rest of it first: were the connection closed before, nginx would say 502."""
    for _ in range(20):
        answer = served.ask("/api/claims/facets/", method="POST", body=bytes(2_900_000))
        assert answer.status == 405
        assert answer.headers["Content-Type"] == "application/problem+json"


def connections_to(port):
    """Those of clients, open or closed a moment ago."""
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {row[1] for row in rows if row[2].endswith(f":{port:04X}")}


@needs_nginx
def test_nginx_keeps_its_connection_to_the_server(served):
    served.ask("/healthz")
    before = connections_to(served.listener.getsockname()[1])
    for _ in range(10):
        assert served.ask("/healthz").status == 200
    assert connections_to(served.listener.getsockname()[1]) <= before


@needs_nginx
def test_an_export_is_passed_on_as_it_is_made(served, tmp_path):
    """The server's answer to an export is held after its first line, which must have arrived by then."""
    pipe = tmp_path / "answer"
    os.mkfifo(pipe)
    client = http.client.HTTPSConnection(
        "127.0.0.1", served.https, timeout=PATIENCE, context=ssl._create_unverified_context()
    )
    client.request("GET", f"/api/claims/export/{pipe}", headers={"Host": HOST})
    with pipe.open("w") as export:
        export.write("first\n")
        export.flush()
        answer = client.getresponse()
        assert answer.readline() == b"first\n"
        export.write("second\n")
    assert answer.read() == b"second\n"
    client.close()


def statuses_until(done, site):
    statuses = []
    while not done.is_set():
        statuses.append(site.ask("/healthz").status)
    return statuses


@needs_nginx
def test_a_restart_drops_no_request(environment, tmp_path):
    """Readers ask without a pause while one server ends and the next one starts at the same socket."""
    done = threading.Event()
    with site_in(tmp_path, environment) as site, ThreadPoolExecutor(3) as pool:
        with site.serving() as first:
            readers = [pool.submit(statuses_until, done, site) for _ in range(3)]
            site.ask("/healthz")
        with site.serving():
            site.ask("/healthz")
            done.set()
            statuses = {status for reader in readers for status in reader.result()}
    assert first.process.returncode == 0
    assert statuses == {200}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_understands_the_units(tmp_path):
    units = dict(zip(("claimsdb.socket", "claimsdb.service"), fences("ini"), strict=True))
    here = {"/opt/claimsdb/.venv/bin/python": sys.executable, "User=claimsdb": f"User={getpass.getuser()}"}
    for name, unit in units.items():
        for written, ours in here.items():
            unit = unit.replace(written, ours)
        (tmp_path / name).write_text(unit)
    command = ["systemd-analyze", "verify", *units]
    done = subprocess.run(command, cwd=tmp_path, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True)
    assert [line for line in done.stdout.splitlines() if "claimsdb." in line] == []
