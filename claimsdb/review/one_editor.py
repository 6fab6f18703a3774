"""A desk of one: what takes a second editor is not asked of somebody who is alone."""

from django.conf import settings
from django.contrib.auth.models import User

from claimsdb.models import REVIEW_PERMISSION


def is_alone() -> bool:
    """Whether there is but one active account that may review, superusers included, and the settings heed that. It is
    asked anew each time: a second editor counts from the moment that they may review."""
    if not settings.CLAIMSDB_ONE_PERSON_DESK:
        return False
    return User.objects.with_perm(REVIEW_PERMISSION).order_by()[:2].count() < 2
