"""claimsdb/http/gunicorn.py for the bare application, which has no Django to warm up."""

from claimsdb.http.gunicorn import *  # noqa: F403

wsgi_app = "tests.benchmarks.raw"
del when_ready  # noqa: F821
