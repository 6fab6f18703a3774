"""Files that commands write: whole or not at all, and for their owner alone."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError

from claimsdb.db.private_files import create_private


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """An empty file for what takes this name once all of it is written, so that a broken export leaves nothing behind.
    Raises CommandError where it cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        create_private(part)
        yield part
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise CommandError(f"{path} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
