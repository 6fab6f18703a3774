"""Clients of the API as somebody has them: signed in, or with a token."""

from rest_framework.test import APIClient

from claimsdb.http.tokens import issue
from claimsdb.models import Token


def signed_in(user):
    client = APIClient()
    client.force_login(user)
    return client


def bearing(user, *, scope="read", **columns):
    """A script of the user's; the columns are those that its token is given afterwards."""
    token = Token(user=user, name="script", scope=scope)
    text = issue(token)
    Token.objects.filter(pk=token.pk).update(**columns)
    return APIClient(headers={"authorization": f"Bearer {text}"})
