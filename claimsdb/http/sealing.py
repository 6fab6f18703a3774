"""What is not for everybody's eyes, sealed for one use: places in a list as readers hold them, in cursors and the like,
so that nobody reads the row numbers in them, forges one or brings one to another list; secrets, for a dump or a backup.

Python has no cipher. As in SIV (RFC 5297) the digest of the value is what the stream that hides it begins with, and is
compared when it is opened; both are HMAC-SHA256. One place in one list always has one seal: addresses of pages can be
cached.
"""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
from django.conf import settings
from django.core.signing import b64_decode, b64_encode
from django.utils.crypto import salted_hmac

DIGEST_SIZE = 16  # bytes


class BadSeal(ValueError):
    """What was not sealed here, or for another list or use."""


def seal(value: Any, *, of: str) -> str:
    """The JSON value as text for an address or a column, to be opened by whoever names the same list or use."""
    written = orjson.dumps(value)
    digest = _digest(written, of=of, secret=settings.SECRET_KEY)
    return b64_encode(digest + _hidden(written, digest, secret=settings.SECRET_KEY)).decode()


def unseal(text: str, *, of: str) -> Any:
    """What was sealed, by the present SECRET_KEY or one of SECRET_KEY_FALLBACKS. Raises BadSeal."""
    try:
        sealed = b64_decode(text.encode("ascii"))
    except ValueError:
        raise BadSeal(text) from None
    digest, hidden = sealed[:DIGEST_SIZE], sealed[DIGEST_SIZE:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        written = _hidden(hidden, digest, secret=secret)
        if hmac.compare_digest(digest, _digest(written, of=of, secret=secret)):
            return orjson.loads(written)
    raise BadSeal(text)


def _digest(written: bytes, *, of: str, secret: str | bytes) -> bytes:
    place = sha256(of.encode()).digest()
    return hmac.digest(_key("digest", secret), place + written, "sha256")[:DIGEST_SIZE]


def _hidden(written: bytes, digest: bytes, *, secret: str | bytes) -> bytes:
    """The bytes under the stream, or out from under it again."""
    return bytes(byte ^ key for byte, key in zip(written, _stream(digest, secret), strict=False))


def _stream(digest: bytes, secret: str | bytes) -> Iterator[int]:
    key, number = _key("stream", secret), 0
    while True:
        yield from hmac.digest(key, digest + number.to_bytes(4, "big"), "sha256")
        number += 1


def _key(purpose: str, secret: str | bytes) -> bytes:
    # The name that it had when the first were sealed.
    return salted_hmac(f"api.lists.sealing.{purpose}", "", secret=secret, algorithm="sha256").digest()
