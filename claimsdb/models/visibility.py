"""Who may know of which claims: the one rule for lists, details, facets, counts, exports and search.

The read model has claims of articles that are held back under statuses of their own (`closed_accepted`), so that an
index of what anybody may see has nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from claimsdb.choices import Status

ANYBODY = AnonymousUser()
CLOSED = "closed_"  # before the status, in the read model, of a claim whose article is held back


def indexed_status(status: str, *, is_held: bool) -> str:
    """The status of a claim in the read model."""
    return f"{CLOSED}{status}" if is_held else status


def indexed_statuses(statuses: Iterable[str]) -> list[str]:
    """All under which the read model may have claims of these statuses, for somebody who sees all claims."""
    return [indexed_status(status, is_held=is_held) for status in statuses for is_held in (False, True)]


def plain_status(indexed: str) -> str:
    """The status of the claim itself."""
    return indexed.removeprefix(CLOSED)


@dataclass(frozen=True, slots=True)
class Visibility:
    """The claims that somebody may know of: all, or those of some statuses in public articles."""

    statuses: frozenset[str]
    is_all: bool

    def indexed(self, statuses: Iterable[str]) -> list[str]:
        """Under which statuses the read model has the claims of these that may be seen."""
        return indexed_statuses(statuses) if self.is_all else sorted({*statuses} & self.statuses)


ALL_VISIBLE = Visibility(frozenset(Status), is_all=True)


def sees_all_claims(user) -> bool:
    """Whether `user` may know of all claims, articles and sources, and not of public ones alone."""
    return user.is_authenticated and user.has_perm("claimsdb.view_claim")


def visibility_of(user) -> Visibility:
    return ALL_VISIBLE if sees_all_claims(user) else public_visibility()


def public_visibility() -> Visibility:
    """What anybody may see."""
    return Visibility(frozenset(settings.CLAIMSDB_PUBLIC_STATUSES), is_all=False)
