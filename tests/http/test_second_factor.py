"""The second factor: who is asked for it, by each setting, and that no session without it is anybody's."""

import re
import runpy
from base64 import b32encode
from types import SimpleNamespace

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from claimsdb.http import authenticators
from claimsdb.http.rate_limits import RateLimit
from claimsdb.models import FailedLogin, KnownAddress, Source, Token
from tests.clients import bearing
from tests.factories import EditorFactory, ReaderFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/second_factor/"
STEP = 30  # seconds
PEOPLE = {
    "visitor": lambda: UserFactory(),
    "reader": lambda: ReaderFactory(is_staff=True),
    "editor": lambda: EditorFactory(is_staff=True),
    "editor of the API": lambda: EditorFactory(is_staff=False),
    "superuser": lambda: UserFactory(is_staff=True, is_superuser=True),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock by which codes are told, in the middle of a step; it stands."""
    clock = SimpleNamespace(now=1_000_000 * STEP + 15)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", SimpleNamespace(time=lambda: clock.now))
    return clock


@pytest.fixture
def code(clock):
    """What the account's authenticator shows, some steps from now."""

    def shown(account, *, steps=0):
        totp = TOTP(TOTPDevice.objects.get(user=account).bin_key)
        totp.time = clock.now + steps * STEP
        return f"{totp.token():06}"

    return shown


@pytest.fixture
def logged(caplog):
    caplog.set_level("INFO", logger="claimsdb.logins")
    lines = lambda: (each.getMessage() for each in caplog.records if each.name == "claimsdb.logins")  # noqa: E731
    return lambda: [line for line in lines() if not line.startswith("login from : ")]  # of `force_login`


@pytest.fixture
def optional(settings):
    settings.SECOND_FACTOR = "optional"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def anna(db):
    return EditorFactory(username="anna", password="secret", is_staff=True)


def with_authenticator(account):
    """Gives the account one, and returns its recovery codes."""
    TOTPDevice.objects.create(user=account, name="claimsdb")
    return authenticators.new_recovery_codes(account)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def may_pass_again():
    """As if the time had gone by for which wrong codes keep others from being heard."""
    for devices in (TOTPDevice, StaticDevice):
        devices.objects.update(throttling_failure_timestamp=None)


def name_of(client):
    """Whose the session is to the API."""
    return client.get("/api/me/").json()["username"]


# --- who is let in ----------------------------------------------------------------------------------------------------


# Who is somebody, by setting and by what the session has: those who may not review or administrate, and those who may.
LET_IN = {
    ("off", "none"): (True, True),
    ("off", "no code yet"): (True, True),
    ("off", "code"): (True, True),
    ("optional", "none"): (True, True),
    ("optional", "no code yet"): (False, False),
    ("optional", "code"): (True, True),
    ("required", "none"): (True, False),
    ("required", "no code yet"): (False, False),
    ("required", "code"): (True, True),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("setting", "state"), LET_IN)
def test_who_is_somebody(settings, code, setting, state, who):
    settings.SECOND_FACTOR = setting
    account = PEOPLE[who]()
    if state != "none":
        with_authenticator(account)
    client = signed_in(account)
    if state == "code":
        client.post(PAGE, {"code": code(account)})
    is_somebody = LET_IN[setting, state][who != "visitor"]
    in_admin = is_somebody and account.is_staff
    assert {
        "admin": client.get("/admin/").status_code,
        "desk": client.get("/admin/desk/").get("Location", "").startswith("/admin/login/"),
        "API": name_of(client),
        "page": client.get("/").status_code,
        "token": bearing(account).get("/api/me/").json()["username"],
    } == {
        "admin": 200 if in_admin else 302,
        "desk": not in_admin,
        "API": account.username if is_somebody else None,
        "page": 200,
        "token": account.username,  # whoever uses one has no session
    }


@pytest.mark.parametrize("leave", ["/admin/logout/", "/session/logout/"])
@pytest.mark.parametrize("lacks", ["code", "authenticator"])
def test_whoever_lacks_something_may_log_out(required, anna, logged, lacks, leave):
    if lacks == "code":
        with_authenticator(anna)
    client = signed_in(anna)
    assert "Log out" in client.get(PAGE).text
    client.post(leave)
    assert "_auth_user_id" not in client.session
    assert logged() == ["logout from 127.0.0.1: name anna"]


def test_a_session_without_the_code_writes_nothing(optional, anna):
    with_authenticator(anna)
    client = signed_in(anna)
    source = SourceFactory()
    written = [
        client.post("/api/sources/", {"name": "New"}, content_type="application/json"),
        client.post("/admin/claimsdb/source/add/", {"name": "New"}),
        client.post("/admin/password_change/", {"old_password": "secret"}),
        client.post("/admin/claimsdb/token/add/", {"name": "mine"}),
    ]
    assert [answer.status_code for answer in written] == [401, 302, 302, 302]
    assert [*Source.objects.all()] == [source]
    assert not Token.objects.exists()


def test_where_it_is_required_nothing_else_comes_first(required, anna):
    form = {"username": "anna", "password": "secret", "next": "/admin/desk/"}
    client = Client()
    first = client.post("/admin/login/?next=/admin/desk/", form, follow=True)
    assert first.redirect_chain[-1][0] == f"{PAGE}?next=%2Fadmin%2Fdesk%2F"
    assert "Here it needs a second factor" in first.text
    assert "Not now" not in first.text


@pytest.mark.parametrize("login", ["/admin/login/", "/session/login/"])
def test_login_leads_to_the_code_and_on_to_where_one_was_going(optional, anna, code, login):
    with_authenticator(anna)
    client = Client()
    form = {"username": "anna", "password": "secret", "next": "/admin/claimsdb/source/"}
    asked = client.post(f"{login}?next=/admin/claimsdb/source/", form, follow=True)
    assert asked.redirect_chain[-1][0] == f"{PAGE}?next=%2Fadmin%2Fclaimsdb%2Fsource%2F"
    assert "Give the code" in asked.text
    given = client.post(PAGE, {"code": code(anna), "next": "/admin/claimsdb/source/"}, follow=True)
    assert (given.status_code, given.redirect_chain) == (200, [("/admin/claimsdb/source/", 302)])


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_code_leads_nowhere_else(optional, anna, code, elsewhere):
    with_authenticator(anna)
    assert signed_in(anna).post(PAGE, {"code": code(anna), "next": elsewhere})["Location"] == "/admin/"


@pytest.mark.parametrize(("setting", "status"), [("off", 404), ("optional", 302), ("required", 302)])
def test_the_page_is_there_for_who_is_signed_in(settings, client, setting, status):
    settings.SECOND_FACTOR = setting
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"code": "123456"}).status_code == status
    assert signed_in(UserFactory()).get(PAGE).status_code == (404 if setting == "off" else 200)


