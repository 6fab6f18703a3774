"""What a process keeps in memory of what it has read or made: the last so much, by what it hangs on. All sizes of what
is kept of questions and their pages are here."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = ParamSpec("P")

ANSWERS = 4_096  # of a few long questions: ten megabytes
ROWS = 2_048  # of a few long ledgers: five megabytes
MARKS = 2_048  # of a few long plots: two megabytes
LEDGERS = 8  # as documents: a long one is a megabyte, and is asked for again and again
PARTS = 16 << 20  # bytes of pages' parts: those of a few long questions are ten megabytes

_keeps = ContextVar("keeps", default=True)


@contextmanager
def keeping(is_kept: bool) -> Iterator[None]:
    """Within it nothing new is kept unless `is_kept`: for what nobody asks for again. What is there is used."""
    token = _keeps.set(_keeps.get() and is_kept)
    try:
        yield
    finally:
        _keeps.reset(token)


class Kept(Generic[P, V]):
    """A function that is called once for the same arguments, for the last `most` of them."""

    def __init__(self, function: Callable[P, V], *, most: int):
        update_wrapper(self, function)
        self._make, self._kept = function, lru_cache(maxsize=most)(function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> V:
        return (self._kept if _keeps.get() else self._make)(*args, **kwargs)

    def __len__(self) -> int:
        return self._kept.cache_info().currsize

    def clear(self) -> None:
        self._kept.cache_clear()


def kept(*, most: int) -> Callable[[Callable[P, V]], Kept[P, V]]:
    return lambda function: Kept(function, most=most)


class Memory(Generic[K, V]):
    """Values that weigh no more than `most` together: one each, or what `weigh` says. One that weighs more alone is not
    kept."""

    def __init__(self, most: int, *, weigh: Callable[[V], int] = lambda value: 1):
        self._most, self._weigh, self._weight = most, weigh, 0
        self._kept, self._lock = OrderedDict[K, V](), Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        return self.get_all([key]).get(key)

    def get_all(self, keys: Iterable[K]) -> dict[K, V]:
        """Those that are there."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def keep(self, key: K, value: V) -> None:
        self.keep_all({key: value})

    def keep_all(self, values: Mapping[K, V]) -> None:
        if not _keeps.get():
            return
        with self._lock:
            for key, value in values.items():
                self._put(key, value)
            while self._weight > self._most:
                self._weight -= self._weigh(self._kept.popitem(last=False)[1])

    def drop(self, key: K) -> bool:
        """Whether it was there."""
        with self._lock:
            if key not in self._kept:
                return False
            self._weight -= self._weigh(self._kept.pop(key))
            return True

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._weight = 0

    def _put(self, key: K, value: V) -> None:
        if key in self._kept:
            self._weight -= self._weigh(self._kept.pop(key))
        if (weight := self._weigh(value)) <= self._most:
            self._kept[key] = value
            self._weight += weight
