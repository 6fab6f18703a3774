"""What only so many threads of a process may do at once."""

from threading import Lock


class Few:
    """At most `most` at once; the rest are told at once that they may not."""

    def __init__(self, most: int):
        self.most, self.taken = most, 0
        self._lock = Lock()

    def take(self) -> bool:
        """Whether there was a place; it is to be given back."""
        with self._lock:
            if self.taken >= self.most:
                return False
            self.taken += 1
            return True

    def give_back(self) -> None:
        with self._lock:
            self.taken -= 1
