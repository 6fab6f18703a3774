"""Clients of the API as somebody has them: signed in, or with a token."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from rest_framework.test import APIClient

from claimsdb.http.tokens import issue
from claimsdb.models import Token


def signed_in(user, client=None):
    """A client, of the API if none is given, with a session as a login leaves it, in two statements of the ten that
    `force_login` takes: half of all tests begin with one."""
    client = client or APIClient()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def bearing(user, *, scope="read", **columns):
    """A script of the user's; the columns are those that its token is given afterwards."""
    token = Token(user=user, name="script", scope=scope)
    text = issue(token)
    Token.objects.filter(pk=token.pk).update(**columns)
    return APIClient(headers={"authorization": f"Bearer {text}"})
