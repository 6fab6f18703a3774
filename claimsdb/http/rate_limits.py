"""How often somebody may do something: so many times in a window of time, counted in Django's cache.

Windows are fixed, so that a count is one number, and counting one step of the cache.
"""

import re
import time
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import ip_network
from zlib import crc32

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

PERIODS = {"sec": 1, "min": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(r"([1-9][0-9]{0,8})/(sec|min|hour|day)")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many more times somebody may; below 0 it was once too often. `reset` is the seconds until all are free."""

    left: int
    reset: int


@dataclass(frozen=True, slots=True)
class RateLimit:
    """`limit` times in each `window` of seconds, for each of those who are counted under `name`."""

    name: str
    limit: int
    window: int

    def spend(self, who: str) -> Standing:
        """Counts one more."""
        key, reset = self._window_of(who)
        return Standing(self.limit - _counted(key, self.window), reset)

    def standing(self, who: str) -> Standing:
        """Counts nothing."""
        key, reset = self._window_of(who)
        return Standing(self.limit - cache.get(key, 0), reset)

    def _window_of(self, who: str) -> tuple[str, int]:
        """The key of the count, and the seconds that are left. Windows begin at another moment for each, lest all
        who wait come back at once."""
        number, passed = divmod(int(time.time()) + crc32(who.encode()), self.window)
        key = blake2b(f"{self.name} {number} {who}".encode(), digest_size=16).hexdigest()
        return key, self.window - passed


def rate_limit(name: str, rate: str, *, setting: str) -> RateLimit | None:
    """The quota that a rate such as "1200/min" gives; None for an empty one. Raises ImproperlyConfigured."""
    if not rate.strip():
        return None
    found = RATE.fullmatch(rate.strip())
    if not found:
        raise ImproperlyConfigured(
            f"{setting} is {rate!r}; it is a number and one of {', '.join(PERIODS)}, such as 1200/min, or empty."
        )
    return RateLimit(name, int(found[1]), PERIODS[found[2]])


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as far as it can be trusted. Of IPv6 the network, all of which one client has."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rpartition(",")[2].strip()  # what stands before it the client may have written itself
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
