"""/metrics for Prometheus: requests, and what waits to be read and reviewed."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from claimsdb.choices import Status
from claimsdb.http.metrics import exposition
from claimsdb.index import counts
from claimsdb.models import indexed_statuses


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without the token of METRICS_TOKEN: what is asked how often is not for everybody."""
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise Http404
    return HttpResponse(exposition([Backlog()]), content_type=CONTENT_TYPE_LATEST)


class Backlog(Collector):
    """Read from the database when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from claimsdb.ingest.queue.backlog import sizes  # it brings the parser of pages, which few processes need

        claims = GaugeMetricFamily(
            "claimsdb_claims", "Claims; extracted and needs_recheck wait for an editor.", labels=["status"]
        )
        for status in Status:
            claims.add_metric([status], counts.count(statuses=indexed_statuses([status])))
        yield claims
        queue = GaugeMetricFamily("claimsdb_queued_articles", "Articles in the queue of the workers.", labels=["state"])
        for state, articles in sizes().items():
            queue.add_metric([state], articles)
        yield queue
