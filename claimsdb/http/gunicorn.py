"""How the production server runs: `gunicorn --config claimsdb/http/gunicorn.py`; GUNICORN_CMD_ARGS goes before it."""

import gc
import os
import shutil
import tempfile
from typing import Any

# What the workers have in common, metrics and places of exports: a folder of each for each master, which keeps it when
# it reads this again (HUP).
folders = {"PROMETHEUS_MULTIPROC_DIR": "claimsdb-metrics", "CLAIMSDB_EXPORTS": "claimsdb-exports"}
for folder, prefix in folders.items():
    ours = f"{prefix}-{os.getpid()}-"
    if ours not in os.environ.get(folder, ""):
        os.environ[folder] = tempfile.mkdtemp(prefix=ours)

wsgi_app = "claimsdb.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))  # one a core: Python runs one thread of a process at a time
worker_class = "claimsdb.http.workers.PatientWorker"  # threads, which keep connections open: a new one costs more
threads = int(os.environ.get("WEB_THREADS", "4"))  # for those who wait: half may be exports, a quarter waits to write
preload_app = True  # workers share the code's memory, and an error at start ends the server instead of looping
# Nothing is known to leak, so max_requests stays off: it would only throw warm workers away.

keepalive = 75  # longer than nginx keeps an idle connection (60): the side that closes first must be nginx
timeout = 60
graceful_timeout = 30
limit_request_line = 8190  # the most that gunicorn allows: a filter may name many actors; nginx's default is 8 kB too
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a busy disk must not look like a dead worker
secure_scheme_headers: dict[str, str] = {}  # else who asks from this machine has its X-Forwarded-Proto believed;
forwarder_headers = ""  # and SCRIPT_NAME: BEHIND_PROXY alone says what is believed
control_socket_disable = True  # it lies in the home folder, where two servers of one user would share it
accesslog = "-" if os.environ.get("ACCESS_LOG", "").lower() in ("1", "on", "true", "yes") else None


def when_ready(server: Any) -> None:
    """Loads what Django leaves to the first request before the workers are forked, so that they share it.

    The garbage collector would write to every object that it looks at, and each worker would get a copy of its own.
    """
    from django.urls import get_resolver

    from claimsdb.http.edition import edition

    _ = get_resolver().url_patterns
    edition()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Leaves threads for those who read a page."""
    from claimsdb.db.sqlite_backend.base import waiting
    from claimsdb.http.exports import in_process

    in_process.most = max(1, worker.cfg.threads // 2)
    waiting.most = max(1, worker.cfg.threads // 4)


def on_exit(server: Any) -> None:
    for folder in folders:
        shutil.rmtree(os.environ[folder], ignore_errors=True)