@pytest.mark.parametrize(("setting", "is_linked"), [("off", False), ("optional", True), ("required", True)])
def test_it_is_linked_where_the_password_is_changed(settings, anna, code, setting, is_linked):
    settings.SECOND_FACTOR = setting
    with_authenticator(anna)
    client = signed_in(anna)
    client.post(PAGE, {"code": code(anna)})
    assert (PAGE in client.get("/admin/password_change/").text) == is_linked


def test_the_setting_is_one_of_three(monkeypatch):
    monkeypatch.setenv("SECOND_FACTOR", "yes")
    with pytest.raises(ImproperlyConfigured, match="'yes'; it may be off, optional, required"):
        runpy.run_path("claimsdb/settings.py")


# --- setting up, and taking away --------------------------------------------------------------------------------------


@pytest.mark.both_engines
@pytest.mark.parametrize("setting", ["optional", "required"])
def test_setting_up(settings, anna, code, logged, setting):
    settings.SECOND_FACTOR = setting
    client, other = signed_in(anna), signed_in(anna)
    assert "Set up an authenticator" in client.get(PAGE).text
    assert not TOTPDevice.objects.exists()  # a GET writes nothing
    shown = client.post(PAGE, {"start": "1"}, follow=True).text
    device = TOTPDevice.objects.get(user=anna)
    letters = re.sub(" ", "", re.search(r'class="secret">([A-Z2-7 ]+)<', shown)[1])
    assert letters == b32encode(device.bin_key).decode()
    assert ("<path stroke" in shown, "style=" in shown, device.name) == (True, False, "claimsdb testserver")
    assert "secret" not in other.get(PAGE).text  # another session is not shown it
    assert "That is not a code" in client.post(PAGE, {"code": "12345"}).text
    done = client.post(PAGE, {"code": code(anna)})
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", done.text)
    assert (len(set(codes)), name_of(client), name_of(other)) == (10, "anna", None)
    again = client.get(PAGE).text
    assert "10 recovery codes are left" in again
    assert not any(each in again for each in [*codes, letters])
    assert other.post(PAGE, {"code": code(anna)}).status_code == 200  # that which confirmed it serves no more
    assert other.post(PAGE, {"code": codes[0].upper()}).status_code == 302
    assert logged()[-1] == "recovery code from 127.0.0.1: name anna"
    assert "second factor set up from 127.0.0.1: name anna" in logged()
    stored = [*StaticToken.objects.values_list("token", flat=True)]
    assert not {each.replace("-", "") for each in codes} & {*stored}


