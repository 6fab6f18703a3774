"""Requests to addresses that somebody has entered: to the internet alone, never to what stands inside.

A name is looked up once; whatever it stands for has to be out on the internet, and the connection goes to the very
address that was looked at, so that a name that means another machine a moment later changes nothing. No redirect is
followed, no proxy asked, and a time and a size bound what an answer may take.
"""

import re
import socket
import ssl
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from claimsdb import __version__

IPAddress = IPv4Address | IPv6Address

HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PORTS = {"https": 443, "http": 80}
USER_AGENT = f"claimsdb/{__version__}"
UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last bits
# What leads elsewhere than it says: special uses and Teredo, 6to4; and the relays of the latter.
DETOURS = [ip_network(each) for each in ("2001::/23", "2002::/16", "192.88.99.0/24")]


class Refused(ValueError):
    """An address to which nothing is sent; the message says why, and what would be right."""


class Inside(Refused):
    """One that leads to a machine which is not out on the internet, and is not allowed."""


class Unanswered(OSError):
    """Nothing that could be read came back; the message says how far it got."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads to: what to connect to, and what to ask for there."""

    scheme: str
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Door:
    """What may be asked: public addresses by https; besides, hosts and networks that `allowed` names ("hooks.internal",
    "10.20.0.0/16"), and all of it by plain http too where `plain` says so. Raises ValueError for what is neither."""

    allowed: Collection[str] = ()
    plain: bool = False
    hosts: frozenset[str] = field(init=False)
    networks: tuple[Any, ...] = field(init=False)

    def __post_init__(self) -> None:
        hosts, networks = set[str](), []
        for word in self.allowed:
            if HOST.fullmatch(word) and not _is_address(word):
                hosts.add(word.lower())
            else:
                networks.append(ip_network(word))
        object.__setattr__(self, "hosts", frozenset(hosts))
        object.__setattr__(self, "networks", tuple(networks))

    def ask(self, address: str, **options: Any) -> Answer:
        """What is answered at the address; the options are those of `ask`. Raises Refused or Unanswered."""
        place = self.read(address)
        return ask(place, self.ways_to(place), **options)

    def read(self, address: str) -> Place:
        """What the address says, without a look at where it leads. Raises Refused."""
        if not (address.isascii() and address.isprintable() and " " not in address):
            raise Refused("An address has neither blanks nor other letters than those of ASCII: write names as xn--….")
        parts, port = _split(address)
        if parts.scheme not in PORTS or not parts.hostname:
            schemes = "https:// or http://" if self.plain else "https://"
            raise Refused(f"An address begins with {schemes} and the name of a host.")
        if parts.scheme == "http" and not self.plain:
            raise Refused("The address has to begin with https://: plain http can be read and changed on its way.")
        if "@" in parts.netloc:
            raise Refused("An address holds no user and no password.")
        if "#" in address:
            raise Refused("What follows a # is never sent: leave it out.")
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return Place(parts.scheme, parts.hostname.rstrip("."), port or PORTS[parts.scheme], target)

    def ways_to(self, place: Place) -> list[str]:
        """The numbers of the machines that the place's name stands for, each of which may be asked. Raises Inside, or
        Unanswered where nobody knows the name."""
        try:
            found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unanswered(f"No machine is known by the name {place.host}.") from error
        ways = list(dict.fromkeys(str(where[0]) for *_, where in found))
        for way in ways:
            if not self.lets_to(place.host, ip_address(way)):
                named = way if way == place.host else f"{place.host} is {way}, which"
                raise Inside(f"{named} is not out on the internet.")
        return ways

    def lets_to(self, host: str, way: IPAddress) -> bool:
        return host in self.hosts or any(way in network for network in self.networks) or is_public(way)


def is_public(address: IPAddress) -> bool:
    """Whether it is one machine's out on the internet, and no other way to one that is not."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in UNICAST:
            return False
    special = (
        address.is_multicast or address.is_private or address.is_reserved or any(address in each for each in DETOURS)
    )
    return address.is_global and not special


def ask(
    place: Place,
    ways: Collection[str],
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    seconds: float,
    limit: int,
) -> Answer:
    """What the place answers, asked by one of these ways, which have been looked at. All of it is over after so many
    seconds, and of the answer's body no more is read than `limit` bytes. Raises Unanswered."""
    deadline, too_late = time.monotonic() + seconds, f"No answer within {seconds:g} seconds."
    try:
        with closing(_Direct(place, ways, deadline=deadline)) as connection, _ended_at(deadline, connection):
            connection.request(method, place.target, body, {"User-Agent": USER_AGENT, "Connection": "close", **headers})
            with closing(connection.getresponse()) as response:
                answer = Answer(response.status, _headers(response), response.read(limit) if limit else b"")
                if limit and response.length and len(answer.body) < limit:
                    raise IncompleteRead(answer.body, response.length)
    except (OSError, HTTPException) as error:
        raise Unanswered(too_late if time.monotonic() >= deadline else _reason(error)) from error
    if time.monotonic() >= deadline:  # it may have been cut off
        raise Unanswered(too_late)
    return answer


class _Direct(HTTPConnection):
    """A connection by one of the ways; by https only to who has a certificate of the place's name."""

    opened: socket.socket | None = None  # also when http.client has let go of it, and reads on

    def __init__(self, place: Place, ways: Collection[str], *, deadline: float) -> None:
        self.place, self.ways, self.deadline = place, ways, deadline
        self.default_port = PORTS[place.scheme]  # which the header Host leaves out
        super().__init__(place.host, place.port)

    def connect(self) -> None:
        self.sock = self.opened = self._opened()
        if self.place.scheme == "https":
            context = ssl.create_default_context()
            self.sock = self.opened = context.wrap_socket(self.sock, server_hostname=self.place.host)

    def _opened(self) -> socket.socket:
        """By the first way that leads there. Raises OSError."""
        *others, last = self.ways
        for way in others:
            try:
                return self._open(way, seconds=self.left / 2)
            except OSError:
                continue
        return self._open(last, seconds=self.left)

    def _open(self, way: str, *, seconds: float) -> socket.socket:
        opened = socket.create_connection((way, self.place.port), timeout=seconds)
        opened.settimeout(self.left)
        return opened

    @property
    def left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.001)


@contextmanager
def _ended_at(deadline: float, connection: _Direct) -> Iterator[None]:
    """Cuts the connection off in the end: a socket's own timeout begins anew with each byte."""
    timer = Timer(max(deadline - time.monotonic(), 0), _cut_off, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut_off(connection: _Direct) -> None:
    if connection.opened:
        with suppress(OSError):  # it may be closed by now
            socket.socket.shutdown(connection.opened, socket.SHUT_RDWR)  # not that of TLS, which another thread uses


def _headers(response: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def _split(address: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(address)
        return parts, parts.port
    except ValueError as error:
        raise Refused(f"This is no address: {error}.") from error


def _reason(error: OSError | HTTPException) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"Its certificate is not good: {error.verify_message}."
        case ssl.SSLError():
            return f"No secure connection comes about: {error.reason or error}."
        case ConnectionRefusedError():
            return "Nobody listens there: the connection was refused."
        case OSError() if error.strerror:
            return f"No connection comes about: {error.strerror}."
    return f"The answer cannot be read: {type(error).__name__}."


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True
