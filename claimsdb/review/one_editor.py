"""A desk of one: what takes a second editor is not asked of somebody who is alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from claimsdb.models import REVIEW_PERMISSION

BACKEND = "django.contrib.auth.backends.ModelBackend"


def editors() -> QuerySet[User]:
    """The active accounts that may review, superusers included."""
    return User.objects.with_perm(REVIEW_PERMISSION, backend=BACKEND)


def is_alone() -> bool:
    """Whether there is but one of the editors, and the settings heed that. It is asked anew each time: a second editor
    counts from the moment that they may review. Within `asked_once` what was found stands."""
    known = _known.get()
    if known is None:
        return _is_alone()
    if not known:
        known.append(_is_alone())
    return known[0]


@contextmanager
def asked_once() -> Iterator[None]:
    """Around the decisions on many claims, each of which would ask."""
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


_known: ContextVar[list[bool] | None] = ContextVar("is_alone", default=None)


def _is_alone() -> bool:
    return settings.CLAIMSDB_ONE_PERSON_DESK and editors().order_by()[:2].count() < 2
