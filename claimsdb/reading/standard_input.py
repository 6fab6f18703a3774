"""Standard input, of which is known afterwards what was read: it can be read once alone."""

import hashlib
import io
import sys
from typing import Any


class _Told(io.RawIOBase):
    """What is read of the stream, with its digest."""

    def __init__(self, stream: io.BufferedIOBase):
        self.stream, self.digest, self.size, self.is_ended = stream, hashlib.sha256(), 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read1(len(buffer))
        buffer[: len(data)] = data
        self.digest.update(data)
        self.size += len(data)
        self.is_ended = self.is_ended or not data
        return len(data)


_last: list[_Told] = []


def opened() -> io.BufferedReader:
    told = _Told(sys.stdin.buffer)  # type: ignore[arg-type]
    _last[:] = [told]
    return io.BufferedReader(told)


def forget() -> None:
    _last.clear()


def digest() -> tuple[str, int] | None:
    """The SHA-256 and the size in bytes of what was read last, if that was all of it."""
    return (_last[0].digest.hexdigest(), _last[0].size) if _last and _last[0].is_ended else None
