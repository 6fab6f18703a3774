"""The bodies of pages that anybody may have, by their tags, until the process ends or others push them out."""

from collections import OrderedDict
from threading import Lock

MOST = 64


class KeptPages:
    def __init__(self, most: int = MOST):
        self._most, self._bodies, self._lock = most, OrderedDict[str, str | bytes](), Lock()

    def get(self, tag: str) -> str | bytes | None:
        with self._lock:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
            return self._bodies.get(tag)

    def keep(self, tag: str, body: str | bytes) -> None:
        with self._lock:
            self._bodies[tag] = body
            self._bodies.move_to_end(tag)
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._bodies.clear()


kept_pages = KeptPages()
