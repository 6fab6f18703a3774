"""Secrets and signatures, as Standard Webhooks has them (version 1.0.0).

A secret signs, so it cannot be kept as a digest alone: the database has it sealed by a key that is made of SECRET_KEY.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

from claimsdb.http.sealing import BadSeal, seal, unseal
from claimsdb.models import Webhook

PREFIX = "whsec_"  # by which people and secret scanners recognise one
SIZE = 32  # bytes; the convention wants 24 to 64
SEALED_FOR = "webhook secret"


def new_secret() -> str:
    """A secret as its receiver gets it."""
    return PREFIX + b64encode(secrets.token_bytes(SIZE)).decode()


def sealed(secret: str) -> str:
    return seal(secret, of=SEALED_FOR)


def is_readable(secret: str) -> bool:
    """Whether it was sealed by a SECRET_KEY that is known."""
    try:
        unseal(secret, of=SEALED_FOR)
    except BadSeal:
        return False
    return True


def secrets_of(webhook: Webhook, *, at: datetime) -> list[str]:
    """By which a message is signed at that moment: the webhook's secret, and for a while the one before it. Raises
    BadSeal, where they were sealed by another SECRET_KEY."""
    kept = [webhook.secret]
    if webhook.earlier_until and webhook.earlier_until > at:
        kept.append(webhook.earlier_secret)
    return [unseal(each, of=SEALED_FOR) for each in kept]


def headers_of(message_id: str, body: str, *, at: datetime, signed_by: Iterable[str]) -> dict[str, str]:
    """The headers of a message that is sent at that moment, with a signature by each of the secrets."""
    moment = str(int(at.timestamp()))
    signed = f"{message_id}.{moment}.{body}".encode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(signed, secret) for secret in signed_by),
    }


def _signature(signed: bytes, secret: str) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
