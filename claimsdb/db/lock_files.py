"""Files that one process holds at a time, and lets go of when it ends, however it ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from claimsdb.db.private_files import OWNER_ALONE


class HeldFile:
    """A file that is locked, until it is given back."""

    def __init__(self, path: Path, descriptor: int):
        self.path, self.descriptor = path, descriptor

    def give_back(self) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self.descriptor)


def hold(path: Path) -> HeldFile | None:
    """None where somebody holds it, in this process or another. It is made if it is not there."""
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, OWNER_ALONE)
    with suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file), path.stat()):  # not one that was just given back, and is gone
            return HeldFile(path, file)
    os.close(file)
    return None
