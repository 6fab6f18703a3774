"""Idempotency keys (draft-ietf-httpapi-idempotency-key-header): who got no answer sends the same again with the same
key, and gets the answer that there was. Answers are kept for a day, by user; what was refused is not, and may be sent
again.
"""

import json
import re
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.parsers import LINES
from api.http.problems import Refused
from api.http.renderers import JSONRenderer
from api.writing.preconditions import HEADER as IF_MATCH
from api.writing.preconditions import InvalidHeader
from claimsdb.filters import Fault, shown
from claimsdb.models import KeptAnswer

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
AT_WORK = timedelta(minutes=10)  # longer than any request: one that has not ended by then was cut off
KEPT_HEADERS = ("Location", "ETag")
KEY = re.compile(r'"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255})')
REPLAYED = "Idempotency-Replayed"


def idempotent(*, whole: bool, of_version: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Has a POST take the header. One that is `whole` is one transaction, to which the kept answer belongs then: it has
    happened only if its answer is known. Any other must be such that it does no harm to do it twice, should the process
    end in between. What is done `of_version` says in If-Match of which, and is nothing without."""

    def decorate(handler: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(handler)
        def answered(self: Any, request: Request, *args: Any, **place: Any) -> Any:
            key = _key_of(request)
            if key is None or (of_version and not request.headers.get(IF_MATCH)):
                return handler(self, request, *args, **place)
            kept = _begin(request, key)
            if kept.status is not None:
                return _replayed(kept)
            try:
                with transaction.atomic() if whole else nullcontext():
                    response = handler(self, request, *args, **place)
                    _keep(kept, self.with_validators(request, response))
            except BaseException:
                KeptAnswer.objects.filter(pk=kept.pk, status=None).delete()
                raise
            return response

        answered.takes_idempotency_key = True  # type: ignore[attr-defined]
        return answered

    return decorate


def _key_of(request: Request) -> str | None:
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if (request.content_type or "").partition(";")[0] in LINES:
        detail = "Goes with no JSON lines, which may simply be sent again: an article that is known is not taken twice."
        raise InvalidHeader([Fault(HEADER, detail)])
    found = KEY.fullmatch(given.strip())
    if found is None:
        detail = f'{shown(given)} is no key: write up to 255 characters of ASCII in quotation marks: "8e03978e".'
        raise InvalidHeader([Fault(HEADER, detail)])
    return found[1] or found[2]


def _begin(request: Request, key: str) -> KeptAnswer:
    """The answer that is to be kept, ours to write or written already. Raises Refused (409) where another request is at
    work on it, or was another one."""
    now, asked = timezone.now(), _digest(request)
    user: Any = request.user
    KeptAnswer.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user=user, key=key, asked=asked, asked_at=now)
    except IntegrityError:
        kept = KeptAnswer.objects.filter(user=user, key=key).first()
    if kept is not None and kept.asked != asked:
        raise Refused(409, f"This {HEADER} came with another request before: take a new key for a new one.")
    if kept is None or (kept.status is None and not _take_over(kept, now=now)):
        raise Refused(409, f"A request with this {HEADER} is at work: ask again in a moment for its answer.")
    return kept


def _take_over(kept: KeptAnswer, *, now: Any) -> bool:
    """Whether the one at work was cut off, and this one takes its place; one statement decides between several."""
    if kept.asked_at > now - AT_WORK:
        return False
    return bool(KeptAnswer.objects.filter(pk=kept.pk, status=None, asked_at=kept.asked_at).update(asked_at=now))


def _digest(request: Any) -> str:
    """Of what is asked: the same request has the same one."""
    digest = sha256()
    for part in (request.method, request.get_full_path(), request.content_type or ""):
        digest.update(part.encode() + b"\n")
    digest.update(request._request.body)
    return digest.hexdigest()


def _keep(kept: KeptAnswer, response: Response) -> None:
    kept.status, kept.body = response.status_code, zlib.compress(JSONRenderer().render(response.data))
    kept.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    kept.save()


def _replayed(kept: KeptAnswer) -> Response:
    document = json.loads(zlib.decompress(kept.body))
    return Response(document, status=kept.status, headers={**kept.headers, REPLAYED: "true"})
