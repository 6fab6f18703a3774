"""Requests go out to the internet alone, and to the very machine that was looked at."""

import socket
import ssl
import subprocess
from contextlib import contextmanager
from ipaddress import ip_address
from threading import Thread

import pytest

from claimsdb.http.outgoing import Door, Place, Refused, Unanswered, ask, is_public
from tests.webhooks.receivers import receiving

OUT = "93.184.215.14 8.8.8.8 2606:4700::1111 2a00:1450:4001:81b::200e ::ffff:8.8.8.8 64:ff9b::808:808".split()
NOT_OUT = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1
192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::808:808 100::1 2001::1 2001:0:7f00:1:: 2001:db8::1 2001:10::1 2002:7f00:1:: 2002:a00:1:: 2002:808:808::
fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
""".split()


@pytest.mark.parametrize("number", [*OUT, *NOT_OUT])
def test_which_machines_are_out_on_the_internet(number):
    assert is_public(ip_address(number)) == (number in OUT)


def named(monkeypatch, *numbers):
    """Any name stands for these."""
    found = [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, 443)) for each in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        (["93.184.215.14"], ""),
        (["93.184.215.14", "2606:4700::1111"], ""),
        (["127.0.0.1"], "hooks.example is 127.0.0.1, which is not out on the internet."),
        (["93.184.215.14", "10.0.0.1"], "hooks.example is 10.0.0.1, which is not out on the internet."),
        (["::ffff:169.254.169.254"], "hooks.example is ::ffff:169.254.169.254, which is not out on the internet."),
    ],
)
def test_all_that_a_name_stands_for_has_to_be_out(monkeypatch, numbers, refused):
    named(monkeypatch, *numbers)
    door = Door()
    if not refused:
        assert door.ways_to(door.read("https://hooks.example/")) == numbers
        return
    with pytest.raises(Refused) as refusal:
        door.ways_to(door.read("https://hooks.example/"))
    assert str(refusal.value) == refused


# Other ways to write this machine, which the resolver knows.
@pytest.mark.parametrize(
    "host", "127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 [::1] [::ffff:7f00:1] localhost 0".split()
)
def test_this_machine_is_refused_however_it_is_written(host):
    door = Door()
    with pytest.raises((Refused, Unanswered)):
        door.ways_to(door.read(f"https://{host}/"))


ALLOWED = [
    (["hooks.internal"], "hooks.internal", "10.0.0.1", True),
    (["Hooks.Internal"], "HOOKS.internal.", "10.0.0.1", True),
    (["hooks.internal"], "other.internal", "10.0.0.1", False),
    (["hooks.internal"], "a.hooks.internal", "10.0.0.1", False),
    (["10.0.0.0/24"], "any.example", "10.0.0.255", True),
    (["10.0.0.0/24"], "any.example", "10.0.1.0", False),
    (["127.0.0.1"], "any.example", "127.0.0.1", True),
    (["127.0.0.1"], "any.example", "127.0.0.2", False),
    (["fd00::/8"], "any.example", "fd00::1", True),
    (["fd00::/8"], "any.example", "10.0.0.1", False),
]


@pytest.mark.parametrize(("allowed", "host", "number", "goes"), ALLOWED)
def test_what_is_allowed_besides(monkeypatch, allowed, host, number, goes):
    named(monkeypatch, number)
    door = Door(allowed=allowed)
    place = door.read(f"https://{host}/")
    assert door.lets_to(place.host, ip_address(number)) == goes


@pytest.mark.parametrize("word", ["10.0.0.1/8", "http://hooks.internal", "hooks.internal:8080", "*.internal", ""])
def test_what_cannot_be_allowed(word):
    with pytest.raises(ValueError, match=r"network|host bits"):
        Door(allowed=[word])


READ = """
https://hooks.example                     https hooks.example 443 /
https://hooks.example.:8443/a/b?c=d&e=%20 https hooks.example 8443 /a/b?c=d&e=%20
HTTPS://HOOKS.example/?                   https hooks.example 443 /
https://[2606:4700::1111]/x               https 2606:4700::1111 443 /x
http://hooks.example/                     plain http
http://hooks.example:0x50/                no address
ftp://hooks.example/                      begins with https
//hooks.example/                          begins with https
https:///path                             begins with https
https://sam:secret@hooks.example/         no user and no password
https://@hooks.example/                   no user and no password
https://hooks.example\\@127.0.0.1/         no user and no password
https://hooks.example/#part               never sent
https://hooks.example:99999/              no address
https://hoóks.example/                    ASCII
https://[::1/                             no address
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_how_addresses_are_read(line):
    address, _, expected = line.partition(" ")
    assert expected.strip() in read(address)


