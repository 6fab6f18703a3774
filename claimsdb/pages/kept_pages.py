"""The texts of pages that anybody may have, by their tags, until the process ends or others push them out."""

from collections import OrderedDict
from threading import Lock

MOST = 64


class KeptPages:
    def __init__(self, most: int = MOST):
        self._most, self._texts, self._lock = most, OrderedDict[str, str](), Lock()

    def get(self, tag: str) -> str | None:
        with self._lock:
            if tag in self._texts:
                self._texts.move_to_end(tag)
            return self._texts.get(tag)

    def keep(self, tag: str, text: str) -> None:
        with self._lock:
            self._texts[tag] = text
            self._texts.move_to_end(tag)
            while len(self._texts) > self._most:
                self._texts.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._texts.clear()


kept_pages = KeptPages()
