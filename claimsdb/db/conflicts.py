"""Writes of what there may be once, by two at the same moment."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

P = ParamSpec("P")
T = TypeVar("T")


def retried_on_conflict(write: Callable[P, T]) -> Callable[P, T]:
    """Has `write`, which is all of one transaction or savepoint, done once more where the database refuses it: another
    process has stored such a row since it was looked for, and this time it is seen."""

    @wraps(write)
    def twice(*args: P.args, **options: P.kwargs) -> T:
        try:
            return write(*args, **options)
        except IntegrityError:
            return write(*args, **options)

    return twice
