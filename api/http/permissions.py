"""Permissions of the API: anyone reads, some more than others; editors write."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from claimsdb.choices import Scope
from claimsdb.models import Token
from claimsdb.review import REVIEW_PERMISSION

SIGN_IN = "Writing is for editors: sign in, or send a token with the scope edit."
NO_EDITOR = "Your account may read and not write: an editor's may."
NO_SCOPE = "This token has the scope read; writing needs one with the scope edit."


class IsEditorOrReadOnly(BasePermission):
    """Writing is for those who may review claims and, where they come by a token, for a token with the scope edit."""

    message: str

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS or request.method not in view.allowed_methods:
            return True  # what nobody can do here is a 405, and no matter of rights
        if not request.user.is_authenticated:
            raise NotAuthenticated(SIGN_IN)
        self.message = _missing(request)
        return not self.message


def may_write(request: Request) -> bool:
    """Whether who asks may write, now and by this token."""
    return request.user.is_authenticated and not _missing(request)


def _missing(request: Request) -> str:
    if not request.user.has_perm(REVIEW_PERMISSION):
        return NO_EDITOR
    if isinstance(request.auth, Token) and request.auth.scope != Scope.EDIT:
        return NO_SCOPE
    return ""
