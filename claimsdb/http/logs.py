"""What is logged, and how: a line an event or an object of JSON, each with the id of the request in which it came
about, which the answer has as X-Request-ID; and Sentry, for who wants it."""

import sys
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django_guid.context import guid
from pythonjsonlogger.core import RESERVED_ATTRS

LINE = "%(asctime)s %(levelname)s %(name)s%(in_request)s: %(message)s"
FORMS: Mapping[str, Mapping[str, Any]] = {
    "line": {"format": LINE},
    "json": {
        "()": "pythonjsonlogger.orjson.OrjsonFormatter",
        "fmt": "{levelname}{name}{message}{request_id}",
        "style": "{",
        "timestamp": "time",
        "rename_fields": {"levelname": "level", "name": "logger"},
        "reserved_attrs": [*RESERVED_ATTRS, "in_request", "request"],
    },
}


def logging_settings(*, level: str, form: str) -> dict[str, Any]:
    """LOGGING. Raises ImproperlyConfigured for a form that there is not."""
    if form not in FORMS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}; it may be {' or '.join(FORMS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "claimsdb.http.logs.InRequest"}},
        "formatters": {"chosen": FORMS[form]},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["request"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "claimsdb.logins": {"level": "INFO"},
            "django_guid": {"level": "ERROR"},  # it tells of each request, with what the client sent
            # What is the matter with a page or an archive is said by whoever reads it, with its name.
            **{name: {"level": "CRITICAL"} for name in ("warcio", "trafilatura", "htmldate", "courlan")},
        },
    }


class InRequest:
    """Adds the id of the request, None outside of one."""

    def filter(self, record: Any) -> bool:
        record.request_id = guid.get()
        record.in_request = f" [{record.request_id}]" if record.request_id else ""
        return True


def report_to_sentry(dsn: str, *, release: str) -> None:
    """Has errors reported, without who asked and what they sent. Raises ImproperlyConfigured without the package."""
    try:
        import sentry_sdk
    except ModuleNotFoundError:
        detail = f"SENTRY_DSN is set, and sentry-sdk is not installed: {sys.executable} -m pip install sentry-sdk"
        raise ImproperlyConfigured(detail) from None
    sentry_sdk.init(dsn=dsn, release=release, before_send=for_sentry, **NOTHING_SENT)


NOTHING_SENT: Mapping[str, Any] = {
    "send_default_pii": False,
    "max_request_body_size": "never",
    "include_local_variables": False,  # among which texts and secrets are
}


def for_sentry(event: dict[str, Any], hint: Mapping[str, Any]) -> dict[str, Any]:
    """With the request's id, and of the request its method and path alone."""
    event.setdefault("tags", {})["request_id"] = guid.get()
    request = event.get("request", {})
    event["request"] = {name: request[name] for name in ("method", "url") if name in request}
    return event
