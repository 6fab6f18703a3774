"""Rate limits with fixed windows, counted in Django's cache: a count is one number, counting is one step."""

import re
import time
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from zlib import crc32

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

PERIODS = {"sec": 1, "min": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(r"([1-9][0-9]{0,8})/(sec|min|hour|day)")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a limit in this window, below 0 once it is exceeded, and the seconds until the window ends."""

    left: int
    reset: int


@dataclass(frozen=True, slots=True)
class RateLimit:
    """`limit` requests in each `window` of seconds, for each client; `name` tells it from other limits."""

    name: str
    limit: int
    window: int

    def spend(self, client: str) -> Standing:
        """Counts one more request of the client."""
        key, reset = self._window_of(client)
        return Standing(self.limit - _counted(key, self.window), reset)

    def _window_of(self, client: str) -> tuple[str, int]:
        """The key of the count, and the seconds that are left. Windows begin at another moment for each, lest all
        who wait come back at once."""
        number, passed = divmod(int(time.time()) + crc32(client.encode()), self.window)
        key = blake2b(f"{self.name} {number} {client}".encode(), digest_size=16).hexdigest()
        return key, self.window - passed


def rate_limit(name: str, rate: str, *, setting: str) -> RateLimit | None:
    """The limit that a rate such as "1200/min" gives; None for an empty one. Raises ImproperlyConfigured."""
    if not rate.strip():
        return None
    found = RATE.fullmatch(rate.strip())
    if not found:
        raise ImproperlyConfigured(
            f"{setting} is {rate!r}; it is a number and one of {', '.join(PERIODS)}, such as 1200/min, or empty."
        )
    return RateLimit(name, int(found[1]), PERIODS[found[2]])


def counted_apart() -> bool:
    """Whether each process has counts of its own, so that several together allow a multiple of a limit."""
    return isinstance(caches["default"], LocMemCache)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as far as it can be trusted. Of IPv6 the network, all of which one client has."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rpartition(",")[2].strip()  # what stands before it the client may have written itself
    return _network(address) if ":" in address else address


def client_address(written: str) -> str:
    """The address as clients from there are counted. Raises ValueError."""
    address = str(ip_address(written))
    return _network(address) if ":" in address else address


def _network(address: str) -> str:
    try:
        return str(ip_network(f"{address}/64", strict=False))
    except ValueError:  # a proxy of some kinds adds the port to an address of IPv4
        return address.partition(":")[0]


def _counted(key: str, seconds: int) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, seconds) else cache.incr(key)
