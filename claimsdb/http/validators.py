"""Validators of answers that are as old as the data: strong tags, and what a reader's own say of them (RFC 9110)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from claimsdb.http.edition import edition

VARIES_BY = ["Accept", "Authorization", "Cookie"]


def configured() -> tuple[object, ...]:
    """The settings, and the program, on which every answer for readers depends, its headers too."""
    shown = (settings.CLAIMSDB_PUBLIC_STATUSES, settings.CLAIMSDB_PUBLIC_TEXTS)
    return (*shown, settings.CLAIMSDB_PUBLIC_MAX_AGE, edition())


def cache_control(*, is_anybodys: bool) -> str:
    """What caches may do with an answer: keep what anybody gets, and nothing else."""
    if not is_anybodys:
        return "no-store"
    return f"public, max-age={settings.CLAIMSDB_PUBLIC_MAX_AGE}, must-revalidate"


def validators(depends_on: object, *, at: datetime | None) -> dict[str, str]:
    """The headers of an answer; `depends_on` is all that may change it, `at` when any of that did last."""
    tag = blake2b(repr(depends_on).encode(), digest_size=9).hexdigest()
    return {"ETag": f'"{tag}"'} | ({"Last-Modified": http_date(at.timestamp())} if at else {})


def known_by_tag(request: HttpRequest, ours: Mapping[str, str]) -> Mapping[str, str]:
    """The validators of what the reader has, if a tag of theirs tells of that; a key and version in it add nothing.
    Tags are compared weakly."""
    tag = opaque(ours["ETag"])
    given = parse_etags(request.headers.get("If-None-Match", ""))
    known = [each for each in given if opaque(each).rpartition("-")[2] == tag]
    return {**ours, "ETag": known[0]} if known else {}


def is_known_anyhow(request: HttpRequest, ours: Mapping[str, str]) -> bool:
    """Whether the reader wants no answer if there is one, or none that is no newer than a moment."""
    if given := request.headers.get("If-None-Match", "").strip():
        return given == "*"
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    last = parse_http_date_safe(ours.get("Last-Modified", ""))
    return since is not None and last is not None and last <= since


def opaque(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')
