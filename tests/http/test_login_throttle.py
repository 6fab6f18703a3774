"""How many passwords and tokens may be wrong, whoever makes others up meanwhile, and who is not kept out by that."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from claimsdb.http.login_throttle import _digest
from claimsdb.http.rate_limits import RateLimit
from claimsdb.models import FailedLogin, KnownAddress, Token
from tests.clients import bearing, signed_in

pytestmark = pytest.mark.both_engines

HERE, HOME = "198.51.100.1", "203.0.113.7"
LOGIN = "/admin/login/"
LOGINS = [LOGIN, "/session/login/"]


@pytest.fixture
def limit(settings):
    """Sets the limits, and leaves none for the others. The cache for the rest holds ten counts."""
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "tiny",
            "OPTIONS": {"MAX_ENTRIES": 10},
        }
    }
    cache.clear()

    def limited(**limits):
        settings.THROTTLES = dict.fromkeys(settings.THROTTLES) | {
            kind: RateLimit(kind, most, window=60) for kind, most in limits.items()
        }

    return limited


def log_in(name, password, *, at=HERE, page=LOGIN, client=None):
    return (client or Client()).post(page, {"username": name, "password": password}, REMOTE_ADDR=at)


def statuses(tries, ask):
    return [ask(number).status_code for number in range(tries)]


def invented(number):
    return {"authorization": f"Bearer claimsdb_{number:043}"}


def pass_by(seconds):
    FailedLogin.objects.update(at=F("at") - timedelta(seconds=seconds))


# --- by address -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", LOGINS)
def test_guessing_passwords_ends(limit, editor, page):
    limit(failures=2)
    assert statuses(3, lambda _: log_in(editor.username, "guess", page=page)) == [200, 200, 429]
    refused = log_in(editor.username, "secret", page=page)
    seconds = int(refused["Retry-After"])
    assert (refused.status_code, 1 <= seconds <= 60) == (429, True)
    assert f"in {seconds} seconds" in " ".join(refused.text.split())
    assert Client().get(page, REMOTE_ADDR=HERE).status_code == 200
    pass_by(seconds)
    assert log_in(editor.username, "secret", page=page).status_code == 302


def test_each_failure_counts_for_a_window_of_its_own(limit, editor):
    limit(failures=2)
    log_in(editor.username, "guess")
    pass_by(40)
    log_in(editor.username, "guess")
    assert log_in(editor.username, "secret").status_code == 429
    pass_by(21)  # the first counts no more
    assert statuses(2, lambda _: log_in(editor.username, "guess")) == [200, 429]
    assert FailedLogin.objects.count() == 2


def test_inventing_tokens_makes_no_failure_forgotten(limit, editor):
    """Each was a count of its own in the cache of the rest, and pushed the failures out."""
    limit(failures=3, anonymous=1000, script=1000)
    assert statuses(4, lambda _: log_in(editor.username, "guess")) == [200, 200, 200, 429]
    for number in range(50):
        APIClient().get("/api/nothing/", headers=invented(number), REMOTE_ADDR=HERE)
    assert statuses(5, lambda _: log_in(editor.username, "guess")) == [429] * 5


@pytest.mark.parametrize("authorization", [invented, lambda number: {"authorization": f"Basic {number}"}])
def test_invented_tokens_are_counted_by_address(limit, db, authorization):
    limit(anonymous=3, script=1)
    client = APIClient()
    ask = lambda number: client.get("/api/nothing/", headers=authorization(number), REMOTE_ADDR=HERE)  # noqa: E731
    assert statuses(4, ask) == [404, 404, 404, 429]
    assert client.get("/api/nothing/", REMOTE_ADDR=HERE).status_code == 429
    assert client.get("/api/nothing/", headers=authorization(5), REMOTE_ADDR=HOME).status_code == 404


def test_a_token_that_is_valid_no_more_is_counted_by_address(limit, editor):
    limit(anonymous=1)
    script = bearing(editor, revoked_at="2026-11-02T00:00:00Z")
    assert statuses(2, lambda _: script.get("/api/")) == [401, 429]


def test_guessing_tokens_ends(limit, db):
    limit(failures=3)
    client = APIClient()
    assert statuses(4, lambda number: client.get("/api/", headers=invented(number))) == [401, 401, 401, 429]
    answer = client.get("/api/", headers=invented(9))
    assert (answer["Content-Type"], 1 <= int(answer["Retry-After"]) <= 60) == ("application/problem+json", True)
    assert FailedLogin.objects.count() == 3


def test_whoever_guesses_tokens_stops_nobody_with_a_right_one_or_none(limit, editor):
    limit(failures=1)
    client, script = APIClient(), bearing(editor)
    assert statuses(2, lambda number: client.get("/api/", headers=invented(number))) == [401, 429]
    assert client.get("/api/").status_code == 200
    assert client.get("/api/", headers=invented(3), REMOTE_ADDR=HOME).status_code == 401
    assert script.get("/api/claims/?status=rejected").status_code == 200


def test_a_token_that_was_right_is_no_guess(limit, editor):
    limit(failures=1)
    script = bearing(editor)
    Token.objects.update(revoked_at="2026-11-02T00:00:00Z")
    assert statuses(3, lambda _: script.get("/api/")) == [401, 401, 401]


def test_logins_and_tokens_are_counted_apart(limit, editor):
    limit(failures=1)
    APIClient().get("/api/", headers=invented(1), REMOTE_ADDR=HERE)
    assert log_in(editor.username, "secret").status_code == 302


# --- by account -------------------------------------------------------------------------------------------------------


def test_a_name_that_is_tried_from_many_addresses_is_heard_no_more(limit, editor):
    limit(failures=2, account=4)
    tried = statuses(6, lambda number: log_in(editor.username, "guess", at=f"192.0.2.{number}"))
    assert tried == [200, 200, 200, 200, 429, 429]
    assert log_in(editor.username, "secret").status_code == 429
    assert log_in("somebody else", "guess").status_code == 200
    pass_by(60)
    assert log_in(editor.username, "secret").status_code == 302


@pytest.mark.parametrize("name", ["{}", " {} ", "\N{FULLWIDTH LATIN SMALL LETTER S}am"])
def test_a_name_is_one_however_it_is_written(limit, editor, name):
    editor.username = "sam"
    editor.save()
    limit(account=1)
    log_in("sam", "guess")
    assert log_in(name.format("sam"), "secret", at=HOME).status_code == 429


def test_nobody_is_locked_out_where_they_came_in_before(limit, editor):
    limit(failures=3, account=2)
    assert log_in(editor.username, "secret", at=HOME).status_code == 302
    assert statuses(3, lambda number: log_in(editor.username, "guess", at=f"192.0.2.{number}")) == [200, 200, 429]
    assert log_in(editor.username, "secret", at=HOME).status_code == 302
    KnownAddress.objects.update(last_login_at=F("last_login_at") - timedelta(days=90))
    assert log_in(editor.username, "secret", at=HOME).status_code == 429


@pytest.mark.parametrize(("written", "client"), [(HOME, HOME), ("2001:db8::7", "2001:db8::9")])
def test_an_operator_makes_an_address_known(limit, editor, capsys, written, client):
    limit(account=1)
    log_in(editor.username, "guess")
    assert log_in(editor.username, "secret", at=client).status_code == 429
    call_command("known_addresses", "add", editor.username, written)
    assert log_in(editor.username, "secret", at=client).status_code == 302
    call_command("known_addresses", "list")
    assert capsys.readouterr().out.count(editor.username) == 2


@pytest.mark.parametrize(
    ("name", "address", "fault"), [("nobody", HOME, "no account 'nobody'"), ("", "here", "'here' is no address")]
)
def test_an_address_is_made_known_to_somebody(editor, name, address, fault):
    with pytest.raises(CommandError, match=fault):
        call_command("known_addresses", "add", name or editor.username, address)


def test_an_address_is_known_to_one_account_alone(limit, editor, reader):
    limit(account=1)
    log_in(reader.username, "secret", at=HOME)
    log_in(editor.username, "guess")
    assert log_in(editor.username, "secret", at=HOME).status_code == 429


def test_who_errs_at_home_is_limited_there_alone(limit, editor):
    limit(failures=2, account=2)
    log_in(editor.username, "secret", at=HOME)
    assert statuses(3, lambda _: log_in(editor.username, "guess", at=HOME)) == [200, 200, 429]
    assert log_in(editor.username, "secret", at=HERE).status_code == 302


def test_who_is_signed_in_stays_so(limit, editor):
    limit(account=1)
    client = signed_in(editor)
    assert statuses(2, lambda number: log_in(editor.username, "guess", at=f"192.0.2.{number}")) == [200, 429]
    assert client.get("/api/claims/?status=rejected").status_code == 200


def test_logins_that_succeed_are_no_failures(limit, editor):
    limit(failures=1, account=1)
    assert statuses(4, lambda _: log_in(editor.username, "secret")) == [302] * 4
    assert (FailedLogin.objects.count(), KnownAddress.objects.count()) == (0, 1)


@pytest.mark.parametrize("name", ["", "a\0b", "a" * 5000], ids=["empty", "with NUL", "long"])
def test_what_is_no_name_is_answered_as_any_other(limit, editor, name):
    limit(failures=1, account=1)
    assert log_in(name, "guess").status_code == 200
    FailedLogin.objects.create(what="login", address=HOME, account=_digest(name))
    assert log_in(name, "guess").status_code == 429


@pytest.mark.parametrize("limits", [{}, {"failures": 1}, {"account": 1}])
def test_either_limit_may_be_left_out(limit, editor, limits):
    limit(**limits)
    tried = statuses(2, lambda _: log_in(editor.username, "guess"))
    assert tried == ([200, 429] if limits else [200, 200])


def test_the_limit_of_a_token_costs_no_statement_of_its_own(limit, editor):
    script = bearing(editor, last_used_at="2100-01-01T00:00:00Z")

    def statements(**limits):
        limit(**limits)
        with CaptureQueriesContext(connection) as asked:
            assert script.get("/api/claims/").status_code == 200
        return len(asked)

    assert statements() == statements(failures=5, script=1000, anonymous=1000)
