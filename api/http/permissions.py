"""Permissions of the API: anyone reads, some more than others; editors write.

Who may write claims, articles and assessments may review; for actors, sources and what is said of articles Django's
permissions of these models count, by the `model_verbs` of the view.
"""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from claimsdb.choices import Scope
from claimsdb.models import Token
from claimsdb.review import REVIEW_PERMISSION

SIGN_IN = "Writing is for editors: sign in, or send a token with the scope edit."
NO_EDITOR = "Your account may read and not write: an editor's may."
NOT_THESE = "Your account may not {} {}: an editor's may."
NO_SCOPE = "This token has the scope read; writing needs one with the scope edit."


class IsEditorOrReadOnly(BasePermission):
    """Writing is for those who may review claims and, where they come by a token, for a token with the scope edit."""

    message: str

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS or request.method not in view.allowed_methods:
            return True  # what nobody can do here is a 405, and no matter of rights
        if not request.user.is_authenticated:
            raise NotAuthenticated(SIGN_IN)
        self.message = _missing(request, view)
        return not self.message


def may_write(request: Request) -> bool:
    """Whether who asks may write, now and by this token."""
    return request.user.is_authenticated and not _missing(request, None)


def _missing(request: Request, view: Any) -> str:
    verb = getattr(view, "model_verbs", {}).get(view.action) if hasattr(view, "action") else None
    if not verb and not request.user.has_perm(REVIEW_PERMISSION):
        return NO_EDITOR
    if verb and not request.user.has_perm(f"claimsdb.{verb}_{view.queryset.model._meta.model_name}"):
        return NOT_THESE.format(verb, view.queryset.model._meta.verbose_name_plural)
    if isinstance(request.auth, Token) and request.auth.scope != Scope.EDIT:
        return NO_SCOPE
    return ""
