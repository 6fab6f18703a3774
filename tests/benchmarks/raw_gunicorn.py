"""claimsdb/http/gunicorn.py for the bare application, which has no Django to warm up, and no exports to leave threads to."""

from claimsdb.http.gunicorn import *  # noqa: F403

wsgi_app = "tests.benchmarks.raw"
del when_ready, post_worker_init  # noqa: F821
