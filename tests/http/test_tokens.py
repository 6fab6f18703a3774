"""Tokens in the admin and by command: told once, kept as digests, managed by whom they belong to."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from claimsdb.http import tokens
from claimsdb.http.tokens import BadToken, UnknownToken, issue, revoke
from claimsdb.index.changes import data_version
from claimsdb.models import Token
from tests.factories import EditorFactory, TokenFactory

ADD, LIST = "/admin/claimsdb/token/add/", "/admin/claimsdb/token/"
TEXT = re.compile(r"claimsdb_[A-Za-z0-9_-]{43}")
FORM = {"name": "nightly import", "scope": "edit", "days": 90}


@pytest.fixture
def issued(editor):
    """A token and its text."""
    token = Token(user=editor, name="nightly import")
    return token, issue(token)


def bearer_of(text):
    """Whose token a request brings."""
    return tokens.bearer_of(RequestFactory().get("/", headers={"Authorization": f"Bearer {text}"}))


def say(capsys, *command, **options):
    call_command("tokens", *command, **options)
    return capsys.readouterr()


def test_its_text_is_kept_nowhere(issued):
    _, text = issued
    stored = Token.objects.values().get()
    assert TEXT.fullmatch(text)
    assert not any(text in str(value) for value in stored.values())
    assert (stored["digest"], stored["hint"]) == (sha256(text.encode()).hexdigest(), text[:16])


def test_it_opens_for_its_user(issued, editor):
    token, text = issued
    assert (bearer_of(text), bearer_of(text).user) == (token, editor)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": datetime(2026, 11, 2, tzinfo=UTC)}, "revoked on 2026-11-02"),
        ({"created_at": datetime(2024, 1, 1, tzinfo=UTC), "expires_at": datetime(2025, 1, 1, tzinfo=UTC)}, "expired on 2025-01-01"),
        ({"user__is_active": False}, "its account is switched off"),
    ],
)  # fmt: skip
def test_what_ended_it_is_said(issued, change, words):
    token, text = issued
    token.user.is_active = change.pop("user__is_active", True)
    token.user.save()
    Token.objects.update(**change)
    with pytest.raises(BadToken, match=words) as refused:
        bearer_of(text)
    assert not isinstance(refused.value, UnknownToken)


@pytest.mark.parametrize(
    "wrong", ["", "x", "claimsdb_", "claimsdb_" + "A" * 43, "claimsdb_" + "\ud800" * 43, "A" * 10_000]
)
def test_another_text_is_not_known(issued, wrong):
    with pytest.raises(UnknownToken):
        bearer_of(wrong)


@pytest.mark.parametrize(
    ("ago", "noted"), [(None, True), (timedelta(seconds=61), True), (timedelta(seconds=50), False)]
)
def test_its_use_is_noted_once_a_minute(issued, ago, noted):
    _, text = issued
    before = timezone.now() - ago if ago else None
    Token.objects.update(last_used_at=before)
    bearer_of(text)
    assert (Token.objects.get().last_used_at != before) == noted


def test_nobody_waits_for_a_writer_to_have_it_noted(issued):
    token, text = issued
    patience = []

    def busy(execute, sql, *rest):
        if sql.startswith("UPDATE"):
            patience.append(busy_timeout())
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(busy):
        assert bearer_of(text) == token
    if connection.vendor == "sqlite":
        assert (patience, busy_timeout()) == ([0], 20_000)


def busy_timeout():
    """Milliseconds, of SQLite."""
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0] if connection.vendor == "sqlite" else None


def test_its_use_is_no_change_of_the_data(issued):
    before = data_version()
    bearer_of(issued[1])
    assert data_version() == before


def test_revoked_stays_revoked(issued):
    token, _ = issued
    revoke(token)
    first = Token.objects.get().revoked_at
    revoke(token)
    assert Token.objects.get().revoked_at == first


@pytest.mark.parametrize("days", [0, -1, 1096])
def test_it_lives_three_years_at_most(editor, days):
    with pytest.raises(ValidationError, match="from 1 to 1095 days"):
        issue(Token(user=editor, name="for ever"), days=days)
    assert not Token.objects.exists()


# --- in the admin --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["editor", "reader"])
def test_anybody_makes_one_for_themselves(client, request, person):
    user = request.getfixturevalue(person)
    client.force_login(user)
    page = client.post(ADD, FORM | {"user": EditorFactory().pk})
    [text] = set(TEXT.findall(page.text))
    token = bearer_of(text)
    assert (token.user, token.name, token.scope) == (user, "nightly import", "edit")
    assert (token.expires_at - token.created_at).days == 90


def test_it_is_shown_once(editor_client):
    page = editor_client.post(ADD, FORM)
    text = TEXT.search(page.text)[0]
    assert "no-store" in page["Cache-Control"]
    seen_later = [
        LIST,
        ADD,
        reverse("admin:index"),
        reverse("admin:claimsdb_token_change", args=[Token.objects.get().pk]),
    ]
    assert not any(text in editor_client.get(url).text for url in seen_later)
    assert text not in str(dict(editor_client.session))


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scope": "all"}, {"days": 0}, {"days": 1096}])
def test_the_form_refuses(editor_client, wrong):
    assert "Please correct the error" in editor_client.post(ADD, FORM | wrong).text
    assert not Token.objects.exists()


def test_a_superuser_makes_one_for_somebody_else(admin_client, editor):
    admin_client.post(ADD, FORM | {"user": editor.pk})
    assert Token.objects.get().user == editor


@pytest.mark.parametrize(("person", "seen"), [("editor_client", ["own"]), ("admin_client", ["own", "strange"])])
def test_each_sees_and_revokes_their_own(request, editor, person, seen):
    tokens = {"own": TokenFactory(user=editor, name="own"), "strange": TokenFactory(name="strange")}
    client = request.getfixturevalue(person)
    listed = client.get(LIST).text
    selected = [token.pk for token in tokens.values()]
    client.post(LIST, {"action": "revoke_selected", "_selected_action": selected})
    for name, token in tokens.items():
        token.refresh_from_db()
        own_page = reverse("admin:claimsdb_token_change", args=[token.pk])
        assert (f">{name}<" in listed, token.revoked_at is not None) == (name in seen, name in seen)
        assert (client.get(own_page).status_code == 200) == (name in seen)


def test_nobody_changes_or_deletes_one(admin_client):
    token = TokenFactory()
    for page in ("change", "delete"):
        url = reverse(f"admin:claimsdb_token_{page}", args=[token.pk])
        assert admin_client.post(url, {"post": "yes", "name": "other"}).status_code == 403


def test_it_goes_with_its_account(issued, editor):
    editor.delete()
    assert not Token.objects.exists()


# --- by command ----------------------------------------------------------------------------------------------------


def test_the_command_prints_the_text_alone(capsys, editor):
    said = say(capsys, "create", editor.username, "--name", "crawler", "--days", "7")
    token = bearer_of(said.out.strip())
    assert (token.user, token.name, token.scope) == (editor, "crawler", "read")
    assert f"expires on {token.expires_at:%Y-%m-%d}" in said.err


def test_the_command_lists_and_revokes(capsys, issued):
    token, text = issued
    listed = say(capsys, "list").out
    assert token.hint in listed
    assert text not in listed
    say(capsys, "revoke", f"{token.hint}…")
    assert " revoked" in say(capsys, "list").out
    with pytest.raises(BadToken, match="revoked"):
        bearer_of(text)


def test_the_command_revokes_by_id(capsys, issued):
    assert "nightly import" in say(capsys, "revoke", str(issued[0].pk)).out
    assert Token.objects.get().revoked_at


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["create", "nobody", "--name", "x"], "no account 'nobody'"),
        (["create", "sam", "--name", ""], "cannot be blank"),
        (["create", "sam", "--name", "x", "--days", "0"], "from 1 to 1095 days"),
        (["create", "sam", "--name", "x", "--scope", "all"], "invalid choice"),
        (["revoke", "claimsdb_other"], "No token"),
        (["revoke", "claimsdb_AbCdEfG"], "several tokens"),
    ],
)  # fmt: skip
def test_the_command_refuses(capsys, db, command, words):
    sam = EditorFactory(username="sam")
    TokenFactory.create_batch(2, user=sam)
    with pytest.raises(CommandError, match=words):
        call_command("tokens", *command)
    assert Token.objects.filter(revoked_at=None).count() == 2