def test_what_was_begun_counts_for_nothing(optional, anna):
    client = signed_in(anna)
    client.post(PAGE, {"start": "1"})
    assert (name_of(client), name_of(signed_in(anna))) == ("anna", "anna")


def test_of_two_that_are_set_up_at_once_one_counts(optional, anna, code):
    one, two = signed_in(anna), signed_in(anna)
    one.post(PAGE, {"start": "1"})
    two.post(PAGE, {"start": "1"})
    assert "Set up an authenticator" in one.get(PAGE).text  # begun anew elsewhere
    two.post(PAGE, {"code": code(anna)})
    one.post(PAGE, {"start": "1"})
    assert TOTPDevice.objects.filter(user=anna).count() == 1


@pytest.mark.parametrize("proof", [{"password": "secret"}, "code", "recovery code"])
@pytest.mark.parametrize("wish", ["remove", "renew"])
def test_what_takes_a_proof(optional, anna, code, logged, clock, wish, proof):
    recovery = with_authenticator(anna)
    client = signed_in(anna)
    client.post(PAGE, {"code": code(anna)})
    for wrong in ({}, {"password": "guess"}, {"code": code(anna)}):  # which was given already
        client.post(PAGE, {"code": "", wish: "1", **wrong})
        may_pass_again()
    assert TOTPDevice.objects.exists()
    assert {*with_digests(recovery)} == {*digests()}
    clock.now += STEP
    proofs = {"code": {"code": code(anna)}, "recovery code": {"code": recovery[0]}}
    answer = client.post(PAGE, {"code": "", wish: "1", **(proof if isinstance(proof, dict) else proofs[proof])})
    if wish == "remove":
        assert (answer.status_code, TOTPDevice.objects.count(), StaticDevice.objects.count()) == (302, 0, 0)
        assert (name_of(client), name_of(signed_in(anna))) == ("anna", "anna")
    else:
        assert (len(digests()), {*with_digests(recovery)} & {*digests()}) == (10, set())
    word = {"remove": "second factor removed", "renew": "recovery codes renewed"}[wish]
    assert logged()[-1] == f"{word} from 127.0.0.1: name anna"


def digests():
    return StaticToken.objects.values_list("token", flat=True)


def with_digests(codes):
    return [authenticators._digest(each.replace("-", "")) for each in codes]


def test_without_the_code_nothing_is_taken_away(optional, anna):
    with_authenticator(anna)
    client = signed_in(anna)
    for wish in ("remove", "renew", "start"):
        client.post(PAGE, {"password": "secret", "code": "", wish: "1"})
    assert (TOTPDevice.objects.count(), len(digests()), name_of(client)) == (1, 10, None)


def test_a_new_password_by_mail_leaves_it(optional, anna):
    with_authenticator(anna)
    anna.set_password("another one, longer")
    anna.save()
    client = Client()
    client.post("/admin/login/", {"username": "anna", "password": "another one, longer"})
    assert name_of(client) is None


def test_another_session_asks_again(optional, anna, code):
    with_authenticator(anna)
    signed_in(anna).post(PAGE, {"code": code(anna)})
    assert name_of(signed_in(anna)) is None


# --- codes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "serves"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_a_step(optional, anna, code, steps, serves):
    with_authenticator(anna)
    client = signed_in(anna)
    client.post(PAGE, {"code": code(anna, steps=steps)})
    assert name_of(client) == ("anna" if serves else None)


@pytest.mark.both_engines
@pytest.mark.parametrize("later", [0, STEP])
def test_a_code_serves_once(optional, anna, code, clock, later):
    with_authenticator(anna)
    given = code(anna)
    signed_in(anna).post(PAGE, {"code": given})
    clock.now += later
    client = signed_in(anna)
    assert "not a code that serves now" in client.post(PAGE, {"code": given}).text
    assert name_of(client) is None


@pytest.mark.both_engines
def test_a_recovery_code_serves_once(optional, anna, logged):
    first, second, *_ = with_authenticator(anna)
    for given, serves in [(first, True), (first, False), (second.replace("-", " ").upper(), True)]:
        client = signed_in(anna)
        client.post(PAGE, {"code": given})
        assert name_of(client) == ("anna" if serves else None)
        may_pass_again()
    assert logged() == [
        "recovery code from 127.0.0.1: name anna",
        "code failed from 127.0.0.1: name anna",
        "recovery code from 127.0.0.1: name anna",
    ]