def read(address):
    """What it says, or why it is refused."""
    try:
        place = Door().read(address)
    except Refused as refusal:
        return str(refusal)
    return f"{place.scheme} {place.host} {place.port} {place.target}"


@pytest.mark.parametrize(
    "address", ["https://a.example/ b", "https://a.example/\r\nX: y", " https://a.example", "https://a\x00.example"]
)
def test_an_address_has_no_blanks_and_controls(address):
    with pytest.raises(Refused, match="blanks"):
        Door().read(address)


def post(place, ways, *, seconds=10, limit=0, body=b"{}"):
    return ask(place, ways, method="POST", headers={"A": "b"}, body=body, seconds=seconds, limit=limit)


def test_the_name_is_not_looked_up_again(monkeypatch):
    """It is asked by the machine that was looked at, under the name that was given."""
    with receiving() as receiver:
        place = Door(plain=True).read(receiver.url.replace("127.0.0.1", "hooks.example"))
        assert post(place, ["127.0.0.1"]).status == 204
    [(headers, body)] = receiver.got
    assert (headers["host"], headers["a"], body) == (f"hooks.example:{place.port}", "b", b"{}")
    assert headers["user-agent"].startswith("claimsdb/")


def test_of_two_ways_the_one_that_leads_there():
    with receiving() as receiver:
        place = Door(plain=True).read(receiver.url)
        assert post(place, ["127.0.0.2", "127.0.0.1"]).status == 204


def test_a_redirect_is_an_answer():
    with receiving() as other, receiving((307, {"Location": other.url})) as receiver:
        answer = post(Door(plain=True).read(receiver.url), ["127.0.0.1"])
    assert (answer.status, answer.headers["location"], other.got) == (307, other.url, [])


@contextmanager
def answering(*pieces, then="ends"):
    """A server that sends these bytes, and then ends, waits, or repeats the last of them, until it is left."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                asked = b""
                while not asked.endswith(b"{}"):
                    asked += connection.recv(65536)
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                    if then == "repeats":
                        connection.settimeout(
                            5
                        )  # who is cut off with no room left does not say that there is some again
                    while then == "repeats":
                        connection.sendall(pieces[-1])
                    if then == "waits":
                        connection.recv(1)  # until the other side is gone
                except OSError:
                    pass

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield Place("http", "hooks.example", server.getsockname()[1], "/")
        thread.join()


BAD_ANSWERS = [
    ([], "The answer cannot be read: RemoteDisconnected."),
    ([b"SSH-2.0-OpenSSH_9.6\r\n"], "The answer cannot be read: BadStatusLine."),
    ([b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 200], "The answer cannot be read: HTTPException."),
    ([b"HTTP/1.1 200 OK\r\nA: ", b"b" * 70000], "The answer cannot be read: LineTooLong."),
]


@pytest.mark.parametrize(("pieces", "reason"), BAD_ANSWERS)
def test_what_is_no_answer(pieces, reason):
    with answering(*pieces) as place, pytest.raises(Unanswered) as refusal:
        post(place, ["127.0.0.1"])
    assert str(refusal.value) == reason


ENDLESS = [
    (b"HTTP/1.1 100 Continue\r\n\r\n", "repeats"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\na", "waits"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "waits"),
    (b"HTTP/1.1 200 OK\r\nA: b\r\n", "waits"),
]


@pytest.mark.parametrize(("piece", "then"), ENDLESS)
def test_an_answer_without_end_is_cut_off(piece, then):
    with answering(piece, then=then) as place, pytest.raises(Unanswered, match="No answer within"):
        post(place, ["127.0.0.1"], seconds=0.2, limit=10)


def test_no_more_of_a_body_is_read_than_allowed():
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 1000, then="repeats") as place:
        assert post(place, ["127.0.0.1"], limit=1500).body == b"a" * 1500


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unanswered, match="Nobody listens there"):
        post(Place("http", "hooks.example", port, "/"), ["127.0.0.1"])


@pytest.mark.processes
def test_a_certificate_has_to_be_good(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=hooks.example",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with pytest.raises(OSError):  # noqa: PT011  (however the handshake ends)
                context.wrap_socket(connection, server_side=True)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        place = Place("https", "hooks.example", server.getsockname()[1], "/")
        with pytest.raises(Unanswered, match="Its certificate is not good"):
            post(place, ["127.0.0.1"])
        thread.join()
