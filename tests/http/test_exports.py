"""Exports hold a thread each: few at once, two for an address, and who is refused is told when to ask again."""

import pytest
from django.http import StreamingHttpResponse

from api.http.exports import PLACE, ExportLimit
from claimsdb.db.few import Few
from claimsdb.http import exports
from claimsdb.http.exports import TooMany, place_for

EXPORTS = [
    *(f"/api/claims/export/?format={each}" for each in ("fixture", "csv", "jsonl", "xlsx")),
    *(f"/api/{noun}/export/?format=csv" for noun in ("questions", "answers", "relations")),
    "/downloads/claimsdb.zip",
    "/downloads/claimsdb.db",
]


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch, tmp_path):
    """The middleware, which other tests go without, and no place that another test has left taken."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "api.http.exports.ExportLimit"]
    monkeypatch.setenv(exports.FOLDER, str(tmp_path))


@pytest.mark.parametrize("path", EXPORTS)
def test_each_export_keeps_a_place_until_it_is_read(client, db, monkeypatch, path):
    monkeypatch.setattr(exports, "in_process", Few(1))
    held = client.get(path)
    assert held.status_code == 200
    refused = client.get(path)
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "10", "no-store")
    assert b"Ask again in 10 seconds" in refused.content
    assert (refused["Content-Type"] == "application/problem+json") is path.startswith("/api/")
    assert client.get("/api/claims/").status_code == 200
    held.getvalue()
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::/64"])
def test_two_at_once_for_an_address_and_any_number_of_addresses(monkeypatch, address):
    monkeypatch.setattr(exports, "in_process", Few(4))
    first, second = place_for(address), place_for(address)
    with pytest.raises(TooMany, match="Two exports to your address"):
        place_for(address)
    others = [place_for("198.51.100.1"), place_for("198.51.100.2")]
    with pytest.raises(TooMany, match="As many exports"):
        place_for("198.51.100.3")
    for place in (first, second, *others):
        place.give_back()
    place_for(address).give_back()


def test_the_place_is_free_before_the_reader_knows_that_this_was_all(rf, db, monkeypatch):
    monkeypatch.setattr(exports, "in_process", few := Few(1))
    request = rf.get("/")
    setattr(request, PLACE, place_for("203.0.113.7"))
    response = ExportLimit(lambda request: StreamingHttpResponse(iter([b"one", b"two"])))(request)
    pieces = iter(response.streaming_content)
    assert [(next(pieces), few.taken), (next(pieces), few.taken)] == [(b"one", 1), (b"two", 1)]
    assert (next(pieces, None), few.taken) == (None, 0)
    response.close()
    assert few.taken == 0


def test_neighbours_in_a_network_of_ipv6_are_one(client, db, monkeypatch):
    monkeypatch.setattr(exports, "in_process", Few(4))
    path, held = "/api/claims/export/?format=csv", []
    held += [client.get(path, REMOTE_ADDR=f"2001:db8::{number}") for number in (1, 2)]
    assert client.get(path, REMOTE_ADDR="2001:db8::3").status_code == 429
    assert client.get(path, REMOTE_ADDR="2001:db8:0:1::3").status_code == 200
    assert client.get("/api/claims/export/?format=none", REMOTE_ADDR="2001:db8:0:2::1").status_code == 400


def test_a_refused_request_keeps_no_place(client, db, monkeypatch):
    monkeypatch.setattr(exports, "in_process", Few(1))
    for _ in range(3):
        assert client.get("/api/claims/export/?topic=nothing-of-ours").status_code == 400
        assert client.post("/downloads/claimsdb.zip").status_code == 405
