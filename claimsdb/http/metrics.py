"""Metrics of requests, in the form that Prometheus reads; off unless METRICS_TOKEN is set. The processes of a server
keep them in a folder in common, which claimsdb/http/gunicorn.py makes."""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # in the environment, where prometheus_client looks for it
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
STEPS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)  # seconds

REQUESTS = Counter("claimsdb_requests", "Requests that were answered.", ["view", "method", "status"])
SECONDS = Histogram("claimsdb_request_seconds", "How long requests took.", ["view"], buckets=STEPS)
DATABASE = Counter("claimsdb_database_seconds", "How much of it went to statements of the database.", ["view"])
ANSWERS = Counter("claimsdb_answers_to_anybody", "Those that may be kept: kept, waited for, or made.", ["way"])


class Stopwatch:
    """Adds up how long statements take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.seconds += time.perf_counter() - begun


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that counts requests by the name of their view, of which there are so many; not by address."""
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponseBase:
        stopwatch, begun = Stopwatch(), time.perf_counter()
        with ExitStack() as measuring:
            for connection in connections.all():
                measuring.enter_context(connection.execute_wrapper(stopwatch))
            response = get_response(request)
        view = (request.resolver_match and request.resolver_match.view_name) or "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - begun)
        DATABASE.labels(view).inc(stopwatch.seconds)
        return response

    return middleware


def exposition(others: Iterable[Collector] = ()) -> bytes:
    """What Prometheus reads: the requests of all processes of this server, and what the others say."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        for each in (REQUESTS, SECONDS, DATABASE, ANSWERS):
            registry.register(each)
    for other in others:
        registry.register(other)
    return generate_latest(registry)
