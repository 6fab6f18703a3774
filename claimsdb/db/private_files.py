"""Files for their owner alone, whatever the umask says: they hold drafts, sessions and the hashes of passwords."""

import os
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver

OWNER_ALONE = 0o600


def create_private(path: Path) -> None:
    """An empty file. Raises FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ALONE))
    path.chmod(OWNER_ALONE)  # the umask may have taken more


def is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


@receiver(connection_created)
def close_new_database(connection: Any, **sent: Any) -> None:
    """A file that SQLite has just made is closed to others before anything is in it. Of one that has tables its owner
    may have decided otherwise."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    file = Path(connection.settings_dict["NAME"])
    if not file.is_file() or not is_open_to_others(file) or connection.introspection.table_names():
        return
    for each in (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))):
        if each.exists():
            each.chmod(OWNER_ALONE)
