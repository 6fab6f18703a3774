"""Where answers are kept: in what `CACHE_URL` names if processes have that in common, else in the memory of each,
which holds so many bytes; Django's own counts entries, whatever their size."""

import pickle
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from claimsdb.db.memory import Memory

MIB = 1 << 20
LONGEST_KEPT = 3_600  # seconds in a cache that does not know what is out of date


class Entry(NamedTuple):
    value: bytes  # pickled, so that nobody changes what others get
    ends: float | None


_memories: dict[tuple[str, int], Memory[str, Entry]] = {}  # of all threads: Django gives each a cache of its own


class BoundedMemoryCache(BaseCache):
    """`OPTIONS["MIB"]` is the most that all entries weigh together; those asked for longest ago go first."""

    def __init__(self, location: str, params: dict[str, Any]):
        super().__init__(params)
        most = int(params["OPTIONS"]["MIB"] * MIB)
        self._entries = _memories.setdefault((location, most), Memory(most, weigh=lambda entry: len(entry.value)))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        entry = self._entry(key, version)
        return default if entry is None else pickle.loads(entry.value)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        entry = Entry(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), self.get_backend_timeout(timeout))
        self._entries.keep(self.make_and_validate_key(key, version=version), entry)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if self._entry(key, version):
            return False
        self.set(key, value, timeout, version)
        return True

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if entry := self._entry(key, version):
            ends = self.get_backend_timeout(timeout)
            self._entries.keep(self.make_and_validate_key(key, version=version), entry._replace(ends=ends))
        return entry is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._entries.drop(self.make_and_validate_key(key, version=version))

    def clear(self) -> None:
        self._entries.clear()

    def _entry(self, key: str, version: int | None) -> Entry | None:
        entry = self._entries.get(self.make_and_validate_key(key, version=version))
        return entry if entry and (entry.ends is None or entry.ends > time.time()) else None


def cache_of_answers(shared: Mapping[str, Any], *, mib: float) -> dict[str, Any]:
    """The settings of the cache of answers beside those of `CACHE_URL`; of 0 MiB nothing is kept."""
    if not mib:
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if shared["BACKEND"].endswith(".LocMemCache"):
        return {"BACKEND": "claimsdb.http.caches.BoundedMemoryCache", "TIMEOUT": None, "OPTIONS": {"MIB": mib}}
    apart = {"KEY_PREFIX": f"{shared.get('KEY_PREFIX', '')}answers", "TIMEOUT": LONGEST_KEPT}
    if shared["BACKEND"].endswith(".FileBasedCache"):  # it counts the files of its folder, and forgets any of them
        apart["LOCATION"] = str(Path(shared["LOCATION"], "answers"))
    return {**shared, **apart}
