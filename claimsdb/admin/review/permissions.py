"""Decorators that check who may open the pages of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from claimsdb import review
from claimsdb.models import sees_all_claims

View = Callable[..., HttpResponse]


class EditorRequest(HttpRequest):
    """A request of somebody who is signed in, as those of the desk's pages are."""

    user: User


def for_reviewers(view: View) -> View:
    """For those who may review claims. Others are told so, or sent to sign in."""
    return _for(lambda user: user.has_perm(review.REVIEW_PERMISSION), view)


def for_readers(view: View) -> View:
    """For those who see all claims."""
    return _for(sees_all_claims, view)


def _for(may: Callable[[User], bool], view: View) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(checked)