@pytest.mark.parametrize(
    "written", ["", "12345", "1234567", "+12345", "１２３４５６", "a" * 16, "a" * 41, "\0", "1_2345"]
)
def test_what_is_no_code(optional, anna, written):
    with_authenticator(anna)
    client = signed_in(anna)
    assert client.post(PAGE, {"code": written}).status_code == 200
    assert name_of(client) is None


def test_nobody_elses_code_serves(optional, anna, code):
    other = EditorFactory()
    recovery = with_authenticator(other)
    with_authenticator(anna)
    client = signed_in(anna)
    for given in (code(other), recovery[0]):
        client.post(PAGE, {"code": given})
    assert (name_of(client), len(digests())) == (None, 20)


def test_after_a_wrong_code_no_other_is_heard_at_once(optional, anna, code):
    with_authenticator(anna)
    client = signed_in(anna)
    client.post(PAGE, {"code": "000000"})
    assert "none is heard until" in client.post(PAGE, {"code": code(anna)}).text
    assert name_of(client) is None
    may_pass_again()
    assert client.post(PAGE, {"code": code(anna)}).status_code == 302


def test_guessing_codes_ends(settings, optional, anna, code):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES) | {"failures": RateLimit("failures", 2, window=60)}
    with_authenticator(anna)
    client = signed_in(anna)
    tried = [client.post(PAGE, {"code": "guess"}).status_code for _ in range(3)]
    assert (tried, client.post(PAGE, {"code": code(anna)}).status_code) == ([200, 200, 429], 429)
    assert client.post(PAGE, {"code": code(anna)}, REMOTE_ADDR="203.0.113.7").status_code == 302
    assert {*FailedLogin.objects.values_list("what", flat=True)} == {"code"}


def test_an_address_is_known_once_the_code_is_given(optional, anna, code):
    with_authenticator(anna)
    client = Client()
    client.post("/admin/login/", {"username": "anna", "password": "secret"})
    assert not KnownAddress.objects.exists()
    client.post(PAGE, {"code": code(anna)})
    assert KnownAddress.objects.get().user == anna


# --- reset ------------------------------------------------------------------------------------------------------------


def test_an_administrator_resets_it(optional, anna, code, logged):
    with_authenticator(anna)
    boss = UserFactory(username="boss", is_staff=True, is_superuser=True)
    client, page = signed_in(boss), f"/admin/auth/user/{anna.pk}/second_factor/"
    assert page in client.get(f"/admin/auth/user/{anna.pk}/change/").text
    assert client.get(page).status_code == 200
    assert TOTPDevice.objects.exists()
    client.post(page)
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)
    assert logged()[-1] == "second factor reset by boss: name anna"
    assert LogEntry.objects.get().change_message == "Reset the second factor."
    assert client.get(f"/admin/auth/user/{boss.pk}/second_factor/")["Location"] == PAGE  # one's own takes a proof


@pytest.mark.parametrize(("setting", "status"), [("optional", 403), ("off", 404)])
def test_who_may_not_change_accounts_resets_none(settings, anna, setting, status):
    settings.SECOND_FACTOR = setting
    other = EditorFactory()
    with_authenticator(other)
    assert signed_in(anna).post(f"/admin/auth/user/{other.pk}/second_factor/").status_code == status
    assert TOTPDevice.objects.exists()


def test_a_command_resets_it(anna, logged, capsys):
    with_authenticator(anna)
    call_command("reset_second_factor", "anna")
    assert not TOTPDevice.objects.exists()
    assert logged() == ["second factor reset by command: name anna"]
    for name, fault in [("anna", "has no second factor"), ("nobody", "no account 'nobody'")]:
        with pytest.raises(CommandError, match=fault):
            call_command("reset_second_factor", name)


def test_secrets_have_no_page_and_no_line(optional, anna, code, caplog, client):
    codes = with_authenticator(anna)
    device = TOTPDevice.objects.get()
    client = signed_in(UserFactory(is_staff=True, is_superuser=True))
    pages = ["/admin/", f"/admin/auth/user/{anna.pk}/change/", f"/admin/auth/user/{anna.pk}/delete/"]
    seen = " ".join(client.get(page).text for page in pages) + caplog.text
    assert not any(each in seen for each in [device.key, *codes, *digests()])
    assert "/admin/otp_" not in seen
    assert client.get(f"/admin/otp_totp/totpdevice/{device.pk}/config/").status_code == 404
