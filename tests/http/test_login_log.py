"""What is logged of logins, and passwords that are reset by mail."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from claimsdb import urls
from claimsdb.http.rate_limits import RateLimit

pytestmark = pytest.mark.django_db
HERE = "198.51.100.1"
BANNED_BY = re.compile(r"(login|token) failed from (?P<host>\S+?)(:|$)")


@pytest.fixture
def logged(caplog):
    """What was logged of logins, in order."""
    caplog.set_level("INFO", logger="claimsdb.logins")
    return lambda: [each.getMessage() for each in caplog.records if each.name == "claimsdb.logins"]


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna", "anna@example.org", "a good password", is_staff=True)


def test_good_and_failed_logins_have_a_line_and_no_password(anna, logged):
    client = Client(REMOTE_ADDR=HERE)
    for name, password in [
        ("anna", "a bad one"),
        ("a good password", "x"),
        ("bo\nb", "x"),
        ("anna", "a good password"),
    ]:
        client.post("/admin/login/", {"username": name, "password": password})
    client.post("/admin/logout/")
    APIClient().get("/api/claims/", REMOTE_ADDR=HERE, HTTP_AUTHORIZATION="Bearer claimsdb_" + "a" * 43)
    assert logged() == [
        f"login failed from {HERE}: name anna",
        f"login failed from {HERE}: name unknown",
        f"login failed from {HERE}: name unknown",
        f"login from {HERE}: name anna",
        f"logout from {HERE}: name anna",
        f"token failed from {HERE}",
    ]
    assert [found["host"] for line in logged() if (found := BANNED_BY.search(line))] == [HERE] * 4


@pytest.fixture
def by_mail(settings):
    """An installation that sends mail."""
    settings.ROOT_URLCONF = type(
        "urls", (), {**vars(urls), "urlpatterns": [*urls.passwords_by_mail(), *urls.urlpatterns]}
    )
    return Client(REMOTE_ADDR=HERE)


def test_a_lost_password_is_reset_by_mail(anna, by_mail):
    assert "password_reset" in by_mail.get("/admin/login/").content.decode()
    for address in ("anna@example.org", "nobody@example.org"):
        asked = by_mail.post("/admin/password_reset/", {"email": address}, follow=True)
        assert asked.redirect_chain[-1][0].endswith("/done/")
    (sent,) = mail.outbox
    path = re.search(r"http://testserver(\S+)", sent.body)[1]
    form = by_mail.get(path, follow=True)
    new = {"new_password1": "another one, longer", "new_password2": "another one, longer"}
    by_mail.post(form.redirect_chain[-1][0], new)
    assert Client().login(username="anna", password="another one, longer")
    assert "Password reset unsuccessful" in by_mail.get(path).content.decode()  # it serves once
    anna.refresh_from_db()
    assert not anna.check_password("a good password")


def test_not_many_mails_are_sent(anna, by_mail, settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES) | {"failures": RateLimit("failures", 2, window=60)}
    asked = [by_mail.post("/admin/password_reset/", {"email": "anna@example.org"}).status_code for _ in range(4)]
    assert asked == [302, 302, 429, 429]
    assert len(mail.outbox) == 2


def test_without_mail_there_is_no_such_page(client):
    assert client.post("/admin/password_reset/", {"email": "anna@example.org"}).status_code in (302, 404)
    assert not mail.outbox
    assert "password_reset" not in client.get("/admin/login/").content.decode()
