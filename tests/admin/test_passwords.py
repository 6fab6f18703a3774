"""A new password, by each of its doors: whether tokens end with it is for its user to say."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from claimsdb import urls
from claimsdb.http.tokens import issue
from claimsdb.models import Token
from tests.factories import EditorFactory

OLD, NEW = "an old pass phrase", "a new pass phrase"
TWICE = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def by_mail(settings):
    """An installation that sends mail."""
    together = [*urls.passwords_by_mail(), *urls.urlpatterns]
    settings.ROOT_URLCONF = type("urls", (), {**vars(urls), "urlpatterns": together})


@pytest.fixture
def anna(db):
    anna = EditorFactory(username="anna", is_staff=True)
    anna.set_password(OLD)
    anna.save()
    for user in (anna, EditorFactory()):
        issue(Token(user=user, name="nightly"))
    return anna


def own(client, anna, data):
    client.force_login(anna)
    address = reverse("admin:password_change")
    assert "End the account" in client.get(address).text
    return client.post(address, {"old_password": OLD, **TWICE, **data})


def lost(client, anna, data):
    uid = urlsafe_base64_encode(force_bytes(anna.pk))
    page = client.get(f"/reset/{uid}/{default_token_generator.make_token(anna)}/", follow=True)
    assert "End the account" in page.text
    return client.post(page.redirect_chain[-1][0], {**TWICE, **data})


def anothers(client, anna, data):
    client.force_login(EditorFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:auth_user_password_change", args=[anna.pk])
    assert "End the account" in client.get(address).text
    return client.post(address, {"password1": NEW, "password2": NEW, "usable_password": "true", **data})


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize("door", [own, lost, anothers])
def test_tokens_end_where_that_is_ticked(by_mail, client, anna, door, ends):
    assert door(client, anna, {"end_tokens": "on"} if ends else {}).status_code == 302
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert [token.revoked_at is not None for token in Token.objects.filter(user=anna)] == [ends]
    assert Token.objects.exclude(user=anna).get().revoked_at is None


@pytest.mark.parametrize("wrong", [{"old_password": "?"}, {"new_password2": "?"}])
def test_what_is_refused_ends_nothing(client, anna, wrong):
    assert own(client, anna, {"end_tokens": "on", **wrong}).status_code == 200
    assert not Token.objects.exclude(revoked_at=None).exists()
