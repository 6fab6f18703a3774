"""How much each kind of client may ask, how it learns of that, and how many logins may fail."""

import urllib.error
import urllib.request

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from rest_framework.test import APIClient

from claimsdb.http import rate_limits
from claimsdb.http.rate_limits import RateLimit, address_of, rate_limit
from tests.clients import bearing, signed_in
from tests.processes import GUNICORN, environment_of, serving

WRONG = {"authorization": "Bearer claimsdb_" + "A" * 43}
NOON = 1_795_348_800


@pytest.fixture(autouse=True)
def counted_apart(settings):
    """No count of another test, nor of one that runs beside this in another process."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttles"}
    }
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """A time that stands still until a test moves it."""

    class Clock:
        now = NOON

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(rate_limits, "time", clock)
    return clock


@pytest.fixture
def limit(settings, clock):
    """Sets the limits, and leaves none for the others."""

    def limited(**limits):
        settings.THROTTLES = dict.fromkeys(settings.THROTTLES) | {
            kind: RateLimit(kind, most, window=60) for kind, most in limits.items()
        }
        return APIClient()

    return limited


@pytest.fixture
def clients(editor, reader):
    """One client of each kind."""
    people = {"reader": signed_in(reader), "editor": signed_in(editor)}
    return {"anonymous": APIClient(), **people, "script": bearing(editor)}


@pytest.mark.parametrize("kind", ["anonymous", "reader", "editor", "script"])
def test_each_kind_of_client_has_its_own_limit(limit, clients, kind):
    limit(**{kind: 2})
    for name, client in clients.items():
        statuses = [client.get("/api/claims/").status_code for _ in range(3)]
        assert statuses == [200, 200, 429 if name == kind else 200]


def test_too_much_is_a_problem_that_says_until_when(limit, clock, db):
    client = limit(anonymous=1)
    client.get("/api/")
    answer = client.get("/api/claims/?actor=NK")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer.json()["instance"] == "/api/claims/?actor=NK"
    seconds = int(answer["Retry-After"])
    assert f"in {seconds} seconds" in answer.json()["detail"]
    clock.now += seconds - 1
    assert client.get("/api/").status_code == 429
    clock.now += 1
    assert client.get("/api/").status_code == 200


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("get", "/api/", 200),
        ("head", "/api/claims/", 200),
        ("options", "/api/claims/", 200),
        ("get", "/api/claims/?foo=1", 400),
        ("get", "/api/nothing/", 404),
        ("delete", "/api/claims/", 405),
        ("get", "/api/schema/", 200),
    ],
)
def test_every_answer_says_what_is_left(limit, db, method, url, status):
    client = limit(anonymous=5)
    first, second = (getattr(client, method)(url) for _ in range(2))
    assert first.status_code == status
    assert (
        first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"anonymous";q=5;w=60;claimsdb-counted="per process"'
    )
    reset = first["RateLimit"].rpartition("t=")[2]
    assert (first["RateLimit"], second["RateLimit"]) == (f'"anonymous";r=4;t={reset}', f'"anonymous";r=3;t={reset}')
    assert 1 <= int(reset) <= 60


def test_counts_that_all_processes_share_are_called_no_others(limit, settings, tmp_path, db):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    }
    assert limit(anonymous=5).get("/api/")["RateLimit-Policy"] == '"anonymous";q=5;w=60'


def test_without_limits_nothing_is_said_of_them(limit, db):
    answer = limit().get("/api/")
    assert not [name for name in answer.headers if name.startswith("RateLimit")]


def test_other_pages_are_not_counted(limit, db):
    client = limit(anonymous=1)
    assert {client.get("/healthz").status_code for _ in range(3)} == {200}
    assert client.get("/api/").status_code == 200


def test_strangers_do_not_share_a_limit(limit, db):
    client = limit(anonymous=1)
    assert [client.get("/api/", REMOTE_ADDR=address).status_code for address in ("192.0.2.1", "192.0.2.2")] == [
        200,
        200,
    ]
    assert client.get("/api/", REMOTE_ADDR="192.0.2.1").status_code == 429


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (True, "6.6.6.6,198.51.100.7:4711", "198.51.100.7"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (True, "", "192.0.2.1"),
        (True, None, "192.0.2.1"),
    ],
)
def test_whose_address_counts(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    assert address_of(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == address


@pytest.mark.parametrize(
    ("rate", "limit_and_window"),
    [("1200/min", (1200, 60)), (" 1/sec ", (1, 1)), ("30/hour", (30, 3600)), ("5/day", (5, 86_400))],
)
def test_rates(rate, limit_and_window):
    found = rate_limit("anonymous", rate, setting="THROTTLE_ANONYMOUS")
    assert (found.limit, found.window) == limit_and_window


@pytest.mark.parametrize("rate", ["", " "])
def test_an_empty_rate_is_no_limit(rate):
    assert rate_limit("anonymous", rate, setting="THROTTLE_ANONYMOUS") is None


@pytest.mark.parametrize("rate", ["0/min", "-1/min", "1200", "1200/fortnight", "many/min", "1 / min"])
def test_a_rate_that_is_none_names_its_setting(rate):
    with pytest.raises(ImproperlyConfigured, match="THROTTLE_ANONYMOUS"):
        rate_limit("anonymous", rate, setting="THROTTLE_ANONYMOUS")


@pytest.mark.processes
def test_processes_share_their_counts_where_the_settings_say_so(tmp_path):
    environment = environment_of(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path)
    shared = {"WEB_CONCURRENCY": "2", "THROTTLE_ANONYMOUS": "20/day", "CACHE_URL": f"filecache://{tmp_path}/counts"}
    with serving(*GUNICORN, environment=environment | shared) as server:
        statuses = [status_of(f"{server.url}/api/nothing/") for _ in range(22)]
    assert statuses == [404] * 20 + [429] * 2


def status_of(url):
    try:
        return urllib.request.urlopen(url, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code
