"""What an account shows besides its password: codes of one authenticator, and recovery codes for who has lost it.

The tables are django-otp's, and so is what they hold against guessing: after each wrong code the next is heard twice as
long later, a code serves once, and one step of 30 s to either side of ours. Recovery codes are kept as digests: of 80
random bits, so that none can be guessed from them.
"""

import re
import secrets
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django_otp import DEVICE_ID_SESSION_KEY, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from claimsdb.choices import SecondFactor
from claimsdb.models import REVIEW_PERMISSION

SHOWN_BY = DEVICE_ID_SESSION_KEY  # in a session, the authenticator whose code was given in it
CODE = re.compile(r"[0-9]{6}")
RECOVERY_CODE = re.compile(r"[a-z2-7]{16}")
RECOVERY_CODES = 10
NAME_LENGTH = 64  # of an authenticator


class Missing(StrEnum):
    """What a session waits for before it is its account's."""

    CODE = "code"
    AUTHENTICATOR = "authenticator"


class TooManyCodes(Exception):
    """No code is heard until `until`, not even a right one."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def missing(account: User | AnonymousUser, session: Mapping[str, Any]) -> Missing | None:
    """What that session of the account lacks; None where nothing is."""
    if settings.SECOND_FACTOR == SecondFactor.OFF or not isinstance(account, User):
        return None
    if authenticator := authenticator_of(account):
        return None if session.get(SHOWN_BY) == authenticator.persistent_id else Missing.CODE
    return Missing.AUTHENTICATOR if is_required_of(account) else None


def is_required_of(account: User) -> bool:
    """Whether the account, which may review or comes into the admin, must have an authenticator."""
    is_trusted = account.is_staff or account.has_perm(REVIEW_PERMISSION)
    return settings.SECOND_FACTOR == SecondFactor.REQUIRED and is_trusted


def authenticator_of(account: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def recovery_codes_left(account: User) -> int:
    return StaticToken.objects.filter(device__user=account).count()


def begin(account: User, *, name: str) -> TOTPDevice:
    """A new authenticator, which counts once it is confirmed; `name` is what its app will show."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account, confirmed=False).delete()
        return TOTPDevice.objects.create(user=account, name=name[:NAME_LENGTH], confirmed=False)


def begun(account: User, key: object) -> TOTPDevice | None:
    """The authenticator with that primary key, if it is the account's and not confirmed yet."""
    return TOTPDevice.objects.filter(user=account, confirmed=False, pk=key).first() if key else None


def letters_of(authenticator: TOTPDevice) -> str:
    """Its secret as people type it into an app."""
    return " ".join(re.findall(".{1,4}", b32encode(authenticator.bin_key).decode()))


def confirm(authenticator: TOTPDevice, written: str) -> list[str]:
    """Has the authenticator count from now on, if that is its code; gives the recovery codes, else none.

    Raises TooManyCodes.
    """
    code = _bare(written)
    with transaction.atomic():
        account = User.objects.select_for_update().get(pk=authenticator.user_id)  # of two at once one is confirmed
        if authenticator_of(account) or not (CODE.fullmatch(code) and _verified(authenticator, code)):
            return []
        TOTPDevice.objects.filter(pk=authenticator.pk).update(confirmed=True)
        return new_recovery_codes(account)


def new_recovery_codes(account: User) -> list[str]:
    """Ten codes in groups of four letters, in place of those there were. They cannot be had again."""
    codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=account).delete()
        kept = StaticDevice.objects.create(user=account, name="Recovery codes")
        StaticToken.objects.bulk_create(StaticToken(device=kept, token=_digest(code)) for code in codes)
    return ["-".join(re.findall("....", code)) for code in codes]


def accepted(account: User, written: str) -> str:
    """Which kind of code of the account that is, "code" or "recovery code", and empty for none. It serves no more.

    Raises TooManyCodes.
    """
    code = _bare(written)
    if CODE.fullmatch(code):
        authenticator = authenticator_of(account)
        return "code" if authenticator and _verified(authenticator, code) else ""
    if RECOVERY_CODE.fullmatch(code):
        kept = StaticDevice.objects.filter(user=account).first()
        return "recovery code" if kept and _verified(kept, _digest(code)) else ""
    return ""


def remove(account: User) -> bool:
    """Takes authenticator and recovery codes away; whether the account had one."""
    with transaction.atomic():
        had = authenticator_of(account) is not None
        for devices in (TOTPDevice, StaticDevice):
            devices.objects.filter(user=account).delete()
    return had


def _verified(device: Device, code: str) -> bool:
    is_heard, why = device.verify_is_allowed()
    if not is_heard:
        raise TooManyCodes(why["locked_until"])
    return verify_token(device.user, device.persistent_id, code) is not None


def _bare(written: str) -> str:
    return re.sub(r"[\s-]", "", written).lower()


def _digest(code: str) -> str:
    """As long as the column of django-otp takes."""
    return blake2b(code.encode(), digest_size=8).hexdigest()
